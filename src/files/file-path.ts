// Where do files lie? The one place where a path is let through or refused; everything else may trust what has passed.

/** Control characters, what Windows allows in no name, the colon of streams and drives, the other kind of slash. */
const FORBIDDEN = /[\p{Cc}<>:"|?*\\]/u;
/** What would be an escape again if somebody decoded once more. */
const ESCAPE = /%[0-9a-f]{2}/i;
/** Windows drops these from the end of a name, so that two names would be one; "." and ".." end so too. */
const DROPPED_END = /[. ]$/;
/** Names that Windows gives to devices, in every directory and with every extension. */
const DEVICE =
  /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i;
/** The second, short name that Windows gives to files. */
const SHORT_NAME = /^[^.]{1,6}~\d+(\.[^.]{0,3})?$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

const REFUSED: readonly RegExp[] = [
  FORBIDDEN,
  ESCAPE,
  DROPPED_END,
  DEVICE,
  SHORT_NAME,
  LONE_SURROGATE,
];

/** Whether a name may stand in a path. */
export function isAllowedName(name: string): boolean {
  return name !== "" && !name.includes("/") && !REFUSED.some((rule) => rule.test(name));
}

/**
 * A path in plain text, without the slash at its end; null if it is refused.
 *
 * What is refused is never mended: a path that only somebody else would read in another way must not be served.
 */
export function checkedPath(path: unknown): string | null {
  if (typeof path !== "string" || !path.startsWith("/")) return null;
  if (path === "/") return path;
  const names = (path.endsWith("/") ? path.slice(1, -1) : path.slice(1)).split("/");
  return names.every(isAllowedName) ? `/${names.join("/")}` : null;
}

/**
 * The path that a URL means, in plain text: decoded once, without query, with the slash at its end if there is one.
 * Null if it is refused.
 *
 * @param url The path of a URL as the client wrote it, percent-encoded; a slash in front is optional.
 */
export function pathOfUrl(url: unknown): string | null {
  if (typeof url !== "string") return null;
  const [encoded] = url.split(/[?#]/, 1);
  const rooted = encoded.startsWith("/") ? encoded : `/${encoded}`;
  const names = rooted.split("/").map(decodeName);
  if (names.some((name) => name === null || name.includes("/"))) return null;
  const path = names.join("/");
  return checkedPath(path) === null ? null : path;
}

function decodeName(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

/** Whether `path` is `base` or lies below it; both as `checkedPath` gives them. */
export function isWithin(base: string, path: string): boolean {
  return base === "/" || path === base || path.startsWith(`${base}/`);
}

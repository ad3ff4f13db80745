// Who sends a name and a password? What stands in the Authorization header, by RFC 7617.

/** A name and a password, as the client gave them. */
export interface Credentials {
  /** The whole name; "DOMAIN\\kim" where the client says a domain. */
  readonly remoteName: string;
  /** The name without its domain. */
  readonly userName: string;
  /** The domain; empty where neither the client nor `defaultLogonDomain` says one. */
  readonly domain: string;
  /** The password. */
  readonly password: string;
}

/** Longest header that is looked at, in characters. */
const LONGEST = 8_192;

/** Whether the header is one of the Basic scheme. */
export function isBasic(header: string | null): header is string {
  return header !== null && /^Basic(?:[ \t]|$)/i.test(header);
}

/** The credentials of a header of the Basic scheme; null if there are none in it. */
export function readCredentials(header: string, defaultLogonDomain: string): Credentials | null {
  const token = header.slice("Basic".length).trim();
  const pair = header.length > LONGEST ? null : decode(token);
  const colon = pair?.indexOf(":") ?? -1;
  // Control characters are not allowed in either part; a NUL might end a name early in somebody's store.
  // deno-lint-ignore no-control-regex -- they are what is looked for
  if (pair === null || colon < 0 || /[\x00-\x1f\x7f]/.test(pair)) return null;
  const remoteName = pair.slice(0, colon);
  const slash = remoteName.indexOf("\\");
  return {
    remoteName,
    userName: remoteName.slice(slash + 1),
    domain: slash < 0 ? defaultLogonDomain : remoteName.slice(0, slash),
    password: pair.slice(colon + 1),
  };
}

/** Text is UTF-8; what is none is read byte by byte, as older clients write it. */
function decode(token: string): string | null {
  let bytes: string;
  try {
    bytes = atob(token);
  } catch {
    return null;
  }
  try {
    const codes = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(codes);
  } catch {
    return bytes;
  }
}

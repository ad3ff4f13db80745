// How does an old filter feel at home? Name and password as a client sends them, and as the filter wants them to be.
import type { HTTP_FILTER_AUTHENT } from "../terms/http-filter.ts";
import type { IHttpRequest4 } from "../terms/http-request.ts";

const NOBODY: Readonly<HTTP_FILTER_AUTHENT> = Object.freeze({ user: "", password: "" });

/** What the client has sent by the scheme Basic; empty for all others. */
export function readCredentials(request: IHttpRequest4): HTTP_FILTER_AUTHENT {
  const found = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(request.getHeader("Authorization") ?? "");
  if (found === null) return { ...NOBODY };
  const text = decoded(found[1]);
  const colon = text.indexOf(":");
  return colon < 0 ? { ...NOBODY } : {
    user: text.slice(0, colon),
    password: text.slice(colon + 1),
  };
}

/**
 * Puts what the filter has changed in place of what was sent. It is not believed: whoever authenticates has to check it
 * like everything else that stands there.
 */
export function writeCredentials(
  request: IHttpRequest4,
  { user, password }: HTTP_FILTER_AUTHENT,
): void {
  if (typeof user !== "string" || typeof password !== "string" || user.includes(":")) {
    throw new TypeError(
      `SF_NOTIFY_AUTHENTICATION: user is "${user}", wished for a text without a colon, and a text as password`,
    );
  }
  if (user === "") request.deleteHeader("Authorization");
  else request.setHeader("Authorization", `Basic ${encoded(`${user}:${password}`)}`, true);
}

function encoded(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** UTF-8, and what is none of it as the bytes that it is. */
function decoded(base64: string): string {
  try {
    const text = atob(base64);
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return text;
    }
  } catch {
    return "";
  }
}

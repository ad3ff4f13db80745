// What is known of a client from one request to the next? The cookie that names it.
import type { IHttpContext } from "../../mod.ts";
import type { SessionSettings } from "./options.ts";
import { isId } from "./session.ts";

/** The name of the session that the client has sent; null if there is none that could be one. */
export function readCookie(context: IHttpContext, cookieName: string): string | null {
  const header = context.getRequest().getHeader("Cookie");
  if (header === null) return null;
  for (const pair of header.split(";")) {
    const [name, value] = pair.split("=", 2);
    if (name.trim() === cookieName && value !== undefined && isId(value.trim())) {
      return value.trim();
    }
  }
  return null;
}

/** Tells the client the name of its session, or with null to forget it. */
export function writeCookie(
  context: IHttpContext,
  id: string | null,
  { cookieName, sameSite, secure, domain }: SessionSettings,
): void {
  const isSecure = secure ?? context.getServerVariable("HTTPS").value?.toUpperCase() === "ON";
  const cookie = `${cookieName}=${id ?? ""}; Path=/${domain === null ? "" : `; Domain=${domain}`}` +
    `${id === null ? "; Max-Age=0" : ""}; HttpOnly${isSecure ? "; Secure" : ""}${sameSite}`;
  context.getResponse().setHeader("Set-Cookie", cookie, false);
}

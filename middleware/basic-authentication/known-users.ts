// Who sends a name and a password? The list of users that the options bring, in the place of Windows accounts.
import { timingSafeEqual } from "../_shared/std-crypto.ts";
import type { Credentials } from "./credentials.ts";
import type { BasicUser, Logon } from "./index.ts";

/** Passwords up to this many bytes are compared in one and the same time. */
const FRAME = 256;

/**
 * Looks a name up, and compares passwords, also where there is nobody of that name. A user without a domain is one of
 * the default domain: nobody gets the name of another domain by saying it.
 */
export function knownUsers(users: readonly BasicUser[], defaultLogonDomain: string): Logon {
  const find = (name: string): BasicUser | undefined => {
    const key = name.toLowerCase();
    return users.find((one) => one.name.toLowerCase() === key);
  };
  return ({ userName, domain, password }: Credentials) => {
    const isDefault = domain.toLowerCase() === defaultLogonDomain.toLowerCase();
    const full = domain === "" ? undefined : find(`${domain}\\${userName}`);
    const user = full ?? (isDefault ? find(userName) : undefined);
    const same = isSame(password, user?.password ?? "");
    return user !== undefined && same ? { roles: user.roles ?? [] } : false;
  };
}

/** At once, because a digest would be made by another thread; whatever differs, as many bytes are looked at. */
function isSame(given: string, wished: string): boolean {
  const [a, b] = [given, wished].map((text) => new TextEncoder().encode(text));
  const size = Math.max(FRAME, a.byteLength, b.byteLength);
  const same = timingSafeEqual(framed(a, size), framed(b, size));
  return same && a.byteLength === b.byteLength;
}

function framed(bytes: Uint8Array, size: number): Uint8Array {
  const frame = new Uint8Array(size);
  frame.set(bytes);
  return frame;
}

// Who sends a name and a password? The list of users that the options bring, in the place of Windows accounts.
import { timingSafeEqual } from "../_shared/std-crypto.ts";
import type { Credentials } from "./credentials.ts";
import type { BasicUser, Logon } from "./index.ts";

interface Known {
  readonly digest: Uint8Array;
  readonly roles: readonly string[];
}

/**
 * Looks a name up, and compares digests of passwords, also where there is nobody of that name. A user without a domain is
 * one of the default domain: nobody gets the name of another domain by saying it.
 */
export function knownUsers(users: readonly BasicUser[], defaultLogonDomain: string): Logon {
  const known = new Map<string, Promise<Known>>();
  const find = (name: string): Promise<Known> | undefined => {
    const key = name.toLowerCase();
    const user = users.find((one) => one.name.toLowerCase() === key);
    if (user !== undefined && !known.has(key)) known.set(key, read(user));
    return known.get(key);
  };
  return async ({ userName, domain, password }: Credentials) => {
    const isDefault = domain.toLowerCase() === defaultLogonDomain.toLowerCase();
    const full = domain === "" ? undefined : find(`${domain}\\${userName}`);
    const user = await (full ?? (isDefault ? find(userName) : undefined));
    const given = await digestOf(password);
    const same = timingSafeEqual(given, user?.digest ?? new Uint8Array(given.length));
    return user !== undefined && same ? { roles: user.roles } : false;
  };
}

async function read({ password, roles = [] }: BasicUser): Promise<Known> {
  return { digest: await digestOf(password), roles };
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

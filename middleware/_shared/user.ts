// What do ready modules share? A user whom a module knows by name, and how one without a name is told.
import { type IHttpUser, S_OK } from "../../mod.ts";

/** What is known of a user. */
export interface UserFacts {
  /** The name as the server knows it; empty for nobody. */
  readonly name: string;
  /** The name as the client gave it. */
  readonly remoteName: string;
  /** How the user was authenticated, "Basic"; empty for nobody. */
  readonly type: string;
  /** The password, where there is one. */
  readonly password: string;
  /** Names of roles; their case does not count. */
  readonly roles: readonly string[];
}

/** Makes a user. */
export function userOf({ name, remoteName, type, password, roles }: UserFacts): IHttpUser {
  const has = new Set(roles.map((role) => role.toLowerCase()));
  return Object.freeze({
    getRemoteUserName: () => remoteName,
    getUserName: () => name,
    getAuthenticationType: () => type,
    getPassword: () => password,
    referenceUser: () => {},
    dereferenceUser: () => {},
    supportsIsInRole: () => true,
    isInRole: (roleName: string | null) => ({
      hr: S_OK,
      inRole: !roleName ? name === "" : has.has(roleName.toLowerCase()),
    }),
    getUserVariable: () => null,
  });
}

/** Whether a user is nobody in particular. */
export function isAnonymous(user: IHttpUser | null): boolean {
  return user === null || (user.getAuthenticationType() === "" && user.getUserName() === "");
}

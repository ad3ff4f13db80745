// Terms: what do the pages call it?
// This file: who makes the request.

import type { HRESULT } from "./hresult.ts";

/**
 * Name of the user's security identifier; nothing has one here.
 * @see ihttpuser-getuservariable-method
 */
export const HTTP_USER_VARIABLE_SID = "SID" as const;

/**
 * Name of the user's security context; nothing has one here.
 * @see ihttpuser-getuservariable-method
 */
export const HTTP_USER_VARIABLE_CTXT_HANDLE = "CtxtHandle" as const;

/**
 * Name of the user's credentials; nothing has them here.
 * @see ihttpuser-getuservariable-method
 */
export const HTTP_USER_VARIABLE_CRED_HANDLE = "CredHandle" as const;

/**
 * Who makes the request. Modules implement it and hand it to `setUser`; the anonymous user has an
 * empty name and type.
 * @see ihttpuser-interface
 */
export interface IHttpUser {
  /**
   * The name as the client gave it.
   * @see ihttpuser-getremoteusername-method
   */
  getRemoteUserName(): string;
  /**
   * The name as the server knows it.
   * @see ihttpuser-getusername-method
   */
  getUserName(): string;
  /**
   * How the user was authenticated, for example "Basic"; empty for nobody.
   * @see ihttpuser-getauthenticationtype-method
   */
  getAuthenticationType(): string;
  /**
   * The password, if the way of authentication has one; otherwise empty.
   * @see ihttpuser-getpassword-method
   */
  getPassword(): string;
  /**
   * One more holder. Nothing to do here, kept as a hook.
   * @see ihttpuser-referenceuser-method
   */
  referenceUser(): void;
  /**
   * One holder less. The server calls it once, when the request ends.
   * @see ihttpuser-dereferenceuser-method
   */
  dereferenceUser(): void;
  /**
   * Whether `isInRole` can answer.
   * @see ihttpuser-supportsisinrole-method
   */
  supportsIsInRole(): boolean;
  /**
   * Whether the user has a role.
   * @see ihttpuser-isinrole-method
   */
  isInRole(roleName: string): { hr: HRESULT; inRole: boolean };
  /**
   * Something of the user by name; null when there is nothing of that name.
   * @see ihttpuser-getuservariable-method
   */
  getUserVariable(variableName: string): unknown;
}

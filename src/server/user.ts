// Who builds the house and lets a request in? The user of a request: who may be one, and who is it where nobody was set.
import { shown } from "../terms/shown.ts";
import { E_ACCESSDENIED, S_OK } from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type { IAuthenticationProvider } from "../terms/event-providers.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../terms/notification-status.ts";

/** What a user is asked for by variables, traces and others: without these it is none. */
const TELLS = ["getUserName", "getRemoteUserName", "getAuthenticationType", "getPassword"] as const;

/** Throws a `TypeError` for what cannot be a user. */
export function checkUser(user: unknown): asserts user is IHttpUser {
  if (typeof user !== "object" || user === null) {
    throw new TypeError(`setUser: user is ${shown(user)}, wished for an IHttpUser or null`);
  }
  for (const name of TELLS) {
    const found = (user as Record<string, unknown>)[name];
    if (typeof found === "function") continue;
    throw new TypeError(`setUser: ${name} of the user is ${shown(found)}, wished for a method`);
  }
}

/** The anonymous user: no name, no type, and in no role but the one without a name. */
export const ANONYMOUS: IHttpUser = Object.freeze({
  getRemoteUserName: () => "",
  getUserName: () => "",
  getAuthenticationType: () => "",
  getPassword: () => "",
  referenceUser: () => {},
  dereferenceUser: () => {},
  supportsIsInRole: () => true,
  isInRole: (roleName: string | null) => ({ hr: S_OK, inRole: !roleName }),
  getUserVariable: () => null,
});

/** Stands at the end of AUTHENTICATE_REQUEST where anonymous requests are not let through. */
export class UserCheck extends CHttpModule {
  override onAuthenticateRequest(
    context: IHttpContext4,
    _provider: IAuthenticationProvider,
  ): REQUEST_NOTIFICATION_STATUS {
    const user = context.getUser();
    if (user !== null && user !== ANONYMOUS) return RQ_NOTIFICATION_CONTINUE;
    context.getResponse().setStatus(401, "Unauthorized", 2, E_ACCESSDENIED);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }
}

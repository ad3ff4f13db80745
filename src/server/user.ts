// Who builds the house and lets a request in? The user of a request that nobody has authenticated.
import { S_OK } from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type { IAuthenticationProvider } from "../terms/event-providers.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../terms/notification-status.ts";

/** The anonymous user: no name, no type, no role. */
export const ANONYMOUS: IHttpUser = Object.freeze({
  getRemoteUserName: () => "",
  getUserName: () => "",
  getAuthenticationType: () => "",
  getPassword: () => "",
  referenceUser: () => {},
  dereferenceUser: () => {},
  supportsIsInRole: () => false,
  isInRole: () => ({ hr: S_OK, inRole: false }),
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
    context.getResponse().setStatus(401, "Unauthorized", 2);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }
}

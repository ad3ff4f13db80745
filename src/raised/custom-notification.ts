// What interrupts it? A notification of a module's own making, raised by it in the middle of any other.
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import {
  E_INVALIDARG,
  ERROR_INVALID_HANDLE,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { RQ_NOTIFICATION_FINISH_REQUEST, type RQResult } from "../terms/notification-status.ts";
import { refused } from "../context/refused.ts";
import { OPERATION } from "../engine/completion.ts";
import { raise } from "../engine/raise.ts";
import { mayPark, raiseParking } from "../engine/raise-frame.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { Plan } from "../plan/plan.ts";

/** The request in which it is raised. */
export interface CustomHost {
  readonly run: RequestRun;
  readonly plan: Plan;
  readonly context: IHttpContext4;
  isolated(name: string, error: unknown): void;
  warn(message: string): void;
}

/** What the raiser is told. */
export interface CustomResult {
  hr: HRESULT;
  completionExpected: boolean;
}

const METHOD = "onCustomRequestNotification";

/**
 * Raises RQ_CUSTOM_NOTIFICATION. Where the current notification can wait, its handlers may, too; where it cannot,
 * inside a send or a read, PENDING counts as CONTINUE.
 *
 * @see ihttpcontext-notifycustomnotification-method
 */
export function notifyCustomNotification(
  host: CustomHost,
  provider: ICustomNotificationProvider,
): CustomResult {
  const { run, plan: { customNotification: steps } } = host;
  if (typeof provider?.queryNotificationType !== "function") {
    const hr = E_INVALIDARG;
    return told(refused(host, "NotifyCustomNotification", provider, hr));
  }
  // The last send comes behind the last step, and its handlers may still raise one.
  if (run.over && run.active === null) return told(HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE));
  if (steps.length === 0) return told(S_OK);
  const call = (module: CHttpModule): RQResult =>
    module.onCustomRequestNotification(host.context, provider);
  if (mayPark(run)) {
    const operation = OPERATION.CUSTOM;
    return told(S_OK, raiseParking(run, { steps, method: METHOD, provider, call, operation }));
  }
  const raised = raise(run, {
    steps,
    method: METHOD,
    call,
    threw: (step, error) => {
      host.isolated(step.registration.name, error);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  if (raised instanceof Promise) host.warn("Nothing here can wait for a custom notification");
  return told(S_OK);
}

function told(hr: HRESULT, completionExpected = false): CustomResult {
  return { hr, completionExpected };
}

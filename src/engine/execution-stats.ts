// What runs it, stops it, wakes it? Where a request is now, for those who watch requests.
import { S_OK } from "../terms/hresult.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import { ticks, timeWaits } from "./clock.ts";
import { HELD, PARKED, SETTLING } from "./frame.ts";
import type { RequestRun } from "./request-run.ts";

type ExecutionStats = ReturnType<IHttpContext["getCurrentExecutionStats"]>;

/**
 * Where the request is.
 *
 * A tick is taken only when a step begins to wait: while a handler is on the stack no time that anybody else could
 * see passes, so what runs now has begun now. The first look in an isolate has all later waits timed; of one that
 * began before it only the request's start is known.
 *
 * @see ihttpcontext-getcurrentexecutionstats-method
 */
export function executionStats(run: RequestRun): ExecutionStats {
  timeWaits();
  const { top } = run;
  const step = run.active ?? top.step;
  const waits = top.state === HELD || top.state === PARKED || top.state === SETTLING;
  const since = waits ? top.since : ticks();
  return {
    hr: S_OK,
    notification: step?.notification ?? 0,
    notificationStartTickCount: since,
    module: step?.registration.name ?? "",
    moduleStartTickCount: since,
    asyncNotification: waits ? top.step?.notification ?? 0 : 0,
    asyncNotificationStartTickCount: waits ? top.since : 0,
  };
}

// How does an old extension feel at home? Whether the request is still in the stage in which extensions run.
import type { IHttpContext } from "../terms/http-context.ts";
import { RQ_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";

/** A stage that a time limit or a closing server has ended is over, and whoever waits then is somebody else. */
export function executes(context: IHttpContext): boolean {
  return context.getCurrentExecutionStats().notification === RQ_EXECUTE_REQUEST_HANDLER;
}

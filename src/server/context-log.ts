// Who builds the house and lets a request in? What is known of a request for the log, for ready modules.
import type { IHttpContext } from "../terms/http-context.ts";
import type { HTTP_LOG_FIELDS_DATA } from "../terms/log-fields.ts";
import { logRecord } from "../raised/log-record.ts";

/**
 * What an access log tells of a request and its response as they are now.
 *
 * It is a record of its own: that of the last send, which modules may change, comes from `getLogData`.
 *
 * @param context The request.
 */
export function getLogFields(context: IHttpContext): HTTP_LOG_FIELDS_DATA {
  return logRecord(context);
}

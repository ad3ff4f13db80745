// How does an old filter feel at home? What it is told inside somebody else's call: a mapping, a read.
// Such a call cannot end the request: it fails, and the request ends at the filter's next stage with what the filter has said.
import type { IMapPathProvider, IReadEntityProvider } from "../terms/event-providers.ts";
import { E_FAIL, ERROR_OPERATION_ABORTED, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import * as SF from "../terms/sf-flags.ts";
import { SF_NOTIFY_READ_RAW_DATA, SF_NOTIFY_URL_MAP } from "../terms/sf-notifications.ts";
import type { FilteredRequest } from "./filter-door.ts";
import { madeOf } from "./filter-raw.ts";
import { andThen, ends } from "./filter-status.ts";

const ABORTED = HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);
const NOTHING = new Uint8Array(0);

/** SF_NOTIFY_URL_MAP. Nobody can wait there. */
export function urlMap(
  session: FilteredRequest,
  provider: IMapPathProvider,
): REQUEST_NOTIFICATION_STATUS {
  const before = provider.getPhysicalPath();
  const map = { url: provider.getUrl(), physicalPath: before };
  const status = session.notify(SF_NOTIFY_URL_MAP, map, provider);
  if (status instanceof Promise) {
    status.catch(() => {});
    throw new TypeError("SF_NOTIFY_URL_MAP: found a promise, wished for one of SF_STATUS_*");
  }
  if (typeof map.physicalPath !== "string") {
    throw new TypeError(
      `SF_NOTIFY_URL_MAP: physicalPath is ${String(map.physicalPath)}, wished for a text`,
    );
  }
  if (map.physicalPath !== before) provider.setPhysicalPath(map.physicalPath);
  return result(session, provider, status);
}

/** SF_NOTIFY_READ_RAW_DATA. */
export function readRawData(session: FilteredRequest, provider: IReadEntityProvider): RQResult {
  const { incoming } = session;
  const bytes = provider.getEntity();
  const atEnd = bytes.byteLength === 0;
  if (!incoming.holds && (atEnd || !session.wants(SF_NOTIFY_READ_RAW_DATA, provider))) return;
  incoming.add(bytes);
  if (!incoming.isDue(atEnd)) return provider.setEntity(NOTHING);
  const raw = { inData: incoming.take() };
  return andThen(session.notify(SF_NOTIFY_READ_RAW_DATA, raw, provider), (status) => {
    const more = status === SF.SF_STATUS_REQ_READ_NEXT && !atEnd;
    const made = madeOf(raw);
    provider.setEntity(more ? NOTHING : made);
    if (more) incoming.keep(made);
    else incoming.release();
    return result(session, provider, status);
  });
}

function result(
  session: FilteredRequest,
  provider: IMapPathProvider | IReadEntityProvider,
  status: number,
): REQUEST_NOTIFICATION_STATUS {
  if (!ends(status)) return RQ_NOTIFICATION_CONTINUE;
  session.ending ??= status;
  provider.setErrorStatus(status === SF.SF_STATUS_REQ_ERROR ? E_FAIL : ABORTED);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

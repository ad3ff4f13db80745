// How does an old filter feel at home? What it is told while a response leaves: denial, head, and raw bytes.
import type { HTTP_FILTER_ACCESS_DENIED } from "../terms/http-filter.ts";
import type { BodyTransformer } from "../terms/body-filter.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import * as SF from "../terms/sf-flags.ts";
import * as NOTIFY from "../terms/sf-notifications.ts";
import { ResponseHeads } from "./filter-headers.ts";
import type { FilteredRequest } from "./filter-door.ts";
import { madeOf } from "./filter-raw.ts";
import { andThen, ends, type Status } from "./filter-status.ts";

const RAW = NOTIFY.SF_NOTIFY_SEND_RAW_DATA;
const NEXT: number = SF.SF_STATUS_REQ_NEXT_NOTIFICATION;

/** What the sub-status of a 401 says of the reason. */
const REASONS: Readonly<Record<number, number>> = {
  2: SF.SF_DENIED_LOGON | SF.SF_DENIED_BY_CONFIG,
  3: SF.SF_DENIED_RESOURCE,
  4: SF.SF_DENIED_FILTER,
  5: SF.SF_DENIED_APPLICATION,
};

/** SF_NOTIFY_ACCESS_DENIED, once; what filters have laid up for this case goes into the head before. */
export function accessDenied(session: FilteredRequest): Status {
  const { context, shared, output } = session;
  const { statusCode, subStatus } = context.getResponse().getStatus();
  if (statusCode !== 401 || session.denialSeen) return NEXT;
  session.denialSeen = true;
  output.add(shared.denialHeaders.splice(0));
  if (!session.wants(NOTIFY.SF_NOTIFY_ACCESS_DENIED)) return NEXT;
  const reason = REASONS[subStatus] ?? SF.SF_DENIED_LOGON;
  return session.notify(NOTIFY.SF_NOTIFY_ACCESS_DENIED, new Denial(context, reason));
}

/** The path is mapped only for a filter that looks at it. */
class Denial implements HTTP_FILTER_ACCESS_DENIED {
  constructor(private readonly context: IHttpContext4, readonly reason: number) {}

  get url(): string {
    return this.context.getServerVariable("HTTP_URL").value ?? "";
  }

  get physicalPath(): string {
    return this.context.getPhysicalPath() ?? "";
  }
}

/** Everything that a filter hears of with the first send: the first answer that ends the request counts. */
export function sendResponse(session: FilteredRequest): Status {
  return [accessDenied, head, rawHead].reduce<Status>(
    (before, step) =>
      andThen(before, (first) => andThen(step(session), (status) => ends(first) ? first : status)),
    NEXT,
  );
}

function head(session: FilteredRequest): Status {
  return session.notify(NOTIFY.SF_NOTIFY_SEND_RESPONSE, new ResponseHeads(session));
}

/** The head as bytes, read again where the filter has changed them. The body passes through a filter of its own. */
function rawHead(session: FilteredRequest): Status {
  if (!session.wants(RAW)) return NEXT;
  watchBody(session);
  const written = session.output.rendered();
  const raw = { inData: new Uint8Array(written) };
  return andThen(session.notify(RAW, raw), (status) => {
    const made = madeOf(raw);
    if (!same(made, written) && !session.output.take(made)) {
      throw new TypeError(
        "SF_NOTIFY_SEND_RAW_DATA: found no head in what the filter made of it, wished for status and header lines",
      );
    }
    return status;
  });
}

/** The pieces of the body are shown as they leave; a head that stands in front of them written by hand is none of them. */
export function watchBody(session: FilteredRequest): void {
  if (session.wants(RAW)) session.context.getResponse().addBodyFilter(new RawBody(session));
}

/** Shows a filter the pieces of a body. */
class RawBody implements BodyTransformer {
  private finished = false;

  constructor(private readonly session: FilteredRequest) {}

  transform(chunk: Uint8Array): Uint8Array | void | Promise<Uint8Array | void> {
    const { session } = this;
    if (this.finished) return;
    if (!session.wants(RAW, chunk)) return chunk;
    // A copy: what passes here may belong to a cache, or to the app.
    const raw = { inData: new Uint8Array(chunk) };
    return andThen(session.notify(RAW, raw, chunk), (status) => {
      if (status === SF.SF_STATUS_REQ_ERROR) {
        throw new Error(`ISAPI filter "${session.filter.name}" has failed while the body was sent`);
      }
      const made = madeOf(raw);
      if (status === SF.SF_STATUS_REQ_HANDLED_NOTIFICATION) session.shared.handle(RAW, made);
      this.finished = ends(status);
      return made;
    });
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i]);
}

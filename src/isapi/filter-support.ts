// How does an old filter feel at home? ServerSupportFunction: which request is answered by what.
import {
  ERROR_INVALID_DATA,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_SUPPORTED,
  NO_ERROR,
} from "../terms/hresult.ts";
import type { HSE_RESULT } from "../terms/hse-structs.ts";
import * as SF from "../terms/sf-flags.ts";
import { resultOf } from "./hse-result.ts";
import type { FilteredRequest } from "./filter-door.ts";
import { normalizeUrl } from "./support-paths.ts";
import { readHead } from "./written-head.ts";

/** What a request is answered with: a Win32 code, and what it gives. */
interface Answer {
  readonly error: number;
  readonly data?: unknown;
}

type Support = (session: FilteredRequest, data: unknown, ul1: unknown) => Answer;

const DONE: Answer = { error: NO_ERROR };
const INVALID: Answer = { error: ERROR_INVALID_PARAMETER };

const windowsOnly: Support = () => ({ error: ERROR_NOT_SUPPORTED });

const addHeadersOnDenial: Support = ({ shared }, lines) => {
  const head = typeof lines === "string" ? readHead(null, lines) : null;
  if (head === null || head.body !== "") return INVALID;
  shared.denialHeaders.push(...head.headers);
  return DONE;
};

const setNextReadSize: Support = ({ incoming }, _data, size) => {
  if (!Number.isInteger(size) || size as number < 0) return INVALID;
  incoming.nextReadSize = size as number;
  return DONE;
};

const getProperty: Support = ({ context }, _data, property) => {
  if (property === SF.SF_PROPERTY_SSL_CTXT) return { error: ERROR_NOT_SUPPORTED };
  if (property !== SF.SF_PROPERTY_INSTANCE_NUM_ID) return INVALID;
  return { error: NO_ERROR, data: context.getRequest().getSiteId() };
};

const normalize: Support = (_session, url) => {
  if (typeof url !== "string") return INVALID;
  const data = normalizeUrl(url);
  return data === null ? { error: ERROR_INVALID_DATA } : { error: NO_ERROR, data };
};

const disable: Support = (session, _data, notifications) => {
  if (!Number.isInteger(notifications)) return INVALID;
  session.disabled |= notifications as number;
  return DONE;
};

const SUPPORT: ReadonlyMap<number, Support> = new Map<number, Support>([
  [SF.SF_REQ_SEND_RESPONSE_HEADER, ({ output }, status, lines) => ({
    error: output.head(status, lines),
  })],
  [SF.SF_REQ_ADD_HEADERS_ON_DENIAL, addHeadersOnDenial],
  [SF.SF_REQ_SET_NEXT_READ_SIZE, setNextReadSize],
  [SF.SF_REQ_SET_PROXY_INFO, windowsOnly],
  [SF.SF_REQ_GET_CONNID, windowsOnly],
  [SF.SF_REQ_SET_CERTIFICATE_INFO, windowsOnly],
  [SF.SF_REQ_GET_PROPERTY, getProperty],
  [SF.SF_REQ_NORMALIZE_URL, normalize],
  [SF.SF_REQ_DISABLE_NOTIFICATIONS, disable],
]);

/** Answers a request of the filter; a number that is none of SF_REQ_* is a wrong parameter. */
export function filterSupport(
  session: FilteredRequest,
  request: number,
  data: unknown,
  ul1: unknown,
): HSE_RESULT & { data: unknown } {
  const answer = SUPPORT.get(request)?.(session, data, ul1) ?? INVALID;
  return { ...resultOf(answer.error), data: answer.data ?? null };
}

// Who builds the house and lets a request in? The limits that a builder sets, and the answer to a body that is too long.
import { ERROR_FILE_TOO_LARGE, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import type { Limits } from "../terms/time-limit.ts";
import type { ResponseState } from "../context/response-state.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** Longest time that timers take, in milliseconds. */
const MOST_MS = 2_147_483_647;

const TIMES = ["requestTimeout", "stageTimeout", "moduleTimeout"] as const;
const NAMES: readonly string[] = [...TIMES, "maxEntityBytes"];

/** Throws a `TypeError` that names the limit, the value found and the value wished for. */
export function checkLimits(who: string, limits: Limits): void {
  for (const [name, value] of Object.entries(limits) as [string, unknown][]) {
    if (!NAMES.includes(name)) {
      throw new TypeError(
        `${who}: limits.${name} is unknown, wished for one of ${NAMES.join(", ")}`,
      );
    }
    if (value === undefined) continue;
    const isTime = name !== "maxEntityBytes";
    const [least, most] = isTime ? [1, MOST_MS] : [0, Number.MAX_SAFE_INTEGER];
    if (Number.isInteger(value) && value as number >= least && value as number <= most) continue;
    const wished = isTime ? `milliseconds, 1 to ${MOST_MS}` : "a number of bytes, 0 or more";
    throw new TypeError(`${who}: limits.${name} is ${String(value)}, wished for ${wished}`);
  }
}

/** The limits, where one of them is a time; null where there is nothing to be measured. */
export function timeLimits(limits: Limits | undefined): Limits | null {
  return limits !== undefined && TIMES.some((name) => limits[name] !== undefined) ? limits : null;
}

/** The request whose body is too long. */
export interface OverlongRequest {
  readonly run: RequestRun;
  headersSent(): boolean;
  breakOff(error: unknown): void;
  response(): { readonly state: ResponseState };
  statusSet(): void;
}

/** Whether the body that a head announces goes beyond a limit. */
export function announcesTooMuch({ headers }: Request, most: number): boolean {
  const length = headers.get("Content-Length");
  return length !== null && Number(length) > most;
}

/** Answers 413 once the current handler has answered; after the head only a broken transfer is true. */
export function refuseEntity(request: OverlongRequest): void {
  request.run.finishRequested = true;
  if (request.headersSent()) {
    return request.breakOff(
      new RangeError("The body of the request is longer than maxEntityBytes"),
    );
  }
  const { state } = request.response();
  // The client is still sending what nobody will read.
  state.needDisconnect = true;
  state.setStatus({
    ...state.status,
    statusCode: 413,
    reason: "Request Entity Too Large",
    subStatus: 0,
    errorToReport: HRESULT_FROM_WIN32(ERROR_FILE_TOO_LARGE),
    module: null,
    notification: 0,
  });
  request.statusSet();
}

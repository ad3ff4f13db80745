// How does an old extension feel at home? Everything that goes to the client: heads, files, vectors, errors, and breaking it off.
import { HttpCachePolicyUserInvalidates } from "../terms/cache-policy.ts";
import { ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY, NO_ERROR } from "../terms/hresult.ts";
import {
  HSE_IO_ASYNC,
  HSE_IO_CACHE_RESPONSE,
  HSE_IO_DISCONNECT_AFTER_SEND,
  HSE_IO_FINAL_SEND,
  HSE_IO_SEND_HEADERS,
  HSE_IO_TRY_SKIP_CUSTOM_ERRORS,
} from "../terms/hse-flags.ts";
import type {
  HSE_CUSTOM_ERROR_INFO,
  HSE_RESPONSE_VECTOR,
  HSE_SEND_HEADER_EX_INFO,
  HSE_TF_INFO,
} from "../terms/hse-structs.ts";
import type { IHttpResponse4 } from "../terms/http-response.ts";
import type { IoCompletion } from "./asynchronous-io.ts";
import { done, failed, type IoOutcome, resultOf } from "./hse-result.ts";
import { type Pieces, piecesOfFile, piecesOfVector } from "./send-pieces.ts";
import type { Support, SupportedSession } from "./support.ts";
import { readHead } from "./written-head.ts";

/** HSE_REQ_SEND_URL_REDIRECT_RESP */
export const redirect: Support = ({ output }, url) => {
  if (typeof url !== "string" || url === "") return failed(ERROR_INVALID_PARAMETER);
  return resultOf(output.redirect(url));
};

/** HSE_REQ_SEND_RESPONSE_HEADER */
export const sendHeader: Support = ({ output }, status = null, headers = null) =>
  resultOf(output.head(status as string | null, headers as string | null));

/** HSE_REQ_SEND_RESPONSE_HEADER_EX */
export const sendHeaderEx: Support = ({ output }, info) => {
  if (!isObject<HSE_SEND_HEADER_EX_INFO>(info)) return failed(ERROR_INVALID_PARAMETER);
  const { status = null, header = null, keepConn } = info;
  return resultOf(output.head(status, header, false, keepConn === false));
};

/** HSE_REQ_SET_FLUSH_FLAG */
export const setFlushFlag: Support = ({ output }, flush) => {
  if (typeof flush !== "boolean") return failed(ERROR_INVALID_PARAMETER);
  output.flushes = flush;
  return done();
};

/** HSE_REQ_CLOSE_CONNECTION, HSE_REQ_ABORTIVE_CLOSE: one and the same without a socket in reach (ruling 20). */
export const closeConnection: Support = ({ context, io, output }) => {
  output.close();
  if (io.outstanding) context.cancelIo();
  return done();
};

/** HSE_REQ_SEND_CUSTOM_ERROR */
export const customError: Support = ({ io, output }, info) => {
  if (!isObject<HSE_CUSTOM_ERROR_INFO>(info)) return failed(ERROR_INVALID_PARAMETER);
  const head = typeof info.status === "string" ? readHead(info.status, null) : null;
  if (head === null || head.statusCode < 400) return failed(ERROR_INVALID_PARAMETER);
  const refused = (info.async ? io.refusal() : NO_ERROR) ||
    output.fail(head.statusCode, head.reason, info.httpSubError ?? 0);
  if (refused === NO_ERROR && info.async) io.start(Promise.resolve({ bytes: 0, error: NO_ERROR }));
  return resultOf(refused);
};

/** HSE_REQ_TRANSMIT_FILE */
export const transmitFile: Support = (session, info) => {
  if (!isObject<HSE_TF_INFO>(info)) return failed(ERROR_INVALID_PARAMETER);
  const { flags, hseIO = null, context = null, statusCode = null } = info;
  const callable = hseIO === null || typeof hseIO === "function";
  if (!callable || typeof flags !== "number" || (flags & HSE_IO_ASYNC) === 0) {
    return failed(ERROR_INVALID_PARAMETER);
  }
  const own: IoCompletion | null = hseIO === null ? null : { routine: hseIO, context };
  const withHead = (flags & HSE_IO_SEND_HEADERS) !== 0;
  const pieces = piecesOfFile(info, withHead);
  if (typeof pieces === "number") return failed(pieces);
  const head = withHead ? { status: statusCode, headers: textOf(info.head) } : null;
  return resultOf(send(session, flags, head, pieces, own));
};

/** HSE_REQ_VECTOR_SEND */
export const vectorSend: Support = (session, vector) => {
  if (!isObject<HSE_RESPONSE_VECTOR>(vector)) return failed(ERROR_INVALID_PARAMETER);
  const { flags, status = null, headers = null, elementArray } = vector;
  const withHead = (flags & HSE_IO_SEND_HEADERS) !== 0;
  // Both, or neither: anything else is invalid.
  const fits = withHead ? status !== null && headers !== null : status === null && headers === null;
  const pieces = fits && typeof flags === "number"
    ? piecesOfVector(elementArray)
    : ERROR_INVALID_PARAMETER;
  if (typeof pieces === "number") return failed(pieces);
  return resultOf(send(session, flags, withHead ? { status, headers } : null, pieces, null));
};

interface Head {
  readonly status: string | null;
  readonly headers: string | null;
}

/** Sends a head, if there is one, and pieces behind it; answers with a Win32 code. */
function send(
  session: SupportedSession,
  flags: number,
  head: Head | null,
  pieces: Pieces,
  own: IoCompletion | null,
): number {
  const { io, output } = session;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const refused = has(HSE_IO_ASYNC)
    ? io.refusal(own)
    : output.refusal() || fullness(output.backlog);
  if (refused !== NO_ERROR) return refused;
  const skips = has(HSE_IO_TRY_SKIP_CUSTOM_ERRORS);
  const wrong = head === null ? NO_ERROR : output.head(head.status, head.headers, skips);
  if (wrong !== NO_ERROR) return wrong;
  if (has(HSE_IO_CACHE_RESPONSE)) allowCaching(session.context.getResponse());
  const last = has(HSE_IO_FINAL_SEND | HSE_IO_DISCONNECT_AFTER_SEND);
  if (output.refusal() === NO_ERROR) {
    pieces.begin();
    if (has(HSE_IO_DISCONNECT_AFTER_SEND)) output.disconnect();
  }
  const written = output.write(pieces.chunks, pieces.size, { last, flush: pieces.counted !== null })
    .then((outcome) => withStreams(outcome, pieces));
  if (has(HSE_IO_ASYNC)) io.start(written, own);
  // The call has answered already: bytes that are lost all the same must not look like the end.
  else written.then(({ error }) => error !== NO_ERROR && output.abandon());
  return NO_ERROR;
}

const fullness = ({ full }: { readonly full: boolean }): number =>
  full ? ERROR_NOT_ENOUGH_MEMORY : NO_ERROR;

/** A cache in front of the pipeline may keep the response. */
function allowCaching(response: IHttpResponse4): void {
  const policy = response.getCachePolicy();
  policy.getKernelCachePolicy().policy = HttpCachePolicyUserInvalidates;
  policy.setKernelCacheInvalidatorSet();
}

/** What came out of streams is known only now. */
function withStreams(outcome: IoOutcome, { counted }: Pieces): IoOutcome {
  if (counted === null || outcome.error !== NO_ERROR) return outcome;
  return { ...outcome, bytes: outcome.bytes + counted() };
}

function textOf(head: Uint8Array | string | null | undefined): string {
  return head instanceof Uint8Array ? new TextDecoder().decode(head) : head ?? "";
}

function isObject<T extends object>(value: unknown): value is T {
  return typeof value === "object" && value !== null;
}

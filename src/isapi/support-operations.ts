// How does an old extension feel at home? Callbacks, reads, other URLs, cancelling, and the end of the session.
import {
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_FOUND,
  ERROR_NOT_SUPPORTED,
  NO_ERROR,
} from "../terms/hresult.ts";
import type { PFN_HSE_IO_COMPLETION } from "../terms/extension-control-block.ts";
import {
  HSE_IO_ASYNC,
  HSE_STATUS_ERROR,
  HSE_STATUS_SUCCESS,
  HSE_STATUS_SUCCESS_AND_KEEP_CONN,
} from "../terms/hse-flags.ts";
import type { HSE_EXEC_URL_INFO, HSE_EXEC_URL_USER_INFO } from "../terms/hse-structs.ts";
import { done, failed, resultOf, win32Of } from "./hse-result.ts";
import { readClient } from "./read-client.ts";
import { isText } from "./written-head.ts";
import type { Support, SupportedSession } from "./support.ts";

/** Ends of a session that HSE_REQ_DONE_WITH_SESSION may tell. */
const ENDS: readonly unknown[] = [
  HSE_STATUS_SUCCESS,
  HSE_STATUS_SUCCESS_AND_KEEP_CONN,
  HSE_STATUS_ERROR,
];

/** HSE_REQ_DONE_WITH_SESSION */
export const doneWithSession: Support = (session, status = null) => {
  const end = status ?? HSE_STATUS_SUCCESS;
  if (!ENDS.includes(end)) return failed(ERROR_INVALID_PARAMETER);
  session.done(end as number);
  return done();
};

/** HSE_REQ_IO_COMPLETION */
export const ioCompletion: Support = ({ io }, routine = null, context = null) => {
  if (routine !== null && typeof routine !== "function") return failed(ERROR_INVALID_PARAMETER);
  const callback = routine as PFN_HSE_IO_COMPLETION | null;
  io.register(callback === null ? null : { routine: callback, context });
  return done();
};

/** HSE_REQ_ASYNC_READ_CLIENT */
export const asyncReadClient: Support = (session, buffer, flags) => {
  const wrong = !(buffer instanceof Uint8Array) || buffer.byteLength === 0 ||
    flags !== HSE_IO_ASYNC;
  const refused = wrong ? ERROR_INVALID_PARAMETER : session.io.refusal();
  if (refused === NO_ERROR) session.io.start(readClient(session, buffer as Uint8Array));
  return resultOf(refused);
};

/** HSE_REQ_CANCEL_IO */
export const cancelIo: Support = ({ context, io }) => {
  if (!io.outstanding) return failed(ERROR_NOT_FOUND);
  return resultOf(win32Of(context.cancelIo()));
};

/** HSE_REQ_EXEC_URL, HSE_REQ_EXEC_UNICODE_URL */
export const execUrl: Support = ({ io, child, output }, info) => {
  if (!isExecInfo(info)) return failed(ERROR_INVALID_PARAMETER);
  const refused = io.refusal() || unsettled(output) || child.start(info);
  if (refused === NO_ERROR) io.start(child.outcome());
  return resultOf(refused);
};

/** HSE_REQ_GET_EXEC_URL_STATUS */
export const execUrlStatus: Support = ({ child }) => {
  const { status } = child;
  if (status === null) return failed(ERROR_NOT_FOUND);
  return Object.assign(done(), { status: { ...status } });
};

/** HSE_REQ_SEND_URL: a local URL answers in place of this one, also without a callback. Others are for the client. */
export const sendUrl: Support = ({ child, output }, url) => {
  if (typeof url !== "string" || url === "") return failed(ERROR_INVALID_PARAMETER);
  if (unsettled(output) !== NO_ERROR) return failed(ERROR_INVALID_OPERATION);
  const local = url.startsWith("/") && !url.startsWith("//");
  const started = local ? child.start({ url, execUrlFlags: 0 }) : ERROR_NOT_SUPPORTED;
  // Where the pipeline has no way to the app, the client can still go there itself.
  return resultOf(started === ERROR_NOT_SUPPORTED ? output.redirect(url) : started);
};

/** The bytes of a child would come before those that wait for their turn. */
const unsettled = ({ backlog }: SupportedSession["output"]): number =>
  backlog.waits ? ERROR_INVALID_OPERATION : NO_ERROR;

function isExecInfo(info: unknown): info is HSE_EXEC_URL_INFO {
  if (typeof info !== "object" || info === null) return false;
  const { url = null, method = null, childHeaders = null, userInfo = null, entity = null } =
    info as Partial<HSE_EXEC_URL_INFO>;
  return isText(url) && isText(method) && isText(childHeaders) &&
    Number.isInteger((info as HSE_EXEC_URL_INFO).execUrlFlags) &&
    (userInfo === null || isUser(userInfo)) &&
    (entity === null || entity.data instanceof Uint8Array);
}

const isUser = ({ customUserName, customAuthType }: HSE_EXEC_URL_USER_INFO): boolean =>
  typeof customUserName === "string" && typeof customAuthType === "string";

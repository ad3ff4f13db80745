// Who builds the house and lets a request in? Where the answer of a child request goes: to the client, or into the parent's buffer.
import { EXECUTE_FLAG_BUFFER_RESPONSE, EXECUTE_FLAG_NO_HEADERS } from "../terms/flags.ts";
import type { IHttpResponse4 } from "../terms/http-response-versions.ts";
import type { ResponseState } from "../context/response-state.ts";
import { type Status, UNTOUCHED } from "../context/status.ts";
import { refuseBody } from "../raised/build-response.ts";
import {
  commitChild,
  putWhole,
  readBehind,
  streamBody,
  takeBody,
  takeHead,
  type Wanted,
} from "../raised/child-response.ts";
import type { SendResponse } from "../raised/send-response.ts";

/** The request that gets the answer. */
interface Answered {
  readonly bodyless: boolean;
  readonly context: { getResponse(): IHttpResponse4 };
  /** Whether there is a client to whom it can be sent. */
  connected(): boolean;
  adopt(response: Response, fresh: boolean): void;
  setHandled(): void;
  headersSent(): boolean;
  warn(message: string): void;
  sending(): SendResponse;
}

/** The request that has answered. */
interface Answering {
  readonly above: Answered;
  readonly bodyless: boolean;
  readonly cancelled: boolean;
  /** Its signal is aborted when it is cancelled, and when that of its parent is. */
  readonly incoming: Request;
  readonly answersClient: boolean;
  executeFlags(): number;
  sending(): SendResponse;
}

/**
 * Gives the answer of a child to its parent.
 *
 * @param live Whether the child still writes.
 * @returns Whether all of it is with the parent; false where the rest is a stream that the parent's send will read.
 */
export async function answerParent(
  child: Answering,
  response: Response,
  live: boolean,
): Promise<boolean> {
  if (child.cancelled) return drop(response, "The child request was cancelled");
  if (!child.answersClient) return await takeIn(child, response, live);
  const { above } = child;
  const sender = above.sending();
  if (sender.writer.finalSent) {
    above.warn("The response has left before: the child's answer is dropped");
    return drop(response, "The response has left before");
  }
  const wanted = wantedBy(child);
  let put = putWhole(sender, response);
  try {
    if (!live && put === null) put = await readBehind(sender, response, wanted);
  } catch (error) {
    if (wanted.isGone()) {
      // Nobody else has to answer a client that has left.
      if (!child.cancelled) above.setHandled();
      return true;
    }
    put = () => refuseBody(sender.state, error);
  }
  above.setHandled();
  above.adopt(child.bodyless && !above.bodyless ? withoutLength(response) : response, true);
  put?.();
  await commitChild(sender, live);
  return true;
}

/** It is wanted until it is cancelled, or the client has left. */
function wantedBy(child: Answering): Wanted {
  return {
    // To ask for it is dear: only who has to wait does.
    get signal() {
      return child.incoming.signal;
    },
    isGone: () => child.cancelled || !child.above.connected(),
  };
}

async function takeIn(child: Answering, response: Response, live: boolean): Promise<boolean> {
  const flags = child.executeFlags();
  const { above } = child;
  const sender = above.sending();
  if ((flags & EXECUTE_FLAG_NO_HEADERS) === 0) {
    if (above.headersSent()) above.warn("The head has left before: only the child's body is used");
    takeHead(sender.state, statusOf(child, response), headersOf(child, response));
  }
  // A child without a body has been part of the answer, too: a handler that has asked for it has handled the request.
  sender.state.edits++;
  if (response.body === null) return true;
  const streams = live && (flags & EXECUTE_FLAG_BUFFER_RESPONSE) === 0;
  if (streams) return await streamBody(sender, response).then(() => true);
  const wanted = wantedBy(child);
  try {
    return await takeBody(sender.state, response.body, wanted);
  } catch (error) {
    if (child.cancelled) return true;
    // What the parent answers without it is no answer for others.
    above.context.getResponse().getCachePolicy().disableUserCache();
    if (!wanted.isGone()) failed(sender.state, flags, error);
    return true;
  }
}

/** A body that breaks is an error of the child: the parent gets its status, if it wants it, and goes on. */
function failed(state: ResponseState, flags: number, error: unknown): void {
  console.error("The body of a child request could not be read:", error);
  if ((flags & EXECUTE_FLAG_NO_HEADERS) !== 0) return;
  state.setStatus({ ...UNTOUCHED, statusCode: 500, reason: "Internal Server Error" });
}

/** The status with all that modules have said of it, if it is still the one that has left. */
function statusOf(child: Answering, { status: statusCode, statusText: reason }: Response): Status {
  const { status } = child.sending().state;
  return status.statusCode === statusCode ? status : { ...UNTOUCHED, statusCode, reason };
}

/** The parent's body is another one, and gets its own length; but for HEAD there is no body to measure. */
function headersOf(child: Answering, response: Response): Headers {
  const headers = new Headers(response.headers);
  if (!child.bodyless || !child.above.bodyless) headers.delete("content-length");
  return headers;
}

/** Without a body, and so without its length. */
function withoutLength(response: Response): Response {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(null, { status, statusText, headers });
}

function drop(response: Response, reason: string): true {
  response.body?.cancel(reason).catch(() => {});
  return true;
}

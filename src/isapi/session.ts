// How does an old extension feel at home? One request of it, from HttpExtensionProc to the end of the session.
import type { IHttpCompletionInfo2 } from "../terms/completion-info.ts";
import type { HCONN } from "../terms/extension-control-block.ts";
import { ERROR_INVALID_HANDLE, FAILED, NO_ERROR } from "../terms/hresult.ts";
import {
  HSE_STATUS_ERROR,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_STATUS_SUCCESS_AND_KEEP_CONN,
} from "../terms/hse-flags.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpServer3 } from "../terms/http-server.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../terms/notification-status.ts";
import { AsynchronousIo, type IoOwner } from "./asynchronous-io.ts";
import { ChildUrl } from "./child-url.ts";
import { ConnectionHandle } from "./connection-handle.ts";
import { ExtensionControlBlock } from "./control-block.ts";
import type { IsapiExtension } from "./extension.ts";
import { executes } from "./executes.ts";
import { LogData } from "./log-data.ts";
import type { Entity } from "./read-ahead.ts";
import { ResponseOutput } from "./response-output.ts";
import type { SupportedSession } from "./support.ts";

/** The number by which a completion tells that it is a child's. */
const CHILD = 3;

/** One request of an extension. */
export class Session implements IoOwner, SupportedSession {
  readonly connID: HCONN = new ConnectionHandle(this);
  readonly ecb: ExtensionControlBlock = new ExtensionControlBlock(this);
  readonly output: ResponseOutput;
  readonly io: AsynchronousIo = new AsynchronousIo(this);
  readonly child: ChildUrl = new ChildUrl(this);
  readonly log: LogData;
  /** Whether bytes behind those that were read ahead have been asked for. */
  hasRead = false;
  /** The control block is dead. */
  private over = false;
  /** HttpExtensionProc has answered PENDING. */
  private parked = false;
  /** What HSE_REQ_DONE_WITH_SESSION has said before that. */
  private doneBefore: number | null = null;
  /** With what the request ends when its child has. */
  private ending: number | null = null;
  private thrown: { readonly error: unknown } | null = null;

  constructor(
    readonly context: IHttpContext4,
    readonly extension: IsapiExtension,
    readonly server: IHttpServer3,
    readonly entity: Entity,
  ) {
    this.output = new ResponseOutput(context);
    this.log = new LogData(context);
  }

  get refusal(): number {
    return this.over || this.left ? ERROR_INVALID_HANDLE : NO_ERROR;
  }

  /** Whether its stage was ended without it, by a time limit or a server that closes: who waits now is somebody else. */
  private get left(): boolean {
    return !executes(this.context);
  }

  /** Calls HttpExtensionProc. What it throws is the engine's to catch. */
  begin(): REQUEST_NOTIFICATION_STATUS {
    const answer = this.extension.entry.httpExtensionProc(this.ecb);
    if (typeof (answer as Partial<Promise<number>> | null)?.then !== "function") {
      return this.answered(answer as number);
    }
    Promise.resolve(answer).then((status) => this.resolved(status))
      .catch((error) => this.threw(error));
    return RQ_NOTIFICATION_PENDING;
  }

  /** HSE_REQ_DONE_WITH_SESSION. */
  done(status: number): void {
    this.over = true;
    if (this.parked) this.wake(this.end(status));
    else this.doneBefore = status;
  }

  guard(call: () => unknown): void {
    try {
      const answer = call() as Partial<Promise<unknown>> | null | undefined;
      if (typeof answer?.then === "function") answer.then(null, (error) => this.threw(error));
    } catch (error) {
      this.threw(error);
    }
  }

  /** What of the body nobody has taken: a child request may have it. */
  get unread(): Uint8Array {
    return this.hasRead ? this.entity.data.subarray(0, 0) : this.entity.data;
  }

  /** The engine has come back: for an error that is to be told there, or because the child has ended. */
  resume(info: IHttpCompletionInfo2): REQUEST_NOTIFICATION_STATUS {
    const { thrown } = this;
    this.thrown = null;
    if (thrown !== null) throw thrown.error;
    if (info.getCompletedOperation() === CHILD) this.child.ended(info.getCompletionStatus());
    return this.ending === null ? RQ_NOTIFICATION_PENDING : this.end(this.ending);
  }

  private answered(status: number): REQUEST_NOTIFICATION_STATUS {
    if (!isStatus(status)) throw this.noStatus(status);
    if (status !== HSE_STATUS_PENDING) return this.end(status);
    if (this.doneBefore !== null) return this.end(this.doneBefore);
    this.parked = true;
    return RQ_NOTIFICATION_PENDING;
  }

  private resolved(status: number): void {
    if (!this.left) this.wake(this.answered(status));
  }

  private wake(status: REQUEST_NOTIFICATION_STATUS): void {
    if (status !== RQ_NOTIFICATION_PENDING) this.context.indicateCompletion(status);
  }

  /** Nothing of the extension runs any more, but for a child that answers in its place, and writes that wait for their turn. */
  private end(status: number): REQUEST_NOTIFICATION_STATUS {
    this.over = true;
    const writes = status !== HSE_STATUS_ERROR && this.output.backlog.waits;
    this.ending = this.child.running || writes ? status : null;
    if (writes) this.output.backlog.drained.then(() => this.post());
    if (this.ending !== null) return RQ_NOTIFICATION_PENDING;
    if (status === HSE_STATUS_ERROR) this.output.abandon();
    else this.output.finish();
    return RQ_NOTIFICATION_CONTINUE;
  }

  /** Has the engine come back, as long as it waits for this; whether it will. */
  private post(): boolean {
    return !this.left && !FAILED(this.context.postCompletion(0));
  }

  /** Code of the extension has thrown where the engine does not see it: it is asked to come and look. */
  private threw(error: unknown): void {
    this.over = true;
    this.thrown = { error };
    if (this.post()) return;
    this.thrown = null;
    console.error(`ISAPI extension "${this.extension.name}" threw after its request:`, error);
  }

  private noStatus(found: unknown): TypeError {
    return new TypeError(
      `httpExtensionProc of ISAPI extension "${this.extension.name}" answered with ${
        String(found)
      }, wished for HSE_STATUS_SUCCESS, SUCCESS_AND_KEEP_CONN, PENDING or ERROR`,
    );
  }
}

function isStatus(status: unknown): status is number {
  return status === HSE_STATUS_SUCCESS || status === HSE_STATUS_SUCCESS_AND_KEEP_CONN ||
    status === HSE_STATUS_PENDING || status === HSE_STATUS_ERROR;
}

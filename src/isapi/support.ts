// How does an old extension feel at home? What its calls ask of the session that they belong to.
import type { EXTENSION_CONTROL_BLOCK, HCONN } from "../terms/extension-control-block.ts";
import type { HSE_RESULT } from "../terms/hse-structs.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpServer3 } from "../terms/http-server.ts";
import type { AsynchronousIo } from "./asynchronous-io.ts";
import type { ChildUrl } from "./child-url.ts";
import type { LogData } from "./log-data.ts";
import type { Entity } from "./read-ahead.ts";
import type { ResponseOutput } from "./response-output.ts";

/** One request of an extension, for the calls of its control block. */
export interface SupportedSession {
  readonly connID: HCONN;
  readonly ecb: EXTENSION_CONTROL_BLOCK;
  readonly context: IHttpContext4;
  readonly server: IHttpServer3;
  readonly entity: Entity;
  readonly output: ResponseOutput;
  readonly io: AsynchronousIo;
  readonly child: ChildUrl;
  readonly log: LogData;
  /** Whether bytes behind those that were read ahead have been asked for. */
  hasRead: boolean;
  /** Why no call can be answered any more; 0 if it can. */
  readonly refusal: number;
  /** HSE_REQ_DONE_WITH_SESSION. */
  done(status: number): void;
}

/** Answers one request of ServerSupportFunction; its arguments are whatever the extension has handed over. */
export type Support = (session: SupportedSession, ...args: unknown[]) => HSE_RESULT;

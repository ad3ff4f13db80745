// How does an old extension feel at home? The control block: what it knows of its request, and what it can call.
import type { EXTENSION_CONTROL_BLOCK, HCONN } from "../terms/extension-control-block.ts";
import { ERROR_INVALID_PARAMETER, NO_ERROR } from "../terms/hresult.ts";
import {
  HSE_IO_ASYNC,
  HSE_IO_DISCONNECT_AFTER_SEND,
  HSE_IO_FINAL_SEND,
  HSE_IO_SYNC,
  HSE_VERSION,
} from "../terms/hse-flags.ts";
import type { HSE_IO_RESULT, HSE_RESULT } from "../terms/hse-structs.ts";
import { ConnectionHandle } from "./connection-handle.ts";
import { type IoOutcome, resultOf, win32Of } from "./hse-result.ts";
import { readClient } from "./read-client.ts";
import { memory } from "./memory-chunk.ts";
import { serverSupport } from "./server-support.ts";
import type { SupportedSession } from "./support.ts";

/** The control block of one request. */
export class ExtensionControlBlock implements EXTENSION_CONTROL_BLOCK {
  readonly #session: SupportedSession;

  constructor(session: SupportedSession) {
    this.#session = session;
  }

  get version(): number {
    return HSE_VERSION;
  }

  get connID(): HCONN {
    return this.#session.connID;
  }

  get httpStatusCode(): number {
    return this.#session.output.statusCode;
  }

  set httpStatusCode(statusCode: number) {
    this.#session.output.statusCode = statusCode;
  }

  get logData(): string {
    return this.#session.log.text;
  }

  set logData(text: string) {
    this.#session.log.text = text;
  }

  get method(): string {
    return this.#session.context.getRequest().getHttpMethod();
  }

  get queryString(): string {
    return this.#variable("QUERY_STRING");
  }

  get pathInfo(): string {
    return this.#variable("PATH_INFO");
  }

  get pathTranslated(): string {
    return this.#variable("PATH_TRANSLATED");
  }

  get totalBytes(): number {
    return this.#session.entity.total;
  }

  get data(): Uint8Array {
    return this.#session.entity.data;
  }

  get contentType(): string {
    return this.#session.context.getRequest().getHeader("Content-Type") ?? "";
  }

  getServerVariable(conn: HCONN, variableName: string): HSE_RESULT & { value: string } {
    const session = meant(this, conn);
    if (typeof session === "number") return { ...resultOf(session), value: "" };
    const { hr, value } = session.context.getServerVariable(variableName);
    return { ...resultOf(win32Of(hr)), value: value ?? "" };
  }

  writeClient(
    connID: HCONN,
    buffer: Uint8Array | string,
    reserved: number = HSE_IO_SYNC,
  ): HSE_IO_RESULT | Promise<HSE_IO_RESULT> {
    const session = meant(this, connID);
    const async = (reserved & HSE_IO_ASYNC) !== 0;
    const refused = typeof session === "number"
      ? session
      : wrongBuffer(buffer) || (async ? session.io.refusal() : NO_ERROR);
    if (typeof session === "number" || refused !== NO_ERROR) {
      const answer = ioResult({ bytes: 0, error: refused });
      return async ? answer : Promise.resolve(answer);
    }
    const closes = (reserved & HSE_IO_DISCONNECT_AFTER_SEND) !== 0;
    if (closes && session.output.refusal() === NO_ERROR) session.output.disconnect();
    const last = (reserved & (HSE_IO_FINAL_SEND | HSE_IO_DISCONNECT_AFTER_SEND)) !== 0;
    const size = typeof buffer === "string" ? bytesIn(buffer) : buffer.byteLength;
    const ended = async ? session.io.begin() : null;
    const written = session.output.write([memory(buffer)], size, { last, ended });
    return ended === null ? written.then(ioResult) : { ret: true, error: NO_ERROR, bytes: 0 };
  }

  readClient(connID: HCONN, buffer: Uint8Array): Promise<HSE_IO_RESULT> {
    const session = meant(this, connID);
    const refused = typeof session === "number" ? session : wrongTarget(buffer);
    if (typeof session === "number" || refused !== NO_ERROR) {
      return Promise.resolve(ioResult({ bytes: 0, error: refused }));
    }
    return readClient(session, buffer).then(ioResult);
  }

  /** One body for all its signatures: `never` fits each of them. */
  serverSupportFunction(conn: HCONN, hseRequest: number, ...args: unknown[]): never {
    const session = meant(this, conn);
    const result = typeof session === "number"
      ? resultOf(session)
      : serverSupport(session, hseRequest, args);
    return result as never;
  }

  #variable(name: string): string {
    return this.#session.context.getServerVariable(name).value ?? "";
  }
}

/**
 * The request of a handle, or the Win32 code that refuses it. The functions may be taken out of their block, as pointers
 * to them may in C; called on a block they are for its own handle.
 */
function meant(block: unknown, conn: HCONN): SupportedSession | number {
  const session = ConnectionHandle.sessionOf(conn);
  const another = block instanceof ExtensionControlBlock && block.connID !== conn;
  if (session === null || another) return ERROR_INVALID_PARAMETER;
  return session.refusal || session;
}

function ioResult({ bytes, error }: IoOutcome): HSE_IO_RESULT {
  return { ...resultOf(error), bytes };
}

function wrongBuffer(buffer: unknown): number {
  const good = typeof buffer === "string" || buffer instanceof Uint8Array;
  return good ? NO_ERROR : ERROR_INVALID_PARAMETER;
}

function wrongTarget(buffer: unknown): number {
  return buffer instanceof Uint8Array && buffer.byteLength > 0 ? NO_ERROR : ERROR_INVALID_PARAMETER;
}

const encoder = new TextEncoder();
const bytesIn = (text: string): number => encoder.encode(text).byteLength;

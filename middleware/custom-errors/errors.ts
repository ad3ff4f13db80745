// What does a client see of an error? Which answers are replaced, by what, and when.
import {
  type Awaitable,
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_NO_PRECONDITION,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
  FAILED,
  getExecuteFlags,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpResponse4,
  type ISendResponseProvider,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { isLocal } from "../_shared/local-client.ts";
import { promptBody } from "../_shared/prompt-body.ts";
import { findFile } from "./error-files.ts";
import { detailedPage, plainPage } from "./pages.ts";
import type { ErrorPage, ErrorPages } from "./rows.ts";
import { tellNone, tellPage, type Untouched } from "./trace.ts";

/** What the module goes by. */
export interface ErrorRules {
  readonly errorMode: "DetailedLocalOnly" | "Custom" | "Detailed";
  readonly existingResponse: "Auto" | "Replace" | "PassThrough";
  readonly pages: ErrorPages;
  /** Where more can be read of an error; null for nowhere. */
  readonly link: string | null;
}

/** Headers that spoke of the body that is replaced. */
const OF_THE_BODY = [
  "Accept-Ranges",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Type",
  "ETag",
  "Last-Modified",
];

const HTML = "text/html; charset=utf-8";

type Failure = ReturnType<IHttpResponse4["getStatus"]>;

interface Executed {
  readonly child: IHttpContext;
  readonly failure: Failure;
}

/** The error pages of one module. */
export class CustomErrors {
  /** The child that writes the page of a request, and what that is about; null when it has. */
  readonly #children = new WeakMap<IHttpContext, Executed | null>();

  constructor(private readonly rules: ErrorRules) {}

  /** A page that is another URL of this site is made before anything is sent: inside a send no request can wait. */
  execute(
    context: IHttpContext,
  ): REQUEST_NOTIFICATION_STATUS | Promise<REQUEST_NOTIFICATION_STATUS> {
    const { statusCode, subStatus } = context.getResponse().getStatus();
    if (statusCode < 400 || context.getResponseHeadersSent()) return RQ_NOTIFICATION_CONTINUE;
    const page = this.rules.pages.of(statusCode, subStatus);
    if (page?.mode !== "ExecuteURL" || this.#untouched(context) !== null) {
      return RQ_NOTIFICATION_CONTINUE;
    }
    if (this.#isDetailed(context)) return RQ_NOTIFICATION_CONTINUE;
    return this.#start(context, page);
  }

  /** The child has ended; what it has written is the answer. */
  executed(context: IHttpContext): void {
    const executed = this.#children.get(context);
    if (executed === undefined || executed === null) return;
    this.#children.set(context, null);
    executed.child.releaseClonedContext();
    keepSubStatus(context, executed.failure);
  }

  /** Replaces the answer that is about to leave. */
  send(context: IHttpContext, provider: ISendResponseProvider): Awaitable<void> {
    const { statusCode, subStatus } = context.getResponse().getStatus();
    if (statusCode < 400) return tellNone(context, "SETSTATUS_SUCCESS");
    if (!provider.getHeadersBeingSent()) return;
    if ((provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0) return;
    const reason = this.#untouched(context);
    if (reason !== null) return tellNone(context, reason);
    const written = this.#children.has(context);
    if (written || (this.#isDetailed(context) && this.rules.existingResponse !== "Replace")) {
      return this.#sendIfEmpty(context, written);
    }
    return this.#send(context, this.rules.pages.of(statusCode, subStatus));
  }

  /** Why the answer stays as it is; null if it does not. */
  #untouched(context: IHttpContext): Untouched | null {
    if ((getExecuteFlags(context) & EXECUTE_FLAG_DISABLE_CUSTOM_ERROR) !== 0) {
      return "EXISTING_RESPONSE";
    }
    const { existingResponse } = this.rules;
    if (existingResponse === "PassThrough") return "PASSTHROUGH";
    const { trySkipCustomErrors } = context.getResponse().getStatus();
    return existingResponse === "Auto" && trySkipCustomErrors ? "SETSTATUS_TRYSKIP" : null;
  }

  #isDetailed(context: IHttpContext): boolean {
    const { errorMode } = this.rules;
    return errorMode === "Detailed" || (errorMode === "DetailedLocalOnly" && isLocal(context));
  }

  /** Details never take the place of words of somebody's own, nor does a line that of a page that was executed. */
  async #sendIfEmpty(context: IHttpContext, written: boolean): Promise<void> {
    if (!await isEmpty(context.getResponse())) return tellNone(context, "EXISTING_RESPONSE");
    await this.#send(context, written ? null : undefined);
  }

  /** @param page Null for the line that is always there; undefined for details. */
  #send(context: IHttpContext, page: ErrorPage | null | undefined): Awaitable<void> {
    if (page === undefined || this.#isDetailed(context)) {
      return write(context, detailedPage(context, this.rules.link), "detailed error");
    }
    if (page?.mode === "Redirect") {
      tellPage(context, page.path);
      empty(context.getResponse());
      return void context.getResponse().redirect(page.path);
    }
    if (page?.mode === "File") return this.#sendFile(context, page);
    return write(context, plainPage(context.getResponse().getStatus().statusCode), "none");
  }

  async #sendFile(context: IHttpContext, page: ErrorPage): Promise<void> {
    const found = await findFile(context, page);
    if (found === null) return await this.#send(context, null);
    const { file, mimeType } = found;
    const response = context.getResponse();
    tellPage(context, file.getFilePath());
    empty(response);
    response.setHeader("Content-Type", mimeType, true);
    const buffer = file.getFileBuffer();
    response.writeEntityChunkByReference(
      buffer !== null ? { dataChunkType: HttpDataChunkFromMemory, buffer } : {
        dataChunkType: HttpDataChunkFromFileHandle,
        fileHandle: file.getFileHandle()!,
      },
    );
    file.dereferenceCacheData();
  }

  #start(context: IHttpContext, page: ErrorPage): REQUEST_NOTIFICATION_STATUS {
    const child = errorChild(context, page);
    if (child === null) return RQ_NOTIFICATION_CONTINUE;
    const flags = EXECUTE_FLAG_BUFFER_RESPONSE | EXECUTE_FLAG_DISABLE_CUSTOM_ERROR;
    const failure = context.getResponse().getStatus();
    empty(context.getResponse());
    // The user goes along: whoever was refused for who he is would be refused the page, too.
    const { hr, completionExpected } = context.executeRequest(
      true,
      child,
      flags,
      context.getUser(),
    );
    this.#children.set(context, { child, failure });
    if (!FAILED(hr) && completionExpected) {
      tellPage(context, page.path);
      return RQ_NOTIFICATION_PENDING;
    }
    this.executed(context);
    return RQ_NOTIFICATION_CONTINUE;
  }
}

/** A page that says the status it is about, and no more, is about the same failure: logs tell which one that was. */
function keepSubStatus(context: IHttpContext, { statusCode, subStatus, errorToReport }: Failure) {
  const response = context.getResponse();
  const now = response.getStatus();
  if (now.statusCode !== statusCode || now.subStatus !== 0) return;
  const { reason, trySkipCustomErrors } = now;
  response.setStatus(statusCode, reason, subStatus, errorToReport, null, trySkipCustomErrors);
}

/** A request for the page: a GET, whatever has failed, with status and address of that in its query. */
function errorChild(context: IHttpContext, { path }: ErrorPage): IHttpContext | null {
  const flags = CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_NO_PRECONDITION;
  const { hr, httpContext } = context.cloneContext(flags);
  if (FAILED(hr) || httpContext === null) return null;
  const request = context.getRequest();
  const { statusCode } = context.getResponse().getStatus();
  const original = request.getRawHttpRequest().cookedUrl;
  const rest = `${statusCode};${
    new URL(original.fullUrl).origin
  }${request.getRawHttpRequest().rawUrl}`;
  const child = httpContext.getRequest();
  child.setUrl(`${path}${path.includes("?") ? "&" : "?"}${rest}`, true);
  if (request.getHttpMethod() !== "HEAD") child.setHttpMethod("GET");
  return httpContext;
}

function write(context: IHttpContext, page: string, told: string): void {
  const response = context.getResponse();
  tellPage(context, told);
  empty(response);
  response.setHeader("Content-Type", HTML, true);
  response.writeEntityChunks(
    [{ dataChunkType: HttpDataChunkFromMemory, buffer: page }],
    true,
    false,
  );
}

/** Drops the body, and what the head has said of it; everything else of the head stays. */
function empty(response: IHttpResponse4): void {
  for (const chunk of response.getRawHttpResponse().entityChunks.splice(0)) {
    if (chunk.dataChunkType !== HttpDataChunkFromFileHandle) continue;
    const { fileHandle } = chunk;
    if (!(fileHandle instanceof Blob) && !fileHandle.locked) fileHandle.cancel().catch(() => {});
  }
  for (const name of OF_THE_BODY) response.deleteHeader(name);
}

/** Whether there is no body. That of an app has to be looked into. */
async function isEmpty(response: IHttpResponse4): Promise<boolean> {
  const { entityChunks } = response.getRawHttpResponse();
  for (let i = 0; i < entityChunks.length; i++) {
    const chunk = entityChunks[i];
    if (chunk.dataChunkType === HttpDataChunkFromMemory) {
      if (chunk.buffer.length > 0) return false;
      continue;
    }
    const { fileHandle } = chunk as { fileHandle?: Blob | ReadableStream<Uint8Array> };
    if (!(fileHandle instanceof ReadableStream)) return false;
    const body = await promptBody(fileHandle, 0);
    entityChunks[i] = body instanceof ReadableStream
      ? { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: body }
      : { dataChunkType: HttpDataChunkFromMemory, buffer: body };
    if (body instanceof ReadableStream || body.byteLength > 0) return false;
  }
  return true;
}

// How does an old filter feel at home? Its way into the response: heads in texts, and bytes that leave with the response.
import {
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_ENOUGH_MEMORY,
  FAILED,
  NO_ERROR,
} from "../terms/hresult.ts";
import { RESPONSE_HEADER_NAMES } from "../terms/header-ids.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpResponse4 } from "../terms/http-response.ts";
import { win32Of } from "./hse-result.ts";
import { memory } from "./memory-chunk.ts";
import { setLine, takeHead } from "./response-head.ts";
import { ResponseOutput } from "./response-output.ts";
import { beginsHead, isText, readHead } from "./written-head.ts";

const encoder = new TextEncoder();

/** The response of one request, for one filter. */
export class FilterOutput {
  /** The filter has begun an answer of its own, in place of what was there. */
  private begun = false;
  private said: readonly [status: string | null, headers: string | null] | null = null;
  /** What `restate` says once more; nothing behind the head, where nobody can. */
  private written: Uint8Array[] = [];
  /** Bytes of it that wait to leave, and the chunks that the response had with the last of them. */
  private held = 0;
  private chunks = 0;
  private readonly output: ResponseOutput;

  constructor(private readonly context: IHttpContext4) {
    this.output = new ResponseOutput(context);
  }

  get response(): IHttpResponse4 {
    return this.context.getResponse();
  }

  /** SF_REQ_SEND_RESPONSE_HEADER; answers with a Win32 code. */
  head(status: unknown, headers: unknown): number {
    if (!isText(status) || !isText(headers)) return ERROR_INVALID_PARAMETER;
    const head = readHead(status, headers);
    if (head === null) return ERROR_INVALID_PARAMETER;
    if (this.begun || this.context.getResponseHeadersSent()) return ERROR_INVALID_OPERATION;
    this.begin();
    this.said = [status, headers];
    return this.output.head(status, headers);
  }

  /** Writes behind what is there; answers with a Win32 code. */
  write(buffer: Uint8Array | string): number {
    const sent = this.context.getResponseHeadersSent();
    if (sent) this.forget();
    if (this.held > this.output.limit) return ERROR_NOT_ENOUGH_MEMORY;
    const bytes = typeof buffer === "string" ? encoder.encode(buffer) : new Uint8Array(buffer);
    if (!this.begun && !sent && beginsHead(bytes)) {
      this.begin();
      takeHead(this.response, bytes);
    }
    this.begun = true;
    const hr = this.response.writeEntityChunkByReference(memory(bytes), -1);
    if (FAILED(hr)) return win32Of(hr);
    if (!sent) this.written.push(bytes);
    this.held += bytes.byteLength;
    this.chunks = this.response.getRawHttpResponse().entityChunkCount;
    return NO_ERROR;
  }

  /** Says once more what the filter has said, in place of what others have made of the response since. */
  restate(): void {
    this.response.clear();
    if (this.said !== null) this.output.head(...this.said);
    for (const bytes of this.written) {
      this.response.writeEntityChunkByReference(memory(bytes), -1);
    }
  }

  /** Adds header lines; false if they cannot be. */
  add(headers: readonly (readonly [name: string, value: string])[]): boolean {
    if (this.context.getResponseHeadersSent()) return false;
    return headers.every(([name, value]) => !FAILED(setLine(this.response, name, value, false)));
  }

  /** The connection is closed behind the response. */
  disconnect(): void {
    this.output.disconnect();
  }

  /** SF_STATUS_REQ_ERROR. */
  abandon(): void {
    this.output.abandon();
  }

  /** The head as it would be written now. */
  rendered(): Uint8Array {
    const { statusCode, reason } = this.response.getStatus();
    const { knownHeaders, unknownHeaders } = this.response.getRawHttpResponse().headers;
    const lines = [`HTTP/1.1 ${statusCode} ${reason}`];
    knownHeaders.forEach(({ rawValue }, id) => {
      if (rawValue !== null) lines.push(`${RESPONSE_HEADER_NAMES[id]}: ${rawValue}`);
    });
    for (const { name, rawValue } of unknownHeaders) lines.push(`${name}: ${rawValue}`);
    return encoder.encode(`${lines.join("\r\n")}\r\n\r\n`);
  }

  /** Takes a head in bytes in place of the one that is there, and what is behind it as the beginning of the body. */
  take(bytes: Uint8Array): boolean {
    const end = endOfHead(bytes);
    const text = new TextDecoder().decode(bytes.subarray(0, end));
    const [line, ...lines] = text.split("\r\n");
    const head = bytes.byteLength === 0 ? EMPTY_HEAD : line;
    if (readHead(head, lines.join("\r\n")) === null) return false;
    this.response.clearHeaders();
    if (this.output.head(head, lines.join("\r\n")) !== NO_ERROR) return false;
    const body = bytes.subarray(end);
    return body.byteLength === 0 ||
      !FAILED(this.response.writeEntityChunkByReference(memory(body), 0));
  }

  /** The head has left, and with fewer chunks in the response what was written has too. */
  private forget(): void {
    if (this.written.length > 0) this.written = [];
    if (this.response.getRawHttpResponse().entityChunkCount < this.chunks) this.held = 0;
  }

  private begin(): void {
    this.begun = true;
    this.response.clear();
  }
}

/** What a filter that has dropped the head has left of it. */
const EMPTY_HEAD = "200 OK";

/** Where the body begins. */
function endOfHead(bytes: Uint8Array): number {
  for (let i = 3; i < bytes.byteLength; i++) {
    const blank = bytes[i] === 10 && bytes[i - 1] === 13 && bytes[i - 2] === 10 &&
      bytes[i - 3] === 13;
    if (blank) return i + 1;
  }
  return bytes.byteLength;
}

// How does a file come to the client? The answer: head, preconditions, the parts that were asked for.
import {
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpFileInfo,
  type IHttpResponse,
} from "../../mod.ts";
import { contentRange, type Range, readRanges } from "../_shared/ranges.ts";
import { allowsRange, type HeaderOf, judge, type Validators } from "./preconditions.ts";
import type { FileForm } from "./siblings.ts";

/** What goes with every file of one type. */
export interface Shape {
  readonly mimeType: string;
  /** Cache-Control and Expires. */
  readonly cacheHeaders: readonly (readonly [string, string])[];
  readonly setEtag: boolean;
  /** Whether other requests may get the file in another coding. */
  readonly varies: boolean;
}

/** Answers a GET or HEAD with a file. */
export function sendFile(context: IHttpContext, form: FileForm, shape: Shape): void {
  const request = context.getRequest();
  const response = context.getResponse();
  const header: HeaderOf = (name) => request.getHeader(name);
  const now = Date.now();
  const validators = validatorsOf(form, shape, now);
  response.setHeader("Accept-Ranges", "bytes", true);
  if (validators.etag !== null) response.setHeader("ETag", validators.etag, true);
  const verdict = judge(header, validators, now);
  if (verdict === "failed") return void response.setStatus(412, "Precondition Failed");
  for (const [name, value] of shape.cacheHeaders) response.setHeader(name, value, true);
  if (shape.varies) response.setHeader("Vary", "Accept-Encoding", false);
  if (verdict === "not modified") return void response.setStatus(304, "Not Modified");
  response.setHeader("Last-Modified", new Date(validators.modified).toUTCString(), true);
  // Range is defined for GET alone.
  const asked = request.getHttpMethod() === "GET" ? header("Range") : null;
  const { file } = form;
  const ranges = asked === null || !allowsRange(header, validators)
    ? "whole"
    : readRanges(asked, file.getSize());
  if (ranges === "none") return refuseRange(response, file.getSize());
  if (form.coding !== null) response.setHeader("Content-Encoding", form.coding, true);
  if (ranges === "whole") return sendWhole(response, file, shape.mimeType);
  response.setStatus(206, "Partial Content");
  if (ranges.length === 1) sendPart(response, file, shape.mimeType, ranges[0]);
  else sendParts(response, file, shape.mimeType, ranges);
}

/** A sibling has a tag of its own: the same bytes in another coding are another form. */
function validatorsOf({ file, coding }: FileForm, { setEtag }: Shape, now: number): Validators {
  const own = file.getETag();
  const etag = coding === null ? own : own.replace(/"$/, `-${coding}"`);
  const time = Math.min(file.getLastModifiedTime().getTime(), now);
  return { etag: setEtag ? etag : null, modified: Math.floor(time / 1000) * 1000 };
}

function refuseRange(response: IHttpResponse, size: number): void {
  response.setStatus(416, "Range Not Satisfiable");
  response.setHeader("Content-Range", `bytes */${size}`, true);
}

function sendWhole(response: IHttpResponse, file: IHttpFileInfo, mimeType: string): void {
  // An empty file writes nothing; the status says that there is an answer.
  response.setStatus(200, "OK");
  response.setHeader("Content-Type", mimeType, true);
  if (file.getSize() > 0) write(response, file, null);
}

function sendPart(
  response: IHttpResponse,
  file: IHttpFileInfo,
  mimeType: string,
  range: Range,
): void {
  response.setHeader("Content-Type", mimeType, true);
  response.setHeader("Content-Range", contentRange(range, file.getSize()), true);
  write(response, file, range);
}

function sendParts(
  response: IHttpResponse,
  file: IHttpFileInfo,
  mimeType: string,
  ranges: readonly Range[],
): void {
  const boundary = crypto.randomUUID();
  response.setHeader("Content-Type", `multipart/byteranges; boundary=${boundary}`, true);
  let lead = `--${boundary}\r\n`;
  for (const range of ranges) {
    const place = contentRange(range, file.getSize());
    writeText(response, `${lead}Content-Type: ${mimeType}\r\nContent-Range: ${place}\r\n\r\n`);
    write(response, file, range);
    lead = `\r\n--${boundary}\r\n`;
  }
  writeText(response, `\r\n--${boundary}--\r\n`);
}

/** Bytes of the file, by reference: what is in memory is not copied, what is not is read when it is sent. */
function write(response: IHttpResponse, file: IHttpFileInfo, range: Range | null): void {
  const buffer = file.getFileBuffer();
  if (buffer !== null) {
    const bytes = range === null ? buffer : buffer.subarray(range.first, range.last + 1);
    response.writeEntityChunkByReference({ dataChunkType: HttpDataChunkFromMemory, buffer: bytes });
    return;
  }
  const byteRange = range === null
    ? undefined
    : { startingOffset: range.first, length: range.last - range.first + 1 };
  response.writeEntityChunkByReference({
    dataChunkType: HttpDataChunkFromFileHandle,
    fileHandle: file.getFileHandle()!,
    byteRange,
  });
}

function writeText(response: IHttpResponse, buffer: string): void {
  response.writeEntityChunkByReference({ dataChunkType: HttpDataChunkFromMemory, buffer });
}

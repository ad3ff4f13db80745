// How does an old extension feel at home? A head that it, or a filter, has written, on its way into the response.
import { FAILED, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { IHttpResponse4 } from "../terms/http-response.ts";
import { beginsHead, OF_THE_CONNECTION, readHead, type WrittenHead } from "./written-head.ts";

/** The longest status line of a head that is written by hand. */
const LONGEST_LINE = 512;

/** A line of a response. What is of the connection is the server's; a wish to close it counts. */
export function setLine(
  response: IHttpResponse4,
  name: string,
  value: string,
  replace: boolean,
): HRESULT {
  const key = name.toLowerCase();
  if (!OF_THE_CONNECTION.has(key)) return response.setHeader(name, value, replace);
  if (isClose(key, value)) response.setNeedDisconnect();
  return S_OK;
}

/** All lines: the first of its name replaces what was there, the others stand beside it. */
export function setLines(response: IHttpResponse4, { headers }: WrittenHead): HRESULT {
  const seen = new Set<string>();
  for (const [name, value] of headers) {
    const hr = setLine(response, name, value, !seen.has(name.toLowerCase()));
    if (FAILED(hr)) return hr;
    seen.add(name.toLowerCase());
  }
  return S_OK;
}

/** Whether a head wants the connection to be closed. */
export function closesConnection({ headers }: WrittenHead): boolean {
  return headers.some(([name, value]) => isClose(name.toLowerCase(), value));
}

/**
 * Takes bytes that begin as a whole response does for the head, in place of what was set; false if they do not. The
 * status is told at once, for those who look before the head leaves, such as logs; the page is the writer's own.
 */
export function takeHead(response: IHttpResponse4, buffer: Uint8Array | string): boolean {
  if (!beginsHead(buffer)) return false;
  response.suppressHeaders();
  const text = typeof buffer === "string"
    ? buffer.slice(0, LONGEST_LINE)
    : new TextDecoder().decode(buffer.subarray(0, LONGEST_LINE));
  const head = readHead(/^[^\r\n]*/.exec(text)![0], null);
  if (head !== null) response.setStatus(head.statusCode, head.reason, 0, S_OK, null, true);
  return true;
}

const isClose = (key: string, value: string): boolean =>
  key === "connection" && /\bclose\b/i.test(value);

// Which answers are kept for the next request? An answer into a record, and out of it again.
import {
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpResponse4,
  RESPONSE_HEADER_NAMES,
} from "../../mod.ts";
import { contentRange, type Range } from "../_shared/ranges.ts";
import { CONDITIONS, isKnown, partOf } from "./conditional.ts";
import type { HeaderOf } from "./freshness.ts";
import type { CachedResponse } from "./stores.ts";

/** Headers of one connection, and those that are made anew for each answer. */
const NOT_KEPT = new Set([
  "age",
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that a 304 has, too. */
const OF_304 = new Set(["cache-control", "content-location", "date", "etag", "expires", "vary"]);

/** One header: its name and its value. */
export type Header = CachedResponse["headers"][number];

/** The head of a response, as it may be kept. */
export function keptHeaders(response: IHttpResponse4): Header[] {
  const dropped = new Set(
    (response.getHeader("Connection") ?? "").toLowerCase().split(",").map((name) => name.trim()),
  );
  return headersOf(response).filter(([name]) => {
    const key = name.toLowerCase();
    return !NOT_KEPT.has(key) && !dropped.has(key);
  });
}

/** Every header of a response. Those whose instances stay apart stand among the unknown ones, too. */
function headersOf(response: IHttpResponse4): Header[] {
  const { knownHeaders, unknownHeaders } = response.getRawHttpResponse().headers;
  const unknown = unknownHeaders.map(({ name, rawValue }) => [name, rawValue ?? ""] as const);
  const apart = new Set(unknown.map(([name]) => name.toLowerCase()));
  const known = knownHeaders.flatMap(({ rawValue }, id): Header[] => {
    const name = RESPONSE_HEADER_NAMES[id];
    const own = name !== undefined && !apart.has(name.toLowerCase());
    return own && rawValue !== null ? [[name, rawValue]] : [];
  });
  return [...known, ...unknown];
}

/** The head of a record. */
export function headOf({ headers }: Pick<CachedResponse, "headers">): HeaderOf {
  return (name) => {
    const key = name.toLowerCase();
    return headers.find(([one]) => one.toLowerCase() === key)?.[1] ?? null;
  };
}

/** Seconds since an answer was new. */
export function ageOf(record: CachedResponse): number {
  return Math.max(0, (Date.now() - record.born) / 1000);
}

/** Puts a record into the response: all of it, a part, or 304 if the client has it already. */
export function sendRecord(context: IHttpContext, record: CachedResponse): void {
  const response = context.getResponse();
  const shown = shownTo(context, record);
  // Cookies are this client's own: nobody keeps them, and they are not taken from it either.
  const cookies = response.getHeader("Set-Cookie") === null
    ? []
    : headersOf(response).filter(([name]) => name.toLowerCase() === "set-cookie");
  response.clear();
  response.setStatus(shown.status, shown.reason);
  for (const [name, value] of [...cookies, ...shown.headers]) {
    response.setHeader(name, value, false);
  }
  if (record.stated) response.setHeader("Age", String(Math.floor(ageOf(record))), true);
  if (shown.body.byteLength > 0) {
    response.writeEntityChunkByReference({
      dataChunkType: HttpDataChunkFromMemory,
      buffer: shown.body,
    });
  }
  response.getCachePolicy().setIsCached();
}

type Shown = Pick<CachedResponse, "status" | "reason" | "headers" | "body">;

const NOTHING = new Uint8Array();

/** What of a record the client gets. */
function shownTo(context: IHttpContext, record: CachedResponse): Shown {
  const request = context.getRequest();
  const asked: HeaderOf = (name) => request.getHeader(name);
  if (record.status !== 200) return record;
  const kept = headOf(record);
  if (CONDITIONS.some((name) => asked(name) !== null) && isKnown(asked, kept)) {
    const headers = record.headers.filter(([name]) => OF_304.has(name.toLowerCase()));
    return { status: 304, reason: "Not Modified", headers, body: NOTHING };
  }
  const { body, headers } = record;
  const part = request.getHttpMethod() === "GET" ? partOf(asked, kept, body.byteLength) : null;
  return part === null ? record : shownPart(part, headers, body);
}

function shownPart(
  part: Range | "none",
  headers: CachedResponse["headers"],
  body: Uint8Array,
): Shown {
  if (part === "none") {
    const range = ["Content-Range", `bytes */${body.byteLength}`] as const;
    return { status: 416, reason: "Range Not Satisfiable", headers: [range], body: NOTHING };
  }
  return {
    status: 206,
    reason: "Partial Content",
    headers: [...headers, ["Content-Range", contentRange(part, body.byteLength)]],
    body: body.subarray(part.first, part.last + 1),
  };
}

// What does the access log tell? The fields of the W3C extended format: their names, and where they come from.
import type { HTTP_LOG_FIELDS_DATA, IHttpContext, TransferEnd } from "../../mod.ts";

/** One transfer, as the log sees it. */
export interface Transfer {
  /** What modules had said when the last send began, or when it broke before. */
  readonly record: HTTP_LOG_FIELDS_DATA;
  /** How the transfer ended. */
  readonly end: TransferEnd;
  /** When it ended. */
  readonly now: Date;
  /** The site, by number or name. */
  readonly site: string;
  /** The protocol that the client spoke. */
  readonly version: string;
  /** Bytes of the request, its head as HTTP/1.1 writes it. */
  readonly received: number;
}

/** One field: its name in the log, and its text; an empty one is written as a hyphen. */
interface Field {
  readonly name: string;
  readonly read: (transfer: Transfer) => string | number;
}

/** Win32 codes that logs tell of transfers that did not end well: who broke them was the client, or the server. */
const BROKEN = { "client-gone": 64, reset: 1236, error: 1236, timeout: 121 } as const;

/** The fields by their flags, in the order in which a line has them. */
const FIELDS = {
  Date: { name: "date", read: ({ now }) => now.toISOString().slice(0, 10) },
  Time: { name: "time", read: ({ now }) => now.toISOString().slice(11, 19) },
  SiteName: { name: "s-sitename", read: ({ site }) => site },
  ComputerName: { name: "s-computername", read: ({ record }) => record.serverName },
  ServerIP: { name: "s-ip", read: ({ record }) => record.serverIp },
  Method: { name: "cs-method", read: ({ record }) => record.method },
  UriStem: { name: "cs-uri-stem", read: ({ record }) => record.uriStem },
  UriQuery: { name: "cs-uri-query", read: ({ record }) => record.uriQuery },
  ServerPort: { name: "s-port", read: ({ record }) => record.serverPort },
  UserName: { name: "cs-username", read: ({ record }) => record.userName },
  ClientIP: { name: "c-ip", read: ({ record }) => record.clientIp },
  ProtocolVersion: { name: "cs-version", read: ({ version }) => version },
  UserAgent: { name: "cs(User-Agent)", read: ({ record }) => record.userAgent },
  Cookie: { name: "cs(Cookie)", read: ({ record }) => record.cookie },
  Referer: { name: "cs(Referer)", read: ({ record }) => record.referrer },
  Host: { name: "cs-host", read: ({ record }) => record.host },
  HttpStatus: { name: "sc-status", read: ({ record }) => record.protocolStatus },
  HttpSubStatus: { name: "sc-substatus", read: ({ record }) => record.subStatus },
  Win32Status: { name: "sc-win32-status", read: ({ record, end }) => win32Of(record, end) },
  BytesSent: { name: "sc-bytes", read: ({ end }) => end.bytes },
  BytesRecv: { name: "cs-bytes", read: ({ received }) => received },
  TimeTaken: { name: "time-taken", read: ({ end }) => Math.round(end.duration) },
} as const satisfies Record<string, Field>;

/** The flags that there are. */
export const FLAGS: readonly string[] = Object.keys(FIELDS);

/** The flags where nothing is said. */
export const DEFAULT_FLAGS = "Date,Time,ClientIP,UserName,ServerIP,Method,UriStem,UriQuery," +
  "TimeTaken,HttpStatus,Win32Status,ServerPort,UserAgent,HttpSubStatus,Referer";

/** A field that the section does not know by itself. */
export interface CustomField {
  /** Its name in the log, without spaces. */
  readonly logFieldName: string;
  /** The header or server variable that it shows. */
  readonly sourceName: string;
  /** What of both it is. */
  readonly sourceType: "RequestHeader" | "ResponseHeader" | "ServerVariable";
}

/** The fields that flags name, in the order of a line. */
export function fieldsOf(flags: readonly string[]): readonly Field[] {
  return Object.entries(FIELDS).filter(([flag]) => flags.includes(flag)).map(([, field]) => field);
}

/** What a field of somebody's own shows of a request. */
export function customText(context: IHttpContext, field: CustomField): string {
  const { sourceName, sourceType } = field;
  if (sourceType === "RequestHeader") return context.getRequest().getHeader(sourceName) ?? "";
  if (sourceType === "ResponseHeader") return context.getResponse().getHeader(sourceName) ?? "";
  return context.getServerVariable(sourceName).value ?? "";
}

/** A text as it may stand between two spaces: nothing in it ends the field, or the line. */
export function written(text: string | number): string {
  if (typeof text === "number") return String(text);
  // deno-lint-ignore no-control-regex -- these are what would end a field or a line
  return text === "" ? "-" : text.replace(/[\x00-\x20\x7f-\xa0\u2028\u2029]/g, "+");
}

function win32Of({ win32Status }: HTTP_LOG_FIELDS_DATA, { outcome }: TransferEnd): number {
  return outcome === "complete" || win32Status !== 0 ? win32Status : BROKEN[outcome];
}

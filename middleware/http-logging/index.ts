// What does the access log tell? HttpLoggingModule: one line for each request, over httpLogging and logFile.
/**
 * An access log in the W3C extended format: one line for each request, written after its last byte, or after the break
 * of its transfer, with the bytes that left and the time that it took.
 *
 * @example Errors only, to whoever keeps them
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { httpLogging } from "@sluice/sluice/http-logging";
 *
 * const log = httpLogging({
 *   selectiveLogging: "LogError",
 *   logFile: { logExtFileFlags: "Method,UriStem,HttpStatus,BytesSent" },
 *   sink: (lines) => console.log(lines.at(-1)), // GET /missing 404 0
 * });
 * const server = createWebServer({ modules: [log] });
 * await server.fetch(new Request("http://localhost/missing"));
 * await server.close();
 * ```
 *
 * @module
 */
import { defineModule, type ModuleDefinition, PRIORITY_ALIAS_FIRST } from "../../mod.ts";
import {
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  type Rule,
  section,
  whole,
  word,
  words,
  wordsIn,
} from "../_shared/options.ts";
import { Place } from "../_shared/place.ts";
import { AccessLog, type LogRules } from "./access-log.ts";
import type { LogSink } from "./batches.ts";
import { type CustomField, DEFAULT_FLAGS, FLAGS } from "./fields.ts";
import { disk, type Period } from "./log-files.ts";

export type { LogSink } from "./batches.ts";
export type { CustomField } from "./fields.ts";
export type { Period } from "./log-files.ts";

/** Fields of one's own, as the element customFields. */
export interface CustomFields {
  /** Characters that one of them may have; 4,096 by default. */
  readonly maxCustomFieldLength?: number;
  /** The fields. */
  readonly add?: readonly CustomField[];
}

/** The element logFile of a site. */
export interface LogFile {
  /** Whether anything is logged; true by default. */
  readonly enabled?: boolean;
  /** The format, of which there is one. */
  readonly logFormat?: "W3C";
  /**
   * The fields, by their flags with commas between: Date, Time, ClientIP, UserName, ServerIP, Method, UriStem,
   * UriQuery, TimeTaken, HttpStatus, Win32Status, ServerPort, UserAgent, HttpSubStatus and Referer, which are the
   * default, and SiteName, ComputerName, ProtocolVersion, Cookie, Host, BytesSent, BytesRecv.
   */
  readonly logExtFileFlags?: string;
  /** Fields of one's own, behind the others. */
  readonly customFields?: readonly CustomField[] | CustomFields;
  /** The directory on the disk of Deno, Node or Bun. Without it lines go to `sink`, or the console. */
  readonly directory?: string;
  /** When a new file is begun; "Daily" by default. */
  readonly period?: Period;
  /** Bytes of a file with the period "MaxSize"; 20,971,520 by default, at least 1,048,576. */
  readonly truncateSize?: number;
  /** Whether hours and days of the file names are those of the place; false by default. Times in lines are always UTC. */
  readonly localTimeRollover?: boolean;
  /** Lines that are written together; by default, or with 0, 64 KiB of them, or what a second has brought. */
  readonly flushByEntryCountW3CLog?: number;
  /** Characters of a line, 2 to 65,536; what is longer is cut. 65,536 by default. */
  readonly maxLogLineLength?: number;
  /** Whether s-sitename shows the site's number, as "W3SVC1" (true, the default), or its name. */
  readonly logSiteId?: boolean;
}

/** The section httpLogging, and the element logFile. */
export interface HttpLogging {
  /** Whether successful requests, those below 400, are left out; false by default. */
  readonly dontLog?: boolean;
  /** Which requests are logged; all by default. */
  readonly selectiveLogging?: "LogAll" | "LogSuccessful" | "LogError";
  /** What is logged, and where to. */
  readonly logFile?: LogFile;
  /** Ours: who takes the lines. The console by default, one by one; a function gets many together. */
  readonly sink?: "console" | LogSink;
}

const SMALLEST_FILE = 1_048_576;
const WHO = "httpLogging (HttpLoggingModule)";

const CUSTOM_FIELD = section<CustomField>({
  logFieldName: fitting((value) => /^[!-~]+$/.test(String(value)), "a name without spaces"),
  sourceName: filled,
  sourceType: word("RequestHeader", "ResponseHeader", "ServerVariable"),
}, ["logFieldName", "sourceName", "sourceType"]);
const CUSTOM_LIST = listOf(CUSTOM_FIELD, (field) => field?.logFieldName ?? "");
const CUSTOM_SECTION = section<CustomFields>({
  maxCustomFieldLength: whole(2, 65_536),
  add: CUSTOM_LIST,
});
const CUSTOM_FIELDS: Rule<readonly CustomField[] | CustomFields> = (value, place) =>
  Array.isArray(value) ? CUSTOM_LIST(value, place) : CUSTOM_SECTION(value as CustomFields, place);

const LOG_FILE = section<LogFile>({
  enabled: flag,
  logFormat: word("W3C"),
  logExtFileFlags: words(...FLAGS),
  customFields: CUSTOM_FIELDS,
  directory: filled,
  period: word("Hourly", "Daily", "Weekly", "Monthly", "MaxSize"),
  truncateSize: whole(0),
  localTimeRollover: flag,
  flushByEntryCountW3CLog: whole(0),
  maxLogLineLength: whole(2, 65_536),
  logSiteId: flag,
});

const SINK: Rule<"console" | LogSink> = (value, place) => {
  if (value === "console" || typeof value === "function") return;
  throw place.wrong(value, '"console" or a function that takes lines');
};

/**
 * Logs requests.
 *
 * @param options The section httpLogging with the element logFile.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function httpLogging(options?: HttpLogging): ModuleDefinition {
  const told = readOptions<HttpLogging>(WHO, options, {
    dontLog: flag,
    selectiveLogging: word("LogAll", "LogSuccessful", "LogError"),
    logFile: LOG_FILE,
    sink: SINK,
  });
  if (told.logFile?.enabled === false) return defineModule({ name: "HttpLoggingModule" });
  const log = new AccessLog(WHO, rulesOf(told));
  return defineModule({
    name: "HttpLoggingModule",
    // Called behind all others: what they have said for the log counts, and the status is the one that leaves.
    priority: PRIORITY_ALIAS_FIRST,
    onSendResponse: (context, provider) => log.prepare(context, provider),
    onTransferEnd: (context, end) => log.write(context, end),
    terminate: () => log.close(),
  });
}

function rulesOf({ dontLog = false, selectiveLogging, logFile = {}, sink }: HttpLogging): LogRules {
  const custom = customOf(logFile);
  return {
    flags: wordsIn(logFile.logExtFileFlags ?? DEFAULT_FLAGS),
    custom: custom.add ?? [],
    longestCustom: custom.maxCustomFieldLength ?? 4096,
    longestLine: logFile.maxLogLineLength ?? 65_536,
    takes: (status) =>
      status < 400
        ? !dontLog && selectiveLogging !== "LogError"
        : selectiveLogging !== "LogSuccessful",
    bySiteName: logFile.logSiteId === false,
    count: logFile.flushByEntryCountW3CLog ?? 0,
    target: targetOf(logFile, sink),
  };
}

function customOf({ customFields = {} }: LogFile): CustomFields {
  return Array.isArray(customFields) ? { add: customFields } : customFields as CustomFields;
}

function targetOf(logFile: LogFile, sink: HttpLogging["sink"]): LogRules["target"] {
  const { directory, period = "Daily", truncateSize = 20_971_520, localTimeRollover } = logFile;
  if (directory === undefined) return sink ?? "console";
  const place = new Place(WHO, "logFile.directory");
  if (sink !== undefined) throw place.error("stands beside a sink", "one of both");
  if (disk() === null) throw place.error("cannot be written to here", "a runtime with a disk");
  return {
    directory,
    period,
    truncateSize: Math.max(truncateSize, SMALLEST_FILE),
    localTimeRollover: localTimeRollover ?? false,
    custom: (customOf(logFile).add ?? []).length > 0,
  };
}

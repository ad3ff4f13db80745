// What does the access log tell? The log of one module: what is kept of a request, and the line that is made of it.
import {
  getLogFields,
  type HTTP_LOG_FIELDS_DATA,
  type IHttpContext,
  type ISendResponseProvider,
  type TransferEnd,
} from "../../mod.ts";
import { Batches, type LogSink, type PartSink } from "./batches.ts";
import { type CustomField, customText, fieldsOf, type Transfer, written } from "./fields.ts";
import { disk, type FileRules, fileSink, partOf } from "./log-files.ts";

/** What a log is made by. */
export interface LogRules {
  /** The flags of the fields. */
  readonly flags: readonly string[];
  readonly custom: readonly CustomField[];
  readonly longestCustom: number;
  readonly longestLine: number;
  /** Whether a status is one that is logged. */
  readonly takes: (status: number) => boolean;
  /** Whether s-sitename shows the name of the site. */
  readonly bySiteName: boolean;
  /** Lines of a batch; 0 for 64 KiB. */
  readonly count: number;
  /** Where the lines go. */
  readonly target: FileRules | "console" | LogSink;
}

/** What is kept of a request: when the transfer has ended, its runtime may have forgotten it. */
interface Kept {
  record: HTTP_LOG_FIELDS_DATA;
  /** Whether it is the record of the last send, which modules may have changed. */
  final: boolean;
  readonly custom: readonly string[];
  readonly version: string;
  readonly received: number;
}

/** One access log. */
export class AccessLog {
  readonly #kept = new WeakMap<IHttpContext, Kept>();
  readonly #fields: ReturnType<typeof fieldsOf>;
  readonly #versioned: boolean;
  readonly #counted: boolean;
  readonly #batches: Batches | null;
  #begun = false;

  constructor(who: string, private readonly rules: LogRules) {
    this.#fields = fieldsOf(rules.flags);
    this.#versioned = rules.flags.includes("ProtocolVersion");
    this.#counted = rules.flags.includes("BytesRecv");
    const { target, count } = rules;
    this.#batches = target === "console" ? null : new Batches(who, this.#sink(target), count);
  }

  /** Keeps what the line will need, when the head leaves; the record of the last send takes the place of a first one. */
  prepare(context: IHttpContext, provider: ISendResponseProvider): void {
    const root = context.getRootContext();
    if (root !== null) return this.#prepareAbove(root);
    const kept = this.#kept.get(context);
    if (kept?.final) return;
    const last = provider.getLogData();
    if (kept === undefined) this.#kept.set(context, this.#keep(context, last));
    else if (last !== null) Object.assign(kept, { record: last, final: true });
  }

  /** A child that answers the client raises the only send of its root. */
  #prepareAbove(root: IHttpContext): void {
    if (!this.#kept.has(root)) this.#kept.set(root, this.#keep(root, null));
  }

  /** Writes the line. */
  write(context: IHttpContext, end: TransferEnd): void | Promise<void> {
    const kept = this.#kept.get(context) ?? this.#keep(context, null);
    const { record, version } = kept;
    if (!kept.final) tellStatus(record, context);
    if (!this.rules.takes(record.protocolStatus)) return;
    const now = new Date();
    const site = this.rules.bySiteName ? context.getSite().getSiteName() : record.serviceName;
    const received = this.#counted ? receivedOf(context) ?? kept.received : 0;
    const line = this.#line({ record, version, end, now, site, received }, kept.custom);
    if (this.#batches !== null) return this.#batches.add(line, this.#part(now));
    for (const one of this.#first()) console.log(one);
    console.log(line);
  }

  /** Hands over what has not been handed over yet. */
  async close(): Promise<void> {
    await this.#batches?.close();
  }

  #keep(context: IHttpContext, last: HTTP_LOG_FIELDS_DATA | null): Kept {
    const { custom, longestCustom } = this.rules;
    return {
      record: last ?? getLogFields(context),
      final: last !== null,
      custom: custom.map((field) => customText(context, field).slice(0, longestCustom)),
      version: this.#versioned ? context.getServerVariable("SERVER_PROTOCOL").value ?? "" : "",
      received: this.#counted ? receivedOf(context) ?? 0 : 0,
    };
  }

  #line(transfer: Transfer, custom: readonly string[]): string {
    const texts = this.#fields.map(({ read }) => written(read(transfer)));
    return [...texts, ...custom.map(written)].join(" ").slice(0, this.rules.longestLine);
  }

  #sink(target: FileRules | LogSink): PartSink {
    if (typeof target === "function") return (lines) => target([...this.#first(), ...lines]);
    const found = disk();
    if (found !== null) return fileSink(found, target, () => this.#directives());
    throw new TypeError("there is no disk");
  }

  #part(now: Date): string {
    const { target } = this.rules;
    return typeof target === "object" ? partOf(now, target) : "";
  }

  /** The directives, once. */
  #first(): string[] {
    if (this.#begun) return [];
    this.#begun = true;
    return this.#directives();
  }

  #directives(): string[] {
    const names = [
      ...this.#fields,
      ...this.rules.custom.map((one) => ({ name: one.logFieldName })),
    ];
    return [
      "#Software: Sluice",
      "#Version: 1.0",
      `#Date: ${new Date().toISOString().slice(0, 19).replace("T", " ")}`,
      `#Fields: ${names.map(({ name }) => name).join(" ")}`,
    ];
  }
}

/** The status may have come later than the first send: by a child, or with an end that nobody could send. */
function tellStatus(record: HTTP_LOG_FIELDS_DATA, context: IHttpContext): void {
  const { statusCode, subStatus } = context.getResponse().getStatus();
  Object.assign(record, { protocolStatus: statusCode, subStatus });
}

/** Bytes of the request; null where the runtime has forgotten its head by now. */
function receivedOf(context: IHttpContext): number | null {
  try {
    return context.getRequest().getRawHttpRequest().bytesReceived;
  } catch {
    return null;
  }
}

// Which requests are turned away before anything looks at them? The parts of one request, in the forms that are looked at.
import type { IHttpContext, IHttpRequest } from "../../mod.ts";

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
/** A percent sign that begins no escape. */
const STRAY_PERCENT = /%(?![0-9a-f]{2})/i;
/** The stream that every file has on Windows. */
const STREAM = "::$data";
const WEB_DAV = /^(?:PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK)$/;

/** A text decoded once. Escapes that are no UTF-8 stand for one character each. */
export function decoded(text: string): string {
  return text.includes("%") ? text.replace(ESCAPES, decodeEscapes) : text;
}

/** Whether a text has a percent sign that is no escape. */
export function hasStrayPercent(text: string): boolean {
  return STRAY_PERCENT.test(text);
}

function decodeEscapes(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes.replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  }
}

/** A name without dots, spaces and the name of its stream at the end. In one pass, however many there are. */
function bareName(name: string): string {
  let end = name.length;
  for (;;) {
    if (name[end - 1] === "." || name[end - 1] === " ") end--;
    else if (name.endsWith(STREAM, end)) end -= STREAM.length;
    else return name.slice(0, end);
  }
}

/** One request, in parts. */
export class RequestParts {
  readonly method: string;
  /** As the client wrote it. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Decoded once. */
  readonly path: string;
  readonly isWebDav: boolean;

  readonly request: IHttpRequest;

  constructor(private readonly context: IHttpContext) {
    this.request = context.getRequest();
    this.method = this.request.getHttpMethod();
    // The URL as it stands now, still with its escapes.
    const url = context.getServerVariable("HTTP_URL").value ?? "/";
    const mark = url.indexOf("?");
    this.rawPath = mark < 0 ? url : url.slice(0, mark);
    this.rawQuery = mark < 0 ? "" : url.slice(mark + 1);
    this.path = decoded(this.rawPath);
    this.isWebDav = WEB_DAV.test(this.method);
  }

  /** The names between slashes, of either kind, in small letters. What Windows drops at their ends does not count. */
  get segments(): string[] {
    return this.path.toLowerCase().split(/[/\\]/).map(bareName);
  }

  /** The extension of the last name, in small letters; "." if it has none. */
  get extension(): string {
    const name = this.segments.at(-1)!;
    const dot = name.lastIndexOf(".");
    return dot < 0 ? "." : name.slice(dot);
  }

  /** All headers, a line for each. */
  rawHeaders(): string {
    return this.context.getServerVariable("ALL_RAW").value ?? "";
  }

  /** The query string in the forms that are looked at, in small letters. */
  queries(unescape: boolean): string[] {
    const raw = this.rawQuery.toLowerCase();
    return unescape ? [raw, decoded(this.rawQuery.replaceAll("+", " ")).toLowerCase()] : [raw];
  }
}

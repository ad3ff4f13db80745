// How does an old extension feel at home? Status line and header lines, as an extension writes them.

/** A head in texts, read. */
export interface WrittenHead {
  readonly statusCode: number;
  readonly reason: string;
  /** Names and values in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What stands behind the blank line; it is body. */
  readonly body: string;
}

const STATUS = /^(?:HTTP\/\d(?:\.\d)? )?([2-5]\d\d)(?: (.*))?$/;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What no header value has: a head is refused wholly, not from the wrong line on. */
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\r\n\0]|[^\x00-\xff]/;

/**
 * Reads "200 OK" and header lines, either of which may be null. Where no status is given, the lines may begin with one,
 * as a whole head does. The answer is null for what is malformed.
 */
export function readHead(status: string | null, lines: string | null): WrittenHead | null {
  const [first, rest] = splitStatus(lines ?? "");
  const found = STATUS.exec((status ?? first ?? "200 OK").trim());
  if (found === null) return null;
  const [block, body] = splitBlock(rest);
  const headers: (readonly [string, string])[] = [];
  for (const line of unfold(block)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    if (!NAME.test(name) || FORBIDDEN.test(value)) return null;
    headers.push([name, value]);
  }
  return { statusCode: Number(found[1]), reason: found[2] ?? "", headers, body };
}

/** Whether bytes begin as a whole response does that an extension has written by hand. */
export function beginsHead(buffer: Uint8Array | string): boolean {
  const text = typeof buffer === "string"
    ? buffer.slice(0, 12)
    : String.fromCharCode(...buffer.subarray(0, 12));
  return /^HTTP\/1\.[01] [2-5]\d\d/.test(text);
}

/** How the server frames a message, and keeps a connection, is not the extension's to say. */
export const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
]);

/** What a status line or header lines are handed over as. */
export const isText = (value: unknown): value is string | null =>
  value === null || typeof value === "string";

/** The status line in front of header lines, if there is one. */
function splitStatus(lines: string): [status: string | null, rest: string] {
  if (!beginsHead(lines)) return [null, lines];
  const [line] = /^[^\r\n]*\r?\n?/.exec(lines)!;
  return [line, lines.slice(line.length)];
}

/** The lines, and what stands behind the first blank one. */
function splitBlock(text: string): [block: string, body: string] {
  const blank = /^\r?\n|\r?\n\r?\n/.exec(text);
  if (blank === null) return [text, ""];
  return [text.slice(0, blank.index), text.slice(blank.index + blank[0].length)];
}

/** A line that begins with a space goes on with the one before it. */
function unfold(block: string): string[] {
  const whole = block.replace(/\r?\n[ \t]+/g, " ");
  return whole.split(/\r?\n/).filter((line) => line !== "");
}

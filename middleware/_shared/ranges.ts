// What do ready modules share? Which parts of something were asked for: the Range header (RFC 9110, 14.1.2).

/** A part of a file: its first and its last byte. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** More parts than these are answered with the whole file: many small parts cost more than they save. */
const MOST_RANGES = 64;

const UNIT = /^\s*bytes\s*=/i;
const SPEC = /^(\d*)-(\d*)$/;

/**
 * Reads a Range header.
 *
 * @returns "whole" if the header says nothing about bytes, or asks for more than the file has altogether; "none" if it
 * is no list of ranges, or names no byte that there is; otherwise the parts, in the order in which they were asked for.
 */
export function readRanges(header: string, size: number): readonly Range[] | "whole" | "none" {
  if (!UNIT.test(header)) return "whole";
  const specs = header.slice(header.indexOf("=") + 1).split(",").map((one) => one.trim())
    .filter((one) => one !== "");
  if (specs.length > MOST_RANGES) return "whole";
  const ranges: Range[] = [];
  for (const spec of specs) {
    const range = readRange(spec, size);
    if (range === undefined) return "none";
    if (range !== null) ranges.push(range);
  }
  if (ranges.length === 0) return "none";
  const total = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return ranges.length > 1 && total > size ? "whole" : ranges;
}

/** One range; null if no byte of the file lies in it, undefined if it is none. */
function readRange(spec: string, size: number): Range | null | undefined {
  const [, from, to] = SPEC.exec(spec) ?? [];
  if (from === undefined || (from === "" && to === "")) return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? null : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return undefined;
  if (first >= size) return null;
  return { first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

/** Content-Range of a part. */
export function contentRange({ first, last }: Range, size: number): string {
  return `bytes ${first}-${last}/${size}`;
}

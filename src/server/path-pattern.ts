// Who builds the house and lets a request in? For which paths a handler entry is, and which part of one names the script.
import { decodePath } from "../context/decode-path.ts";

/** A URL's path as it was written and in plain text, read once for all entries. */
export class ScriptPath {
  /** Plain text, case folded. */
  readonly text: string;
  readonly #names: readonly string[];
  #cuts: readonly Cut[] | null = null;

  /** @param written Percent-encoded, with a slash in front. */
  constructor(readonly written: string) {
    this.#names = written.split("/");
    this.text = folded(decodePath(written));
  }

  /** Where names end that have something behind them: path info may begin there. */
  get cuts(): readonly Cut[] {
    return this.#cuts ??= this.#findCuts();
  }

  #findCuts(): Cut[] {
    const cuts: Cut[] = [];
    let [written, text] = [0, 0];
    for (const name of this.#names.slice(1, -1)) {
      written += 1 + name.length;
      // No escape reaches over a slash, so that each name can be decoded by itself.
      text += 1 + folded(decodePath(name)).length;
      cuts.push({ written, text });
    }
    return cuts;
  }
}

/** The end of a name in a path, as written and in plain text. */
interface Cut {
  readonly written: number;
  readonly text: number;
}

/**
 * A path with stars for any characters; case is ignored. Without a slash or star in front it means the end of a path.
 *
 * Clients choose paths as long as the runtime allows, so the time it takes grows with the length only: no regular
 * expression, which would also end a star at a line feed.
 */
export class PathPattern {
  readonly #first: string;
  readonly #middle: readonly string[];
  /** What stands behind the last star; null without a star. */
  readonly #last: string | null;
  readonly #open: boolean;

  constructor(pattern: string) {
    const rooted = /^[/*]/.test(pattern) ? pattern : `*/${pattern}`;
    const [first, ...rest] = folded(rooted).split("*");
    this.#first = first;
    this.#last = rest.pop() ?? null;
    this.#middle = rest;
    this.#open = pattern.endsWith("*");
  }

  /**
   * The part of a path that names the script; null if there is none. What stands behind it, path info, is split off
   * before an entry is matched (measured): with "*.php" the script of "/a.php/more" is "/a.php".
   */
  scriptIn(path: ScriptPath): string | null {
    const { text, written } = path;
    const start = this.#startOfLast(text);
    if (start < 0) return null;
    // Where the pattern ends in a star, everything behind belongs to the name.
    const cut = this.#open
      ? undefined
      : path.cuts.find((one) => this.#endsAt(text, start, one.text));
    if (cut !== undefined) return written.slice(0, cut.written);
    return this.#endsAt(text, start, text.length) ? written : null;
  }

  /** Where the last part may begin at the earliest; below zero if what comes before it is not there. */
  #startOfLast(text: string): number {
    if (!text.startsWith(this.#first)) return -1;
    let at = this.#first.length;
    for (const part of this.#middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return -1;
      at = found + part.length;
    }
    return at;
  }

  #endsAt(text: string, start: number, end: number): boolean {
    if (this.#last === null) return end === start;
    return end - this.#last.length >= start && text.endsWith(this.#last, end);
  }
}

/** One spelling for each name; the other small sigma is the one of the end of a word. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll("\u03c2", "\u03c3");
}

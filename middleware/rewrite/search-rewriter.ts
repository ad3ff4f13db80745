// Where does a URL lead? A whole text that is searched as it comes: each match is replaced.
import type { TextRewriter } from "./body-text.ts";
import type { Found, Matcher } from "./pattern.ts";

/** The most characters that are held back for a match that may become longer. */
const MOST_HELD = 16_384;
/** The most characters that wait for the end of a match; then it ends where it has come to. */
const MOST_WAITING = 4 * MOST_HELD;

/** Replaces matches in a text; what is longer than 16,384 characters is found only where it comes in one piece. */
export class SearchRewriter implements TextRewriter {
  #held = "";
  /** The character in front of what is held, so that only the beginning of the text is one. */
  #before = "";
  readonly #reach: number;

  /**
   * @param replace Gives what takes the place of a match; null to leave it.
   * @param isDone Whether nothing is to be replaced any more.
   */
  constructor(
    private readonly matcher: Matcher,
    private readonly replace: (found: Found) => string | null,
    private readonly isDone: () => boolean,
  ) {
    // The end of a piece is not yet the end, not even for a match of nothing.
    this.#reach = Math.max(1, Math.min(matcher.reach, MOST_HELD));
  }

  push(text: string): string {
    if (this.isDone()) return this.#release(text);
    this.#held += text;
    // With a long reach, each piece would have to be searched many times.
    const enough = this.#held.length > this.#reach * 2;
    return enough ? this.#search(this.#held.length - this.#reach) : "";
  }

  sync(): string {
    return this.#search(this.#held.length);
  }

  end(): string {
    return this.#search(this.#held.length);
  }

  /** Replaces matches that end in front of a place, and gives all that stands in front of it. */
  #search(limit: number): string {
    const text = this.#before + this.#held;
    const offset = this.#before.length;
    const end = limit + offset;
    let out = "";
    let at = offset;
    let from = offset;
    while (from <= end && !this.isDone()) {
      const found = this.matcher.find(text, from);
      if (found === null || found.index >= end && limit < this.#held.length) break;
      if (found.end > end && this.#held.length < MOST_WAITING) {
        // It may become longer; it is looked for again from its beginning.
        return this.#keep(text, out + text.slice(at, found.index), found.index);
      }
      const value = this.replace(found);
      if (value !== null) {
        out += text.slice(at, found.index) + value;
        at = found.end;
      }
      from = Math.max(found.end, found.index + 1);
    }
    const rest = Math.max(at, Math.min(end, text.length));
    return this.#keep(text, out + text.slice(at, rest), rest);
  }

  #keep(text: string, out: string, from: number): string {
    this.#held = text.slice(from);
    this.#before = from === 0 ? "" : text[from - 1];
    return out;
  }

  #release(text: string): string {
    const out = this.#held + text;
    this.#held = "";
    return out;
  }
}

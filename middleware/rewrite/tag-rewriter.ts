// Where does a URL lead? Addresses in tags: a page is read as it comes, and the values of some attributes are replaced.
import type { TextRewriter } from "./body-text.ts";

/** Gives the new value of an attribute, or the old one. Names are in small letters. */
export type RewriteAttribute = (tag: string, attribute: string, value: string) => string;

/** Elements whose content is text up to their end tag, whatever it looks like. */
const TEXT_ELEMENTS = /^(?:script|style|textarea|title|xmp|iframe|noembed|noframes)$/;
/** What begins like a tag and has no end within this many characters is none. */
const LONGEST_TAG = 65_536;

const TAG_NAME = /<([a-z][^\s/>]*)/iy;
const SPACE = /[\s/]*/y;
const ATTRIBUTE_NAME = /[^\s/>=][^\s/>=]*/y;
const EQUALS = /\s*=\s*/y;
const UNQUOTED = /[^\s>]*/y;

/** A value in its tag: where it stands, and between which quotation marks. */
interface AttributeValue {
  readonly attribute: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** A start tag that is complete. */
interface StartTag {
  readonly name: string;
  readonly end: number;
  readonly values: readonly AttributeValue[];
}

/** What one step gives, and where the next one begins; or that more has to be known first. */
interface Step {
  readonly out: string;
  readonly at: number;
  readonly waits?: boolean;
}

/** Replaces the values of attributes in a page. */
export class TagRewriter implements TextRewriter {
  #held = "";
  /** What has to come before tags are looked for again: the end of a comment, or of an element of text. */
  #until: { readonly end: RegExp; readonly length: number } | null = null;

  constructor(
    private readonly wanted: (tag: string) => boolean,
    private readonly rewrite: RewriteAttribute,
  ) {}

  push(text: string): string {
    return this.#read(this.#held + text, false);
  }

  /** Half a tag can be read by nobody, so it waits for its other half. */
  sync(): string {
    return "";
  }

  end(): string {
    return this.#read(this.#held, true);
  }

  #read(text: string, isLast: boolean): string {
    let out = "";
    let at = 0;
    while (at < text.length) {
      const step = this.#until === null
        ? this.#content(text, at, isLast)
        : this.#skipped(text, at, isLast);
      out += step.out;
      at = step.at;
      if (step.waits === true) break;
    }
    this.#held = text.slice(at);
    return out;
  }

  /** Up to the next markup, and that. */
  #content(text: string, at: number, isLast: boolean): Step {
    const next = text.indexOf("<", at);
    if (next < 0) return { out: text.slice(at), at: text.length };
    const plain = text.slice(at, next);
    const read = this.#markup(text, next, isLast);
    return read === null
      ? { out: plain, at: next, waits: true }
      : { out: plain + read.out, at: read.at };
  }

  /** Up to the end of what is skipped; what may be the beginning of that end is held back. */
  #skipped(text: string, at: number, isLast: boolean): Step {
    const { end, length } = this.#until!;
    end.lastIndex = at;
    if (end.exec(text) !== null) {
      this.#until = null;
      return { out: text.slice(at, end.lastIndex), at: end.lastIndex };
    }
    const held = isLast ? text.length : Math.max(at, text.length - length);
    return { out: text.slice(at, held), at: held, waits: true };
  }

  /** Reads what begins with "<"; null if more of the text has to be known. */
  #markup(text: string, at: number, isLast: boolean): Step | null {
    const known = text.length - at;
    const plain = { out: "<", at: at + 1 };
    if (known < 4 && "<!--".startsWith(text.slice(at)) && !isLast) return null;
    if (text.startsWith("<!--", at)) {
      // The hyphens of its beginning may be those of its end: "<!-->".
      this.#until = { end: /--!?>/g, length: 3 };
      return { out: "<!", at: at + 2 };
    }
    if (!/[a-z]/i.test(text[at + 1] ?? "")) return plain;
    const tag = startTag(text, at);
    if (tag === null) return isLast || known > LONGEST_TAG ? plain : null;
    if (TEXT_ELEMENTS.test(tag.name)) {
      const end = new RegExp(`</${tag.name}(?=[\\s/>])`, "gi");
      this.#until = { end, length: tag.name.length + 2 };
    }
    return { out: this.#rewritten(text, at, tag), at: tag.end };
  }

  #rewritten(text: string, at: number, { name, end, values }: StartTag): string {
    if (!this.wanted(name)) return text.slice(at, end);
    let out = "";
    for (const { attribute, start, end, quote } of values) {
      const old = text.slice(start, end);
      const value = this.rewrite(name, attribute, old);
      if (value === old) continue;
      out += text.slice(at, start) + quoted(value, quote);
      at = end;
    }
    return out + text.slice(at, end);
  }
}

/** Reads a start tag; null if it has no end yet. */
function startTag(text: string, start: number): StartTag | null {
  const name = take(TAG_NAME, text, start);
  if (name === null) return null;
  const values: AttributeValue[] = [];
  let at = start + name.length;
  for (;;) {
    at += take(SPACE, text, at)!.length;
    if (at >= text.length) return null;
    if (text[at] === ">") return { name: name.slice(1).toLowerCase(), end: at + 1, values };
    const attribute = take(ATTRIBUTE_NAME, text, at) ?? text[at];
    at += attribute.length;
    const equals = take(EQUALS, text, at);
    if (equals === null) continue;
    at += equals.length;
    const quote = /["']/.test(text[at] ?? "") ? text[at] : "";
    const begin = at + quote.length;
    const end = quote === ""
      ? begin + take(UNQUOTED, text, begin)!.length
      : text.indexOf(quote, begin);
    if (end < 0 || end >= text.length) return null;
    values.push({ attribute: attribute.toLowerCase(), start: begin, end, quote });
    at = end + quote.length;
  }
}

function take(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** A value that cannot end before its end. */
function quoted(value: string, quote: string): string {
  if (quote === "'") return value.replaceAll("'", "&#39;");
  const safe = value.replaceAll('"', "&#34;");
  return quote === '"' || /^[^\s"'<=>`]+$/.test(value) ? safe : `"${safe}"`;
}

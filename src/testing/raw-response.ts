// How is a pipeline tried? An answer is read off a socket by its framing, so that its end is known to be whole or broken.
/** All of the message came, or the connection ended before. */
export type Outcome = "complete" | "broken";
/** How the end of the body is known. */
export type Framing = "none" | "length" | "chunked" | "close";
/** Header fields in the order and spelling in which they came. */
export type Fields = ReadonlyArray<readonly [string, string]>;

/** A whole answer. */
export interface Answer {
  /** The status code. */
  readonly status: number;
  /** The words behind it. */
  readonly reason: string;
  /** The header, in the order and spelling of the server. */
  readonly fields: Fields;
  /** How the end of the body was known. */
  readonly framing: Framing;
  /** Whether all of it came. */
  readonly outcome: Outcome;
  /** The body. */
  readonly bytes: Uint8Array;
  /** The body as UTF-8. */
  readonly text: string;
  /** Lines behind the last chunk. */
  readonly trailers: readonly string[];
  /** The first field of that name, or null. */
  header(name: string): string | null;
  /** Every field of that name. */
  all(name: string): string[];
}

const decoder = new TextDecoder();

/** Puts byte arrays behind each other, always into a new one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Where the bytes come from. */
export interface ByteSource {
  /** At most `max` bytes, or null at the end. */
  take(max: number): Promise<Uint8Array | null>;
  /** A line without its CR LF, or null at the end. */
  takeLine(): Promise<string | null>;
}

/** An answer whose head has been read, and whose body comes piece by piece. */
export class RawResponse {
  /** How the end of the body is known. */
  readonly framing: Framing;
  /** Lines behind the last chunk, known at the end of the body. */
  readonly trailers: string[] = [];
  #left: number;
  #outcome: Outcome | null = null;

  /** Made by `RawSocket.response`. */
  constructor(
    /** The status code. */
    readonly status: number,
    /** The words behind it. */
    readonly reason: string,
    /** The header, in the order and spelling of the server. */
    readonly fields: Fields,
    private readonly source: ByteSource,
    method: string,
  ) {
    this.framing = this.#frame(method);
    this.#left = this.framing === "length" ? Number(this.header("content-length")) : 0;
    if (this.framing === "none") this.#outcome = "complete";
  }

  /** The first field of that name, or null. */
  header(name: string): string | null {
    return this.all(name)[0] ?? null;
  }

  /** Every field of that name. */
  all(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.fields.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** The next bytes of the body, at most `most` of them, or null at its end: {@link outcome} says which end. */
  async piece(most = Infinity): Promise<Uint8Array | null> {
    checkCount("RawResponse.piece: most", most);
    if (this.#outcome) return null;
    if (this.framing === "chunked" && this.#left === 0 && !await this.#nextChunk()) return null;
    if (this.framing === "length" && this.#left === 0) return this.#end("complete");
    const left = this.framing === "close" ? Infinity : this.#left;
    const bytes = await this.source.take(Math.min(left, most));
    if (bytes === null) return this.#end(this.framing === "close" ? "complete" : "broken");
    this.#left -= bytes.length;
    if (this.framing === "chunked" && this.#left === 0) await this.source.takeLine();
    return bytes;
  }

  /** How the body ended; only to be asked after its end. */
  get outcome(): Outcome {
    return this.#outcome ?? raise("The body has not ended yet");
  }

  /** Reads until the text has come that is waited for; gives all that was read. */
  async until(text: string): Promise<string> {
    let seen = "";
    while (!seen.includes(text)) {
      const bytes = await this.piece();
      if (bytes === null) throw new Error(`The body ended before "${text}": "${seen}"`);
      seen += decoder.decode(bytes, { stream: true });
    }
    return seen;
  }

  /**
   * Reads the rest of the body.
   *
   * @param pause Milliseconds between two portions of the body, for a client that is slow.
   * @param most Bytes at a time.
   */
  async rest(pause = 0, most = Infinity): Promise<Answer> {
    checkCount("RawResponse.rest: most", most);
    const parts: Uint8Array[] = [];
    for (let part = await this.piece(most); part; part = await this.piece(most)) {
      parts.push(part);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const bytes = concat(parts);
    const { status, reason, fields, framing, outcome, trailers } = this;
    const header = (name: string) => this.header(name);
    const all = (name: string) => this.all(name);
    const text = decoder.decode(bytes);
    return { status, reason, fields, framing, outcome, bytes, text, trailers, header, all };
  }

  async #nextChunk(): Promise<boolean> {
    const line = await this.source.takeLine();
    this.#left = line !== null && /^[0-9a-f]+/i.test(line) ? parseInt(line, 16) : -1;
    if (this.#left > 0) return true;
    // Behind the last chunk stand trailers, if any, then an empty line: only that is a clean end.
    let trailer = this.#left === 0 ? await this.source.takeLine() : null;
    while (trailer) {
      this.trailers.push(trailer);
      trailer = await this.source.takeLine();
    }
    this.#end(trailer === "" ? "complete" : "broken");
    return false;
  }

  #end(outcome: Outcome): null {
    this.#outcome = outcome;
    return null;
  }

  #frame(method: string): Framing {
    if (method === "HEAD" || this.status === 204 || this.status === 304) return "none";
    if (this.header("transfer-encoding")?.toLowerCase().includes("chunked")) return "chunked";
    return this.header("content-length") === null ? "close" : "length";
  }
}

/** Throws a `RangeError` unless so many bytes can be taken at a time: with none, nothing would ever end. */
export function checkCount(what: string, count: number): void {
  if (!(count >= 1)) throw new RangeError(`${what} is ${count}, wished for 1 or more`);
}

/** Throws where an expression is wanted. */
export function raise(message: string): never {
  throw new Error(message);
}

// What does a client really get? Talks to a server through a bare socket: slow, rude or gone, as a test wishes.
import { concat, raise, RawResponse } from "./_raw-response.ts";

export type { Answer, Fields, Framing, Outcome, RawResponse } from "./_raw-response.ts";
export { concat } from "./_raw-response.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** One connection. Nothing is read from it but on demand, so not reading is a way to be slow. */
export class RawSocket {
  #conn: Deno.TcpConn;
  #held: Uint8Array = new Uint8Array(0);
  #over = false;
  #closed = false;
  readonly #patience: number;

  private constructor(conn: Deno.TcpConn, patience: number) {
    this.#conn = conn;
    this.#patience = patience;
  }

  /** Connects to a loopback port; a wait longer than `patience` milliseconds fails. */
  static async open(port: number, patience = 10_000): Promise<RawSocket> {
    return new RawSocket(await Deno.connect({ hostname: "127.0.0.1", port }), patience);
  }

  /** This end's port. */
  get port(): number {
    return this.#conn.localAddr.port;
  }

  /** Sends text or bytes as they are. */
  async send(data: string | Uint8Array): Promise<void> {
    let rest = typeof data === "string" ? encoder.encode(data) : data;
    while (rest.length > 0) rest = rest.subarray(await this.#conn.write(rest));
  }

  /** Sends a request; a body goes with its length. */
  async request(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Uint8Array,
  ): Promise<void> {
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    const fields = { Host: "localhost", ...headers };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    if (bytes) lines.push(`Content-Length: ${bytes.length}\r\n`);
    await this.send(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
    if (bytes) await this.send(bytes);
  }

  /** Reads the head of the next answer; its body is left unread. */
  async response(method = "GET"): Promise<RawResponse> {
    const first = await this.takeLine();
    if (first === null) throw new Error("The connection ended before a status line");
    const [, status, reason] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(first) ??
      raise(`Not a status line: "${first}"`);
    const fields: [string, string][] = [];
    for (let line = await this.takeLine(); line !== ""; line = await this.takeLine()) {
      if (line === null) throw new Error("The connection ended inside the head");
      const colon = line.indexOf(":");
      fields.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    }
    return new RawResponse(Number(status), reason, fields, this, method);
  }

  /** Takes at most `max` bytes, or null when the connection is over. */
  async take(max: number): Promise<Uint8Array | null> {
    if (this.#held.length === 0 && !await this.#fill()) return null;
    const taken = this.#held.subarray(0, max);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** Takes a line without its CR LF, or null when the connection is over first. */
  async takeLine(): Promise<string | null> {
    for (let from = 0;;) {
      const end = this.#held.indexOf(10, from);
      if (end >= 0) {
        const line = decoder.decode(this.#held.subarray(0, end));
        this.#held = this.#held.subarray(end + 1);
        return line.endsWith("\r") ? line.slice(0, -1) : line;
      }
      from = this.#held.length;
      if (!await this.#fill()) return null;
    }
  }

  /** Waits whether the server closes within `ms` milliseconds, with nothing more said. */
  async closes(ms: number): Promise<boolean> {
    if (this.#held.length > 0) return false;
    try {
      return !await this.#fill(ms);
    } catch {
      return false;
    }
  }

  /** Goes away at once, whatever is still coming. */
  leave(): void {
    if (!this.#closed) this.#conn.close();
    this.#closed = true;
  }

  [Symbol.dispose](): void {
    this.leave();
  }

  /** Reads once; false when the server closed or reset the connection. */
  async #fill(ms = this.#patience): Promise<boolean> {
    if (this.#over) return false;
    const space = new Uint8Array(65_536);
    const count = await this.#within(ms, this.#conn.read(space).catch(gone));
    if (count === null) this.#over = true;
    else this.#held = concat([this.#held, space.subarray(0, count)]);
    return count !== null;
  }

  #within<T>(ms: number, work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Nothing came within ${ms} ms`)), ms);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}

/** A reset is an end like a close: what is missing tells the difference. */
function gone(error: unknown): null {
  if (error instanceof Deno.errors.ConnectionReset) return null;
  if (error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.NotConnected) {
    return null;
  }
  throw error;
}

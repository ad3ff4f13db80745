// How is a pipeline tried? Through a bare socket: slow, rude or gone, as a test wishes.
import { type Answer, checkCount, concat, raise, RawResponse } from "./raw-response.ts";
import { connect } from "./connect.ts";
import type { Socket } from "./socket.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What a request says besides its method and path. */
export interface RawRequest {
  /** "GET" by default. */
  readonly method?: string;
  /** "/" by default. */
  readonly path?: string;
  /** Header fields; `Host`, and the `Content-Length` of a body, are there without being said. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. */
  readonly body?: string | Uint8Array;
}

/** How slowly something goes. */
export interface Pace {
  /** Bytes at a time. */
  readonly bytes: number;
  /** Milliseconds between two portions. */
  readonly pause: number;
}

/** One connection. Nothing is read from it but on demand, so not reading is a way to be slow. */
export class RawSocket {
  readonly #socket: Socket;
  readonly #patience: number;
  #held: Uint8Array = new Uint8Array(0);
  /** A read that nobody waits for any more: what it brings is for the next one. */
  #reading: Promise<Uint8Array | null> | null = null;
  #over = false;

  private constructor(socket: Socket, patience: number) {
    this.#socket = socket;
    this.#patience = patience;
  }

  /**
   * Connects to a port of this machine.
   *
   * @param patience Milliseconds that a wait for the server may take; a longer one throws.
   * Throws an `Error` that names the port if nobody listens there, or the runtime has no sockets.
   */
  static async open(port: number, patience = 10_000): Promise<RawSocket> {
    const opened = connect("127.0.0.1", port).catch((cause) => {
      throw new Error(`RawSocket.open: port ${port} cannot be reached: ${cause}`, { cause });
    });
    return new RawSocket(await opened, patience);
  }

  /** This end's port. */
  get port(): number {
    return this.#socket.localPort;
  }

  /** Sends text or bytes as they are, at a pace if one is given. */
  async send(data: string | Uint8Array, pace?: Pace): Promise<void> {
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    if (pace !== undefined) checkCount("RawSocket.send: pace.bytes", pace.bytes);
    const portion = pace?.bytes ?? bytes.length;
    for (let at = 0; at < bytes.length; at += portion) {
      if (at > 0) await sleep(pace!.pause);
      await this.#socket.write(bytes.subarray(at, at + portion));
    }
  }

  /** Sends a request; a body goes with its length. */
  async request(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string | Uint8Array,
  ): Promise<void> {
    const { head, bytes } = write({ method, path, headers, body });
    await this.send(head);
    if (bytes !== null) await this.send(bytes);
  }

  /** Sends all requests behind each other before anything is read, and gives the answers in the order in which they come. */
  async pipeline(requests: readonly RawRequest[]): Promise<Answer[]> {
    const parts = requests.map(write).flatMap(({ head, bytes }) => [
      encoder.encode(head),
      bytes ?? new Uint8Array(0),
    ]);
    await this.send(concat(parts));
    const answers: Answer[] = [];
    for (const { method } of requests) answers.push(await (await this.response(method)).rest());
    return answers;
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

  /** Reads everything until `count` bytes have come, head and all, and leaves then; gives how many it were. */
  async leaveAt(count: number): Promise<number> {
    let seen = 0;
    while (seen < count) {
      const bytes = await this.take(count - seen);
      if (bytes === null) break;
      seen += bytes.length;
    }
    this.leave();
    return seen;
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
    this.#socket.close();
  }

  /** Leaves at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.leave();
  }

  /** Reads once; false when the server closed or reset the connection. */
  async #fill(ms = this.#patience): Promise<boolean> {
    if (this.#over) return false;
    this.#reading ??= this.#socket.read();
    const bytes = await within(ms, this.#reading);
    this.#reading = null;
    if (bytes === null) this.#over = true;
    else this.#held = this.#held.length === 0 ? bytes : concat([this.#held, bytes]);
    return bytes !== null;
  }
}

/** A request as it goes over the wire. */
function write(
  { method = "GET", path = "/", headers = {}, body }: RawRequest,
): { head: string; bytes: Uint8Array | null } {
  const bytes = typeof body === "string" ? encoder.encode(body) : body ?? null;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const says = (name: string): boolean => lines.some((line) => line.toLowerCase().startsWith(name));
  if (!says("host:")) lines.unshift("Host: localhost\r\n");
  if (bytes !== null && !says("content-length:")) lines.push(`Content-Length: ${bytes.length}\r\n`);
  return { head: `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`, bytes };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

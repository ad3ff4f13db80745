// How does a case talk to a served app? Over sockets of its own, whatever runtime is at the other end.
import type { RuntimeName, Server } from "./_runtimes.ts";
import { type Answer, RawSocket } from "../_raw.ts";
import { sleep } from "../_waits.ts";

/** What a request may say besides its path. */
export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A body that is read as it comes. */
interface Readable {
  /** Reads until a text has come. */
  until(text: string): Promise<string>;
}

/** A client of one served app. */
export class Client {
  constructor(readonly server: Server) {}

  /** Opens a connection. */
  open(): Promise<RawSocket> {
    return RawSocket.open(this.server.port);
  }

  /** Opens a connection and sends a request on it; the answer is left unread. */
  async ask(path: string, { method = "GET", headers, body }: Ask = {}): Promise<RawSocket> {
    const socket = await this.open();
    await socket.request(method, path, headers, body);
    return socket;
  }

  /** Sends a request on a new connection and reads its whole answer. */
  async get(path: string, ask: Ask = {}): Promise<Answer> {
    using socket = await this.ask(path, ask);
    return await (await socket.response(ask.method)).rest();
  }

  /** Tells a room that waits in `heard` that its client goes on. */
  async goOn(what: string): Promise<void> {
    await this.get(`/paced/${what}`);
  }

  /** Reads pieces of a body of which each leaves only when the client has said that it has the one before. */
  async steps(body: Readable, what: string, ...pieces: string[]): Promise<void> {
    for (const piece of pieces) {
      await body.until(piece);
      await this.goOn(what);
    }
  }

  /** What the modules noted under a key, or undefined. */
  async ledger(key: string): Promise<unknown> {
    return JSON.parse((await this.get("/ledger")).text)[key];
  }

  /** Asks the ledger again and again until it says what is waited for; then, or after five seconds, gives what it says. */
  async ledgerOnce(key: string, ready: (value: unknown) => boolean): Promise<unknown> {
    for (let tries = 50;; tries--) {
      const value = await this.ledger(key);
      if (ready(value) || tries === 0) return value;
      await sleep(100);
    }
  }

  /** Asks until a number in the ledger has stood still for half a second. */
  async standstill(key: string): Promise<number> {
    for (let last = -1;;) {
      const now = await this.ledger(key) as number | undefined ?? 0;
      if (now === last) return now;
      last = now;
      await sleep(500);
    }
  }
}

/** The order that modules noted in the header `X-Order`. */
export function orderOf(answer: Answer): string[] {
  return answer.all("x-order").flatMap((value) => value.split(/,\s*/));
}

/** One behaviour, as a client sees it. */
export interface Case {
  /** Symbol plus behaviour. */
  readonly title: string;
  readonly run: (client: Client) => Promise<void>;
  /** Runtimes that cannot show it: why, and what they show in its place. */
  readonly except?: Partial<Record<RuntimeName, Exception>>;
}

export interface Exception {
  readonly why: string;
  readonly shows: (client: Client) => Promise<void>;
}

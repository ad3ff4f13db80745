// What has the client got, and what would it get now? The response of the model: semantics 3, rulings 9 and 16 to 18.
import { type AppPlan, HEADERS, type Outcome, type Program } from "./_program.ts";

/** S_OK. */
export const OK = 0;
/** ERROR_CONNECTION_INVALID: nobody is there to be sent anything. */
export const GONE = 0x800704cd;

/** The response of one request. */
export class ModelResponse {
  status = 200;
  buffer = "";
  buffering = true;
  headSent = false;
  /** What is buffered has a body of the app in it. */
  adopted = false;
  /** A byte was written, a status was set, or the head has left: A-15. */
  touched = false;
  /** The last byte has left, or the last flush was made. */
  ended = false;
  /** What broke the transfer before it was complete. */
  broken: "client-gone" | "error" | "reset" | null = null;
  /** Sends that have been handed over and not yet been taken. */
  inFlight = 0;
  /** The client no longer listens. */
  left = false;
  readonly #headers = new Map<string, string>();
  readonly #isHead: boolean;
  /** The head was all that had to travel, and it had left before anything broke. */
  #whole = false;
  #wire = { status: 0, headers: [] as string[], body: "" };

  constructor(program: Program) {
    this.#isHead = program.method === "HEAD";
  }

  setHeader(name: string, value: string, replace: boolean): void {
    const old = this.#headers.get(name);
    this.#headers.set(name, replace || old === undefined ? value : `${old}, ${value}`);
  }

  deleteHeader(name: string): void {
    this.#headers.delete(name);
  }

  /** Headers, body and status; what has left has left. */
  clear(): void {
    this.#headers.clear();
    this.buffer = "";
    this.adopted = false;
    this.status = 200;
  }

  /** Ruling 9: the app's status wins, its headers replace, its body goes behind what is there. */
  adopt(app: AppPlan): void {
    if (!this.headSent) {
      this.status = app.status;
      for (const [name, value] of app.headers) this.#headers.set(name, value);
    }
    this.buffer += app.text;
    this.adopted = true;
  }

  /** No bytes of a body travel: HEAD, 204 and 304. */
  get bodyless(): boolean {
    const status = this.headSent ? this.#wire.status : this.status;
    return this.#isHead || status === 204 || status === 304;
  }

  /** Hands over the head, once, and what is buffered; tells how that went. */
  commit(last: boolean): { hr: number; bytes: number } {
    if (this.broken) return { hr: GONE, bytes: 0 };
    if (!this.headSent) this.#sendHead();
    const bytes = this.buffer.length;
    if (!this.bodyless) this.#wire.body += this.buffer;
    this.buffer = "";
    this.adopted = false;
    this.ended ||= last;
    return { hr: OK, bytes };
  }

  #sendHead(): void {
    const headers = HEADERS.flatMap((name) => {
      const value = this.#headers.get(name);
      return value === undefined ? [] : [`${name}: ${value}`];
    });
    this.#wire = { status: this.status, headers, body: "" };
    this.headSent = this.touched = true;
  }

  /** What breaks a transfer that is not over; the first reason counts. */
  break(how: "client-gone" | "error" | "reset"): void {
    if (this.ended || this.broken) return;
    this.broken = how;
    this.#whole = this.headSent && this.bodyless;
    if (how === "reset" && !this.headSent) this.#sendHead();
  }

  /** How many bytes of the body have left. */
  get length(): number {
    return this.#wire.body.length;
  }

  /** What the client has, when all is over. */
  get client(): Outcome["client"] {
    return this.left ? null : { ...this.#wire, broken: this.broken !== null && !this.bodyless };
  }

  /** What onTransferEnd is told. */
  get transfer(): string {
    const how = this.#whole ? null : this.broken;
    return `${how ?? "complete"} ${this.#wire.body.length}`;
  }
}

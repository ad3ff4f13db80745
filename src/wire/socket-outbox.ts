// How do bytes come in and go out? Fragments on their way into a WebSocket: joined to messages, sent, and waited for.
import {
  E_INVALIDARG,
  ERROR_CONNECTION_INVALID,
  ERROR_INVALID_DATA,
  ERROR_NOT_ENOUGH_MEMORY,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { WriteSettled } from "./body-sink.ts";
import { concat } from "./pieces.ts";
import type { RuntimeSocket } from "./runtime-socket.ts";

/** A write counts as sent when the runtime has no more than this left to send. */
const LOW_WATER = 65_536;
/** Milliseconds between two looks at what is left: no runtime of the browsers' interface tells when it has drained. */
const LOOK_AGAIN = 10;

const CONNECTION_INVALID = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface Write {
  readonly bytes: number;
  readonly settled: WriteSettled;
  /** Hands the bytes over; null when that has happened. */
  hand: (() => void) | null;
}

/** The way out of one WebSocket. */
export class SocketOutbox {
  /** Bytes of messages handed over so far. */
  sent = 0;
  private parts: Uint8Array[] = [];
  private joined = 0;
  /** Whether the message that has been begun is text; null between two messages. */
  private text: boolean | null = null;
  /** Not handed over yet, because the socket is not open, or not yet drained. */
  private writes: Write[] = [];
  private opened = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param limit Bytes that may be held before further writes are refused. */
  constructor(private readonly socket: RuntimeSocket, private readonly limit: number) {}

  /** Why a fragment cannot be taken; S_OK if it can. */
  refusal(size: number, utf8: boolean): HRESULT {
    if (this.text !== null && this.text !== utf8) {
      return E_INVALIDARG;
    }
    const unsent = this.writes.reduce(
      (sum, { hand, bytes }) => hand === null ? sum : sum + bytes,
      0,
    );
    const full = unsent + this.socket.waiting > this.limit ||
      (this.joined > 0 && this.joined + size > this.limit);
    return full ? HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY) : S_OK;
  }

  /** Takes a fragment. Only the last one of a message is waited for; the others are copied. */
  write(data: Uint8Array, utf8: boolean, final: boolean, settled: WriteSettled): void {
    if (!final) {
      this.parts.push(new Uint8Array(data));
      this.joined += data.byteLength;
      this.text = utf8;
      return settled(S_OK, data.byteLength);
    }
    const message = this.join(data, utf8);
    if (message === null) return settled(HRESULT_FROM_WIN32(ERROR_INVALID_DATA), 0);
    const size = this.joined + data.byteLength;
    this.joined = 0;
    this.put({
      bytes: data.byteLength,
      settled,
      hand: () => {
        this.socket.send(message);
        this.sent += size;
      },
    });
  }

  /** Begins the exchange of close messages, behind what was written. */
  close(code: number, reason: string, settled: WriteSettled): void {
    const hand = (): void => this.socket.close(code, reason);
    this.put({ bytes: 0, settled, hand });
  }

  /** The socket is open: what has waited for it leaves. */
  open(): void {
    this.opened = true;
    for (const write of this.writes) this.handOver(write);
    this.look();
  }

  get busy(): boolean {
    return this.writes.length > 0;
  }

  /** Bytes that the runtime has still to send. */
  get waiting(): number {
    return this.socket.waiting;
  }

  /** Ends what is waited for. */
  fail(hr: HRESULT): void {
    clearTimeout(this.timer);
    for (const { settled } of this.writes.splice(0)) settled(hr, 0);
  }

  private join(data: Uint8Array, utf8: boolean): string | Uint8Array | null {
    const { parts, joined } = this;
    const whole = parts.length === 0 ? data : concat([...parts, data], joined + data.byteLength);
    this.parts = [];
    this.text = null;
    if (!utf8) return whole;
    try {
      return DECODER.decode(whole);
    } catch {
      this.joined = 0;
      return null;
    }
  }

  private put(write: Write): void {
    this.writes.push(write);
    if (!this.opened) return;
    this.handOver(write);
    this.look();
  }

  private handOver(write: Write): void {
    const { hand } = write;
    write.hand = null;
    try {
      hand?.();
    } catch {
      this.writes = this.writes.filter((one) => one !== write);
      write.settled(CONNECTION_INVALID, 0);
    }
  }

  /** Settles what was sent, as soon as the runtime has little left to send. */
  private look(): void {
    clearTimeout(this.timer);
    if (this.socket.waiting > LOW_WATER) {
      this.timer = setTimeout(() => this.look(), LOOK_AGAIN);
      return;
    }
    for (const { settled, bytes } of this.writes.splice(0)) settled(S_OK, bytes);
  }
}

// What interrupts it? How far the bytes of one response have come.
import type { BodySink } from "../wire/body-sink.ts";

/** What has left of a response, and whether more can. */
export class Transfer {
  declare headSent: boolean;
  /** The last byte has been handed over. */
  declare finalSent: boolean;
  /** The transfer was broken; nothing more will arrive. */
  declare broken: boolean;
  /** The client has left. */
  declare gone: boolean;
  /** What was handed over in one piece; undefined where nobody has looked how much it is. */
  declare whole: number | undefined;
  /** What is behind the head, if it has left alone. */
  declare stream: BodySink | null;
  /** Bytes of the head as an HTTP/1.1 server writes it; 0 unless somebody wants to know. */
  declare headBytes: number;

  constructor() {
    this.headSent =
      this.finalSent =
      this.broken =
      this.gone =
        false;
    this.whole = this.headBytes = 0;
    this.stream = null;
  }

  /** Entity bytes that have left; undefined where the app's body was handed over as it is. */
  get sent(): number | undefined {
    return this.stream?.bytes ?? this.whole;
  }
}

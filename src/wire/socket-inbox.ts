// How do bytes come in and go out? Messages that a WebSocket has brought and nobody has read, cut to the readers' buffers.

interface Message {
  readonly bytes: Uint8Array;
  readonly utf8: boolean;
}

/** A part of a message. */
export interface Fragment {
  readonly bytes: number;
  readonly utf8: boolean;
  /** Whether the message ends with it. */
  readonly final: boolean;
}

const ENCODER = new TextEncoder();

/** Places of messages that have been read, before the list is moved up: to move it for each takes long for long lists. */
const MOVED_UP = 1024;

/** Messages in the order in which they came. */
export class SocketInbox {
  /** Bytes that nobody has read. */
  size = 0;
  private readonly messages: (Message | undefined)[] = [];
  /** Where the first message stands. */
  private first = 0;
  /** How much of the first message has been read. */
  private at = 0;

  /** Messages of which nobody has read the end. */
  get count(): number {
    return this.messages.length - this.first;
  }

  add(data: string | Uint8Array): void {
    const utf8 = typeof data === "string";
    const bytes = utf8 ? ENCODER.encode(data) : data;
    this.size += bytes.byteLength;
    this.messages.push({ bytes, utf8 });
  }

  /** Fills a buffer with the next part of the first message; null if there is none. */
  take(buffer: Uint8Array): Fragment | null {
    const message = this.messages[this.first];
    if (message === undefined) return null;
    const part = message.bytes.subarray(this.at, this.at + buffer.byteLength);
    buffer.set(part);
    this.at += part.byteLength;
    this.size -= part.byteLength;
    const final = this.at === message.bytes.byteLength;
    if (final) {
      this.drop();
      this.at = 0;
    }
    return { bytes: part.byteLength, utf8: message.utf8, final };
  }

  private drop(): void {
    this.messages[this.first++] = undefined;
    if (this.first < MOVED_UP || this.first * 2 < this.messages.length) return;
    this.messages.splice(0, this.first);
    this.first = 0;
  }
}

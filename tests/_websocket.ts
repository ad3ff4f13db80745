// What does a WebSocket really carry? A client that writes and reads single frames, well-formed or not, as a test wishes.
import { concat, type RawResponse, RawSocket } from "./_raw.ts";

/** Opcodes (RFC 6455, 5.2). */
export const OP = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const;

/** One frame that came. */
export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly bytes: Uint8Array;
}

/** What may be odd about a frame. */
export interface Odd {
  final?: boolean;
  /** A length that the header tells in place of the true one. */
  length?: number;
}

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
/** What RFC 6455 says that the answer to that key is. */
export const ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Headers of a handshake. */
export const handshake = (more: Record<string, string> = {}): Record<string, string> => ({
  Upgrade: "websocket",
  Connection: "Upgrade",
  "Sec-WebSocket-Key": KEY,
  "Sec-WebSocket-Version": "13",
  ...more,
});

/** One upgraded connection. */
export class FrameClient implements Disposable {
  private constructor(readonly socket: RawSocket, readonly head: RawResponse) {}

  /** Asks for a WebSocket; `headers` add to the handshake, or replace parts of it. */
  static async open(
    port: number,
    path = "/",
    headers: Record<string, string> = {},
  ): Promise<FrameClient> {
    const socket = await RawSocket.open(port);
    await socket.request("GET", path, handshake(headers));
    return new FrameClient(socket, await socket.response());
  }

  /** Sends one frame, masked as clients have to. */
  async send(opcode: number, data: string | Uint8Array = "", odd: Odd = {}): Promise<void> {
    const bytes = typeof data === "string" ? bytesOf(data) : data;
    const mask = [1, 2, 3, 4];
    const masked = bytes.map((byte, i) => byte ^ mask[i % 4]);
    const first = (odd.final === false ? 0 : 0x80) | opcode;
    const length = lengthBytes(odd.length ?? bytes.byteLength);
    const head = new Uint8Array([first, length[0] | 0x80, ...length.slice(1), ...mask]);
    await this.socket.send(concat([head, masked]));
  }

  /** Sends a close frame. */
  close(code: number, reason = ""): Promise<void> {
    return this.send(OP.CLOSE, closing(code, reason));
  }

  /** Reads the next frame; null when the connection is over. */
  async frame(): Promise<Frame | null> {
    const head = await this.exactly(2);
    if (head === null) return null;
    let length = head[1] & 0x7f;
    if (length >= 126) {
      const longer = (await this.exactly(length === 126 ? 2 : 8))!;
      length = longer.reduce((sum, byte) => sum * 256 + byte, 0);
    }
    const bytes = (await this.exactly(length))!;
    return { final: head[0] >= 0x80, opcode: head[0] & 0x0f, bytes };
  }

  /** Reads a whole message as text. */
  async text(): Promise<string> {
    const frame = await this.frame();
    if (frame === null) throw new Error("The connection ended before a message");
    return textOf(frame.bytes);
  }

  [Symbol.dispose](): void {
    this.socket.leave();
  }

  private async exactly(count: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    for (let rest = count; rest > 0;) {
      const part = await this.socket.take(rest);
      if (part === null) return null;
      parts.push(part);
      rest -= part.byteLength;
    }
    return concat(parts);
  }
}

/** The payload of a close frame. */
function closing(code: number, reason = ""): Uint8Array {
  return concat([new Uint8Array([code >> 8, code & 255]), bytesOf(reason)]);
}

function lengthBytes(length: number): number[] {
  if (length < 126) return [length];
  if (length < 65_536) return [126, length >> 8, length & 255];
  const high = Math.floor(length / 2 ** 32);
  const big = [high >> 24, high >> 16, high >> 8, high, length >>> 24, length >> 16, length >> 8];
  return [127, ...[...big, length].map((part) => part & 255)];
}

// How do bytes come in and go out? A WebSocket as a runtime has it: what is asked of it, and what it tells.

/** A close message without a status. */
const NO_STATUS = 1005;
/** The end of a WebSocket that nobody has announced. */
export const ABNORMAL_CLOSURE = 1006;

/** A WebSocket of the runtime. */
export interface RuntimeSocket {
  /** Bytes handed over that have not left yet; always 0 where the runtime does not tell. */
  readonly waiting: number;
  /** Sends a message as a whole. */
  send(message: string | Uint8Array): void;
  /** Begins the exchange of close messages, behind everything that was sent. */
  close(code: number, reason: string): void;
  /** Ends the connection as hard as the runtime can. */
  terminate(): void;
}

/** Who is told of what happens on a WebSocket. */
export interface SocketEvents {
  /** The answer is with the client; from now on messages can be sent. */
  opened(): void;
  message(data: string | Uint8Array): void;
  /** The other side has closed, or is gone: then the code is ABNORMAL_CLOSURE. Later calls say nothing new. */
  closed(code: number, reason: string): void;
}

/** What the WebSockets of Deno and workerd have in common. */
interface StandardWebSocket extends EventTarget {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount?: number;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

const CLOSED = 3;

/** A WebSocket with the interface of browsers. */
export class StandardSocket implements RuntimeSocket {
  private closing = false;

  /** @param isVague Whether the runtime says NO_STATUS, too, where nobody has answered our close message. */
  constructor(
    private readonly socket: StandardWebSocket,
    events: SocketEvents,
    isVague: boolean = false,
  ) {
    socket.binaryType = "arraybuffer";
    const on = (name: string, heard: (event: Event) => void): void =>
      socket.addEventListener(name, heard);
    on("open", () => events.opened());
    on("message", (event) => {
      const { data } = event as MessageEvent<string | ArrayBuffer>;
      events.message(typeof data === "string" ? data : new Uint8Array(data));
    });
    on("close", (event) => {
      const { code, reason } = event as CloseEvent;
      // Older Workers leave the answer to a close message to the program.
      if (code !== ABNORMAL_CLOSURE && socket.readyState !== CLOSED) socket.close();
      // Whoever answers in good order repeats the status that it was told (RFC 6455, 5.5.1).
      const silent = isVague && this.closing && code === NO_STATUS;
      events.closed(silent ? ABNORMAL_CLOSURE : code || ABNORMAL_CLOSURE, reason);
    });
    // workerd tells of a broken protocol here only.
    on("error", () => events.closed(ABNORMAL_CLOSURE, ""));
  }

  get waiting(): number {
    return this.socket.bufferedAmount ?? 0;
  }

  send(message: string | Uint8Array): void {
    this.socket.send(message);
  }

  close(code: number, reason: string): void {
    this.closing = true;
    this.socket.close(code, reason);
  }

  terminate(): void {
    // No runtime with this interface lets go of the connection without a close message.
    this.socket.close();
  }
}

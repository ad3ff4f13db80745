// Shows an ISAPI extension with long answers: everybody in the room hears what is said, and whoever leaves is missed.
// Pages: EXTENSION_CONTROL_BLOCK (ms525658), HSE_REQ_IO_COMPLETION, WriteClient with HSE_IO_ASYNC.
import { createWebServer, type WebServerOptions } from "@sluice/sluice";
import {
  type EXTENSION_CONTROL_BLOCK,
  HSE_IO_ASYNC,
  HSE_IO_SYNC,
  HSE_REQ_DONE_WITH_SESSION,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_SEND_RESPONSE_HEADER,
  HSE_REQ_SET_FLUSH_FLAG,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VERSION,
  isapiExtension,
} from "@sluice/sluice/isapi";

const PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
/** Lines that somebody may be behind; then the oldest are lost. */
const BEHIND = 100;

/** What the lock keeper says to everybody who comes in, one line every 300 ms; then the talk is over. */
const lines = [
  "Evening, all.",
  "A barge is coming down.",
  "Stand clear of the sill.",
  "Good night.",
];

/** One request that stays: lines wait until the write before them has ended. */
class Listener {
  private readonly waiting: string[] = [];
  private writing = false;
  private over = false;

  constructor(private readonly ecb: EXTENSION_CONTROL_BLOCK) {
    const { connID } = ecb;
    ecb.serverSupportFunction(connID, HSE_REQ_SEND_RESPONSE_HEADER, "200 OK", PLAIN);
    ecb.serverSupportFunction(connID, HSE_REQ_SET_FLUSH_FLAG, true);
    ecb.serverSupportFunction(connID, HSE_REQ_IO_COMPLETION, (_ecb, _context, _bytes, error) => {
      this.writing = false;
      if (error !== 0) this.leave(); // the client is gone: so are we
      else this.next();
    });
  }

  hear(line: string): void {
    this.waiting.push(`${line}\n`);
    if (this.waiting.length > BEHIND) this.waiting.shift();
    if (!this.writing) this.next();
  }

  /** Nothing more will be said to this one. */
  end(): void {
    this.over = true;
    if (!this.writing) this.next();
  }

  private next(): void {
    const line = this.waiting.shift();
    if (line === undefined) return this.over ? this.leave() : undefined;
    this.writing = true;
    this.ecb.writeClient(this.ecb.connID, line, HSE_IO_ASYNC); // one at a time: see the callback
  }

  private leave(): void {
    if (!room.delete(this)) return;
    this.ecb.serverSupportFunction(this.ecb.connID, HSE_REQ_DONE_WITH_SESSION);
    tell(`${room.size} in the room`);
  }
}

/** Everybody who listens now. */
const room = new Set<Listener>();

function tell(line: string): void {
  for (const listener of room) listener.hear(line);
}

async function talk(listener: Listener): Promise<void> {
  for (const line of lines) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    listener.hear(line);
  }
  listener.end();
}

const chat = isapiExtension({
  getExtensionVersion: () => ({
    ret: true,
    extensionVersion: HSE_VERSION,
    extensionDesc: "A room where one can listen, and say something",
  }),
  httpExtensionProc(ecb) {
    if (ecb.pathInfo === "/say") {
      tell(decodeURIComponent(ecb.queryString.replaceAll("+", " ")));
      ecb.serverSupportFunction(ecb.connID, HSE_REQ_SEND_RESPONSE_HEADER, null, PLAIN);
      ecb.writeClient(ecb.connID, `${room.size} have heard it\n`, HSE_IO_SYNC);
      return HSE_STATUS_SUCCESS;
    }
    const listener = new Listener(ecb);
    room.add(listener);
    tell(`${room.size} in the room`);
    talk(listener);
    return HSE_STATUS_PENDING; // the request stays until DONE_WITH_SESSION
  },
});

export const options: WebServerOptions = {
  handlers: [
    { name: "chat", path: "*", verb: "GET", modules: "IsapiModule", scriptProcessor: chat },
  ],
};

export default createWebServer(options);

// How do bytes leave? In one send or in many, with a length or without, from memory, from a Blob, from a stream.
import { HttpDataChunkFromFileHandle, type IHttpContext } from "../../../mod.ts";
import { chunk, count, flush, heard, type House, ledger, rooms, sleep, write } from "./_kit.ts";

/** The bytes of a large body: each differs from its neighbours, and none stands where it stood a page ago. */
export function patternBytes(from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = ((from + i) * 31 + ((from + i) >> 12)) & 255;
  return bytes;
}

export const LARGE = 8 * 1024 * 1024 + 7;

async function large(context: IHttpContext): Promise<void> {
  for (let at = 0; at < LARGE; at += 100_000) {
    write(context, patternBytes(at, Math.min(100_000, LARGE - at)));
    await flush(context);
  }
}

/** Three pieces, each when the client has the one before, if its request says that it tells so. */
async function pieces(context: IHttpContext): Promise<void> {
  const what = context.getRequest().getHeader("X-Paced");
  for (const text of ["one ", "two ", "three"]) {
    write(context, text);
    await flush(context);
    if (what !== null && text !== "three") await heard(what);
  }
}

async function headFirst(context: IHttpContext): Promise<void> {
  context.getResponse().setHeader("X-Head", "first", true);
  await flush(context);
  await heard("head-first");
  write(context, "body");
}

async function unbuffered(context: IHttpContext): Promise<void> {
  const response = context.getResponse();
  response.disableBuffering();
  for (const text of ["a", "b", "c"]) {
    await response.writeEntityChunks([chunk(text)], false, true);
    await heard("unbuffered");
  }
}

async function ownLength(context: IHttpContext): Promise<void> {
  context.getResponse().setHeader("Content-Length", "10", true);
  write(context, "hello");
  await flush(context);
  write(context, "world");
}

/** Says ten and sends five: the missing half must not look like an end. */
async function shortLength(context: IHttpContext): Promise<void> {
  context.getResponse().setHeader("Content-Length", "10", true);
  write(context, "hello");
  await flush(context);
}

function blobPart(context: IHttpContext): void {
  context.getResponse().writeEntityChunks(
    [{
      dataChunkType: HttpDataChunkFromFileHandle,
      fileHandle: new Blob(["0123456789"]),
      byteRange: { startingOffset: 3, length: 4 },
    }],
    true,
    false,
  );
}

function stream(context: IHttpContext): void {
  const encoder = new TextEncoder();
  const parts = ["first ", "second ", "third"];
  const fileHandle = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = parts.shift();
      if (part === undefined) return controller.close();
      controller.enqueue(encoder.encode(part));
      await sleep(5);
    },
  });
  const dataChunkType = HttpDataChunkFromFileHandle;
  context.getResponse().writeEntityChunks([{ dataChunkType, fileHandle }], true, false);
}

function cookies(context: IHttpContext): void {
  const response = context.getResponse();
  response.setHeader("Set-Cookie", "a=1; Path=/", false);
  response.setHeader("Set-Cookie", "b=2, or three", false);
  response.setHeader("X-Many", "one", false);
  response.setHeader("X-Many", "two", false);
  write(context, "cookies");
}

function around(context: IHttpContext): void {
  const response = context.getResponse();
  write(context, "body");
  response.writeEntityChunkByReference(chunk("<"), 0);
  response.writeEntityChunkByReference(chunk(">"), -1);
}

function handmadeHead(context: IHttpContext): void {
  context.getResponse().suppressHeaders();
  write(
    context,
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Made: by hand\r\n\r\nHello World!",
  );
}

/** Each send of `pieces` is noted with its flags, and with whether the head goes with it. */
const sends = {
  name: "Sends",
  onSendResponse(
    context: IHttpContext,
    provider: { getFlags(): number; getHeadersBeingSent(): boolean },
  ) {
    if (!context.getRequest().getHeader("X-Watch")) return;
    const line = `${provider.getFlags()} ${provider.getHeadersBeingSent()}`;
    ledger.sends = [...(ledger.sends as string[] | undefined ?? []), line];
    count("sends-count");
  },
};

/** END_REQUEST comes before the implicit send, so it can still change everything. */
const lastWord = {
  name: "LastWord",
  onEndRequest(context: IHttpContext) {
    if (!context.getRequest().getHeader("X-Last-Word")) return;
    context.getResponse().setHeader("X-Last-Word", "END_REQUEST", true);
    write(context, " and more");
  },
};

export const sending: House = rooms(
  {
    plain: (context) => {
      context.getResponse().setHeader("Content-Type", "text/plain", true);
      write(context, "Hello, client");
    },
    large,
    pieces,
    "head-first": headFirst,
    unbuffered,
    "own-length": ownLength,
    "short-length": shortLength,
    "blob-part": blobPart,
    stream,
    cookies,
    around,
    smile: (context) => write(context, "\u{1F600}, client"),
    "handmade-head": handmadeHead,
    redirect: (context) => void context.getResponse().redirect("/sending/plain", true, true),
    address: (context) => write(context, JSON.stringify(context.getRequest().getRemoteAddress())),
    nothing: (context) => {
      context.getResponse().setStatus(204, "No Content");
      write(context, "never seen");
    },
    unchanged: (context) => {
      context.getResponse().setStatus(304, "Not Modified");
      context.getResponse().setHeader("ETag", '"v1"', true);
      write(context, "never seen");
    },
  },
  sends,
  lastWord,
);

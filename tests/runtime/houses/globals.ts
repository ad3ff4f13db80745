// What outlives a request? Fragments, URLs that are frequent, and the end of a server that others still talk to.
import {
  createWebServer,
  HttpDataChunkFromFragmentCacheEx,
  type IHttpContext,
  type WebServer,
} from "../../../mod.ts";
import { chunk, flush, heard, type House, ledger, PAUSE, roomOf, write } from "./_kit.ts";

const fragment = (fragmentName: string, startingOffset: number, length: number) =>
  ({
    dataChunkType: HttpDataChunkFromFragmentCacheEx,
    fragmentName,
    byteRange: { startingOffset, length },
  }) as const;

/** Keeps a text and a Blob as fragments, and sends parts of both. */
function fragments(context: IHttpContext): void {
  const { httpServer } = kept;
  httpServer.addFragmentToCache(chunk("Hello World!"), "text");
  const fileHandle = new Blob(["0123456789"]);
  httpServer.addFragmentToCache({ dataChunkType: 1, fileHandle }, "blob");
  const chunks = [fragment("text", 6, 5), chunk(" "), fragment("blob", 3, 4)];
  context.getResponse().writeEntityChunks(chunks, true, false);
}

/** Four pieces, each when the client has the one before. */
async function slowly(context: IHttpContext): Promise<void> {
  for (let i = 0; i < 4; i++) {
    write(context, `${i}`);
    if (await flush(context) < 0) return;
    if (i < 3) await heard(roomOf(context));
  }
}

const rooms: Record<string, (context: IHttpContext) => void | Promise<void>> = {
  fragments,
  frequent: (context) => write(context, String(context.getUrlInfo()!.isFrequentlyHit())),
  drained: slowly,
  cut: slowly,
};

/** A server with one room; how its transfers ended is in the ledger under its name. */
const serving = (name: string): WebServer =>
  createWebServer({
    modules: {
      name: "Room",
      async onExecuteRequestHandler(context) {
        await rooms[roomOf(context)]?.(context);
        return undefined;
      },
      onTransferEnd: (_context, { outcome }) => void (ledger[`end-${name}`] = outcome),
    },
  });

const kept = serving("kept");
const closing: Record<string, WebServer> = { drained: serving("drained"), cut: serving("cut") };
const deadlines: Record<string, number> = { drained: 60_000, cut: PAUSE };

/** Begins to close a server, and tells the ledger when that is done. */
function close(name: string): Response {
  closing[name].close({ deadline: deadlines[name] })
    .then(() => void (ledger[`closed-${name}`] = true));
  return new Response("closing");
}

export const globals: House = (request, env, context) => {
  const [, , room, what] = new URL(request.url).pathname.split("/");
  if (what === "close") return close(room);
  return (closing[room] ?? kept).fetch(request, env, context);
};

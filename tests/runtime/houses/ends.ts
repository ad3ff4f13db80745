// How can an answer end? Whole, cut by a module, broken by a throw, unread, or with its client gone.
import { type IHttpContext, type TransferEnd } from "../../../mod.ts";
import { count, flush, type House, ledger, PAUSE, roomOf, rooms, sleep, write } from "./_kit.ts";

const PIECE = 64 * 1024;
/** Offered by `unread`: a GiB, of which only what a client reads may ever be made. */
const PIECES = 16 * 1024;

async function unread(context: IHttpContext): Promise<void> {
  for (let i = 0; i < PIECES; i++) {
    write(context, new Uint8Array(PIECE));
    count("unread-produced", PIECE);
    if (await flush(context) < 0) return void count("unread-failed");
  }
}

/** Writes small pieces at a slow pace until a write fails, and counts those that were taken. */
async function leaver(context: IHttpContext): Promise<void> {
  for (let i = 0; i < 40; i++) {
    write(context, ".");
    const hr = await flush(context);
    if (hr < 0) {
      ledger["leaver-end"] = { hr, connected: context.getConnection().isConnected() };
      return;
    }
    count("leaver-taken");
    await sleep(PAUSE / 2);
  }
}

async function reset(context: IHttpContext): Promise<void> {
  write(context, "cut here");
  await flush(context);
  context.getResponse().resetConnection();
  write(context, "never seen");
}

async function throwLate(context: IHttpContext): Promise<void> {
  write(context, "so far so good");
  await flush(context);
  throw new Error("secret of the late throw");
}

/** One line for each request that ended, in the ledger under the path. */
const account = {
  name: "Account",
  onTransferEnd(context: IHttpContext, { bytes, outcome }: TransferEnd) {
    const key = `end-${roomOf(context)}`;
    ledger[key] = [...(ledger[key] as unknown[] | undefined ?? []), { bytes, outcome }];
  },
};

export const ends: House = rooms({
  whole: (context) => write(context, "Hello, client"),
  unread,
  leaver,
  reset,
  "throw-late": throwLate,
  "throw-early": (context) => {
    write(context, "dropped");
    throw new Error("secret of the early throw");
  },
  disconnect: (context) => {
    context.getResponse().setNeedDisconnect();
    write(context, "goodbye");
  },
}, account);

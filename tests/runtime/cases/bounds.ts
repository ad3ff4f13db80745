// Promises 4 and 5 everywhere: how much is held for a client that reads nothing, little, or no more? And of one that sends?
import {
  assert,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "../../_assert.ts";
import type { RawSocket } from "../../_raw.ts";
import { sleep } from "../../_waits.ts";
import { type Case, type Client } from "../_client.ts";
import { type Account, PIECE, WAYS } from "../houses/bounds.ts";
import { SLICE, UPLOADS } from "../houses/uploads.ts";

const MIB = 1_024 * 1_024;
/** More than any runtime takes ahead by itself, and far less than there is. */
const AHEAD = 16 * MIB;
/** Bytes of an upload, as its head says; Bun takes 128 MB at most. */
const UPLOAD = 100 * MIB;

/** Asks until an account has stood still for a quarter of a second; for ten seconds at most. */
async function standstill<T>(client: Client, name: string): Promise<T> {
  for (let last = "", tries = 40; tries > 0; tries--) {
    const account = await client.ledger(name);
    const now = JSON.stringify(account);
    if (now === last && account !== undefined) return account as T;
    last = now;
    await sleep(250);
  }
  throw new Error(`No standstill of ${name}`);
}

async function readOn(socket: RawSocket, bytes: number): Promise<void> {
  for (let left = bytes; left > 0;) left -= (await socket.take(left))!.length;
}

/** What Sluice holds is what was made, and not taken. */
function assertHeld({ made, taken }: Account, pieces: number): void {
  assertGreater(made, 0);
  assertLess(made, AHEAD);
  assertLessOrEqual((made - taken) / PIECE, pieces + 0.1, `${made} made, ${taken} taken`);
}

const slow = (way: string, held: number): Case => ({
  title: `Promises 4 and 5, ${way}: an unread client holds ${held} pieces, and who leaves is heard`,
  async run(client) {
    const name = `bounds ${way}`;
    using socket = await client.ask(
      `/bounds/${encodeURIComponent(way)}/${encodeURIComponent(name)}`,
    );
    await socket.response();
    const before = await standstill<Account>(client, name);
    assertHeld(before, held);
    await readOn(socket, 4 * MIB);
    const after = await standstill<Account>(client, name);
    assertGreater(after.made, before.made);
    assertLess(after.made, before.made + 12 * MIB);
    assertHeld(
      { ...after, made: after.made - before.made, taken: after.taken - before.made },
      held,
    );
    socket.leave();
    const cancelled = (value: unknown) => (value as Account).cancelled;
    assert(cancelled(await client.ledgerOnce(name, cancelled)), "the source was not told");
  },
});

/** What the client could send until nobody took any more. */
async function pump(socket: RawSocket): Promise<number> {
  let sent = 0;
  const piece = new Uint8Array(PIECE);
  const sending = (async () => {
    while (sent < 64 * MIB) {
      await socket.send(piece);
      sent += PIECE;
    }
  })().catch(() => {});
  for (let last = -1; last !== sent;) {
    last = sent;
    await Promise.race([sending, sleep(300)]);
  }
  return sent;
}

const upload = (way: string): Case => ({
  title: `Promises 4 and 5, an endless upload ${way}: no more is taken than is read`,
  async run(client) {
    const name = `upload ${way}`;
    const path = `/uploads/${encodeURIComponent(way)}/${encodeURIComponent(name)}`;
    using socket = await client.ask(path, {
      method: "POST",
      headers: { "Content-Length": String(UPLOAD) },
    });
    assertLess(await pump(socket), 32 * MIB);
    const { pulled, read } = await standstill<{ pulled: number; read: number }>(client, name);
    assertGreaterOrEqual(read, UPLOADS[way].wanted);
    assertLess(read, UPLOADS[way].wanted + SLICE);
    assertLessOrEqual(pulled - read, 2 * SLICE);
  },
});

export const bounds: Case[] = [
  ...Object.entries(WAYS).map(([way, { held }]) => slow(way, held)),
  {
    title: "Promise 4: twenty unread clients hold a piece of 64 KiB each",
    async run(client) {
      const way = encodeURIComponent("the app's stream, counted");
      const names = Array.from({ length: 20 }, (_, n) => `many-${n}`);
      const sockets = await Promise.all(names.map((name) => client.ask(`/bounds/${way}/${name}`)));
      const accounts = await Promise.all(names.map((name) => standstill<Account>(client, name)));
      for (const account of accounts) assertHeld(account, 1);
      for (const socket of sockets) socket.leave();
    },
  },
  ...Object.keys(UPLOADS).map(upload),
  {
    title: "Promise 4: endless buffered writes end with ERROR_NOT_ENOUGH_MEMORY",
    async run(client) {
      using _socket = await client.ask("/uploads/flood/flood");
      const told = await client.ledgerOnce("flood", (value) => value !== undefined);
      const { taken, refused } = told as { taken: number; refused: number };
      assertGreater(refused, 900);
      assertLessOrEqual(taken, MIB);
    },
  },
];

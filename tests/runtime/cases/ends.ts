// What does a client see of an end, and what does the server learn of a client's? The truth, both ways.
import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertLessOrEqual,
} from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

const MIB = 1024 * 1024;
const CONNECTION_INVALID = 0x800704CD | 0;

/** The whole answer to a setNeedDisconnect; whether the header came, and whether the server closed. */
async function disconnect(client: Client): Promise<{ header: boolean; closed: boolean }> {
  using socket = await client.ask("/ends/disconnect");
  const answer = await (await socket.response()).rest();
  assertEquals([answer.text, answer.outcome], ["goodbye", "complete"]);
  const header = answer.header("connection")?.toLowerCase() === "close";
  return { header, closed: await socket.closes(1_000) };
}

export const ends: Case[] = [
  {
    title: "onTransferEnd: tells the bytes of a whole answer, once",
    async run(client) {
      await client.get("/ends/whole");
      const end = await client.ledgerOnce("end-whole", (value) => value !== undefined);
      assertEquals(end, [{ bytes: 13, outcome: "complete" }]);
    },
  },
  {
    title: "resetConnection: breaks the transfer, with no terminating chunk",
    async run(client) {
      const answer = await client.get("/ends/reset");
      assertEquals([answer.status, answer.framing, answer.outcome], [200, "chunked", "broken"]);
      assertEquals(answer.text, "cut here");
      const end = await client.ledgerOnce("end-reset", (value) => value !== undefined);
      assertEquals(end, [{ bytes: 8, outcome: "reset" }]);
    },
  },
  {
    title: "A throw after the first chunk breaks the transfer, and tells the client nothing",
    async run(client) {
      const answer = await client.get("/ends/throw-late");
      assertEquals([answer.status, answer.outcome, answer.text], [200, "broken", "so far so good"]);
      const end = await client.ledgerOnce("end-throw-late", (value) => value !== undefined);
      assertEquals(end, [{ bytes: 14, outcome: "error" }]);
    },
  },
  {
    title: "A throw before anything left is a whole 500, and the next request is fine",
    async run(client) {
      const answer = await client.get("/ends/throw-early");
      assertEquals([answer.status, answer.outcome], [500, "complete"]);
      assert(!answer.text.includes("secret"));
      assertEquals((await client.get("/ends/whole")).text, "Hello, client");
    },
  },
  {
    title: "setNeedDisconnect: the whole answer, then the connection is closed",
    async run(client) {
      assertEquals(await disconnect(client), { header: true, closed: true });
    },
    except: {
      deno: {
        why: "Deno.serve sends the header and leaves the closing to the client",
        shows: async (client) =>
          assertEquals(await disconnect(client), { header: true, closed: false }),
      },
      workerd: {
        why: "workerd strips the header; connections are the platform's own",
        shows: async (client) =>
          assertEquals(await disconnect(client), { header: false, closed: false }),
      },
    },
  },
  {
    title: "flush: a client that never reads stops production, and memory stays flat",
    async run(client) {
      const before = await client.server.memory();
      using socket = await client.ask("/ends/unread");
      await socket.response();
      const produced = await client.standstill("unread-produced");
      assertGreater(produced, 0);
      assertLess(produced, 8 * MIB);
      if (before !== null) assertLess(await client.server.memory() ?? 0, before + 64 * MIB);
      socket.leave();
      assertEquals(await client.ledgerOnce("unread-failed", (value) => value === 1), 1);
    },
  },
  {
    title: "flush: a client that leaves is seen within one write",
    async run(client) {
      const socket = await client.ask("/ends/leaver");
      await (await socket.response()).until("..");
      socket.leave();
      const atLeave = await client.ledger("leaver-taken") as number;
      const end = await client.ledgerOnce("leaver-end", (value) => value !== undefined);
      assertEquals(end, { hr: CONNECTION_INVALID, connected: false });
      assertLessOrEqual(await client.ledger("leaver-taken") as number, atLeave + 1);
      const account = await client.ledgerOnce("end-leaver", (value) => value !== undefined);
      assertEquals((account as { outcome: string }[]).map(({ outcome }) => outcome), [
        "client-gone",
      ]);
    },
  },
];

// What does a client see of what outlives a request? Fragments, frequent URLs, and a server that closes meanwhile.
import { assertEquals } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** A stream that has begun, the server closing under it, and what comes of both; it goes on if its client says so. */
async function streamed(client: Client, room: string, goesOn: boolean) {
  using socket = await client.ask(`/globals/${room}/stream`);
  const response = await socket.response();
  await response.until("0");
  assertEquals((await client.get(`/globals/${room}/close`)).text, "closing");
  const further = (await client.get(`/globals/${room}/further`)).status;
  if (goesOn) { for (let pieces = 0; pieces < 3; pieces++) await client.goOn(room); }
  const { text, outcome } = await response.rest();
  return { further, text, outcome };
}

/** What the server says of it. */
async function said(client: Client, room: string): Promise<unknown[]> {
  const done = await client.ledgerOnce(`closed-${room}`, (value) => value === true);
  return [done, await client.ledger(`end-${room}`)];
}

/** On workerd a request cannot wait for another, nor end its stream: who closes there closes the door, no more. */
const doorOnly = (room: string) => ({
  why: "workerd lets no request touch another one; to stop them is the platform's business",
  shows: async (client: Client) =>
    assertEquals(await streamed(client, room, true), {
      further: 503,
      text: "123",
      outcome: "complete",
    }),
});

export const globals: Case[] = [
  {
    title: "Fragments: parts of kept bytes and of a kept Blob are sent",
    async run(client) {
      assertEquals((await client.get("/globals/fragments")).text, "World 3456");
    },
  },
  {
    title: "IsFrequentlyHit: the second request within ten seconds",
    async run(client) {
      const { text: first } = await client.get("/globals/frequent");
      assertEquals([first, (await client.get("/globals/frequent")).text], ["false", "true"]);
    },
  },
  {
    title: "close: a stream is sent to its end, further requests get 503",
    async run(client) {
      const { further, text, outcome } = await streamed(client, "drained", true);
      assertEquals([further, text, outcome], [503, "123", "complete"]);
      assertEquals(await said(client, "drained"), [true, "complete"]);
    },
    except: { workerd: doorOnly("drained") },
  },
  {
    title: "close: what runs on at the deadline is broken, never ended cleanly",
    async run(client) {
      const { further, text, outcome } = await streamed(client, "cut", false);
      assertEquals([further, outcome], [503, "broken"]);
      assertEquals(text, "");
      assertEquals(await said(client, "cut"), [true, "timeout"]);
    },
    except: { workerd: doorOnly("cut") },
  },
];

// Does an answer leave alike everywhere? Compressed, with its page where it is an error, and one line in the log.
import { assertEquals, assertGreater, assertLess, assertMatch } from "../../_assert.ts";
import { sleep } from "../../_waits.ts";
import { type Case, type Client } from "../_client.ts";
import { CodedBody } from "../_coded.ts";
import { EVENTS, PACKED, TEXT } from "../houses/finishing.ts";

const MIB = 1024 * 1024;
const GZIP = { headers: { "Accept-Encoding": "gzip" } };

/** The headers that speak of the coding. */
const HEAD = ["content-encoding", "etag", "vary"];

async function packed(client: Client, room: string, method = "GET") {
  using socket = await client.ask(`/finishing/packed/${room}`, { ...GZIP, method });
  const response = await socket.response(method);
  const head = HEAD.map((name) => response.all(name).join(", ") || null);
  return { head, length: response.header("content-length"), text: await textOf(response) };
}

async function textOf(
  response: Awaited<ReturnType<Awaited<ReturnType<Client["ask"]>>["response"]>>,
) {
  const body = new CodedBody(response);
  return response.header("content-encoding") === "gzip"
    ? await body.rest()
    : (await response.rest()).text;
}

/** The lines of the access log for one path, as soon as there is one. */
async function lines(client: Client, path: string): Promise<string[]> {
  const of = (log: unknown) => (log as string[] ?? []).filter((line) => line.includes(path));
  return of(await client.ledgerOnce("log", (log) => of(log).length > 0));
}

async function page(client: Client, path: string) {
  const { status, text } = await client.get(`/finishing/${path}`);
  return [status, text];
}

/** Reads compressed events, of which each is made only when the one before has been read. */
async function readEvents(client: Client, room: string, coding: string): Promise<void> {
  const headers = { "Accept-Encoding": coding, Accept: "text/event-stream" };
  using socket = await client.ask(`/finishing/packed/${room}`, { headers });
  const response = await socket.response();
  assertEquals(response.header("content-encoding"), coding);
  const body = new CodedBody(response);
  const ids = Array.from({ length: EVENTS }, (_, index) => `id: ${index}\n\n`);
  await client.steps(body, room, ...ids.slice(0, -1));
  assertEquals(await body.rest(), ids.join(""));
  assertEquals(response.outcome, "complete");
}

export const finishing: Case[] = [
  {
    title: "compression: a whole body, with its length, a weak tag, and Vary beside what was there",
    async run(client) {
      const { head, length, text } = await packed(client, "whole");
      assertEquals([head, text], [["gzip", 'W/"strong"', "Cookie, Accept-Encoding"], TEXT]);
      assertLess(Number(length), TEXT.length / 10);
      const plain = await client.get("/finishing/packed/whole");
      assertEquals([plain.header("content-encoding"), plain.text], [null, TEXT]);
      assertEquals(plain.header("etag"), '"strong"');
      assertMatch(plain.all("vary").join(), /Accept-Encoding/);
    },
  },
  {
    title: "compression: HEAD has the head of the compressed answer, and nothing behind it",
    async run(client) {
      using socket = await client.ask("/finishing/packed/whole", { ...GZIP, method: "HEAD" });
      const head = await socket.response("HEAD");
      assertEquals(head.header("content-encoding"), "gzip");
      assertEquals(head.header("etag"), 'W/"strong"');
      await socket.request("GET", "/finishing/packed/before");
      assertEquals((await (await socket.response()).rest()).text, PACKED);
    },
  },
  {
    title: "compression: what is in a coding already stays in it",
    async run(client) {
      const { head, text } = await packed(client, "before");
      assertEquals([head[0], text], ["x-own", PACKED]);
    },
  },
  {
    title: "compression: a file leaves as its kept copy, and its weak tag is good for a 304",
    async run(client) {
      const first = await packed(client, "page.txt");
      const again = await packed(client, "page.txt");
      assertEquals(again, first);
      assertEquals([first.head[0], first.text], ["gzip", TEXT]);
      const etag = first.head[1]!;
      assertMatch(etag, /^W\/"/);
      const headers = { ...GZIP.headers, "If-None-Match": etag };
      const { status, text } = await client.get("/finishing/packed/page.txt", { headers });
      assertEquals([status, text], [304, ""]);
    },
  },
  {
    title: "compression: what a module flushes can be read before it has more",
    async run(client) {
      using socket = await client.ask("/finishing/packed/pieces", GZIP);
      const response = await socket.response();
      const body = new CodedBody(response);
      assertEquals(await body.until("one "), "one ");
      await client.goOn("packed");
      assertEquals(await body.until("two "), "one two ");
      await client.goOn("packed");
      assertEquals(await body.rest(), "one two three");
      assertEquals([response.header("content-encoding"), response.outcome], ["gzip", "complete"]);
    },
  },
  {
    title: "compression: each event of a stream can be read before the next one is made",
    async run(client) {
      await Promise.all(
        ["gzip", "br"].flatMap((coding) =>
          ["events", "flushed-events"].map((room) =>
            readEvents(client, `${room}-${coding}`, coding)
          )
        ),
      );
    },
  },
  {
    title: "compression: a client that does not read stops the source, and one that leaves ends it",
    async run(client) {
      const before = await client.server.memory();
      using socket = await client.ask("/finishing/packed/endless", GZIP);
      assertEquals((await socket.response()).header("content-encoding"), "gzip");
      const made = await client.standstill("packed-made");
      assertGreater(made, 0);
      assertLess(made, 16 * MIB);
      if (before !== null) assertLess(await client.server.memory() ?? 0, before + 96 * MIB);
      socket.leave();
      assertEquals(await client.ledgerOnce("packed-stopped", (value) => value === 1), 1);
    },
  },
  {
    title: "httpLogging: one line when the last byte has left, with the bytes of the body",
    async run(client) {
      await client.get("/finishing/logged/whole");
      assertEquals(await lines(client, "/whole"), ["GET /finishing/logged/whole 200 0 0 7"]);
      await client.get("/finishing/logged/missing", { method: "HEAD" });
      assertEquals(await lines(client, "/missing"), ["HEAD /finishing/logged/missing 404 0 0 0"]);
      using socket = await client.ask("/finishing/logged/parts");
      const response = await socket.response();
      await response.until("one ");
      assertEquals(
        (await client.ledger("log") as string[]).some((l) => l.includes("/parts")),
        false,
      );
      await client.goOn("parts");
      assertEquals((await response.rest()).text, "two");
      assertEquals(await lines(client, "/parts"), ["GET /finishing/logged/parts 200 0 0 7"]);
    },
  },
  {
    title: "httpLogging: one line when a transfer breaks, with the bytes until then and the reason",
    async run(client) {
      assertEquals((await client.get("/finishing/logged/reset")).outcome, "broken");
      assertEquals(await lines(client, "/reset"), ["GET /finishing/logged/reset 200 0 1236 4"]);
      const socket = await client.ask("/finishing/logged/left");
      await (await socket.response()).until("one ");
      socket.leave();
      const left = await lines(client, "/left");
      assertEquals(left.length, 1);
      assertMatch(left[0], /^GET \/finishing\/logged\/left 200 0 64 \d+$/);
      await sleep(100);
      assertEquals(await lines(client, "/left"), left);
    },
  },
  {
    title: "customErrors: the page of the sub-status, the one of the status, the line without one",
    async run(client) {
      assertEquals(await page(client, "errors/404"), [404, "<p>lost"]);
      assertEquals(await page(client, "errors/404.7"), [404, "lost by its extension"]);
      assertEquals(await page(client, "errors/404.8"), [404, "<p>lost"]);
      const { status, text } = await client.get("/finishing/errors/410");
      assertEquals(status, 410);
      assertMatch(text, /^The resource was removed/);
    },
  },
  {
    title: "customErrors: ExecuteURL, by a child request whose answer is the page",
    async run(client) {
      assertEquals(await page(client, "errors/403"), [200, "closed, by another URL"]);
    },
  },
  {
    title: "customErrors: existingResponse decides about a body that is there",
    async run(client) {
      assertEquals(await page(client, "errors/app"), [404, "<p>lost"]);
      assertEquals(await page(client, "errors/404.7.skip"), [404, "own words"]);
      assertEquals(await page(client, "passed/app"), [404, "app"]);
      assertEquals(await page(client, "passed/404"), [404, ""]);
      assertEquals(await page(client, "replaced/404.7.skip"), [404, "lost by its extension"]);
    },
  },
];

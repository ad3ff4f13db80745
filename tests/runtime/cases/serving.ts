// What does a client see of files? The same head, parts and pages, wherever they are served.
import { assertEquals, assertMatch, assertStringIncludes } from "../../_assert.ts";
import type { Ask, Case, Client } from "../_client.ts";

const FILE = "/serving/memory/f.txt";

/** Status, the headers that are asked for, and the length of the body. */
async function told(client: Client, path: string, ask: Ask, ...names: string[]) {
  const answer = await client.get(path, ask);
  return [answer.status, ...names.map((name) => answer.header(name)), answer.text.length];
}

export const serving: Case[] = [
  {
    title: "staticFile: a file with its length, HEAD without its body, 304 for who has it",
    async run(client) {
      const names = ["content-length", "cache-control", "accept-ranges"];
      const head = ["1000", "max-age=86400", "bytes"];
      assertEquals(await told(client, FILE, {}, ...names), [200, ...head, 1000]);
      assertEquals(await told(client, FILE, { method: "HEAD" }, ...names), [200, ...head, 0]);
      const etag = (await client.get(FILE)).header("etag")!;
      const has = { headers: { "If-None-Match": etag } };
      assertEquals(await told(client, FILE, has, "etag", "x-served"), [304, etag, "yes", 0]);
    },
  },
  {
    title: "staticFile: a range, several of them, one that is not there",
    async run(client) {
      const part = (range: string) => ({ headers: { Range: range } });
      const one = await client.get(FILE, part("bytes=990-"));
      assertEquals([one.status, one.header("content-range")], [206, "bytes 990-999/1000"]);
      assertEquals(one.text, "0123456789");
      const two = await client.get(FILE, part("bytes=0-1,5-6"));
      assertMatch(two.header("content-type")!, /^multipart\/byteranges; boundary=/);
      assertEquals(two.header("content-length"), String(two.text.length));
      assertStringIncludes(two.text, "Content-Range: bytes 5-6/1000\r\n\r\n56\r\n--");
      const none = await told(client, FILE, part("bytes=1000-"), "content-range");
      assertEquals(none, [416, "bytes */1000", 0]);
    },
  },
  {
    title: "staticFile: the compressed sibling leaves as it is",
    async run(client) {
      const ask = { headers: { "Accept-Encoding": "gzip" } };
      const names = ["content-encoding", "content-length", "vary"];
      const [status, ...head] = await told(client, FILE, ask, ...names);
      assertEquals([status, ...head.slice(0, 3)], [200, "gzip", "5", "Accept-Encoding"]);
      const child = await told(client, "/serving/accounted/docs/", ask, ...names);
      assertEquals(child.slice(0, 3), [200, "gzip", "5"]);
    },
  },
  {
    title: "defaultDocument: a folder shows its document, directoryListing what lies in one",
    async run(client) {
      assertEquals((await client.get("/serving/memory/docs/")).text, "<p>docs");
      const moved = await client.get("/serving/memory/docs");
      assertEquals(moved.status, 301);
      assertMatch(moved.header("location")!, /\/serving\/memory\/docs\/$/);
      assertStringIncludes((await client.get("/serving/memory/list/")).text, 'href="./b/">b</a>');
      const json = { headers: { Accept: "application/json" } };
      const { entries } = JSON.parse((await client.get("/serving/memory/list/", json)).text);
      assertEquals(entries.map(({ name }: { name: string }) => name), ["b", "a.txt"]);
    },
  },
  {
    title: "httpRedirection: elsewhere, with the headers of customHeaders",
    async run(client) {
      const answer = await client.get("/serving/memory/old/p?x=1");
      assertEquals([answer.status, answer.header("x-served")], [302, "yes"]);
      assertMatch(answer.header("location")!, /\/serving\/new\/p\?x=1$/);
    },
  },
  {
    title: "staticFile: static assets, whole and in part",
    async run(client) {
      const whole = await client.get("/serving/assets/f.txt");
      assertEquals([whole.status, whole.header("etag"), whole.text.length], [200, '"asset"', 1000]);
      const ask = { headers: { Range: "bytes=5-9", "If-Range": '"asset"' } };
      const part = await client.get("/serving/assets/f.txt", ask);
      assertEquals([part.status, part.text], [206, "56789"]);
      assertEquals((await client.get("/serving/assets/none.txt")).status, 404);
    },
  },
];

// Does what is kept come again everywhere, and once for all who want it?
import { assertEquals, assertLess, assertMatch } from "../../_assert.ts";
import { sleep } from "../../_waits.ts";
import { type Case, type Client, type Exception } from "../_client.ts";

const text = async (client: Client, path: string) => (await client.get(path)).text;

const noCache: Exception = {
  why: "the runtime has no Cache",
  async shows(client) {
    assertEquals(await text(client, "/caching/platform"), "no Cache here");
  },
};

/** What is answered twice running, and is not `old`: a store is told in the background, so that it holds nobody back. */
async function keptOf(client: Client, path: string, old?: string): Promise<string> {
  let last = "";
  for (let tries = 0; tries < 200; tries++) {
    const now = await text(client, path);
    if (now === last && now !== old) return now;
    last = now;
    await sleep(5);
  }
  throw new Error(`Nothing is kept: the last answer was "${last}"`);
}

export const caching: Case[] = [
  {
    title: "httpCache: what states its freshness is kept, with its age; HEAD and parts come of it",
    async run(client) {
      assertEquals(await text(client, "/caching/kept"), "made 1");
      const again = await client.get("/caching/kept");
      assertEquals(again.text, "made 1");
      assertMatch(again.header("age")!, /^\d+$/);
      const head = await client.get("/caching/kept", { method: "HEAD" });
      assertEquals([head.text, head.header("content-length")], ["", "6"]);
      const part = await client.get("/caching/kept", { headers: { Range: "bytes=0-3" } });
      assertEquals([part.status, part.text, part.header("content-range")], [
        206,
        "made",
        "bytes 0-3/6",
      ]);
      const known = await client.get("/caching/kept", { headers: { "If-None-Match": '"a"' } });
      assertEquals([known.status, known.text], [304, ""]);
      assertEquals(await text(client, "/caching/kept?other"), "made 1");
    },
  },
  {
    title: "httpCache: those who want the same at once are one fetch",
    async run(client) {
      const all = [1, 2, 3, 4].map(() => text(client, "/caching/slow"));
      assertEquals(await Promise.all(all), Array(4).fill("made 1"));
    },
  },
  {
    title: "httpCache: what has to be asked for again is, and lets what is kept come",
    async run(client) {
      await client.get("/caching/asked");
      const again = await client.get("/caching/asked");
      assertEquals([again.status, again.text, again.header("x-count")], [200, "made 1", "2"]);
    },
  },
  {
    title: "httpCache: what is stale is sent at once, and asked for behind it",
    async run(client) {
      assertEquals(await text(client, "/caching/meanwhile"), "made 1");
      const begun = performance.now();
      const stale = await client.get("/caching/meanwhile");
      assertEquals([stale.status, stale.text], [200, "made 1"]);
      assertLess(performance.now() - begun, 5000);
      for (let tries = 0; tries < 50; tries++) {
        if ((await client.get("/caching/meanwhile")).header("x-count") !== null) return;
        await sleep(50);
      }
      throw new Error("Nobody has asked for it anew");
    },
  },
  {
    title: "httpCache: over a driver that takes its time, until the URL is changed",
    async run(client) {
      assertEquals(await text(client, "/caching/stored"), "made 1");
      assertEquals(await text(client, "/caching/stored"), "made 1");
      await client.get("/caching/stored", { method: "DELETE" });
      assertEquals(await text(client, "/caching/stored"), "made 3");
    },
  },
  {
    title: "httpCache: in the Cache of the platform, until the URL is changed",
    async run(client) {
      const path = `/caching/platform?${crypto.randomUUID()}`;
      const first = await keptOf(client, path);
      await client.get(path, { method: "DELETE" });
      await keptOf(client, path, first);
      await client.get(path, { method: "DELETE" });
    },
    except: { node: noCache, bun: noCache },
  },
];

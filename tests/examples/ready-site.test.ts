// Does the site of ready modules answer alike on Deno and on Workers? One table of requests, each to both.
import { fileURLToPath } from "node:url";
import { buildReadySite, PUBLIC } from "../../examples/build.ts";
import site from "../../examples/ready-site/main.ts";
import { listen } from "../../testing.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { serveWorker } from "./_miniflare.ts";
import { ask, REQUESTS, seen } from "./_ready-site.ts";

const KEEPER = { headers: { Authorization: `Basic ${btoa("keeper:windlass")}` } };

/** The log hands its lines over once in a second. */
async function logOnce(port: number, path: string): Promise<string> {
  for (let tries = 40;; tries--) {
    const { text } = await ask(port, "/keeper/log.txt", KEEPER);
    if (text.includes(path) || tries === 0) return text;
    await sleep(100);
  }
}

async function holds(port: number, t: Deno.TestContext): Promise<void> {
  await t.step("every page leads only to what is there", async () => {
    for (const page of ["/", "/how.html", "/visit.html", "/keeper/"]) {
      const { text } = await ask(port, page, KEEPER);
      const links = [...text.matchAll(/(?:href|src)="([^"#:]+)"/g)].map(([, link]) => link);
      assert(links.length > 5, page);
      for (const link of links) {
        const { pathname } = new URL(link, `http://localhost${page}`);
        if (/^\/(drawbridge|errors|pictures\/$)/.test(pathname)) continue; // Shown because they are refused.
        const { status } = await ask(port, pathname, KEEPER);
        assert(status === 200 || status === 301, `${page} leads to ${pathname}: ${status}`);
      }
    }
  });
  await t.step(
    "the keeper reads the log: one line for each request, in the W3C format",
    async () => {
      await ask(port, "/how.html?once=1");
      const log = await logOnce(port, "once=1");
      assertStringIncludes(log, "#Fields: date time s-ip cs-method cs-uri-stem");
      const lines = log.split("\n").filter((line) => line.includes(" once=1 "));
      assertEquals(lines.length, 1);
      assertMatch(
        lines[0],
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ GET \/how\.html once=1 \d+ - \S+ /,
      );
    },
  );
  await t.step("the second who asks is answered from the cache", async () => {
    for (const path of ["/visit.html", "/", "/downloads/lock-days.ics"]) {
      for (let times = 0; times < 2; times++) await ask(port, path);
      const { text } = await ask(port, path);
      const kept = await ask(port, path);
      assertMatch(kept.header("age") ?? "", /^\d+$/, path);
      assertEquals(kept.text, text);
    }
    assertEquals((await ask(port, "/keeper/", KEEPER)).header("age"), null);
  });
  await t.step("a weak tag of a compressed page is good for a 304", async () => {
    const headers = { "Accept-Encoding": "gzip" };
    const etag = (await ask(port, "/", { headers })).header("etag")!;
    const again = await ask(port, "/", { headers: { ...headers, "If-None-Match": etag } });
    assertEquals([again.status, again.text], [304, ""]);
  });
}

Deno.test("Ready site: the same answers on Deno over a folder, and on workerd over assets", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-ready-site-" });
  const script = await buildReadySite(`${folder}/site.mjs`);
  const worker = await serveWorker(script, fileURLToPath(PUBLIC));
  await using deno = await listen((request, info) => site.fetch(request, info as object));
  const workerPort = Number(new URL(worker.url).port);
  for (const [what, [status, path, asked]] of Object.entries(REQUESTS)) {
    await t.step(`${what}: ${status}`, async () => {
      const here = seen(await ask(deno.port, path, asked));
      assertEquals(here.status, status);
      assertEquals(seen(await ask(workerPort, path, asked)), here);
    });
  }
  await t.step("on Deno", (t) => holds(deno.port, t));
  await t.step("on workerd", (t) => holds(workerPort, t));
  await worker.stop();
  await Deno.remove(folder, { recursive: true });
});

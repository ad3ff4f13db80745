// Which answers are kept for the next request? Whatever happens, nobody gets another version, nor what was changed before he asked.
import { assert, assertEquals, assertLess } from "../../tests/_assert.ts";
import { sleep } from "../../tests/_waits.ts";
import { random as randomOf } from "../../tests/conformance/_random.ts";
import { type App, site } from "./_site.ts";
import type { CacheStore } from "./index.ts";
import { MemoryStore } from "./stores.ts";

const CONTROLS = [
  "max-age=60",
  "max-age=60",
  "max-age=0, stale-while-revalidate=60",
  "max-age=0, stale-if-error=60",
  "no-cache",
  "no-store",
  "private, max-age=60",
  "max-age=0",
];
const PATHS = ["/a", "/b"];
const KINDS = ["x", "y", "z"];

/** An app whose pages have versions, which POST changes; it is slow, fails and breaks at random. */
function wild(random: () => number): { app: App; versions: Map<string, number> } {
  const versions = new Map(PATHS.map((path) => [path, 1]));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const app: App = async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") {
      versions.set(pathname, versions.get(pathname)! + 1);
      if (random() < 0.5) await sleep(random() * 4);
      return new Response(null, { status: 204 });
    }
    const kind = request.headers.get("X-Kind")!;
    const text = `${pathname} ${kind} ${versions.get(pathname)}`;
    if (random() < 0.5) await sleep(random() * 4);
    if (random() < 0.1) return new Response("failed", { status: pick([500, 502, 503]) });
    const headers = { "Cache-Control": pick(CONTROLS), Vary: "X-Kind", ETag: JSON.stringify(text) };
    if (request.headers.get("If-None-Match") === headers.ETag) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(random() < 0.3 ? slowly(text, random() < 0.3) : text, { headers });
  };
  return { app, versions };
}

/** A text letter by letter, which may break before its end. */
function slowly(text: string, breaks: boolean): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await sleep(1);
      if (breaks && at > 2) return controller.error(new Error("broken"));
      if (at === bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, ++at));
    },
  }, { highWaterMark: 0 });
}

/** A store that answers when it likes to. */
function late(random: () => number): CacheStore {
  const inner = new MemoryStore(1_000_000);
  const wait = () => sleep(random() * 3);
  return {
    get: (key) => wait().then(() => inner.get(key)),
    set: (key, record, seconds) => wait().then(() => inner.set(key, record, seconds)),
    delete: (key) => wait().then(() => inner.delete(key)),
  };
}

/** Asks at random, and holds each answer against what was known when it was asked for. */
async function client(
  { get }: ReturnType<typeof site>,
  changed: Map<string, number>,
  versions: Map<string, number>,
  random: () => number,
): Promise<number> {
  let whole = 0;
  for (let i = 0; i < 60; i++) {
    const path = PATHS[Math.floor(random() * PATHS.length)];
    const kind = KINDS[Math.floor(random() * KINDS.length)];
    if (random() < 0.1) {
      await get(path, { method: "POST" });
      changed.set(path, Math.max(changed.get(path) ?? 0, versions.get(path)!));
      continue;
    }
    const least = changed.get(path) ?? 1;
    const begun = performance.now();
    const answer = await get(path, { headers: { "X-Kind": kind } }).catch(() => null);
    assertLess(performance.now() - begun, 4000, "Somebody waits for nobody");
    if (answer === null || answer.status >= 500) continue;
    const [, ownPath, ownKind, version] = /^(\S+) (\S+) (\d+)$/.exec(answer.text) ?? [];
    assertEquals([answer.status, ownPath, ownKind], [200, path, kind]);
    assert(Number(version) >= least, `${answer.text} came behind version ${least}`);
    whole++;
  }
  return whole;
}

for (const [name, stores] of Object.entries({ memory: () => undefined, "a late store": late })) {
  for (let seed = 1; seed <= 3; seed++) {
    Deno.test(`httpCache: ${name}, seed ${seed}: no version of another, nothing from before a change, no part`, async () => {
      const random = randomOf(seed);
      const { app, versions } = wild(random);
      const server = site(app, { store: stores(random) });
      const changed = new Map<string, number>();
      const clients = Array.from({ length: 12 }, () => client(server, changed, versions, random));
      const { error } = console;
      console.error = () => {};
      const whole = (await Promise.all(clients)).reduce((sum, one) => sum + one, 0);
      await sleep(20);
      console.error = error;
      assert(whole > 200, `Only ${whole} answers were whole`);
      assert(server.asked() < 12 * 60, "Nothing came from the cache");
    });
  }
}

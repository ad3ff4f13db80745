// Which answers are kept for the next request? The stores: memory, the platform's Cache, storages of unstorage.
import { createStorage } from "npm:unstorage@1.17.6";
import memory from "npm:unstorage@1.17.6/drivers/memory";
import { assertEquals, assertMatch } from "../../tests/_assert.ts";
import { sleep, turn, within } from "../../tests/_waits.ts";
import { counting, fresh, site } from "./_site.ts";
import type { CacheRecord, CacheStore, Caching } from "./index.ts";
import { type CachedResponse, MemoryStore, PlatformStore, UnstorageStore } from "./stores.ts";

/** Stores that the module has to work with. */
const STORES: Record<string, () => NonNullable<Caching["store"]>> = {
  "a storage of unstorage": () => createStorage({ driver: memory() }),
  "a driver of unstorage": () => memory(),
  "a Cache": () => platform(),
};

/** The Cache of a platform. */
function platform() {
  const kept = new Map<string, Response>();
  return {
    match: (key: string) => Promise.resolve(kept.get(key)?.clone()),
    put: (key: string, response: Response) => Promise.resolve(void kept.set(key, response)),
    delete: (key: string) => Promise.resolve(kept.delete(key)),
  };
}

for (const [name, make] of Object.entries(STORES)) {
  Deno.test(`httpCache: store: ${name}: kept, told apart, shared, and let go of`, async () => {
    const store = make();
    const one = site(fresh({ Vary: "X-Kind", "X-Text": "für" }), { store });
    const two = site(fresh(), { store });
    const init = (kind: string) => ({ headers: { "X-Kind": kind } });
    assertEquals(await one.times(2, "/?a", init("a")), "1,1");
    assertEquals(await one.times(2, "/?a", init("b")), "2,2");
    assertEquals(await two.times(2, "/?a", init("a")), "1,1");
    await two.get("/?a", { method: "DELETE" });
    // The other server's store is told in the background: a store that takes its time holds nobody back.
    let last = "1";
    for (let tries = 0; last === "1" && tries < 200; tries++) {
      await sleep(5);
      last = await one.times(1, "/?a", init("a"));
    }
    assertEquals(last, "3");
  });
}

Deno.test("httpCache: store: the Cache of Deno itself", async () => {
  const name = `sluice-test-${crypto.randomUUID()}`;
  const store = await caches.open(name);
  assertEquals(await site(fresh(), { store }).times(3), "1,1,1");
  await caches.delete(name);
});

Deno.test("httpCache: store: one that fails, or has nonsense, costs nobody an answer", async () => {
  const { error } = console;
  console.error = () => {};
  const broken = () => {
    throw new Error("broken");
  };
  const late = () => Promise.reject(new Error("broken"));
  const stores = [
    { get: broken, set: broken, delete: broken },
    { get: late, set: late, delete: late },
    { getItem: () => "{not json" },
    { getItem: () => ({ any: "thing" }) },
  ];
  for (const store of stores) assertEquals(await site(fresh(), { store }).times(2), "1,2");
  console.error = error;
});

const record = (size: number): CachedResponse => ({
  status: 200,
  reason: "OK",
  headers: [],
  body: new Uint8Array(size),
  asked: Date.now(),
  born: Date.now(),
  lifetime: 1,
  strict: false,
  ifError: 0,
  whileRevalidate: 0,
  file: null,
  stated: true,
});

Deno.test("httpCache: store: memory has an end, and what is unused longest leaves first", () => {
  const store = new MemoryStore(20_000);
  for (let i = 0; i < 10; i++) {
    store.set(`k${i}`, record(3000), 60);
    store.get("k0");
  }
  const left = Array.from({ length: 10 }, (_, i) => store.get(`k${i}`) as CacheRecord | null);
  assertEquals(left.map((one) => one === null ? 0 : 1).join(""), "1000001111");
  store.set("big", record(30_000), 60);
  assertEquals(store.get("big"), null);
  store.set("short", record(1), 0);
  assertEquals(store.get("short"), null);
});

Deno.test("httpCache: store: very many URLs do not fill the memory", async () => {
  const body = "x".repeat(20_000);
  const app = () => new Response(body, { headers: { "Cache-Control": "max-age=60" } });
  const { get, asked } = site(app, { maxCacheSize: 1 });
  for (let i = 0; i < 200; i++) await get(`/?${i}`);
  for (let i = 199; i > 160; i--) await get(`/?${i}`);
  assertEquals(asked(), 200);
  await get("/?0");
  assertEquals(asked(), 201);
});

const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

for (const [name, make] of Object.entries(STORES)) {
  Deno.test(`httpCache: store: ${name}: a body comes back byte for byte, and what is not there does not`, async () => {
    const given = make();
    const store = name === "a Cache"
      ? new PlatformStore(given as ReturnType<typeof platform>)
      : new UnstorageStore(given as ReturnType<typeof memory>);
    const kept: CachedResponse = { ...record(0), body: BYTES, headers: [["X-Text", "f\u00fcr"]] };
    await store.set("a", kept, 60);
    assertEquals(await store.get("a"), kept);
    assertEquals(await store.get("b"), null);
  });
}

Deno.test("httpCache: store: what is let go of last is gone, also where one digest overtakes another", async () => {
  const store = new UnstorageStore(memory());
  const { digest } = crypto.subtle;
  let late = 3;
  crypto.subtle.digest = async (algorithm, data) => {
    for (let turns = late--; turns > 0; turns--) await turn();
    return await digest.call(crypto.subtle, algorithm, data);
  };
  try {
    await Promise.all([store.set("a", record(1), 60), store.delete("a")]);
    assertEquals(await store.get("a"), null);
  } finally {
    crypto.subtle.digest = digest;
  }
});

Deno.test("httpCache: store: one that takes its time holds back neither its client nor the next fetch", async () => {
  const inner = new MemoryStore(1_000_000);
  const open = Promise.withResolvers<void>();
  const store: CacheStore = {
    get: (key) => inner.get(key),
    set: (key, record, seconds) => open.promise.then(() => inner.set(key, record, seconds)),
    delete: (key) => inner.delete(key),
  };
  const { get, asked } = site(fresh(), { store });
  assertEquals((await within(get(), "the answer")).text, "1");
  const next = get();
  open.resolve();
  assertEquals([(await within(next, "the next answer")).text, asked()], ["1", 1]);
});

Deno.test("httpCache: store: drivers are never asked to keep something for less than a minute", async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const store = {
    getItem: () => null,
    setItem: (_key: string, _value: string, options: { ttl?: number }) => resolve(options.ttl),
  };
  await site(counting({ "Cache-Control": "max-age=5, must-revalidate" }), { store }).get();
  assertEquals(await promise, 60);
});

Deno.test("httpCache: store: a Cache is asked for URLs of the site itself, which only the cache knows", async () => {
  const seen: string[] = [];
  const store = { ...platform(), match: (url: string) => Promise.resolve(void seen.push(url)) };
  await site(fresh(), { store }).get("/page?a=1");
  assertMatch(seen.join(), /^http:\/\/localhost\/\.http-cache\/[0-9a-f]{64}$/);
});

// Which answers are kept for the next request? The output cache in memory and over a driver, before an app that counts.
import { createWebServer } from "../../../mod.ts";
import { httpCache } from "../../../middleware/http-cache/index.ts";
import { type House, PAUSE, sleep } from "./_kit.ts";

/** How often each path was asked for. */
const counts = new Map<string, number>();

const CONTROL: Record<string, string> = {
  "/caching/meanwhile": "max-age=0, stale-while-revalidate=60",
  "/caching/asked": "no-cache",
};

const app = {
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const key = pathname + search;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (pathname === "/caching/slow") await sleep(PAUSE);
    const headers = { "Cache-Control": CONTROL[pathname] ?? "max-age=60", ETag: '"a"' };
    if (request.headers.get("If-None-Match") === '"a"') {
      return new Response(null, { status: 304, headers: { ...headers, "X-Count": `${count}` } });
    }
    return new Response(`made ${count}`, { headers });
  },
};

const items = new Map<string, string>();

/** A driver of unstorage, as far as it is needed, that takes its time. */
const driver = {
  getItem: (key: string) => sleep(1).then(() => items.get(key) ?? null),
  setItem: (key: string, value: string) => sleep(1).then(() => void items.set(key, value)),
  removeItem: (key: string) => sleep(1).then(() => void items.delete(key)),
};

const inMemory = createWebServer({ modules: [httpCache()], app });
const stored = createWebServer({ modules: [httpCache({ store: driver })], app });

/** The Cache of the platform; undefined where there is none. */
async function cacheHere(): Promise<Cache | undefined> {
  const { caches } = globalThis as { caches?: CacheStorage & { readonly default?: Cache } };
  return caches?.default ?? await caches?.open("sluice-tests");
}

/** Made with the first request, as far as the platform has a Cache. */
let platform: ReturnType<typeof createWebServer> | undefined;

async function overCache(...request: Parameters<House>): Promise<Response> {
  const store = await cacheHere();
  if (store === undefined) return new Response("no Cache here");
  platform ??= createWebServer({ modules: [httpCache({ store })], app });
  return await platform.fetch(...request);
}

export const caching: House = (...request) => {
  const { pathname } = new URL(request[0].url);
  if (pathname === "/caching/platform") return overCache(...request);
  return (pathname === "/caching/stored" ? stored : inMemory).fetch(...request);
};

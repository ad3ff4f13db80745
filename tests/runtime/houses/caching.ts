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

export const caching: House = (request, env, context) =>
  (new URL(request.url).pathname === "/caching/stored" ? stored : inMemory)
    .fetch(request, env, context);

// How fast is it? The site of ready modules, or the same of Hono's own middlewares, on a free port; it prints its address.
import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { cache } from "hono/cache";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { serveStatic } from "hono/deno";
import { etag } from "hono/etag";
import { logger } from "hono/logger";
import { secureHeaders } from "hono/secure-headers";
import { fileURLToPath } from "node:url";
import site from "../examples/ready-site/main.ts";

type Fetch = (request: Request, info?: object) => Response | Promise<Response>;

const root = fileURLToPath(new URL("../examples/ready-site/public/", import.meta.url));

/** Every middleware where it costs least: what is in front of the cache runs always, what is behind it for what is new. */
function honoSite(cached: boolean): Fetch {
  const app = new Hono();
  app.use(logger(() => {}), secureHeaders());
  app.use("/downloads/*", cors());
  app.use("/keeper/*", basicAuth({ username: "keeper", password: "windlass" }));
  app.use(etag());
  if (cached) {
    const kept = { cacheName: "sluice-bench", wait: true, vary: "Accept-Encoding" };
    app.get("*", cache({ ...kept, cacheControl: "max-age=60" }));
  }
  app.use(compress());
  const onFound = (_path: string, c: { header(name: string, value: string): void }) =>
    c.header("Cache-Control", "max-age=60");
  app.use(serveStatic({ root, onFound }));
  return (request) => app.fetch(request);
}

/** The sites by their ids. */
export const SITES: Record<string, { readonly name: string; readonly make: () => Fetch }> = {
  sluice: {
    name: "Sluice, ready modules",
    make: () => (request, info) => site.fetch(request, info),
  },
  hono: { name: "Hono, its own middlewares", make: () => honoSite(true) },
  "hono-uncached": { name: "  the same without cache()", make: () => honoSite(false) },
};

if (import.meta.main) {
  const [id] = Deno.args;
  if (!Object.hasOwn(SITES, id)) throw new RangeError(`No site is called "${id}"`);
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
  }, SITES[id].make());
}

// How do all examples become one site? This file: the routes, and the pipeline that stands around them.
import { Hono } from "hono";
import { createWebServer, defineModule, type WebServer } from "@sluice/sluice";
import { examples } from "./catalogue.ts";
import { renderIndex, renderNotFound } from "./render.ts";
import { TraceStore } from "./trace-store.ts";

/** What a browser may load for our own pages: our own files. The examples' answers stay as they are. */
const PAGE_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-cache",
};

const pageHeaders = defineModule({
  name: "PageHeaders",
  onBeginRequest(context) {
    const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
    if (absPath.startsWith("/example/")) return;
    for (const [name, value] of Object.entries(PAGE_HEADERS)) {
      context.getResponse().setHeader(name, value, true);
    }
  },
});

/** Reads the page's files once and builds the site around them. */
export async function createSite(): Promise<WebServer> {
  const runs = new TraceStore();
  const app = new Hono();
  await addPages(app);
  addExamples(app, runs);
  app.get("/_trace/:id", (c) => {
    const run = runs.read(c.req.param("id"));
    return run ? c.json(run) : c.json({ error: "Not the name of a run" }, 404);
  });
  app.notFound((c) => c.html(renderNotFound(c.req.path), 404));
  return createWebServer({ modules: pageHeaders, app });
}

/** The index and its files. */
async function addPages(app: Hono): Promise<void> {
  const index = await renderIndex();
  app.get("/", (c) => c.html(index));
  const types = {
    "page.css": "text/css",
    "example.css": "text/css",
    "course.css": "text/css",
    "page.js": "text/javascript",
    "course.js": "text/javascript",
  };
  for (const [name, type] of Object.entries(types)) {
    const text = await Deno.readTextFile(new URL(name, import.meta.url));
    app.get(`/${name}`, (c) => c.body(text, 200, { "Content-Type": `${type}; charset=utf-8` }));
  }
}

/** Each example below /example/<name>/, as if it were alone in the world. */
function addExamples(app: Hono, runs: TraceStore): void {
  for (const { name, serve } of examples) {
    const prefix = `/example/${name}`;
    const server = serve({ trace: runs.note });
    app.get(prefix, (c) => c.redirect(`${prefix}/`));
    app.all(`${prefix}/*`, async (c) => {
      // A WebSocket can be made of the very Request only that has arrived, not of a copy.
      if (c.req.header("Upgrade") !== undefined) return server.fetch(c.req.raw);
      const url = new URL(c.req.url);
      url.pathname = url.pathname.slice(prefix.length);
      return below(prefix, url.origin, await server.fetch(new Request(url, c.req.raw)));
    });
  }
}

/** An example does not know where it stands: what it sends elsewhere on its own site stays below its path. */
function below(prefix: string, origin: string, response: Response): Response {
  const target = response.headers.get("Location");
  if (target?.startsWith(`${origin}/`)) {
    response.headers.set("Location", `${origin}${prefix}${target.slice(origin.length)}`);
  }
  return response;
}

// How do files come to clients? The ready modules for files, redirections and headers, over memory and over assets.
import {
  assetFiles,
  createWebServer,
  defineModule,
  type FileDriver,
  memoryFiles,
  type ModuleInput,
} from "../../../mod.ts";
import { customHeaders } from "../../../middleware/custom-headers/index.ts";
import { defaultDocument } from "../../../middleware/default-document/index.ts";
import { directoryListing } from "../../../middleware/directory-listing/index.ts";
import { httpRedirection } from "../../../middleware/http-redirection/index.ts";
import { staticFile } from "../../../middleware/static-file/index.ts";
import type { House } from "./_kit.ts";

const TEXT = "0123456789".repeat(100);
/** It need not be what it says: nobody unpacks it. */
const PACKED = new Uint8Array([0x1f, 0x8b, 1, 2, 3]);

const memory = memoryFiles({
  "/serving/memory/f.txt": TEXT,
  "/serving/memory/f.txt.gz": PACKED,
  "/serving/memory/docs/index.html": "<p>docs",
  "/serving/memory/list/a.txt": "a",
  "/serving/memory/list/b/c.txt": "c",
}, { modified: new Date("2026-03-04T05:06:07Z") });

/** What a Worker has as a binding. */
const binding = {
  fetch(request: Request): Promise<Response> {
    const known = new URL(request.url).pathname === "/serving/assets/f.txt";
    const headers = { "Content-Length": String(TEXT.length), ETag: '"asset"' };
    const body = request.method === "HEAD" ? null : TEXT;
    return Promise.resolve(
      known ? new Response(body, { headers }) : new Response(null, { status: 404 }),
    );
  },
};

const over = (files: FileDriver, ...others: ModuleInput[]): House => {
  const modules = [
    ...others,
    customHeaders({ customHeaders: [{ name: "X-Served", value: "yes" }] }),
    httpRedirection({ enabled: true, path: "/serving/memory/old", destination: "/serving/new" }),
    staticFile({ clientCache: { cacheControlMode: "UseMaxAge" } }),
    defaultDocument(),
    directoryListing({ enabled: true }),
  ];
  const server = createWebServer({ files, modules });
  return (request, env, executionContext) => server.fetch(request, env, executionContext);
};

/** Every body is counted on its way out, that of a child too. */
const accounted = memoryFiles({
  "/serving/accounted/docs/index.html": "<p>docs with more in it",
  "/serving/accounted/docs/index.html.gz": PACKED,
});
const accounting = defineModule({ name: "Accounting", onTransferEnd: () => {} });

const rooms: Record<string, House> = {
  accounted: over(accounted, accounting),
  memory: over(memory),
  assets: over(assetFiles(binding)),
};

export const serving: House = (request, env, executionContext) =>
  rooms[new URL(request.url).pathname.split("/")[2]](request, env, executionContext);

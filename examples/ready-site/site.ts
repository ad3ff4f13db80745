// Shows a site of ready modules: files, a listing, short and old names, users, a cache, compression, error pages, a log.
// Pages: docs/MODULES.md. `main.ts` beside it serves the folder `public`, on Deno and on Workers.
import { defineModule, type FileDriver, location, type WebServerOptions } from "@sluice/sluice";
import { basicAuthentication } from "@sluice/sluice/basic-authentication";
import { compression } from "@sluice/sluice/compression";
import { cors } from "@sluice/sluice/cors";
import { customErrors } from "@sluice/sluice/custom-errors";
import { customHeaders } from "@sluice/sluice/custom-headers";
import { defaultDocument } from "@sluice/sluice/default-document";
import { directoryListing } from "@sluice/sluice/directory-listing";
import { httpCache } from "@sluice/sluice/http-cache";
import { httpLogging } from "@sluice/sluice/http-logging";
import { requestFiltering } from "@sluice/sluice/request-filtering";
import { rewrite } from "@sluice/sluice/rewrite";
import { staticFile } from "@sluice/sluice/static-file";
import { urlAuthorization } from "@sluice/sluice/url-authorization";

const headers = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "SAMEORIGIN",
};
/** Each page is whole in itself: it stands at any URL, and the folder it comes from is hidden from visitors. */
const page = (statusCode: number) => ({ statusCode, path: `errors/${statusCode}.html` });

/** A rule that looks the path up in a map, and does something with what stands there. */
const byMap = (map: string, type: "Redirect" | "Rewrite") => ({
  match: { url: ".+" },
  conditions: [{ input: `{${map}:{R:0}}`, pattern: ".+" }],
  action: { type, url: "{C:0}" },
});

/** The last lines of the access log, and the page that shows them to the keeper. */
const log: string[] = [];
const readLog = defineModule({
  name: "ReadLog",
  onExecuteRequestHandler(context) {
    context.getResponse().setHeader("Content-Type", "text/plain; charset=utf-8", true);
    const chunk = { dataChunkType: 0, buffer: log.join("\n") } as const; // 0: in memory
    context.getResponse().writeEntityChunks([chunk], true, false);
  },
});

export const options = (files: FileDriver): WebServerOptions => ({
  files,
  modules: [
    httpLogging({ sink: (lines) => void log.splice(0, log.push(...lines) - 200) }),
    customErrors({ errorMode: "Custom", error: [page(401), page(403), page(404)] }),
    compression({ dynamicCompressionBeforeCache: true, minFileSizeForComp: 256 }),
    httpCache(),
    customHeaders({
      customHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
    }),
    requestFiltering({ hiddenSegments: ["errors"] }),
    rewrite({
      rewriteMaps: [
        { name: "Moved", add: { "opening-times.asp": "visit.html", "lock.asp": "how.html" } },
        { name: "Short", add: { hours: "visit.html", "favicon.ico": "favicon.svg" } },
      ],
      rules: [byMap("Moved", "Redirect"), byMap("Short", "Rewrite")],
    }),
    basicAuthentication({
      realm: "The keeper's room",
      users: [{ name: "keeper", password: "windlass", roles: ["keepers"] }],
    }),
    location("/keeper/*", urlAuthorization({ add: [{ accessType: "Allow", roles: "keepers" }] })),
    location("/keeper/log.txt", readLog),
    location("/downloads/*", [
      cors({ add: [{ origin: "*" }] }),
      directoryListing({ enabled: true }),
    ]),
    staticFile({ clientCache: { cacheControlMode: "UseMaxAge", cacheControlMaxAge: "00:01:00" } }),
    defaultDocument({ files: ["index.html"] }),
  ],
});

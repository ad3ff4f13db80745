// Where does a request lead, and who is let in? Rewritten, filtered and restricted before an app sees it.
import { createWebServer, memoryFiles } from "../../../mod.ts";
import { ipRestriction } from "../../../middleware/ip-restriction/index.ts";
import { requestFiltering } from "../../../middleware/request-filtering/index.ts";
import { rewrite } from "../../../middleware/rewrite/index.ts";
import { heard, type House } from "./_kit.ts";

const encoder = new TextEncoder();

/** A page in two pieces, cut inside a tag. */
function page(): Response {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(encoder.encode('<a href="/old/1">one</a><a href="/o'));
      await heard("page");
      controller.enqueue(encoder.encode('ld/2">two</a>'));
      controller.close();
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/html" } });
}

const led = createWebServer({
  modules: [
    requestFiltering({
      hiddenSegments: ["secret"],
      requestLimits: { maxAllowedContentLength: 10 },
    }),
    rewrite({
      rules: [
        { match: { url: "^routing/slow/(a+)+$" }, action: { type: "Rewrite", url: "slow" } },
        {
          match: { url: "^routing/there/(.*)$" },
          conditions: [{ input: "{DOCUMENT_ROOT}{R:1}", matchType: "IsFile" }],
          action: { type: "Rewrite", url: "file?name={ToLower:{R:1}}" },
        },
        {
          match: { url: "^routing/moved/(.*)$" },
          action: { type: "Redirect", url: "routing/now/{R:1}", redirectType: "Temporary" },
        },
        { match: { url: "^routing/cut$" }, action: { type: "AbortRequest" } },
      ],
      outboundRules: {
        rules: [{
          match: { filterByTags: "A", pattern: "^/old/(.*)" },
          action: { type: "Rewrite", value: "/new/{R:1}" },
        }],
      },
    }),
  ],
  files: memoryFiles({ "/A.txt": "a" }),
  app: {
    fetch(request: Request) {
      const { pathname, search } = new URL(request.url);
      return pathname === "/routing/page" ? page() : new Response(pathname + search);
    },
  },
});

const local = createWebServer({
  modules: [ipRestriction({ add: [{ ipAddress: "127.0.0.1" }, { ipAddress: "::1" }] })],
  app: { fetch: () => new Response("let in") },
});

export const routing: House = (request, env, context) =>
  (new URL(request.url).pathname === "/routing/local" ? local : led).fetch(request, env, context);

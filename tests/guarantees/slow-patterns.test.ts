// Promise 8: does any pattern take its time? Long nonsense for everything that Sluice and its modules read of a request.
import { createWebServer, memoryFiles, type ModuleInput } from "../../mod.ts";
import { basicAuthentication } from "../../middleware/basic-authentication/index.ts";
import { compression } from "../../middleware/compression/index.ts";
import { cors } from "../../middleware/cors/index.ts";
import { customErrors } from "../../middleware/custom-errors/index.ts";
import { defaultDocument } from "../../middleware/default-document/index.ts";
import { directoryListing } from "../../middleware/directory-listing/index.ts";
import { httpCache } from "../../middleware/http-cache/index.ts";
import { httpLogging } from "../../middleware/http-logging/index.ts";
import { httpRedirection } from "../../middleware/http-redirection/index.ts";
import { ipRestriction } from "../../middleware/ip-restriction/index.ts";
import { requestFiltering } from "../../middleware/request-filtering/index.ts";
import { rewrite } from "../../middleware/rewrite/index.ts";
import { session } from "../../middleware/session/index.ts";
import { staticFile } from "../../middleware/static-file/index.ts";
import { assertEquals } from "../_assert.ts";
import { workOf } from "../_work.ts";
import { hushed } from "../regressions/_kit.ts";

/** Characters of nonsense: what is linear takes some milliseconds, what is quadratic seconds. */
const LENGTH = 40_000;
/** Milliseconds of work; the best of three tries. */
const PATIENCE = 400;

const many = (text: string): string => text.repeat(Math.ceil(LENGTH / text.length));

/** What comes to nobody's mind who writes a pattern. */
const NONSENSE: Record<string, string> = {
  "one word": many("a"),
  "a word, and one more": `${many("a")} b`,
  "a blank between two": `a${" ".repeat(LENGTH)}b`,
  "tabs between two": `a${"\t".repeat(LENGTH)}b`,
  "commas": many(","),
  "commas and blanks": many(", "),
  "a list": many("a,"),
  "parameters": many("a;q="),
  "assignments": many("a="),
  "pairs": many("a=b; "),
  "quotes": many('"'),
  "a quote that does not end": `a="${many("\\\\")}`,
  "one quote for each word": many('a="'),
  "weak tags": many("W/"),
  "asterisks": many("*"),
  "dots": `${many(".")}a`,
  "ranges": `bytes=${many("0-")}`,
  "numbers": `bytes=${many("9")}-`,
  "a list of ranges": `bytes=${many("0-,")}`,
  "an address": many("1."),
  "colons": many(":"),
  "brackets": many("["),
  "a base that is none": `Basic ${many("=")}`,
  "origins": `https://${many("a.")}example.com`,
};

const HEADERS = [
  "Accept",
  "Accept-Encoding",
  "Accept-Language",
  "Access-Control-Request-Headers",
  "Authorization",
  "Cache-Control",
  "Content-Length",
  "Content-Type",
  "Cookie",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "Origin",
  "Pragma",
  "Range",
  "Referer",
  "User-Agent",
  "Via",
  "X-Forwarded-For",
];

/** Paths and queries. */
const TARGETS: Record<string, string> = {
  "slashes": many("/"),
  "dots": `/${many(".")}a`,
  "folders of dots": many("/.a"),
  "words": `/${many("a")}!`,
  "folders": many("/a"),
  "escapes": `/${many("%25")}`,
  "escaped slashes": many("/%2f"),
  "tildes": `/${many("~1")}`,
  "extensions": `/${many(".a")}/`,
  "a query": `/?${many("a=b&")}`,
  "a query of escapes": `/?${many("%25")}`,
  "a query of questions": `/${many("?")}`,
};

const modules: ModuleInput[] = [
  ipRestriction({ enableProxyMode: true, add: [{ ipAddress: "10.0.0.0", subnetMask: "8" }] }),
  cors({ add: [{ origin: "https://*.example.com" }, { origin: "*" }] }),
  rewrite({
    rules: [
      { match: { url: "^(a+)+$" }, action: { type: "Rewrite", url: "x" } },
      { match: { url: "(.*)*!" }, action: { type: "None" } },
      { match: { url: "*/a/*/b/*" }, patternSyntax: "Wildcard", action: { type: "None" } },
      {
        match: { url: ".*" },
        conditions: [{ input: "{HTTP_COOKIE}", pattern: "(a|a)*;" }],
        action: { type: "None" },
      },
    ],
    outboundRules: {
      rules: [{
        match: { serverVariable: "RESPONSE_Location", pattern: "(.*)*#" },
        action: { type: "Rewrite", value: "x" },
      }],
    },
  }),
  requestFiltering({
    requestLimits: { maxUrl: 1e6, maxQueryString: 1e6 },
    allowDoubleEscaping: true,
    filteringRules: [{ name: "r", denyStrings: ["<script"], scanUrl: true, scanAllRaw: true }],
  }),
  basicAuthentication({ users: [{ name: "kim", password: "secret" }] }),
  httpCache(),
  session(),
  httpRedirection({ enabled: true, path: "/old", destination: "/new" }),
  compression({ minFileSizeForComp: 0, staticCompressionIgnoreHitFrequency: true }),
  staticFile(),
  defaultDocument(),
  directoryListing({ enabled: true }),
  customErrors({
    errorMode: "Custom",
    error: [{ statusCode: 404, prefixLanguageFilePath: "/errors", path: "404.html" }],
  }),
  httpLogging({ sink: () => {} }),
];

const app = {
  fetch: ({ url }: Request): Response =>
    new Response("hello ".repeat(500), {
      headers: {
        "Cache-Control": "max-age=60",
        "Content-Type": "text/plain",
        "Vary": "Accept-Language, User-Agent",
        "Location": url,
      },
    }),
};
const files = memoryFiles({ "/f.txt": "text ".repeat(1_000), "/errors/en/404.html": "lost" });
const server = createWebServer({ modules, app, files });

/** Milliseconds of work for a request, the best of three. */
async function timeOf(path: string, init?: RequestInit): Promise<number> {
  let best = Infinity;
  for (let tries = 0; tries < 3 && best > PATIENCE; tries++) {
    const request = new Request(`http://localhost${path}`, init);
    best = Math.min(best, await workOf(async () => await (await server.fetch(request)).text()));
  }
  return Math.round(best);
}

/** Those of the requests that took too long. */
async function slow(asked: Iterable<[what: string, path: string, init?: RequestInit]>) {
  const found: string[] = [];
  for (const [what, path, init] of asked) {
    await hushed(async () => {
      const time = await timeOf(path, init);
      if (time > PATIENCE) found.push(`${what}: ${time} ms`);
    });
  }
  return found;
}

for (const [what, value] of Object.entries(NONSENSE)) {
  Deno.test(`Promise 8: no header takes its time over ${what}`, async () => {
    const asked = HEADERS.flatMap((name): [string, string, RequestInit?][] => [
      [`${name} of the app`, "/app", { headers: { [name]: value } }],
      [`${name} of a file`, "/f.txt", { headers: { [name]: value } }],
      [`${name} of a preflight`, "/app", {
        method: "OPTIONS",
        headers: {
          Origin: "https://a.example.com",
          "Access-Control-Request-Method": "PUT",
          [name]: value,
        },
      }],
    ]);
    assertEquals(await slow(asked), []);
  });
}

Deno.test("Promise 8: no path and no query takes its time", async () => {
  const asked = Object.entries(TARGETS).map(([what, path]): [string, string] => [what, path]);
  assertEquals(await slow(asked), []);
});

// Whose pages may read an answer? Tested with requests as browsers send them.
import { Hono } from "hono";
import {
  defineModule,
  pipeline,
  PRIORITY_ALIAS_FIRST,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { told } from "../../tests/_told.ts";
import { cors, type CorsOptions } from "./index.ts";

const WWW = "https://www.example.com";
const OPEN: CorsOptions = { add: [{ origin: "*" }] };
/** The sample of the module's page, with headers and methods of its own. */
const SAMPLE: CorsOptions = {
  failUnlistedOrigins: true,
  add: [
    { origin: "*" },
    {
      origin: "https://*.example.com",
      allowCredentials: true,
      maxAge: 120,
      allowHeaders: { allowAllRequestedHeaders: true, add: [{ header: "header1" }] },
      allowMethods: { add: [{ method: "DELETE" }, { method: "PUT" }] },
      exposeHeaders: { add: [{ header: "X-One" }, { header: "X-Two" }] },
    },
    { origin: "http://*", allowed: false },
  ],
};

const from = (origin: string, more: Record<string, string> = {}, method = "GET"): RequestInit => ({
  method,
  headers: { Origin: origin, ...more },
});
const preflight = (origin: string, more: Record<string, string> = {}): RequestInit =>
  from(origin, { "Access-Control-Request-Method": "DELETE", ...more }, "OPTIONS");

/** What an answer says of sharing, in the order of names. */
function said({ headers }: Response): string[] {
  return [...headers].filter(([name]) => name === "vary" || name.startsWith("access-"))
    .map(([name, value]) => `${name.replace("access-control-", "")}: ${value}`).sort();
}

type Case = [CorsOptions, RequestInit, status: string, headers: string[]];
const CASES: Record<string, Case> = {
  "no origin": [SAMPLE, {}, "200", ["vary: Origin"]],
  "only the origin *": [OPEN, from(WWW), "200", ["allow-origin: *"]],
  "only the origin *, asked without one": [OPEN, {}, "200", ["allow-origin: *"]],
  "only the origin *, which may not": [{ add: [{ origin: "*", allowed: false }] }, {}, "200", []],
  "a pattern": [SAMPLE, from(WWW), "200", [
    "allow-credentials: true",
    `allow-origin: ${WWW}`,
    "expose-headers: X-One,X-Two",
    "vary: Origin",
  ]],
  "names alone": [
    { add: [{ origin: WWW, exposeHeaders: ["X-One", { header: "X-Two" }] }] },
    from(WWW),
    "200",
    [`allow-origin: ${WWW}`, "expose-headers: X-One,X-Two", "vary: Origin"],
  ],
  "* among others": [SAMPLE, from("https://a.test"), "200", [
    "allow-origin: https://a.test",
    "vary: Origin",
  ]],
  "one that is not allowed": [SAMPLE, from("http://a.test"), "403", ["vary: Origin"]],
  "one that is not listed": [
    { add: [{ origin: WWW }] },
    from("https://a.test"),
    "200",
    ["vary: Origin"],
  ],
  "our own, which is not listed": [
    { failUnlistedOrigins: true, add: [{ origin: WWW }] },
    from("http://localhost", {}, "POST"),
    "200",
    ["vary: Origin"],
  ],
  "a preflight": [SAMPLE, preflight(WWW, { "Access-Control-Request-Headers": "a, b" }), "204", [
    "allow-credentials: true",
    "allow-headers: a, b",
    "allow-methods: DELETE,PUT",
    `allow-origin: ${WWW}`,
    "max-age: 120",
    "vary: Origin",
  ]],
  "a preflight without headers": [SAMPLE, preflight("https://a.test"), "204", [
    "allow-origin: https://a.test",
    "vary: Origin",
  ]],
  "a preflight of a listed header": [
    { add: [{ origin: WWW, allowHeaders: { add: [{ header: "X-A" }, { header: "X-B" }] } }] },
    preflight(WWW, { "Access-Control-Request-Headers": "x-a" }),
    "204",
    ["allow-headers: X-A,X-B", `allow-origin: ${WWW}`, "vary: Origin"],
  ],
  "a preflight that is not allowed": [SAMPLE, preflight("http://a.test"), "403", ["vary: Origin"]],
  "a preflight that is not listed goes on": [
    { add: [{ origin: "https://b.test" }] },
    preflight(WWW),
    "200",
    ["vary: Origin"],
  ],
  "OPTIONS that is no preflight": [OPEN, from(WWW, {}, "OPTIONS"), "200", ["allow-origin: *"]],
  "enabled false": [{ ...OPEN, enabled: false }, preflight(WWW), "200", []],
};
for (const [name, [options, init, status, headers]] of Object.entries(CASES)) {
  Deno.test(`cors: ${name} is ${status}`, async () => {
    const { get, last } = told(cors(options));
    const answer = await get("/", init);
    await answer.text();
    assertEquals([last(), said(answer)], [status, headers]);
  });
}

const NEAREST: Record<string, string | undefined> = {
  "https://www.example.com": "exact",
  "https://WWW.Example.com": "exact",
  "https://www.example.com:8443": "port",
  "https://a.b.example.com": "domain",
  "https://example.com": "all https",
  "https://evil-example.com": "all https",
  "https://example.com.evil.test": "all https",
  "https://x.example.com:1": "all https",
  "null": "null",
  "http://a.test": undefined,
};
Deno.test("cors: the origin itself is nearer than a pattern, a longer pattern than a shorter one", async () => {
  const mark = (origin: string, header: string) => ({
    origin,
    exposeHeaders: { add: [{ header: header.replace(" ", "-") }] },
  });
  const { get } = told(cors({
    add: [
      mark("https://*", "all https"),
      mark("https://*.example.com", "domain"),
      mark("https://*.example.com:8443", "port"),
      mark(WWW, "exact"),
      mark("null", "null"),
    ],
  }));
  for (const [origin, wished] of Object.entries(NEAREST)) {
    const { headers } = await get("/", from(origin));
    const found = headers.get("Access-Control-Expose-Headers");
    assertEquals([origin, found], [origin, wished?.replace(" ", "-") ?? null]);
  }
});

Deno.test("cors: a preflight is answered before others refuse it, and before any of their work", async () => {
  const refusing = defineModule({
    name: "RequestFilteringModule",
    priority: PRIORITY_ALIAS_FIRST,
    onBeginRequest(context) {
      context.getResponse().setStatus(404, "Not Found", 6);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const { status } = told([refusing, cors(OPEN)], { anonymous: false });
  assertEquals(await status("/", preflight(WWW)), "204");
  assertEquals(await status("/", from(WWW)), "404.6");
});

Deno.test("cors: errors say it too; what the app says does not count, its Vary does", async () => {
  const headers = { "Access-Control-Allow-Origin": "https://other.test", Vary: "Accept" };
  const app = { fetch: () => new Response("no", { status: 404, headers }) };
  const ask = async (vary: string) => {
    headers.Vary = vary;
    return said(await told(cors(SAMPLE), { app }).get("/", from("https://a.test")));
  };
  const origin = "allow-origin: https://a.test";
  assertEquals(await ask("Accept"), [origin, "vary: Accept, Origin"]);
  assertEquals(await ask("accept, origin"), [origin, "vary: accept, origin"]);
  assertEquals(await ask("*"), [origin, "vary: *"]);
  const closed = told(cors(SAMPLE), { anonymous: false });
  assertEquals(said(await closed.get("/", from("https://a.test"))), [origin, "vary: Origin"]);
});

Deno.test("cors: an app cannot give credentials to an origin that gets none", async () => {
  const headers = { "Access-Control-Allow-Credentials": "true" };
  const app = { fetch: () => new Response("hello", { headers }) };
  for (const options of [OPEN, { add: [{ origin: WWW }] }]) {
    const answer = await told(cors(options), { app }).get("/", from(WWW));
    assertEquals(answer.headers.get("Access-Control-Allow-Credentials"), null);
  }
});

Deno.test("cors: in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(cors(OPEN)));
  app.get("/", (c) => c.text("hello"));
  assertEquals((await app.request("/", preflight(WWW))).status, 204);
  assertEquals(said(await app.request("/", from(WWW))), ["allow-origin: *"]);
});

Deno.test("cors: wrong options are refused", () => {
  const wrong = (options: unknown, text: string) =>
    assertThrows(() => cors(options as CorsOptions), TypeError, text);
  const one = (rule: unknown) => ({ add: [rule] });
  wrong(one({}), 'cors (CorsModule): option "add[0].origin" is missing');
  for (const origin of ["example.com", "https://a.test/", "https://a.*.test", "https://*a.test"]) {
    wrong(one({ origin }), `option "add[0].origin" is "${origin}", wished for an origin such as`);
  }
  wrong(one({ origin: "*", allowCredentials: true }), '"add[0].allowCredentials" is true for the');
  wrong(one({ origin: "*", maxAge: -2 }), 'option "add[0].maxAge" is -2');
  wrong(one({ origin: "*", allowMethods: { add: [{ method: "A B" }] } }), "allowMethods.add[0].me");
  wrong(
    one({ origin: "*", allowMethods: ["A B"] }),
    'allowMethods[0]" is "A B", wished for a name',
  );
  wrong({ add: [{ origin: WWW }, { origin: WWW.toUpperCase() }] }, 'option "add[1]" names');
});

// Which requests are turned away before anything looks at them? Tested request by request.
import { Hono } from "hono";
import { assertEquals, assertLess, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { workOf } from "../../tests/_work.ts";
import { defineModule, location, pipeline } from "../../mod.ts";
import { ask, type Case, header, tryAll } from "./_ask.ts";
import { requestFiltering, type RequestFilteringOptions } from "./index.ts";

const RULE = { name: "r", denyStrings: ["../", "<script"] };
const DAV = { applyToWebDAV: false };

const CASES: Record<string, Case> = {
  "nothing said: a plain request passes": [undefined, "/a/b.html?c=d", "200"],
  "nothing said: a hidden segment is 404.8": [undefined, "/bin/foo.dll", "404.8"],
  "segments ignore case": [undefined, "/x/app_data/y", "404.8"],
  "a segment whose end Windows would drop": [undefined, "/bin./x", "404.8"],
  "a stream does not hide a segment": [undefined, "/bin::$DATA/x", "404.8"],
  "an escaped slash makes a segment": [undefined, "/a%2Fbin%2Fx", "404.8"],
  "a part of a name is no segment": [undefined, "/cabin/x", "200"],
  "U10: .config elsewhere is 404.7": [undefined, "/a/b.config", "404.7"],
  "extensions ignore case": [undefined, "/a/B.CS", "404.7"],
  "a stream does not hide an extension": [undefined, "/a/b.cs::$DATA", "404.7"],
  "a dot behind it does not either": [undefined, "/a/b.cs.", "404.7"],
  "only the last extension counts": [undefined, "/b.cs/c.html", "200"],
  "an extension that is allowed": [
    { fileExtensions: [{ fileExtension: ".config", allowed: true }] },
    "/a.config",
    "200",
  ],
  "MH29: unlisted extensions denied, 404.7": [
    { fileExtensions: { allowUnlisted: false, add: [{ fileExtension: ".html" }] } },
    "/a.txt",
    "404.7",
  ],
  "MH29: names without an extension included": [
    { fileExtensions: { allowUnlisted: false, add: [{ fileExtension: ".html" }] } },
    "/a",
    "404.7",
  ],
  'the extension "." stands for none': [
    { fileExtensions: { allowUnlisted: false, add: [{ fileExtension: "." }] } },
    "/a",
    "200",
  ],
  "clear takes the built-in extensions away": [{ fileExtensions: { clear: true } }, "/a.cs", "200"],
  "remove takes a built-in segment away": [
    { hiddenSegments: { remove: ["bin"] } },
    "/bin/x",
    "200",
  ],
  "segments are added to those built in": [{ hiddenSegments: ["private"] }, "/bin/x", "404.8"],
  "a segment as an element": [{ hiddenSegments: [{ segment: "_p" }] }, "/_p/x", "404.8"],
  "applyToWebDAV false leaves PROPFIND alone": [
    { hiddenSegments: DAV },
    "/bin/x",
    "200",
    { method: "PROPFIND" },
  ],
  "applyToWebDAV false holds for others": [{ hiddenSegments: DAV }, "/bin/x", "404.8"],
  "RL20: high-bit characters are 404.12": [
    { allowHighBitCharacters: false },
    "/caf%C3%A9",
    "404.12",
  ],
  "nothing said: high-bit characters pass": [undefined, "/caf%C3%A9", "200"],
  "an escape of an escape is 404.11": [undefined, "/a%252Fb", "404.11"],
  "U7: a plus in the path is 404.11": [undefined, "/a+b", "404.11"],
  "allowDoubleEscaping": [{ allowDoubleEscaping: true }, "/a%252Fb+c", "200"],
  "RL21: a denied sequence is 404.5": [{ denyUrlSequences: ["--"] }, "/a--b", "404.5"],
  "a sequence in the decoded path": [{ denyUrlSequences: [":"] }, "/a%3Ab", "404.5"],
  "a sequence of the path as it was written": [{ denyUrlSequences: ["%3a"] }, "/a%3Ab", "404.5"],
  "an always allowed URL passes": [
    { denyUrlSequences: ["--"], alwaysAllowedUrls: [{ url: "/A--b" }] },
    "/a--b",
    "200",
  ],
  "a denied sequence of the query is 404.18": [
    { denyQueryStringSequences: ["<script"] },
    "/?a=%3CScript%3E",
    "404.18",
  ],
  "unescapeQueryString false looks at the query as it is": [
    { denyQueryStringSequences: ["<script"], unescapeQueryString: false },
    "/?a=%3CScript%3E",
    "200",
  ],
  "an always allowed query string passes": [
    { denyQueryStringSequences: ["x"], alwaysAllowedQueryStrings: ["a=x"] },
    "/?a=x",
    "200",
  ],
  "a filtering rule over the URL is 404.19": [
    { filteringRules: [{ ...RULE, scanUrl: true }] },
    "/a%3Cscript",
    "404.19",
  ],
  "a filtering rule over the query": [
    { filteringRules: [{ ...RULE, scanQueryString: true }] },
    "/?a=../b",
    "404.19",
  ],
  "denyUnescapedPercent": [
    { filteringRules: [{ ...RULE, scanQueryString: true }] },
    "/?a=100%",
    "404.19",
  ],
  "denyUnescapedPercent false": [
    { filteringRules: [{ ...RULE, scanQueryString: true, denyUnescapedPercent: false }] },
    "/?a=100%",
    "200",
  ],
  "a filtering rule over one header": [
    { filteringRules: [{ ...RULE, scanHeaders: ["User-Agent"] }] },
    "/",
    "404.19",
    header("User-Agent", "a<SCRIPT>"),
  ],
  "a filtering rule over all headers": [
    { filteringRules: [{ ...RULE, scanAllRaw: true }] },
    "/",
    "404.19",
    header("X-Any", "a<SCRIPT>"),
  ],
  "a filtering rule for other extensions": [
    { filteringRules: [{ ...RULE, scanQueryString: true, appliesTo: [".asp"] }] },
    "/a.html?../",
    "200",
  ],
  "the limits are asked before the verb": [
    { verbs: { allowUnlisted: false }, requestLimits: { maxUrl: 4 } },
    "/bin/x",
    "404.14",
  ],
  "the verb is asked before the path": [{ verbs: { allowUnlisted: false } }, "/bin/x", "404.6"],
  "U5: %00 is 400": [undefined, "/a%00b", "400"],
  "a percent sign that is no escape is 400": [undefined, "/a%b", "400"],
};

tryAll(CASES);

Deno.test("requestFiltering: RL24: the answer is an early one, with Connection: close", async () => {
  const { get, seen } = house((seen) => [
    { name: "Later", onAuthenticateRequest: () => void seen.push("later") },
    requestFiltering(),
  ]);
  const response = await get("/bin/x");
  assertEquals([response.status, response.headers.get("Connection"), seen], [404, "close", []]);
});

Deno.test("requestFiltering: UR26: a URL that a module has changed is looked at again", async () => {
  const rewriting = defineModule({
    name: "RewriteModule",
    onBeginRequest: (context) => void context.getRequest().setUrl("/bin/x", true),
  });
  const { get } = house([rewriting, requestFiltering()]);
  assertEquals((await get("/a")).status, 404);
});

Deno.test("requestFiltering: MH32: in a location it is for what lies below", async () => {
  const denied = requestFiltering({ hiddenSegments: ["secret"] });
  const { get } = house([location("/sub/*", [denied])], {
    app: { fetch: () => new Response("hello") },
  });
  assertEquals((await get("/secret")).status, 200);
  assertEquals((await get("/sub/secret")).status, 404);
});

Deno.test("requestFiltering: removeServerHeader", async () => {
  const app = { fetch: () => new Response("hello", { headers: { Server: "x" } }) };
  const has = async (removeServerHeader: boolean) =>
    (await house([requestFiltering({ removeServerHeader })], { app }).get()).headers.has("Server");
  assertEquals([await has(true), await has(false)], [false, true]);
});

Deno.test("requestFiltering: wrong options are refused with the place where they stand", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => requestFiltering(options as RequestFilteringOptions), TypeError, said);
  wrong(
    { fileExtensions: [{ fileExtension: "bak", allowed: false }] },
    'option "fileExtensions[0].fileExtension" is "bak", wished for an extension with its dot',
  );
  wrong({ hiddenSegments: ["a/b"] }, 'option "hiddenSegments[0]" is "a/b", wished for one name');
  wrong({ filteringRules: [{ name: "r", appliesTo: ["asp"] }] }, 'appliesTo[0]" is "asp"');
  wrong({ maxUrl: 1 }, 'requestFiltering (RequestFilteringModule): option "maxUrl" is unknown');
  wrong({ requestLimits: { maxUrl: -1 } }, 'option "requestLimits.maxUrl" is -1');
  wrong({ verbs: [{ verb: "GET" }, { verb: "get" }] }, 'option "verbs[1]" names "get" again');
  wrong({ verbs: { allowUnlisted: 1 } }, 'option "verbs.allowUnlisted" is 1');
  wrong({ hiddenSegments: [""] }, 'option "hiddenSegments[0]" is ""');
  wrong({ filteringRules: [{}] }, 'option "filteringRules[0].name" is missing');
});

Deno.test("requestFiltering: alone in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(requestFiltering()));
  app.get("*", (c) => c.text("hello"));
  assertEquals((await app.request("/bin/x")).status, 404);
  assertEquals(await (await app.request("/x")).text(), "hello");
});

Deno.test("requestFiltering: a name with very many dots takes no time", async () => {
  const path = `/${". ".repeat(50_000)}x`.replaceAll(" ", "%20");
  const requestLimits = { maxUrl: 1_000_000 };
  const work = await workOf(async () => assertEquals(await ask({ requestLimits }, path), "200"));
  assertLess(work, 1000);
});

// Where does a URL lead? What the table of cases does not ask: waiting, escapes, other servers, logs, wrong options.
import { Hono } from "hono";
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import {
  defineModule,
  type FileDriver,
  memoryFiles,
  pipeline,
  PRIORITY_ALIAS_FIRST,
  type WebServerOptions,
} from "../../mod.ts";
import { rewrite, type RewriteOptions } from "./index.ts";

const echo: WebServerOptions["app"] = {
  fetch: (request: Request) => new Response(request.url.replace("http://localhost", "")),
};

const rule = (url: string, to: string, more: object = {}) => ({
  match: { url },
  action: { type: "Rewrite" as const, url: to },
  ...more,
});
const redirect = (url: string, to: string, more: object = {}) => ({
  match: { url },
  action: { type: "Redirect" as const, url: to, ...more },
});

/** Where the app finds a request that was made for `path`. */
const led = (options: RewriteOptions, path: string) =>
  house([rewrite(options)], { app: echo }).text(path);
Deno.test("rewrite: functions", async () => {
  const to = (text: string, path: string) => led({ rules: [rule("^x/(.*)$", `y?${text}`)] }, path);
  assertEquals(await to("{ToLower:{R:1}}", "/x/ABC"), "/y?abc");
  assertEquals(await to("{UrlDecode:a%2Fb}", "/x/"), "/y?a/b");
  assertEquals(await to("{UrlDecode:{R:1}}", "/x/a%2525b"), "/y?a%25b");
  assertEquals(await to("{ToLower:{UrlEncode:{R:1}}}", "/x/A%2FB"), "/y?a%2fb");
});

Deno.test("rewrite: a file that has to be waited for is looked for, and the rule asked again", async () => {
  const files = memoryFiles({ "/there.html": "x", "/dir/a": "x" });
  const slow: FileDriver = {
    stat: async (path) => await files.stat(path),
    open: async (path) => await files.open(path),
    list: async (path) => await files.list(path),
  };
  const isNo = (matchType: "IsFile" | "IsDirectory") => ({
    input: "{REQUEST_FILENAME}",
    matchType,
    negate: true,
  });
  const rules = [{
    ...rule("(.*)", "index?p={R:1}"),
    conditions: [isNo("IsFile"), isNo("IsDirectory")],
  }];
  for (const driver of [files, slow]) {
    const { text } = house([rewrite({ rules })], { app: echo, files: driver });
    assertEquals(await text("/there.html"), "/there.html");
    assertEquals(await text("/dir"), "/dir");
    assertEquals(await text("/dir/"), "/dir/");
    assertEquals(await text("/else?a=b"), "/index?p=else&a=b");
  }
});

Deno.test("rewrite: trackAllCaptures counts the groups of all conditions", async () => {
  const conditions = {
    trackAllCaptures: true,
    add: [
      { input: "{REQUEST_URI}", pattern: "^/([a-z]+)/([0-9]+)/" },
      { input: "{QUERY_STRING}", pattern: "p2=([a-z]+)" },
    ],
  };
  const to = "x?{C:1}-{C:2}-{C:3}&{C:0}";
  const action = { type: "Rewrite" as const, url: to, appendQueryString: false };
  const rules = [{ match: { url: ".*" }, conditions, action }];
  assertEquals(
    await led({ rules }, "/article/23/?p1=123&p2=abc"),
    "/x?article-23-abc&/article/23/",
  );
});

Deno.test("rewrite: conditions see the groups of the rule and of the condition before", async () => {
  const conditions = [
    { input: "{R:1}", pattern: "^(.)(.)" },
    { input: "{C:2}{C:1}", pattern: "^ba$" },
  ];
  const rules = [{ ...rule("^(.*)$", "hit"), conditions }];
  assertEquals(await led({ rules }, "/abc"), "/hit");
  assertEquals(await led({ rules }, "/bac"), "/bac");
});

Deno.test("rewrite: a variable is set over an old value or not, and an empty one takes a header away", async () => {
  const serverVariables = [
    { name: "HTTP_X_A", value: "new", replace: false },
    { name: "HTTP_X_B", value: "new", replace: false },
    { name: "HTTP_X_C", value: "" },
  ];
  const rules = [{ match: { url: ".*" }, serverVariables }];
  const app = {
    fetch: ({ headers }: Request) =>
      new Response(["X-A", "X-B", "X-C"].map((name) => headers.get(name)).join()),
  };
  const allowedServerVariables = ["HTTP_X_A", { name: "http_x_b" }, "HTTP_X_C"];
  const { text } = house([rewrite({ rules, allowedServerVariables })], { app });
  assertEquals(await text("/", { headers: { "X-A": "old", "X-C": "old" } }), "old,new,");
});

Deno.test("rewrite: where a value cannot be one, the client's own does not stay either", async () => {
  const serverVariables = [{ name: "HTTP_X_USER", value: "{UrlDecode:{QUERY_STRING}}" }];
  const rules = [{ match: { url: ".*" }, serverVariables }];
  const app = { fetch: ({ headers }: Request) => new Response(headers.get("X-User")) };
  const { text } = house([rewrite({ rules, allowedServerVariables: ["HTTP_X_USER"] })], { app });
  const headers = { "X-User": "admin" };
  assertEquals(await text("/?kim", { headers }), "kim");
  for (const value of ["a%0d%0aX:1", "a%00", "%e2%82%ac"]) {
    assertEquals(await text(`/?${value}`, { headers }), "", value);
  }
});

Deno.test("rewrite: a custom response has its line in the body, and no later rule is asked", async () => {
  const rules = [{
    match: { url: "^(gone)$" },
    action: {
      type: "CustomResponse" as const,
      statusCode: 410,
      statusReason: "{R:1}",
      statusDescription: "It is {R:1}, {HTTP_HOST}",
    },
  }, rule(".*", "x")];
  const response = await house([rewrite({ rules })], { app: echo }).get("/gone");
  assertEquals([response.status, response.statusText], [410, "gone"]);
  assertEquals(await response.text(), "It is gone, localhost");
});

Deno.test("rewrite: groups end with their rule", async () => {
  const conditions = [{ input: "{HTTP_HOST}", pattern: "(.+)" }];
  const rules = [{ match: { url: "^a$" }, conditions }, rule(".*", "x{C:0}{C:1}")];
  assertEquals(await led({ rules }, "/a"), "/x");
});

Deno.test("rewrite: maps ignore case or not, and have a default; providers are functions", async () => {
  const options: RewriteOptions = {
    rules: [rule("^(.)/(.*)$", "x?{A:{R:2}}-{B:{R:2}}-{P:{R:2}}")],
    rewriteMaps: [
      { name: "A", defaultValue: "none", add: { Key: "a" } },
      { name: "b", ignoreCase: false, add: [{ key: "Key", value: "b" }] },
    ],
    providers: [{ name: "P", rewrite: (key) => key.length.toString() }],
  };
  assertEquals(await led(options, "/m/Key"), "/x?a-b-3");
  assertEquals(await led(options, "/m/KEY"), "/x?a--3");
  assertEquals(await led(options, "/m/other"), "/x?none--5");
});

Deno.test("rewrite: a provider that throws ends its request with 500", async () => {
  const providers = [{
    name: "P",
    rewrite: () => {
      throw new Error("no");
    },
  }];
  const { get } = house([rewrite({ rules: [rule("a", "{P:x}")], providers })], { app: echo });
  assertEquals((await get("/a")).status, 500);
});

Deno.test("rewrite: a disabled rule does not count, and stopProcessing of a global rule leaves the site's", async () => {
  const rules = [rule("^a$", "off", { enabled: false }), rule("^b$", "c")];
  assertEquals(await led({ rules }, "/a"), "/a");
  const globalRules = [rule("^a$", "b", { stopProcessing: true }), rule("^b$", "no")];
  assertEquals(await led({ rules, globalRules }, "/a"), "/c");
});

Deno.test("rewrite: rules of upper folders come first, and each sees the path below its own", async () => {
  const locations = [
    { path: "/a/b", rules: [rule("^two$", "three")] },
    { path: "/a", rules: [rule("^b/one$", "b/two")] },
  ];
  assertEquals(await led({ locations }, "/a/b/one"), "/a/b/three");
  assertEquals(await led({ locations }, "/ab/one"), "/ab/one");
});

Deno.test("rewrite: logs have the URL that arrived, unless logRewrittenUrl says otherwise", async () => {
  const seen: string[] = [];
  const log = defineModule({
    name: "Log",
    priority: PRIORITY_ALIAS_FIRST,
    onSendResponse(_context, provider) {
      const record = provider.getLogData();
      if (record !== null) seen.push(`${record.uriStem} ${record.uriQuery}`);
    },
  });
  const to = (logRewrittenUrl: boolean) => ({
    type: "Rewrite" as const,
    url: "c d",
    logRewrittenUrl,
  });
  const rules = [{ match: { url: "^a b$" }, action: to(false) }, {
    match: { url: "^x$" },
    action: to(true),
  }];
  const { text } = house([log, rewrite({ rules })], { app: echo });
  await text("/a%20b?e=f");
  await text("/x?e=f");
  await text("/y?e=f");
  assertEquals(seen, ["/a b e=f", "/c d e=f", "/y e=f"]);
});

Deno.test("rewrite: alone in a Hono app it redirects; the app is routed anew where it is handed over", async () => {
  const app = new Hono();
  app.use(pipeline(rewrite({ rules: [redirect("^old$", "new"), rule("^a$", "b")] }), { app }));
  app.get("/b", (c) => c.text("this is b"));
  const moved = await app.request("/old?x=1");
  assertEquals([moved.status, moved.headers.get("Location")], [301, "http://localhost/new?x=1"]);
  assertEquals(await (await app.request("/a")).text(), "this is b");
});

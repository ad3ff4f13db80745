// Where does a URL lead? What a client has escaped, on its way through patterns, conditions and tables.
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { rewrite, type RewriteOptions } from "./index.ts";

const app = {
  fetch: (request: Request) => new Response(request.url.replace("http://localhost", "")),
};

const rule = (url: string, to: string) => ({
  match: { url },
  action: { type: "Rewrite" as const, url: to },
});
const redirect = (url: string, to: string) => ({
  match: { url },
  action: { type: "Redirect" as const, url: to },
});

/** Where the app finds a request that was made for `path`. */
const led = (options: RewriteOptions, path: string) =>
  house([rewrite(options)], { app }).text(path);
/** The Location that is answered. */
const sent = async (options: RewriteOptions, path: string) =>
  (await house([rewrite(options)], { app }).get(path)).headers.get("Location");

Deno.test("rewrite: what a client has escaped stays what it is", async () => {
  const rules = [rule("^x/([^]*)$", "files/{R:1}")];
  assertEquals(await led({ rules }, "/x/a%3Fb"), "/files/a%3Fb", "no query begins");
  assertEquals(await led({ rules }, "/x/a%2541"), "/files/a%2541", "nothing is decoded twice");
  assertEquals(await led({ rules }, "/x/a%23b"), "/files/a%23b", "no fragment begins");
  assertEquals(await led({ rules }, "/x/a%0Ab"), "/files/a%0Ab", "no line ends");
  const climbing = { rules: [...rules, rule("^etc$", "seen")] };
  assertEquals(
    await led(climbing, "/x/..%2F..%2Fetc"),
    "/seen",
    "it is /etc before a rule sees it",
  );
  assertEquals(await led(climbing, "/x/..%5C..%5Cetc"), "/seen");
  assertEquals(await led(climbing, "/x/.%2Fa//b"), "/files/a/b");
  assertEquals(await led({ rules: [rule("^x/(.*)$", "q?a={R:1}")] }, "/x/1%26b=2"), "/q?a=1&b=2");
  const encoded = [rule("^x/(.*)$", "q?a={UrlEncode:{R:1}}")];
  assertEquals(await led({ rules: encoded }, "/x/1%26b=2%25"), "/q?a=1%26b%3D2%25");
});

Deno.test("rewrite: nothing that a client writes names another host", async () => {
  const all = { rules: [redirect("(.*)/$", "{R:1}")] };
  assertEquals(await sent(all, "http://localhost//evil.test/"), "http://localhost/evil.test");
  assertEquals(await sent(all, "/http://evil.test/"), "http://localhost/http:/evil.test");
  const url = {
    rules: [{
      ...redirect(".*", "{C:1}"),
      conditions: [{ input: "{REQUEST_URI}", pattern: "(.+)" }],
    }],
  };
  assertEquals(await sent(url, "http://localhost//evil.test/a"), "http://localhost//evil.test/a");
});

Deno.test("rewrite: what a condition takes from a path is plain text, what a table says is a URL", async () => {
  const rewriteMaps = [{ name: "M", add: { "a": "/t?x=1", "/a": "/u?x=1" } }];
  const to = (input: string, path: string) => {
    const rules = [{ ...rule("^(.*)$", "{C:1}"), conditions: [{ input, pattern: "(.+)" }] }];
    return led({ rules, rewriteMaps }, path);
  };
  assertEquals(await to("{M:{R:1}}", "/a"), "/t?x=1");
  assertEquals(await to("{M:{URL}}", "/a"), "/u?x=1");
  assertEquals(await to("z/{R:1}", "/a%3Fb%2541"), "/z/a%3Fb%2541");
  assertEquals(await to("{URL}", "/a%3Fb%2541"), "/a%3Fb%2541");
  assertEquals(await to("z{REQUEST_URI}", "/a%3Fb%2541?c"), "/z/a%3Fb%2541?c&c");
});

Deno.test("rewrite: a rule itself may name another host, by its two slashes or by any scheme", async () => {
  const to = (url: string) => sent({ rules: [redirect("^a$", url)] }, "/a?b=c");
  assertEquals(await to("//cdn.test/a"), "http://cdn.test/a?b=c");
  assertEquals(await to("mailto:a@b.test"), "mailto:a@b.test?b=c");
  assertEquals(await to("http:c"), "http://localhost/c?b=c");
});

// What does an ISAPI filter hear of a request on its way in? One test for each SF_NOTIFY_* up to the handler.
import { defineModule, memoryFiles } from "../../mod.ts";
import {
  type HTTP_FILTER_AUTHENT,
  type HTTP_FILTER_URL_MAP,
  SF_NOTIFY_AUTH_COMPLETE,
  SF_NOTIFY_AUTHENTICATION,
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_LOG,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_READ_RAW_DATA,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_NOTIFY_SEND_RESPONSE,
  SF_NOTIFY_URL_MAP,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { filter, filterHouse, type Heads } from "./_isapi-filter.ts";
import { turn, user } from "./_notes.ts";

const echo = { fetch: (request: Request) => new Response(new URL(request.url).pathname) };
const basic = (text: string): RequestInit => ({
  headers: { Authorization: `Basic ${btoa(text)}` },
});

Deno.test("SF_NOTIFY_*: the order in which an untroubled request brings them", async () => {
  const seen: number[] = [];
  const all = 0x0400FFC0;
  const { server } = filterHouse(filter(all, (_pfc, _data, type) => void seen.push(type)), {
    app: { fetch: async (request: Request) => new Response(await request.text()) },
  });
  const response = await server.fetch(
    new Request("http://localhost/", { method: "POST", body: "body" }),
  );
  assertEquals(await response.text(), "body");
  await turn();
  assertEquals(seen, [
    SF_NOTIFY_PREPROC_HEADERS,
    SF_NOTIFY_AUTHENTICATION,
    SF_NOTIFY_AUTH_COMPLETE,
    SF_NOTIFY_READ_RAW_DATA,
    SF_NOTIFY_END_OF_REQUEST,
    SF_NOTIFY_SEND_RESPONSE,
    SF_NOTIFY_SEND_RAW_DATA,
    SF_NOTIFY_SEND_RAW_DATA,
    SF_NOTIFY_LOG,
    SF_NOTIFY_END_OF_NET_SESSION,
  ]);
});

Deno.test("SF_NOTIFY_PREPROC_HEADERS: a new URL decides who answers, and the app sees method and headers", async () => {
  const seen: unknown[] = [];
  const rewriting = filter<Heads>(SF_NOTIFY_PREPROC_HEADERS, (pfc, heads) => {
    seen.push(heads.getHeader(pfc, "url").value, heads.getHeader(pfc, "method").value);
    seen.push(heads.getHeader(pfc, "version").value, heads.httpStatus);
    seen.push(heads.getHeader(pfc, "X-Old:"), heads.getHeader(pfc, "X-None:"));
    assert(heads.setHeader(pfc, "url", "/new/place?b=2"));
    assert(heads.setHeader(pfc, "method", "PUT"));
    assert(heads.setHeader(pfc, "X-Old:", ""));
    assert(heads.setHeader(pfc, "X-One:", "1") && heads.addHeader(pfc, "X-One:", "2"));
    assert(!heads.setHeader(pfc, "version", "HTTP/3") && !heads.setHeader(pfc, "url", "place"));
    assert(!heads.addHeader(pfc, "url", "/") && !heads.setHeader(pfc, "Bad name:", "x"));
  });
  const { text } = filterHouse(rewriting, {
    app: {
      fetch: ({ url, method, headers }: Request) =>
        Response.json([url, method, headers.get("x-one"), headers.get("x-old")]),
    },
  });
  assertEquals(JSON.parse(await text("/old?a=1%20", { headers: { "X-Old": "old" } })), [
    "http://localhost/new/place?b=2",
    "PUT",
    "1, 2",
    null,
  ]);
  assertEquals(seen, [
    "/old?a=1%20",
    "GET",
    "HTTP/1.1",
    200,
    { ret: true, error: 0, value: "old" },
    { ret: false, error: 1413, value: "" },
  ]);
});

Deno.test("SF_NOTIFY_PREPROC_HEADERS: a path with two slashes in front stays a path of this site", async () => {
  const rewriting = filter<Heads>(
    SF_NOTIFY_PREPROC_HEADERS,
    (pfc, heads) => void heads.setHeader(pfc, "url", "//elsewhere/x"),
  );
  assertEquals(await filterHouse(rewriting, { app: echo }).text("/"), "//elsewhere/x");
});

Deno.test("SF_NOTIFY_AUTHENTICATION: name and password as sent by Basic, and what whoever authenticates sees then", async () => {
  const seen: unknown[] = [];
  const mapping = filter<HTTP_FILTER_AUTHENT>(SF_NOTIFY_AUTHENTICATION, (_pfc, sent) => {
    seen.push({ ...sent });
    if (sent.user === "Zoë") Object.assign(sent, { user: "local", password: "a:b" });
    if (sent.user === "drop") sent.user = "";
  });
  const reading = defineModule({
    name: "Reading",
    priority: "FIRST",
    onAuthenticateRequest: (context) =>
      void seen.push(context.getRequest().getHeader("Authorization")),
  });
  const { get } = filterHouse([reading, mapping]);
  await get("/", basic(String.fromCharCode(...new TextEncoder().encode("Zoë:secret"))));
  await get("/", basic("drop:x"));
  await get("/", { headers: { Authorization: "Bearer token" } });
  await get("/", { headers: { Authorization: "Basic %%%" } });
  assertEquals(seen, [
    { user: "Zoë", password: "secret" },
    `Basic ${btoa("local:a:b")}`,
    { user: "drop", password: "x" },
    null,
    { user: "", password: "" },
    "Bearer token",
    { user: "", password: "" },
    "Basic %%%",
  ]);
});

Deno.test("SF_NOTIFY_AUTHENTICATION: a name that a filter writes is nobody's until somebody has checked it", async () => {
  const claiming = filter<HTTP_FILTER_AUTHENT>(
    SF_NOTIFY_AUTHENTICATION,
    (_pfc, sent) => void Object.assign(sent, { user: "admin", password: "" }),
  );
  const { seen, text } = filterHouse([
    claiming,
    { name: "Who", onAuthorizeRequest: (c) => void seen.push(`${c.getUser()?.getUserName()}|`) },
  ]);
  await text("/");
  assertEquals(seen, ["|"]);
});

Deno.test("SF_NOTIFY_AUTH_COMPLETE: the user is known, and a new URL still decides who answers", async () => {
  const seen: unknown[] = [];
  const complete = filter<Heads>(SF_NOTIFY_AUTH_COMPLETE, (pfc, heads) => {
    seen.push(pfc.getServerVariable(pfc, "AUTH_USER"), heads.resetAuth);
    heads.setHeader(pfc, "url", "/home/ada");
  });
  const authentication = defineModule({
    name: "Authentication",
    onAuthenticateRequest: (_context, provider) => provider.setUser(user("ada")),
  });
  const { text } = filterHouse([complete, authentication], { app: echo });
  assertEquals(await text("/home"), "/home/ada");
  assertEquals(seen, [{ ret: true, error: 0, value: "ada" }, false]);
});

Deno.test("SF_NOTIFY_URL_MAP: when somebody asks for a path, and the filter may name another", async () => {
  const seen: unknown[] = [];
  const mapping = filter<HTTP_FILTER_URL_MAP>(SF_NOTIFY_URL_MAP, (_pfc, map) => {
    seen.push(map.url);
    map.physicalPath = map.physicalPath.replace("a.txt", "b.txt");
  });
  const asking = defineModule({
    name: "Asking",
    onBeginRequest: (context) => void seen.push(context.mapPath("/a.txt").physicalPath),
  });
  const files = memoryFiles({ "/a.txt": "a", "/b.txt": "b" });
  const { text } = filterHouse([mapping, asking], { files });
  await text("/x");
  assertEquals(seen.length, 2);
  assertEquals([seen[0], String(seen[1]).endsWith("b.txt")], ["/a.txt", true]);
});

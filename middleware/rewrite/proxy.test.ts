// Where does a URL lead? To another server, that is here a function.
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { until } from "../../tests/_waits.ts";
import { defineModule } from "../../mod.ts";
import { rewrite } from "./index.ts";

const app = { fetch: () => new Response("app") };

const rule = (url: string, to: string) => ({
  match: { url },
  action: { type: "Rewrite" as const, url: to },
});

Deno.test("rewrite: another server is asked with method, body and headers, and gives the answer", async () => {
  let asked: Request | null = null;
  const proxy = {
    enabled: true,
    fetch: async (request: Request) => {
      asked = request;
      const headers = new Headers({
        Location: "http://inner:8081/next?a=b",
        Connection: "x-hop",
        "X-Hop": "1",
      });
      headers.append("Set-Cookie", "a=1");
      headers.append("Set-Cookie", "b=2");
      return new Response(`got ${await request.text()}`, { status: 201, headers });
    },
  };
  const rules = [rule("^api/(.*)", "http://inner:8081/{R:1}")];
  const { server } = house([rewrite({ rules, proxy })], { app });
  const init = {
    method: "POST",
    body: "hello",
    headers: { "X-A": "1", Connection: "close", Host: "outer" },
  };
  const info = { remoteAddr: { hostname: "192.0.2.1", port: 1 } };
  const response = await server.fetch(new Request("http://outer/api/x?q=1", init), info);
  const { url, method, headers } = asked!;
  assertEquals([url, method], ["http://inner:8081/x?q=1", "POST"]);
  const names = ["X-A", "Connection", "X-Forwarded-For", "X-Original-URL", "Host"];
  assertEquals(names.map((name) => headers.get(name)), [
    "1",
    null,
    "192.0.2.1",
    "/api/x?q=1",
    null,
  ]);
  assertEquals([response.status, await response.text()], [201, "got hello"]);
  assertEquals(response.headers.get("Location"), "http://outer/next?a=b");
  assertEquals([response.headers.getSetCookie(), response.headers.get("X-Hop")], [
    ["a=1", "b=2"],
    null,
  ]);
});

Deno.test("rewrite: a server that cannot be reached is 502, and a module in front has its say", async () => {
  const proxy = { enabled: true, fetch: () => Promise.reject(new TypeError("refused")) };
  const rules = [rule("^api", "http://inner/")];
  const guard = defineModule({
    name: "Guard",
    onAuthorizeRequest(context) {
      if (context.getRequest().getHeader("X-Key") !== null) return;
      context.getResponse().setStatus(403, "Forbidden");
      return 2;
    },
  });
  const { get } = house([rewrite({ rules, proxy }), guard], { app });
  assertEquals((await get("/api")).status, 403);
  assertEquals((await get("/api", { headers: { "X-Key": "1" } })).status, 502);
});

Deno.test("rewrite: another server is not waited for any more when the client has left", async () => {
  const told: string[] = [];
  const proxy = {
    enabled: true,
    fetch: (request: Request) =>
      new Promise<Response>((_, reject) => {
        told.push("asked");
        request.signal.addEventListener("abort", () => {
          told.push("left");
          reject(request.signal.reason);
        });
      }),
  };
  const note = defineModule({ name: "Note", onEndRequest: () => void told.push("ended") });
  const { server } = house([rewrite({ rules: [rule("^api", "http://inner/")], proxy }), note]);
  const client = new AbortController();
  const { signal } = client;
  const answer = Promise.resolve(server.fetch(new Request("http://outer/api", { signal })));
  answer.then((response) => response.body?.cancel(), () => {});
  await until(() => told.includes("asked"), "the question");
  client.abort();
  await until(() => told.includes("ended"), "the end");
  assertEquals(told, ["asked", "left", "ended"]);
});

Deno.test("rewrite: a body that breaks, or is too long, breaks at the other server, too", async () => {
  const encoder = new TextEncoder();
  const upload = (end: (controller: ReadableStreamDefaultController) => void): RequestInit => {
    let piece = 0;
    const body = new ReadableStream({
      pull: (controller) =>
        piece++ < 2 ? controller.enqueue(encoder.encode("half ")) : end(controller),
    });
    return { method: "POST", body, duplex: "half" } as RequestInit;
  };
  const whole = (controller: ReadableStreamDefaultController) => controller.close();
  const breaks = (controller: ReadableStreamDefaultController) => controller.error("on purpose");
  const cases = [[whole, 10, 200, "half half "], [breaks, 10, 400, ""], [
    whole,
    9,
    413,
    "",
  ]] as const;
  for (const [end, maxEntityBytes, wished, text] of cases) {
    let taken = "";
    const fetch = async (request: Request) => new Response(taken = await request.text());
    const rules = [rule("^api", "http://inner/")];
    const modules = rewrite({ rules, proxy: { enabled: true, fetch } });
    const { get } = house(modules, { app, limits: { maxEntityBytes } });
    const { status } = await get("/api", upload(end));
    assertEquals([status, taken], [wished, text]);
  }
});

// Node's fetch refuses a Request whose Content-Length is not that of its body.
Deno.test("rewrite: another server is told the length only of a body that is the client's as a whole", async () => {
  const lengths: (string | null)[] = [];
  const proxy = {
    enabled: true,
    fetch: async (request: Request) => {
      const { method, headers } = request;
      lengths.push(`${method} ${headers.get("Content-Length")} ${await request.text()}`);
      return new Response("asked");
    },
  };
  const reading = defineModule({
    name: "Reading",
    async onBeginRequest(context) {
      const request = context.getRequest();
      if (request.getHttpMethod() === "PUT") await request.readEntityBody(new Uint8Array(2), false);
    },
  });
  const rules = [rule(".*", "http://inner/")];
  const { get } = house([reading, rewrite({ rules, proxy })], { app });
  const headers = { "Content-Length": "5" };
  await get("/", { method: "POST", body: "hello", headers });
  await get("/", { method: "PUT", body: "hello", headers });
  await get("/", { headers });
  assertEquals(lengths, ["POST 5 hello", "PUT null llo", "GET null "]);
});

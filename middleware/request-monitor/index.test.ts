// What is running now? Tested with requests that wait until the test has looked.
import { Hono } from "hono";
import { defineModule, pipeline, type WebServerOptions } from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { sleep } from "../../tests/_waits.ts";
import { userOf } from "../_shared/user.ts";
import { requestMonitor, type RequestMonitorOptions, type RunningRequest } from "./index.ts";

const everybody: RequestMonitorOptions = { authorize: () => true };

/** Waits at a gate in one stage; what came there is let through by `open`. */
function gate() {
  let open = (): void => {};
  let arrived = (): void => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  const there = new Promise<void>((resolve) => arrived = resolve);
  const waiting = defineModule({
    name: "Gate",
    async onAuthorizeRequest(context) {
      if (!context.getScriptName().startsWith("/wait")) return;
      arrived();
      await opened;
    },
  });
  return { open, there, waiting };
}

const app = { fetch: () => new Response("app") };
const naming = defineModule({
  name: "Naming",
  onAuthenticateRequest(_context, provider) {
    provider.setUser(userOf({ name: "kim", remoteName: "", type: "T", password: "", roles: [] }));
  },
});

Deno.test("requestMonitor: tells stage, module and times of what runs, and not of what asks", async () => {
  const { open, there, waiting } = gate();
  const { get } = house([requestMonitor(everybody), naming, waiting], { app });
  const list = async (query = ""): Promise<RunningRequest[]> =>
    (await get(`/request-monitor${query}`)).json();
  assertEquals(await list(), []);
  const slow = get("/wait?a=1", { method: "POST", body: "x" });
  await there;
  await sleep(20);
  const [{ time, timeInStage, timeInModule, ...rest }, ...others] = await list();
  assertEquals(others, []);
  assertEquals(rest, {
    id: 2,
    verb: "POST",
    url: "/wait?a=1",
    host: "localhost",
    client: "",
    user: "kim",
    stage: "AuthorizeRequest",
    module: "Gate",
    isWaiting: true,
    siteId: 1,
  });
  for (const one of [time, timeInStage, timeInModule]) assert(one >= 15 && one < 5_000, `${one}`);
  assertEquals((await list("?elapsed=5000")).length, 0);
  assertEquals((await list("?elapsed=no")).length, 1);
  open();
  assertEquals(await (await slow).text(), "app");
  assertEquals(await list(), []);
});

Deno.test("requestMonitor: a request runs until its last byte has left", async () => {
  let send = (): void => {};
  const more = new Promise<void>((resolve) => send = resolve);
  const stream = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await more;
        controller.enqueue(new Uint8Array(3));
        controller.close();
      },
    });
  const { get, server } = house([requestMonitor()], {
    app: { fetch: () => new Response(stream()) },
  });
  const query = (parameters?: string): RunningRequest[] =>
    JSON.parse(new TextDecoder().decode(server.query("GetExecutingRequests", parameters).data));
  const answer = await get("/stream");
  assertEquals(query().map(({ url }) => url), ["/stream"]);
  assertEquals(query("60000"), []);
  send();
  assertEquals((await answer.arrayBuffer()).byteLength, 3);
  assertEquals(query(), []);
  const left = await get("/left");
  await left.body!.cancel();
  assertEquals(query(), [], "a client that leaves is gone");
  assert(server.query("SomethingElse").hr < 0);
});

Deno.test("requestMonitor: requests that fail or are refused do not stay in the list", async () => {
  const failing = defineModule({
    name: "Failing",
    onAuthenticateRequest: () => {
      throw new Error("broken");
    },
  });
  const { get, server } = house([requestMonitor(), failing], { app });
  for (let i = 0; i < 20; i++) await (await get()).text();
  assertEquals(new TextDecoder().decode(server.query("GetExecutingRequests").data), "[]");
});

/** The status for a client of this address. */
async function asked(
  hostname: string | undefined,
  headers: Record<string, string> = {},
  options?: RequestMonitorOptions,
  more: Omit<WebServerOptions, "modules"> = {},
): Promise<number> {
  const { server } = house([requestMonitor(options)], { app, ...more });
  const info = hostname === undefined ? undefined : { remoteAddr: { hostname, port: 1 } };
  const request = new Request("http://localhost/request-monitor", { headers });
  return (await server.fetch(request, info)).status;
}

Deno.test("requestMonitor: only the machine of the server sees it where nothing is said", async () => {
  for (const local of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
    assertEquals([local, await asked(local)], [local, 200]);
  }
  for (
    const other of [undefined, "192.0.2.1", "::2", "127.0.0.1.example.com", "::ffff:192.0.2.1"]
  ) {
    assertEquals([other, await asked(other)], [other, 403]);
  }
  for (const name of ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"]) {
    assertEquals([name, await asked("127.0.0.1", { [name]: "127.0.0.1" })], [name, 403]);
  }
});

Deno.test("requestMonitor: authorize decides, and users are known by then", async () => {
  const yes = { authorize: () => Promise.resolve(true) };
  assertEquals(await asked("192.0.2.1", {}, yes), 200);
  const no = { authorize: () => Promise.resolve(false) };
  assertEquals(await asked("127.0.0.1", {}, no), 403);
  const broken = () => Promise.reject(new Error("the store is gone"));
  assertEquals(await asked("127.0.0.1", {}, { authorize: broken }), 500);
  assertEquals(await asked("127.0.0.1", {}, yes, { anonymous: false }), 401);
  const kim: RequestMonitorOptions = {
    authorize: (context) => context.getUser()?.getUserName() === "kim",
  };
  assertEquals((await house([requestMonitor(kim), naming]).get("/request-monitor")).status, 200);
});

Deno.test("requestMonitor: a page for browsers, in which no URL is anything but text", async () => {
  const { open, there, waiting } = gate();
  const { get } = house([requestMonitor(everybody), waiting], { app });
  const slow = get("/wait?<script>alert(1)</script>");
  await there;
  const headers = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  const answer = await get("/request-monitor", { headers });
  assertEquals(answer.headers.get("Content-Type"), "text/html; charset=utf-8");
  assertEquals(answer.headers.get("Cache-Control"), "no-store");
  assertMatch(answer.headers.get("Content-Security-Policy")!, /^default-src 'none'/);
  const page = await answer.text();
  assertMatch(page, /<td>AuthorizeRequest<\/td><td>Gate<\/td>/);
  assert(!page.includes("<script>"));
  open();
  await (await slow).text();
  assertMatch(await (await get("/request-monitor", { headers })).text(), /<p>None\.<\/p>/);
});

Deno.test("requestMonitor: path, methods, and what is not asked for", async () => {
  const { get, text } = house([requestMonitor({ ...everybody, path: "/admin/requests" })], { app });
  assertEquals(await text("/ADMIN/requests"), "[]");
  assertEquals(await text("/request-monitor"), "app");
  assertEquals(await text("/admin/requests/x"), "app");
  assertEquals((await get("/admin/requests", { method: "HEAD" })).status, 200);
  const post = await get("/admin/requests", { method: "POST" });
  assertEquals([post.status, post.headers.get("Allow")], [405, "GET, HEAD"]);
  assertEquals(
    await house([requestMonitor({ path: null })], { app }).text("/request-monitor"),
    "app",
  );
});

Deno.test("requestMonitor: in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(requestMonitor(everybody)));
  app.get("/", (c) => c.text("hello"));
  assertEquals(await (await app.request("/request-monitor")).json(), []);
  assertEquals(await (await app.request("/")).text(), "hello");
});

Deno.test("requestMonitor: wrong options are refused", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => requestMonitor(options as RequestMonitorOptions), TypeError, said);
  wrong({ path: "monitor" }, 'requestMonitor (RequestMonitorModule): option "path" is "monitor"');
  wrong({ path: "/a?b" }, 'option "path" is "/a?b"');
  wrong({ authorize: true }, 'option "authorize" is true, wished for a function');
});

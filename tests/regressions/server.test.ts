// What does the server itself say and do? Contract 3, ruling 26.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  HTTP_SERVER_INTERFACE_V2,
  HTTP_SERVER_INTERFACE_V3,
  type IHttpContext4,
  pipeline,
} from "../../mod.ts";
import { capabilities } from "../../src/server/capabilities.ts";
import { assertEquals, assertNotMatch, assertStringIncludes } from "../_assert.ts";
import { code, gate, house, hushed, text, turn, within } from "./_kit.ts";

// Ruling 26: running requests drain; every caller waits for that.
Deno.test("WebServer.close waits for running requests also where it is called a second time", async () => {
  const app = gate();
  const { get, seen, server } = house(
    (seen) =>
      defineModule({
        name: "M",
        onBeginRequest() {},
        terminate: () => void seen.push("terminate"),
      }),
    {
      app: {
        async fetch() {
          await app.opened;
          return new Response("app");
        },
      },
    },
  );
  const answer = get();
  const closings = ["first", "second"].map((name) =>
    server.close().then(() => void seen.push(name))
  );
  await turn();
  seen.push("running");
  app.open();
  await within(Promise.all([answer, ...closings]), "closing");
  assertEquals(seen.toSorted(), ["first", "running", "second", "terminate"]);
  assertEquals(seen.slice(0, 2), ["running", "terminate"]);
});

const secret = createWebServer({
  development: true,
  modules: {
    name: "Failing",
    onBeginRequest() {
      throw new Error("the password is hunter2");
    },
  },
});
const page = async (url: string, headers: HeadersInit = {}): Promise<string> => {
  let body = "";
  await hushed(async () => {
    body = await (await secret.fetch(new Request(url, { headers }))).text();
  });
  return body;
};

// Contract 3, `development`: detailed error pages for local clients.
Deno.test("option development shows its page to a client on this machine", async () => {
  for (const host of ["localhost", "127.0.0.1:8000", "[::1]"]) {
    assertStringIncludes(await page(`http://${host}/`), "hunter2");
  }
});

Deno.test("option development does not believe a client that calls itself local by a header", async () => {
  const body = await page("http://example.com/", { "CF-Connecting-IP": "127.0.0.1" });
  assertNotMatch(body, /hunter2/);
});

for (const host of ["127.evil.example", "127.0.0.1.evil.example"]) {
  Deno.test(`option development does not take ${host} for this machine`, async () => {
    assertNotMatch(await page(`http://${host}/`), /hunter2/);
  });
}

/** What a module sees of one request. */
async function inside<T>(look: (context: IHttpContext4) => T, init?: RequestInit): Promise<T> {
  const seen = Promise.withResolvers<T>();
  await house({ name: "Looking", onBeginRequest: (context) => seen.resolve(look(context)) }).text(
    "/",
    init,
  );
  return await within(seen.promise, "BEGIN_REQUEST");
}

// @see ihttprequest-getremoteaddress-method
Deno.test("IHttpRequest.getRemoteAddress does not let a client name its own address", async () => {
  const headers = { "CF-Connecting-IP": "1.2.3.4" };
  assertEquals(
    await inside((context) => context.getRequest().getRemoteAddress(), { headers }),
    null,
  );
});

/** Says what there is in `globals`, while `work` runs at once. */
function on<T>(globals: Record<string, unknown>, work: () => T): T {
  const before = Object.keys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return work();
  } finally {
    for (const [name, old] of before) {
      if (old === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, old);
    }
  }
}

// Ruling 20: the close is asserted where it is real, and Bun closes (tests/runtime).
Deno.test("capabilities: SetNeedDisconnect is real on Bun", () => {
  const { runtime, disconnect } = on({ Deno: undefined, Bun: {}, process: {} }, capabilities);
  assertEquals([runtime, disconnect], ["bun", "real"]);
});

// @see ihttpserver-getextendedinterface-method
Deno.test("IHttpServer.getExtendedInterface knows the versions that its own constants name", () => {
  const { httpServer } = createWebServer({});
  for (const version of [HTTP_SERVER_INTERFACE_V2, HTTP_SERVER_INTERFACE_V3]) {
    const { hr, output } = httpServer.getExtendedInterface(version);
    assertEquals(code(hr), "0x00000000");
    assertEquals(output === httpServer, true);
  }
});

// @see httpgetextendedinterface-function
Deno.test("IHttpServer.getExtendedInterface gives the object that it was given, if it is of that family", async () => {
  const { httpServer } = createWebServer({});
  const [request, own, other] = await inside((context) => {
    const request = context.getRequest();
    const as = (name: string) => httpServer.getExtendedInterface("", request, name);
    return [request, as("IHttpRequest3"), as("IHttpContext3")] as const;
  });
  assertEquals([code(own.hr), own.output === request], ["0x00000000", true]);
  assertEquals([code(other.hr), other.output], ["0x80004002", null]);
});

// @see ihttptracecontext-gettraceactivityid-method
Deno.test("IHttpTraceContext.getTraceActivityId is the same for all of a request, and another for the next", async () => {
  const ids = (context: IHttpContext4) =>
    [0, 1].map(() => context.getTraceContext().getTraceActivityId());
  const [one, other] = [await inside(ids), await inside(ids)];
  assertEquals(one[0], one[1]);
  assertEquals(new Set([...one, ...other]).size, 2);
});

// Semantics 6: containers exist for application and site; one app has one of each.
Deno.test("IHttpSite and IHttpApplication are the same on every route of an app", async () => {
  const places = new Set<unknown>();
  const looking = defineModule({
    name: "Looking",
    onBeginRequest(context) {
      places.add(context.getSite()).add(context.getApplication());
    },
  });
  const app = new Hono().use(pipeline(looking));
  app.use("/api/*", pipeline(defineModule({ name: "Other", onBeginRequest() {} })));
  app.all("*", (c) => c.text("ok"));
  for (const path of ["/", "/api/x", "/"]) await text(app, path);
  assertEquals(places.size, 2);
});

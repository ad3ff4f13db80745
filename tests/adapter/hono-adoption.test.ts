// What becomes of the app's Response? Ruling 9: status, headers and body between what modules had set and added.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  getHttpContext,
  type IHttpContext,
  type ModuleDefinition,
  pipeline,
} from "../../mod.ts";
import { assert, assertEquals, assertGreaterOrEqual, assertStrictEquals } from "../_assert.ts";
import { ask, noting, streamed, text, within, write } from "./_mount.ts";

const at = (
  name: "onBeginRequest" | "onReleaseRequestState" | "onEndRequest",
  run: (c: IHttpContext) => void,
) => defineModule({ name, [name]: (context: IHttpContext) => run(context) });

/** An app that answers GET / with `response`, behind these modules. */
function behind(
  response: () => Response | Promise<Response>,
  ...modules: ModuleDefinition[]
): Hono {
  const app = new Hono();
  app.use(pipeline(modules));
  app.get("/", () => response());
  return app;
}

const cookies = (context: IHttpContext, value: string): void =>
  void context.getResponse().setHeader("Set-Cookie", value, false);

Deno.test("Ruling 9 the app's status wins over one that a module had set", async () => {
  const app = behind(
    () => new Response("made", { status: 201 }),
    at("onBeginRequest", (c) => void c.getResponse().setStatus(404, "Not Found")),
  );
  assertEquals((await ask(app)).status, 201);
});

Deno.test("Ruling 9 the app's headers replace those of the same name, others of modules stay", async () => {
  const app = behind(
    () => new Response("x", { headers: { "X-Both": "app" } }),
    at("onBeginRequest", (c) => {
      c.getResponse().setHeader("X-Both", "module", true);
      c.getResponse().setHeader("X-Module", "stays", true);
    }),
  );
  const { headers } = await ask(app);
  assertEquals([headers.get("x-both"), headers.get("x-module")], ["app", "stays"]);
});

Deno.test("Ruling 9 Set-Cookie of a module and of the app are both kept", async () => {
  const app = behind(
    () => new Response("x", { headers: [["Set-Cookie", "app=1"], ["Set-Cookie", "app=2"]] }),
    at("onBeginRequest", (c) => cookies(c, "before=1")),
    at("onEndRequest", (c) => cookies(c, "after=1")),
  );
  const { headers } = await ask(app);
  assertEquals(headers.getSetCookie().sort(), ["after=1", "app=1", "app=2", "before=1"]);
});

Deno.test("Ruling 9 the app's body goes behind what was buffered, and END may add more", async () => {
  const app = behind(
    () => new Response("app"),
    at("onBeginRequest", (c) => write(c, "before ")),
    at("onEndRequest", (c) => write(c, " after")),
  );
  const response = await ask(app);
  assertEquals([await response.text(), response.headers.get("content-length")], [
    "before app after",
    "16",
  ]);
});

Deno.test("Ruling 9 modules behind EXECUTE can read and change what the app has set", async () => {
  let seen: unknown;
  const app = behind(
    () => new Response("x", { status: 202, headers: { "X-App": "1" } }),
    at("onReleaseRequestState", (c) => {
      seen = [c.getResponse().getStatus().statusCode, c.getResponse().getHeader("X-App")];
      c.getResponse().setHeader("X-App", "changed", true);
    }),
  );
  assertEquals([(await ask(app)).headers.get("x-app"), seen], ["changed", [202, "1"]]);
});

Deno.test("Ruling 9 Clear behind EXECUTE drops the app's body", async () => {
  const { stream, cancelled } = streamed("dropped");
  const app = behind(
    () => new Response(stream, { status: 201 }),
    at("onReleaseRequestState", (c) => {
      c.getResponse().clear();
      write(c, "instead");
    }),
  );
  const response = await ask(app);
  assertEquals([response.status, await response.text()], [200, "instead"]);
  await within(cancelled, "the cancel of the app's stream");
});

Deno.test("Ruling 9 an untouched Response is handed over as it is, inside Hono", async () => {
  const own = new Response(streamed("a", "b").stream, { headers: { "X-App": "1" } });
  const response = await ask(behind(() => own, noting("A", [], "begin", "log", "end")));
  assertStrictEquals(response, own);
});

Deno.test("Ruling 9 an untouched Response is handed over as it is, around an app", async () => {
  const own = new Response(streamed("a", "b").stream);
  const server = createWebServer({
    modules: noting("A", [], "begin", "log", "end"),
    app: { fetch: () => own },
  });
  assertStrictEquals(await ask(server), own);
});

Deno.test("Ruling 9 a module that sets a header leaves the app's stream untouched", async () => {
  const { stream } = streamed("a", "b");
  const app = behind(
    () => new Response(stream),
    at("onEndRequest", (c) => void c.getResponse().setHeader("X-Module", "1", true)),
  );
  const response = await ask(app);
  assertStrictEquals(response.body, stream);
  assertEquals([await response.text(), response.headers.get("x-module")], ["ab", "1"]);
});

Deno.test("Ruling 9 an app's stream arrives piece by piece, before it has ended", async () => {
  let push = (_text: string): void => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      push = (piece) =>
        piece === "" ? controller.close() : controller.enqueue(new TextEncoder().encode(piece));
    },
  });
  const response = await ask(behind(() => new Response(stream), noting("A", [], "begin", "end")));
  const reader = response.body!.getReader();
  push("first");
  assertEquals(new TextDecoder().decode((await within(reader.read())).value), "first");
  push("");
  assertEquals((await within(reader.read())).done, true);
});

Deno.test("Ruling 9 a small app body that a module added to is read, and its length computed", async () => {
  const { stream } = streamed("123", "456");
  const app = behind(() => new Response(stream), at("onBeginRequest", (c) => write(c, "0")));
  const response = await ask(app);
  assertEquals([await response.text(), response.headers.get("content-length")], ["0123456", "7"]);
});

Deno.test("Ruling 9 beyond responseBufferLimit an app body that a module added to streams", async () => {
  const piece = "x".repeat(1024 * 1024);
  const { stream } = streamed(piece, piece, piece, piece, piece);
  const app = behind(() => new Response(stream), at("onBeginRequest", (c) => write(c, "0")));
  const response = await ask(app);
  assertEquals(response.headers.get("content-length"), null);
  assertEquals((await within(response.arrayBuffer())).byteLength, 5 * 1024 * 1024 + 1);
});

Deno.test("Ruling 9 an adopted body is one send, raised before its head leaves", async () => {
  const seen: string[] = [];
  const send = defineModule({
    name: "Send",
    onSendResponse(context) {
      seen.push(`sent ${context.getResponseHeadersSent()}`);
      context.getResponse().setHeader("X-Send", "1", true);
    },
  });
  const response = await ask(behind(() => new Response(streamed("a", "b", "c").stream), send));
  assertEquals([response.headers.get("x-send"), await response.text()], ["1", "abc"]);
  assertEquals(seen, ["sent false"]);
});

Deno.test("Ruling 9 with DisableBuffering a module sees a send for each piece of the app's stream", async () => {
  let sends = 0;
  const send = defineModule({
    name: "Send",
    onBeginRequest: (context) => context.getResponse().disableBuffering(),
    onSendResponse: () => void sends++,
  });
  const app = behind(() => new Response(streamed("a", "b", "c").stream), send);
  assertEquals(await text(app), "abc");
  assertGreaterOrEqual(sends, 3);
});

Deno.test("Ruling 10 a body filter sees the app's stream as it passes", async () => {
  const filter = defineModule({
    name: "Filter",
    onReleaseRequestState(context) {
      context.getResponse().addBodyFilter({
        transform(chunk, controller) {
          const shouted = new TextDecoder().decode(chunk).toUpperCase();
          controller.enqueue(new TextEncoder().encode(shouted));
        },
      });
    },
  });
  assertEquals(await text(behind(() => new Response(streamed("a", "b").stream), filter)), "AB");
});

Deno.test("Ruling 9 an app Response without a body is adopted with its status", async () => {
  const app = behind(
    () => new Response(null, { status: 204, headers: { "X-App": "1" } }),
    at("onEndRequest", (c) => void c.getResponse().setHeader("X-Module", "1", true)),
  );
  const { status, headers, body } = await ask(app);
  assertEquals([status, headers.get("x-app"), headers.get("x-module"), body], [
    204,
    "1",
    "1",
    null,
  ]);
});

Deno.test("Ruling 9 a Response with immutable headers is adopted", async () => {
  const app = behind(
    () => Response.redirect("http://localhost/there", 303),
    at("onEndRequest", (c) => void c.getResponse().setHeader("X-Module", "1", true)),
  );
  const { status, headers } = await ask(app);
  assertEquals([status, headers.get("location"), headers.get("x-module")], [
    303,
    "http://localhost/there",
    "1",
  ]);
});

Deno.test("Ruling 9 bytes that a handler wrote itself stand in front of what it returns", async () => {
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  app.get("/", (c) => {
    const context = getHttpContext(c);
    assert(context);
    write(context, "written ");
    return c.text("returned");
  });
  assertEquals(await text(app), "written returned");
});

Deno.test("Ruling 9 a Response that cannot be sent, Response.error(), is a 500", async () => {
  const stamp = at("onEndRequest", (c) => void c.getResponse().setHeader("X-Module", "1", true));
  const server = createWebServer({ modules: stamp, app: { fetch: () => Response.error() } });
  assertEquals((await ask(server)).status, 500);
  assertEquals((await ask(behind(() => Response.error(), stamp))).status, 500);
});

// Is an extension at home in Hono? isapiHandler alone, behind pipelines, and behind a guard.
import { Hono } from "hono";
import { defineModule, getHttpContext, pipeline } from "../../mod.ts";
import {
  HSE_REQ_EXEC_URL,
  HSE_REQ_SEND_URL,
  HSE_REQ_SET_FLUSH_FLAG,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  isapiHandler,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import {
  ask,
  done,
  extension,
  onCompletion,
  post,
  saying,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { user, within } from "./_notes.ts";

Deno.test("isapiHandler: an extension is a Hono handler, for its own routes", async () => {
  const app = new Hono();
  app.all("/hello", isapiHandler(extension(saying("from ISAPI"))));
  app.get("/plain", (c) => c.text("from Hono"));
  assertEquals(await (await app.request("/hello")).text(), "from ISAPI");
  assertEquals(await (await app.request("/plain")).text(), "from Hono");
});

Deno.test("isapiHandler: body, status and headers pass", async () => {
  const app = new Hono();
  app.post(
    "/up",
    isapiHandler(extension(async (ecb) => {
      ask(ecb, 3, "201 Made", "X-Own: 1\r\n\r\n");
      await write(ecb, `${ecb.totalBytes} ${ecb.data.byteLength} ${ecb.pathInfo}`);
      return HSE_STATUS_SUCCESS;
    })),
  );
  const response = await app.request("/up", post(1000));
  assertEquals([response.status, response.headers.get("X-Own")], [201, "1"]);
  assertEquals(await response.text(), "1000 1000 /up");
});

Deno.test("isapiHandler: a pipeline in front is one with it: user, variables, log", async () => {
  const seen: unknown[] = [];
  const front = defineModule({
    name: "Front",
    onAuthenticateRequest(context, provider) {
      provider.setUser(user("ada"));
      context.setServerVariable("MINE", "own");
    },
    onLogRequest: (context) => void seen.push(context.getServerVariable("LOG_DATA").value),
  });
  const app = new Hono();
  app.use(pipeline(front));
  app.all(
    "/who",
    isapiHandler(extension((ecb) => {
      const get = (name: string) => ecb.getServerVariable(ecb.connID, name).value;
      ecb.logData = "said";
      return saying(`${get("REMOTE_USER")} ${get("MINE")}`)(ecb);
    })),
  );
  assertEquals(await (await app.request("/who")).text(), "ada own");
  assertEquals(seen, ["said"]);
});

Deno.test("isapiHandler: behind a guard it starts when the guard lets it", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(defineModule({ name: "Outer", onLogRequest: () => void seen.push("log") })));
  app.use(async (c, next) => {
    if (c.req.header("X-Key") !== "open") return c.text("shut", 403);
    seen.push("guard");
    getHttpContext(c).setServerVariable("KEY", "seen");
    await next();
  });
  app.get(
    "/in",
    isapiHandler(extension((ecb) => {
      seen.push("extension");
      return saying(ecb.getServerVariable(ecb.connID, "KEY").value)(ecb);
    })),
  );
  assertEquals((await app.request("/in")).status, 403);
  const response = await app.request("/in", { headers: { "X-Key": "open" } });
  assertEquals(await response.text(), "seen");
  assertEquals(seen, ["log", "guard", "extension", "log"]);
});

Deno.test("isapiHandler: asynchronous writes stream through Hono", async () => {
  const app = new Hono();
  app.get(
    "/stream",
    isapiHandler(extension((ecb) => {
      unbuffered(ecb);
      onCompletion(ecb, [], (e, count) => count === 5 ? done(e) : writeAsync(e, `${count}`));
      writeAsync(ecb, "0");
      return HSE_STATUS_PENDING;
    })),
  );
  const response = await within(Promise.resolve(app.request("/stream")), "the head");
  assertEquals(await response.text(), "01234");
});

Deno.test("isapiHandler: other URLs run where the app is known, otherwise the client is redirected", async () => {
  const proc = extension((ecb) => {
    onCompletion(ecb, []);
    const started = ask(ecb, HSE_REQ_EXEC_URL, { url: "/plain", execUrlFlags: 0 });
    if (started.ret) return HSE_STATUS_PENDING;
    assertEquals(started.error, 50);
    assertEquals(ask(ecb, HSE_REQ_SEND_URL, "/plain").ret, true);
    return HSE_STATUS_SUCCESS;
  });
  const app: Hono = new Hono();
  app.get("/plain", (c) => c.text("from Hono"));
  app.get("/known", isapiHandler(proc, { app: { fetch: (request) => app.fetch(request) } }));
  app.get("/unknown", isapiHandler(proc));
  assertEquals(await (await app.request("/known")).text(), "from Hono");
  const response = await app.request("/unknown");
  assertEquals([response.status, response.headers.get("Location")], [
    302,
    "http://localhost/plain",
  ]);
});

Deno.test("isapiHandler: writes that nobody awaits are all there, whatever responseBufferLimit is", async () => {
  const many = extension((ecb) => {
    ask(ecb, HSE_REQ_SET_FLUSH_FLAG, true);
    for (let i = 0; i < 50; i++) write(ecb, "a".repeat(100));
    return HSE_STATUS_SUCCESS;
  });
  const app = new Hono();
  app.all("/", isapiHandler(many, { responseBufferLimit: 1000 }));
  assertEquals((await (await app.request("/")).text()).length, 5000);
});

// Regressions: slips that a new user makes are told, with what was found and what was wished for.
import {
  CHttpModule,
  createWebServer,
  defineModule,
  type HandlerEntry,
  type IHttpContext4,
  location,
  type ModuleInput,
  pipeline,
  type WebServerOptions,
} from "@sluice/sluice";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { turn } from "../_waits.ts";

/** What JavaScript lets a user write. */
const told = (options: unknown, ...parts: string[]): void => {
  const error = assertThrows(() => createWebServer(options as WebServerOptions), TypeError);
  const { message } = error as TypeError;
  for (const part of parts) assert(message.includes(part), `${message} lacks ${part}`);
};
const toldOf = (modules: unknown, ...parts: string[]): void => told({ modules }, ...parts);

Deno.test("createWebServer: a class whose handler is spelled as in IIS, or wrong, is refused", () => {
  toldOf(
    class Port extends CHttpModule {
      OnBeginRequest() {}
    },
    '"Port"',
    "OnBeginRequest",
    "wished for onBeginRequest",
  );
  toldOf(
    class Slip extends CHttpModule {
      onBeginReqest() {}
    },
    "wished for onBeginRequest",
  );
  class Base extends CHttpModule {
    onLogRequests() {}
  }
  toldOf(class Heir extends Base {}, '"Heir"', "wished for onLogRequest");
});

Deno.test("createWebServer: a class may have methods of its own that begin with on", async () => {
  let called = 0;
  class Own extends CHttpModule {
    override onBeginRequest() {
      this.onDone();
    }
    onDone() {
      called++;
    }
  }
  await createWebServer({ modules: Own }).fetch(new Request("http://localhost/"));
  assertEquals(called, 1);
});

Deno.test("defineModule: a handler in small letters is refused", () => {
  const slip = { name: "Small", onbeginrequest() {} } as object;
  assertThrows(() => defineModule(slip), TypeError, "wished for onBeginRequest");
});

Deno.test("createWebServer: a class that extends nothing is told what to extend", () => {
  toldOf(
    class Bare {
      onBeginRequest() {}
    },
    '"Bare"',
    "extends CHttpModule or CGlobalModule",
  );
});

Deno.test("createWebServer: create() that throws is told with the name of its module", () => {
  const create = (): never => {
    throw new Error("no db");
  };
  toldOf({ name: "Store", create }, '"Store"', "create() threw Error: no db");
});

Deno.test("createWebServer: an attribute that handler entries do not have is refused", () => {
  const entry = { name: "h", path: "*", verb: "*", modules: "A", resourcetype: "File" };
  told(
    { handlers: [entry as HandlerEntry] },
    'entry "h"',
    'resourcetype is "File"',
    "resourceType",
  );
});

Deno.test("createWebServer: what site and application do not have is refused", () => {
  told({ site: { nam: "x" } }, '"site.nam"', "id, name");
  told({ site: { id: "1" } }, '"site.id" is "1"', "a whole number");
  told({ application: { root: "/" } }, '"application.root"', "physicalPath");
  told({ anonymous: "false" }, '"anonymous" is "false"', "true or false");
});

Deno.test("WebServer.close: a number in the place of its options is refused", () => {
  const server = createWebServer({});
  assertThrows(() => server.close(5000 as never), TypeError, "options are 5000, wished for");
});

Deno.test("location: a parameter as Hono has them is refused", () => {
  assertThrows(() => location("/a/:id", []), TypeError, 'path is "/a/:id"');
});

Deno.test("a global module whose promise is refused ends neither the process nor the request", async () => {
  const events: string[] = [];
  const late = {
    name: "Late",
    async onGlobalApplicationStart() {
      await Promise.resolve();
      throw new Error("g");
    },
  } as unknown as ModuleInput;
  const server = createWebServer({
    modules: late,
    app: { fetch: () => new Response("ok") },
    trace: (event) => events.push(String(event.message)),
  });
  const { error } = console;
  const errors: unknown[] = [];
  console.error = (...args) => errors.push(args.join(" "));
  try {
    const response = await server.fetch(new Request("http://localhost/"));
    assertEquals(await response.text(), "ok");
    await turn();
  } finally {
    console.error = error;
  }
  assertEquals(errors, ['Global module "Late" threw: Error: g']);
});

Deno.test("REMOTE_ADDR of a client of the older family is its own address, on a listener for both", async () => {
  const found: unknown[] = [];
  const look = (context: IHttpContext4): void => {
    found.push(
      context.getServerVariable("REMOTE_ADDR").value,
      context.getRequest().getRemoteAddress()?.family,
    );
  };
  const server = createWebServer({
    modules: { name: "Look", onBeginRequest: look } as ModuleInput,
  });
  const remoteAddr = { transport: "tcp", hostname: "::ffff:127.0.0.1", port: 4711 };
  await server.fetch(new Request("http://localhost/"), { remoteAddr });
  assertEquals(found, ["127.0.0.1", 2]);
});

Deno.test("createWebServer: a pipeline in the place of a module is told as what it is", () => {
  toldOf([pipeline([])], "a pipeline is one already, for app.use");
});

Deno.test("a call that is refused is told to those who watch", async () => {
  const warnings: string[] = [];
  const slips = defineModule({
    name: "Slips",
    onBeginRequest(context) {
      const response = context.getResponse();
      response.setStatus(40, "Not Found");
      response.setHeader("X-A", "a\nb", true);
      response.writeEntityChunks("hello" as never, true, false);
      response.addBodyFilter(((x: unknown) => x) as never);
      context.notifyCustomNotification("price" as never);
      context.executeRequest(false as never, context, 0, null);
    },
  });
  const server = createWebServer({
    modules: slips,
    app: { fetch: () => new Response("app") },
    trace: ({ name, message }) => void (name === "TRACE_WARNING" && warnings.push(message!)),
  });
  assertEquals(await (await server.fetch(new Request("http://localhost/"))).text(), "app");
  assertEquals(warnings, [
    'SetStatus is refused with 0x80070057; it was given "40 Not Found"',
    'SetHeader is refused with 0x80070057; it was given "X-A: a\\nb"',
    'WriteEntityChunks is refused with 0x80070057; it was given "hello"',
    "addBodyFilter is refused with 0x80070057; it was given function (anonymous)",
    'NotifyCustomNotification is refused with 0x80070057; it was given "price"',
    'ExecuteRequest is refused with 0x80070032; it was given "fAsync false"',
  ]);
});

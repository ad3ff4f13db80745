// What is refused at the start, and whom do global notifications reach? Contract 7: the first moment at which it can be known.
import { Hono } from "hono";
import { cors } from "hono/cors";
import {
  CGlobalModule,
  CHttpModule,
  createWebServer,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type HandlerEntry,
  type IHttpContext,
  type ModuleInput,
  type PFN_REGISTERMODULE,
  pipeline,
  PRIORITY_ALIAS_FIRST,
  RQ_BEGIN_REQUEST,
  type RQResult,
  S_OK,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../_assert.ts";
import { house, text, uncaught } from "./_kit.ts";

/** What JavaScript lets through. */
const odd = (module: unknown): ModuleInput => module as ModuleInput;
const oddly = (options: unknown): WebServerOptions => options as WebServerOptions;
const plain = defineModule({ name: "Plain", onBeginRequest() {} });
const entry = (more: object): HandlerEntry => ({
  name: "All",
  path: "*",
  verb: "*",
  modules: "Plain",
  ...more,
});

class Foreign {
  onBeginRequest() {}
}
const throwing: PFN_REGISTERMODULE = () => {
  throw new Error("not today");
};

// Each names the module or option, what was found and what was wished for.
const MISUSE: Record<string, [() => unknown, ...string[]]> = {
  "pipeline of a Hono middleware": [() => pipeline(odd(cors())), '"cors"', "honoModule"],
  "pipeline of a class that is no CHttpModule": [() => pipeline(odd(Foreign)), '"Foreign"'],
  "a RegisterModule without an HRESULT": [
    () => pipeline(odd(function silent() {})),
    '"silent"',
    "undefined",
    "HRESULT",
  ],
  "a RegisterModule that throws": [
    () => pipeline({ name: "Throwing", registerModule: throwing }),
    '"Throwing"',
    "not today",
  ],
  "null in a list of modules": [() => pipeline(odd([null])), "null", "wished for"],
  "a priority for a handler that there is not": [
    () => pipeline(odd({ ...plain, priority: { onBeginReqest: PRIORITY_ALIAS_FIRST } })),
    '"Plain"',
    "onBeginReqest",
  ],
  "a priority that is null": [
    () => pipeline(odd({ ...plain, priority: null })),
    '"Plain"',
    "priority",
    "null",
    "FIRST",
  ],
  "option handlers of a pipeline": [() => pipeline(plain, oddly({ handlers: [] })), "handlers"],
  "option development that is a text": [
    () => createWebServer(oddly({ development: "no" })),
    "development",
    "no",
    "true or false",
  ],
  "HandlerEntry.resourceType in another case": [
    () => createWebServer({ modules: plain, handlers: [entry({ resourceType: "file" })] }),
    "All",
    "file",
    "File",
  ],
  "HandlerEntry.requireAccess that is unknown": [
    () => createWebServer({ modules: plain, handlers: [entry({ requireAccess: "All" })] }),
    "requireAccess",
    "Script",
  ],
};
for (const [what, [wrong, ...words]] of Object.entries(MISUSE)) {
  Deno.test(`${what} is refused in words that help`, async () => {
    let message = "";
    const lost = await uncaught(() => {
      message = (assertThrows(wrong, TypeError) as TypeError).message;
    });
    for (const word of words) assertStringIncludes(message, word);
    assertEquals(lost, []);
  });
}

// A trace shows what runs, and changes nothing of it.
Deno.test("a handler is read when its module is mounted, whether anybody traces or not", async () => {
  for (const options of [{}, { trace() {} }]) {
    const answered = (name: string) => (context: IHttpContext) =>
      void context.getResponse().setHeader("X-By", name, true);
    const module = { name: "Changes", onBeginRequest: answered("the first") };
    const { get } = house(module, options);
    module.onBeginRequest = answered("another one");
    assertEquals((await get()).headers.get("X-By"), "the first");
  }
});

// @see ihttpmoduleregistrationinfo-setglobalnotifications-method
Deno.test("setGlobalNotifications throws for a bit that is no GL notification", () => {
  const registerModule: PFN_REGISTERMODULE = (_version, info) =>
    info.setGlobalNotifications(new CGlobalModule(), 0x40000000);
  assertThrows(() => house({ name: "Odd", registerModule }), RangeError, "0x40000000");
});

/** Raises a custom notification in BEGIN_REQUEST, on the server object that RegisterModule was given. */
const raising: PFN_REGISTERMODULE = (_version, info, server) => {
  class Raising extends CHttpModule {
    override onBeginRequest(_context: IHttpContext): RQResult {
      server.notifyCustomNotification({ queryNotificationType: () => "news", setErrorStatus() {} });
      server.notifyConfigurationChange("MACHINE/WEBROOT");
    }
  }
  const factory = { getHttpModule: () => ({ hr: S_OK, module: new Raising() }), terminate() {} };
  return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
};

// Contract 3: neighbours are one integrated pipeline, so a global module of one hears of the other.
Deno.test("IHttpServer.notifyCustomNotification and notifyConfigurationChange reach the neighbours of a pipeline", async () => {
  const seen: string[] = [];
  const listening = defineModule({
    name: "Listening",
    onGlobalCustomNotification(provider) {
      seen.push(provider.queryNotificationType());
      return GL_NOTIFICATION_CONTINUE;
    },
    onGlobalConfigurationChange(provider) {
      seen.push(provider.getChangePath());
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  const app = new Hono().use(pipeline({ name: "Raising", registerModule: raising }));
  app.use(pipeline(listening)).get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen, ["news", "MACHINE/WEBROOT"]);
});

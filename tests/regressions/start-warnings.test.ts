// What can never do what it seems to say? Modules that nothing calls and entries that nothing answers: a trace warning.
import {
  CGlobalModule,
  CHttpModule,
  createWebServer,
  defineModule,
  GL_HEALTH_CHECK,
  type HandlerEntry,
  type IHttpModuleRegistrationInfo,
  memoryFiles,
  type ModuleInput,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals, assertMatch, assertThrows } from "../_assert.ts";
import { house } from "./_kit.ts";

/** The warnings of a start. */
function warnings(options: Partial<WebServerOptions>): string[] {
  const told: string[] = [];
  const trace: WebServerOptions["trace"] = ({ name, message }) => {
    if (name === "TRACE_WARNING") told.push(message!);
  };
  createWebServer({ ...options, trace } as WebServerOptions);
  return told;
}
const ofModule = (module: unknown): string[] => warnings({ modules: module as ModuleInput });

const UNHEARD: [what: string, module: unknown, name: string][] = [
  ["{}", {}, "(unnamed module)"],
  ["a bare name", { name: "X" }, "X"],
  ["a handler without its on", { name: "X", beginRequest() {} }, "X"],
  ["create() that makes nothing", { name: "X", create: () => ({}) }, "X"],
  ["a class that overrides nothing", class Idle extends CHttpModule {}, "Idle"],
  ["a global class that overrides nothing", class Idle extends CGlobalModule {}, "Idle"],
];
for (const [what, module, name] of UNHEARD) {
  Deno.test(`createWebServer: ${what} is told of as a module that nothing calls`, () => {
    assertEquals(ofModule(module), [
      `Module "${name}" has no handler, and nothing else that is ever called`,
    ]);
  });
}

class Ending extends CGlobalModule {
  override terminate(): void {}
}
const registerModule = (_version: number, info: IHttpModuleRegistrationInfo) =>
  info.setGlobalNotifications(new Ending(), GL_HEALTH_CHECK);
for (
  const [what, module] of Object.entries({
    "onTransferEnd alone": { onTransferEnd() {} },
    "terminate alone": { terminate() {} },
    "a global handler alone": { onGlobalHealthCheck() {} },
    "a class with terminate alone": Ending,
    "create() with a handler": { create: () => ({ onLogRequest() {} }) },
    "RegisterModule": { name: "R", registerModule },
  })
) {
  Deno.test(`createWebServer: a module with ${what} is fine`, () => {
    assertEquals(ofModule(module), []);
  });
}

Deno.test("createWebServer: entries that can never answer are told of at the start", () => {
  const modules = [
    defineModule({ name: "Begins", onBeginRequest() {} }),
    defineModule({ name: "Executes", onExecuteRequestHandler() {} }),
  ];
  const entry = (modules: string, more: Partial<HandlerEntry> = {}): HandlerEntry => ({
    name: "e",
    path: "*",
    verb: "*",
    modules,
    ...more,
  });
  const file = entry("Executes", { resourceType: "File" });
  assertEquals(warnings({ modules, handlers: [file] }), [
    'Handler entry "e" asks for a file, and the option "files" is missing: each request is 404',
  ]);
  assertEquals(warnings({ modules, handlers: [entry("Begins")] }), [
    'Handler entry "e": "Begins" has no handler of RQ_EXECUTE_REQUEST_HANDLER',
  ]);
  assertEquals(warnings({ modules, handlers: [file], files: memoryFiles({}) }), []);
  assertEquals(warnings({ modules, handlers: [entry("Begins,Executes")] }), []);
});

Deno.test("createWebServer: application.physicalPath has to be an absolute path", () => {
  for (const physicalPath of ["www", "./www", "/../www", "C:www", "C:\\..\\www", 7, null]) {
    const application = { physicalPath } as WebServerOptions["application"];
    const error = assertThrows(() => createWebServer({ application }), TypeError);
    assertMatch(String(error), /application\.physicalPath.*wished for an absolute path/);
  }
  for (const physicalPath of ["/", "", "/srv/shop", "C:\\www", "c:/www", "\\\\host\\share"]) {
    createWebServer({ application: { physicalPath } });
  }
});

// @see cglobalmodule-class
Deno.test("CGlobalModule: a handler may return nothing, by its type too", async () => {
  const seen: string[] = [];
  class Watching extends CGlobalModule {
    override onGlobalPreBeginRequest(): void {
      seen.push("class");
    }
    override onGlobalTraceEvent(): void {}
  }
  const watching = defineModule({
    name: "Watching",
    onGlobalPreBeginRequest: () => void seen.push("object"),
  });
  const app = { fetch: () => new Response("app") };
  assertEquals(await house([Watching, watching], { app, trace: () => {} }).text(), "app");
  assertEquals(seen, ["class", "object"]);
});

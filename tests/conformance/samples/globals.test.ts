// Do the samples of global modules log what they log in IIS? Start and stop, health, questions, recycling.
import {
  CGlobalModule,
  CHttpModule,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type ModuleDefinition,
  RQ_BEGIN_REQUEST,
  type RQResult,
  S_OK,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { GLOBAL_HANDLERS } from "../../../src/plan/global-handlers.ts";
import { app } from "../_notes.ts";
import { onServer } from "./_kit.ts";

/** A module that writes a line for each of these global notifications. */
const logging = (seen: string[], methods: readonly string[], more = (): void => {}) =>
  defineModule({
    name: "Log",
    ...Object.fromEntries(methods.map((method) => [method, () => {
      seen.push(method);
      more();
      return GL_NOTIFICATION_CONTINUE;
    }])),
  }) as ModuleDefinition;

// @see cglobalmodule-class, cglobalmodule-onglobalapplicationstart-method
Deno.test("Sample CGlobalModuleGenericGlobalModule: one line for each global notification as it occurs", async () => {
  const methods = GLOBAL_HANDLERS.map(({ method }) => method)
    .filter((method) => method !== "onGlobalTraceEvent");
  const { text, seen, server } = house((seen: string[]) => logging(seen, methods), { app });
  await server.preload();
  assertEquals(await text("/"), "app");
  server.healthCheck();
  server.query("state");
  server.httpServer.notifyConfigurationChange("MACHINE");
  await server.close();
  assertEquals(seen.filter((line) => line !== "onGlobalCacheOperation"), [
    "onGlobalApplicationResolveModules",
    "onGlobalApplicationStart",
    "onGlobalApplicationPreload",
    "onGlobalPreBeginRequest",
    "onGlobalHealthCheck",
    "onGlobalRSCAQuery",
    "onGlobalConfigurationChange",
    "onGlobalStopListening",
    "onGlobalApplicationStop",
    "onGlobalCacheCleanup",
  ]);
});

/** The notification of each sample with a single one, and what makes it occur. */
const LINES: Record<string, string> = {
  // @see cglobalmodule-onglobalapplicationresolvemodules-method
  CGlobalModuleGlobalApplicationResolveModules: "onGlobalApplicationResolveModules",
  // @see cglobalmodule-onglobalapplicationstop-method
  CGlobalModuleGlobalApplicationStop: "onGlobalApplicationStop",
  // @see cglobalmodule-onglobalhealthcheck-method
  CGlobalModuleGlobalHealthCheck: "onGlobalHealthCheck",
  // @see cglobalmodule-onglobalstoplistening-method
  CGlobalModuleGlobalStopListening: "onGlobalStopListening",
};

for (const [sample, method] of Object.entries(LINES)) {
  Deno.test(`Sample ${sample}: one line, and the responses are not touched`, async () => {
    const { text, seen, server } = house((seen: string[]) => logging(seen, [method]), { app });
    assertEquals([await text("/"), await text("/")], ["app", "app"]);
    server.healthCheck();
    await server.close();
    assertEquals(seen, [method]);
  });
}

// @see ihttpapplicationresolvemodulesprovider-registermodule-method
// @see ihttpapplicationresolvemodulesprovider-interface, ihttpapplicationprovider-getapplication-method
Deno.test("Sample IHttpApplicationResolveModulesProviderIHttpApplicationResolveModulesProvider: a module that is added there runs behind the others", async () => {
  const { text, seen } = house((seen: string[]) => {
    class Added extends CHttpModule {
      override onBeginRequest(): RQResult {
        seen.push("added");
      }
    }
    const factory = { getHttpModule: () => ({ hr: S_OK, module: new Added() }), terminate() {} };
    return [
      defineModule({
        name: "Adding",
        onGlobalApplicationResolveModules(provider) {
          seen.push(provider.getApplication().getAppConfigPath());
          provider.registerModule(null!, factory, "Added", "", "", RQ_BEGIN_REQUEST, 0);
          return GL_NOTIFICATION_CONTINUE;
        },
      }),
      defineModule({ name: "Listed", onBeginRequest: () => void seen.push("listed") }),
    ];
  }, { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["MACHINE/WEBROOT/APPHOST/Default Web Site", "listed", "added"]);
});

// @see iglobalrscaqueryprovider-getfunctionname-method, iglobalrscaqueryprovider-getfunctionparameters-method
// @see iglobalrscaqueryprovider-interface, cglobalmodule-onglobalrscaquery-method
for (const sample of ["IGlobalRSCAQueryProvider/GetFunctionName", "IGlobalRSCAQueryProvider"]) {
  Deno.test(`Sample ${sample}: the log has the question and what belongs to it`, () => {
    const { seen, server } = house((seen: string[]) =>
      defineModule({
        name: "Log",
        onGlobalRSCAQuery(provider) {
          seen.push(`${provider.getFunctionName()}(${provider.getFunctionParameters()})`);
          return GL_NOTIFICATION_CONTINUE;
        },
      })
    );
    server.query("GetWorkerRequests", "site=1");
    assertEquals(seen, ["GetWorkerRequests(site=1)"]);
  });
}

// @see iglobalrscaqueryprovider-getoutputbuffer-method, iglobalrscaqueryprovider-resizeoutputbuffer-method
// @see iglobalrscaqueryprovider-setresult-method
Deno.test("IGlobalRSCAQueryProvider: an answer is written into a buffer that can grow", () => {
  const { server } = house(defineModule({
    name: "Answering",
    onGlobalRSCAQuery(provider) {
      const { buffer } = provider.getOutputBuffer(2);
      buffer.set([7, 8]);
      const grown = provider.resizeOutputBuffer(4, 2, buffer).buffer;
      grown[2] = 9;
      provider.setResult(3, S_OK);
      return GL_NOTIFICATION_HANDLED;
    },
  }));
  const { hr, data } = server.query("numbers");
  assertEquals([hr, ...data], [S_OK, 7, 8, 9]);
});

// @see iglobalstoplisteningprovider-drainrequestsgracefully-method
Deno.test("Sample IGlobalStopListeningProviderDrainRequestsGracefully: the log has that requests are drained", async () => {
  const { seen, server } = house((seen: string[]) =>
    defineModule({
      name: "Log",
      onGlobalStopListening(provider) {
        seen.push(`OnGlobalStopListening ${provider.drainRequestsGracefully()}`);
        return GL_NOTIFICATION_CONTINUE;
      },
    })
  );
  await server.close();
  assertEquals(seen, ["OnGlobalStopListening true"]);
});

const START_AND_STOP = ["onGlobalApplicationStart", "onGlobalApplicationStop"];

// @see ihttpserver-recycleapplication-method
Deno.test("Sample IHttpServerRecycleApplication: stop, then start, and the next request works", async () => {
  const recycling = onServer((context, server) => {
    server.recycleApplication(context.getApplication().getAppConfigPath());
    return "recycled";
  });
  const { text, seen } = house((seen: string[]) => [logging(seen, START_AND_STOP), recycling]);
  assertEquals(await text("/"), "recycled");
  assertEquals(seen.slice(0, 2), START_AND_STOP);
  assertEquals(await text("/"), "recycled");
  assertEquals(seen.slice(0, 3), [...START_AND_STOP, START_AND_STOP[0]]);
});

// @see ihttpserver-recycleprocess-method
Deno.test("Sample IHttpServerRecycleProcess: without a host that does it the application starts anew", async () => {
  const recycling = onServer((_context, server) => {
    server.recycleProcess("the sample asks for it");
    return "recycled";
  });
  const { text, seen } = house((seen: string[]) => [logging(seen, START_AND_STOP), recycling]);
  assertEquals([await text("/"), await text("/")], ["recycled", "recycled"]);
  assertEquals(seen.slice(0, 3), [...START_AND_STOP, START_AND_STOP[0]]);
});

// @see ihttpserver-reportunhealthy-method
Deno.test("IHttpServer.reportUnhealthy: is told by the health check, and asks the global modules", async () => {
  const module = onServer((_context, server) => {
    server.reportUnhealthy("out of ink", -1);
    return "reported";
  });
  const { text, seen, server } = house((seen: string[]) => [
    logging(seen, ["onGlobalHealthCheck"]),
    module,
  ]);
  assertEquals([server.healthCheck().healthy, await text("/")], [true, "reported"]);
  const { healthy, reason } = server.healthCheck();
  assertEquals([healthy, reason, seen.length], [false, "out of ink", 3]);
});

// @see cglobalmodule-terminate-method
Deno.test("CGlobalModule.terminate: is called once, by the end of the server", async () => {
  let ends = 0;
  class Global extends CGlobalModule {
    override terminate(): void {
      ends += 1;
    }
  }
  const { server } = house({
    name: "Global",
    registerModule: (_version, info) => info.setGlobalNotifications(new Global(), 0),
  });
  await server.close();
  await server.close();
  assertEquals(ends, 1);
});

// Who hears of what concerns the whole server? Custom notifications, configuration, health, queries, errors before BEGIN.
import {
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
  type IGlobalRSCAQueryProvider,
  memoryFiles,
  RQ_NOTIFICATION_CONTINUE,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, LATE, named, noted, noting, tracing } from "./_notes.ts";

const CONTINUE = GL_NOTIFICATION_CONTINUE;

// @see ihttpserver-notifycustomnotification-method, cglobalmodule-onglobalcustomnotification-method
Deno.test("12.83 IHttpServer.NotifyCustomNotification: reaches the registered globals inside the call", () => {
  const { server, seen } = house((seen: string[]) => [
    ...["first", "second"].map((name) =>
      defineModule({
        onGlobalCustomNotification(output) {
          seen.push(`${name} ${output.queryNotificationType()}`);
          return CONTINUE;
        },
      })
    ),
    noting("A", seen),
  ]);
  const output = { queryNotificationType: () => "mine", setErrorStatus() {} };
  assertEquals(server.httpServer.notifyCustomNotification(output), CONTINUE);
  assertEquals(seen, ["first mine", "second mine"]);
});

// @see ihttpserver-notifyconfigurationchange-method, iglobalconfigurationchangeprovider-getchangepath-method
Deno.test("NotifyConfigurationChange: tells the path, and an error that a module sets is a trace warning", () => {
  const { events, trace } = tracing();
  const { server, seen } = house((seen: string[]) =>
    defineModule({
      name: "Config",
      onGlobalConfigurationChange(provider) {
        seen.push(provider.getChangePath());
        provider.setErrorStatus(0x80070005);
        return CONTINUE;
      },
    }), { trace });
  server.httpServer.notifyConfigurationChange("MACHINE/WEBROOT/APPHOST");
  assertEquals(seen, ["MACHINE/WEBROOT/APPHOST"]);
  assertEquals(named(events, "TRACE_WARNING").map(({ message }) => message), [
    'Global module "Config" has set error 0x80070005',
  ]);
});

// @see ihttpserver-reportunhealthy-method, cglobalmodule-onglobalhealthcheck-method
Deno.test("ReportUnhealthy: raises GL_HEALTH_CHECK, tells the host, and healthCheck says it", () => {
  const told: string[] = [];
  const unhealthy = (reason: string, hr: number): void => void told.push(`${reason} ${code(hr)}`);
  const { server, seen } = house((seen: string[]) =>
    defineModule({
      onGlobalHealthCheck() {
        seen.push("check");
        return CONTINUE;
      },
    }), { workerProcess: { unhealthy } });
  assertEquals(server.healthCheck(), { healthy: true, reason: "", hr: S_OK });
  server.httpServer.reportUnhealthy("no memory", -2147024882);
  assertEquals([seen, told], [["check", "check"], ["no memory 0x8007000E"]]);
  assertEquals(server.healthCheck(), { healthy: false, reason: "no memory", hr: -2147024882 });
});

// @see cglobalmodule-onglobalhealthcheck-method
Deno.test("GL_HEALTH_CHECK: a module that reports while it is asked is not asked again for that", () => {
  const { server, seen } = house((seen: string[]) =>
    defineModule({
      onGlobalHealthCheck() {
        seen.push("check");
        server.httpServer.reportUnhealthy("ill", -1);
        return CONTINUE;
      },
    })
  );
  assertEquals([server.healthCheck().healthy, seen], [false, ["check"]]);
});

// @see ihttpserver-recycleprocess-method
Deno.test("RecycleProcess: asks the host; without one the server is as new", async () => {
  const asked: string[] = [];
  const hosted = house([], { workerProcess: { recycle: (reason) => void asked.push(reason) } });
  hosted.server.httpServer.recycleProcess("old");
  assertEquals(asked, ["old"]);
  const { server, seen, text } = house((seen: string[]) => {
    const note = (what: string) => () => {
      seen.push(what);
      return CONTINUE as typeof CONTINUE;
    };
    return defineModule({
      onGlobalApplicationStart: note("start"),
      onGlobalApplicationStop: note("stop"),
      onGlobalCacheCleanup: note("cleanup"),
    });
  }, { app });
  await text();
  server.httpServer.reportUnhealthy("ill", -1);
  server.httpServer.recycleProcess("ill");
  await text();
  assertEquals(seen, ["start", "stop", "cleanup", "start"]);
  assertEquals(server.healthCheck().healthy, true);
});

// @see ihttpserver-getapppoolname-method, ihttpserver-iscommandlinelaunch-method
Deno.test("IHttpServer: pool and launch are those of the option workerProcess", () => {
  const names = (workerProcess?: { appPoolName: string; commandLineLaunch: boolean }) => {
    const { httpServer } = house([], workerProcess ? { workerProcess } : {}).server;
    const { ret } = httpServer.satisfiesPrecondition("appPoolName=Other;Shop");
    return [httpServer.getAppPoolName(), httpServer.isCommandLineLaunch(), ret];
  };
  assertEquals(names(), ["DefaultAppPool", false, false]);
  assertEquals(names({ appPoolName: "Shop", commandLineLaunch: true }), ["Shop", true, true]);
});

const answering = (
  answer: (provider: IGlobalRSCAQueryProvider) => GLOBAL_NOTIFICATION_STATUS | void,
) => defineModule({ onGlobalRSCAQuery: (provider) => answer(provider) ?? CONTINUE });
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

// @see cglobalmodule-onglobalrscaquery-method, iglobalrscaqueryprovider-getfunctionname-method
// @see iglobalrscaqueryprovider-getoutputbuffer-method, iglobalrscaqueryprovider-setresult-method
Deno.test("GL_RSCA_QUERY: a module answers a question by its name and parameters, in bytes", () => {
  const { server } = house(answering((provider) => {
    const { hr, buffer } = provider.getOutputBuffer(100);
    const asked = `${provider.getFunctionName()}(${provider.getFunctionParameters()})`;
    const { written } = new TextEncoder().encodeInto(asked, buffer);
    provider.setResult(written, hr);
  }));
  const { hr, data } = server.query("Requests", "all");
  assertEquals([hr, text(data)], [S_OK, "Requests(all)"]);
});

// @see iglobalrscaqueryprovider-resizeoutputbuffer-method
Deno.test("ResizeOutputBuffer: keeps what it is told to copy; more than fits is E_INVALIDARG", () => {
  const seen: string[] = [];
  const { server } = house(answering((provider) => {
    const { buffer } = provider.getOutputBuffer(4);
    buffer.set(new TextEncoder().encode("abcd"));
    seen.push(code(provider.resizeOutputBuffer(2, 3, buffer).hr));
    const larger = provider.resizeOutputBuffer(6, 3, buffer);
    larger.buffer.set(new TextEncoder().encode("xyz"), 3);
    provider.setResult(6, larger.hr);
  }));
  assertEquals([text(server.query("x").data), seen], ["abcxyz", ["0x80070057"]]);
});

// @see iglobalrscaqueryprovider-setresult-method
Deno.test("GL_RSCA_QUERY: nobody answers, an error, a result that failed", () => {
  const hr = (answer: Parameters<typeof answering>[0]): string =>
    code(house(answering(answer)).server.query("x").hr);
  assertEquals(hr(() => {}), "0x80070032");
  assertEquals(hr((provider) => provider.setErrorStatus(0x80070005)), "0x80070005");
  assertEquals(hr((provider) => provider.setResult(0, -2147467259)), "0x80004005");
});

// @see iprebeginrequestprovider-interface, ihttpeventprovider-seterrorstatus-method
Deno.test("GL_PRE_BEGIN_REQUEST: an error with HANDLED is a 500 in the name of the module, and LOG and END run", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      name: "Gate",
      onGlobalPreBeginRequest(provider) {
        provider.setErrorStatus(0x80070005);
        return GL_NOTIFICATION_HANDLED;
      },
    }),
    noting("A", seen),
    defineModule({
      onLogRequest(context) {
        const { errorToReport, module } = context.getResponse().getStatus();
        seen.push(`${code(errorToReport)} ${module}`);
      },
    }),
  ], { app });
  const response = await get();
  assertEquals([response.status, await response.text()], [500, ""]);
  const [first, ...others] = noted("A", LATE);
  assertEquals(seen, [first, "0x80070005 Gate", ...others]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("GL_PRE_BEGIN_REQUEST: a request that is refused is not mapped, not even early", async () => {
  const handlers = [
    { name: "File", path: "*", verb: "*", modules: "A", resourceType: "File" as const },
  ];
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      onGlobalPreBeginRequest(provider) {
        provider.setErrorStatus(0x80070005);
        return GL_NOTIFICATION_HANDLED;
      },
      onMapPath() {
        seen.push("map");
        return RQ_NOTIFICATION_CONTINUE;
      },
    }),
    noting("A", seen),
  ], { handlers, files: memoryFiles({ "/page": "text" }) });
  const response = await get("/page");
  await response.text();
  assertEquals([response.status, seen], [500, noted("A", LATE)]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("GL_PRE_BEGIN_REQUEST: an error with CONTINUE is information, a status of the module's own stays", async () => {
  const status = async (set: number, answer: GLOBAL_NOTIFICATION_STATUS): Promise<number> => {
    const { get } = house(
      defineModule({
        onGlobalPreBeginRequest(provider) {
          provider.setErrorStatus(0x80070005);
          if (set > 0) provider.getHttpContext().getResponse().setStatus(set, "Own");
          return answer;
        },
      }),
      { app },
    );
    const response = await get();
    await response.text();
    return response.status;
  };
  assertEquals(await status(0, CONTINUE), 200);
  assertEquals(await status(429, GL_NOTIFICATION_HANDLED), 429);
});

// @see cglobalmodule-class
Deno.test("Global modules: one that throws disturbs no other, and no request", async () => {
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      onGlobalPreBeginRequest() {
        throw new Error("global");
      },
    }),
    defineModule({
      onGlobalPreBeginRequest() {
        seen.push("second");
        return CONTINUE;
      },
    }),
  ], { app });
  assertEquals([await text(), seen], ["app", ["second"]]);
});

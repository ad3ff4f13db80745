// When does an application begin and end? RESOLVE_MODULES, APPLICATION_START and APPLICATION_STOP, and recycling.
import { Hono } from "hono";
import {
  CHttpModule,
  defineModule,
  GL_APPLICATION_RESOLVE_MODULES,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type HTTP_MODULE_ID,
  type IHttpApplicationResolveModulesProvider,
  type IHttpModuleFactory,
  type IHttpServer3,
  pipeline,
  PRIORITY_ALIAS_FIRST,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { app, code, noting } from "./_notes.ts";

const CONTINUE = GL_NOTIFICATION_CONTINUE;

/** A module that notes the life of its application. */
const living = (name: string, seen: string[]) => {
  const note = (what: string) => {
    seen.push(`${name} ${what}`);
    return CONTINUE as typeof CONTINUE;
  };
  return defineModule({
    name,
    onGlobalApplicationResolveModules: () => note("resolve"),
    onGlobalApplicationStart: () => note("start"),
    onGlobalApplicationStop: () => note("stop"),
    onGlobalPreBeginRequest: () => note("pre-begin"),
    onBeginRequest: () => void note("begin"),
    terminate: () => void note("terminate"),
  });
};

// @see cglobalmodule-onglobalapplicationstart-method
// @see cglobalmodule-onglobalapplicationresolvemodules-method
Deno.test("GL_APPLICATION_START: after RESOLVE_MODULES, before PRE_BEGIN_REQUEST, at the first request only", async () => {
  const { text, seen } = house((seen: string[]) => living("A", seen), { app });
  await text();
  await text();
  const request = ["A pre-begin", "A begin"];
  assertEquals(seen, ["A resolve", "A start", ...request, ...request]);
});

// @see cglobalmodule-onglobalapplicationstop-method
Deno.test("GL_APPLICATION_STOP: when the server closes, before modules are terminated", async () => {
  const { text, seen, server } = house((seen: string[]) => living("A", seen), { app });
  await text();
  seen.length = 0;
  await server.close();
  assertEquals(seen, ["A stop", "A terminate"]);
});

// @see cglobalmodule-onglobalapplicationstop-method
Deno.test("GL_APPLICATION_STOP: not for an application that has never started", async () => {
  const { seen, server } = house((seen: string[]) => living("A", seen), { app });
  await server.close();
  assertEquals(seen, ["A resolve", "A terminate"]);
});

// @see ihttpapplicationprovider-getapplication-method
Deno.test("IHttpApplicationProvider: gives the application of the requests", async () => {
  let started: unknown = null;
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onGlobalApplicationStart(provider) {
        started = provider.getApplication();
        return CONTINUE;
      },
      onBeginRequest: (context) => void seen.push(String(started === context.getApplication())),
    }), { app });
  await text();
  assertEquals(seen, ["true"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("GL_APPLICATION_START: an error with HANDLED is a 500 for every request until it is recycled", async () => {
  let fails = true;
  const { get, seen, server } = house((seen: string[]) => [
    defineModule({
      name: "Starter",
      onGlobalApplicationStart(provider) {
        if (fails) provider.setErrorStatus(0x80070005);
        return fails ? GL_NOTIFICATION_HANDLED : CONTINUE;
      },
      onLogRequest(context) {
        const { errorToReport, module } = context.getResponse().getStatus();
        seen.push(`log ${code(errorToReport)} ${module}`);
      },
    }),
    noting("A", seen, ["onBeginRequest"]),
  ], { app });
  const status = async (): Promise<number> => {
    const response = await get();
    await response.text();
    return response.status;
  };
  assertEquals([await status(), await status()], [500, 500]);
  assertEquals(seen, ["log 0x80070005 Starter", "log 0x80070005 Starter"]);
  fails = false;
  server.httpServer.recycleApplication("machine/webroot/apphost/default web site");
  assertEquals(await status(), 200);
});

// @see ihttpserver-recycleapplication-method
Deno.test("RecycleApplication: stops the application, ends what is kept on it, and the next request starts it", async () => {
  const id = {} as HTTP_MODULE_ID;
  const { text, seen, server } = house((seen: string[]) => [
    living("A", seen),
    defineModule({
      onBeginRequest(context) {
        const container = context.getApplication().getModuleContextContainer();
        const cleanupStoredContext = (): void => void seen.push("cleaned");
        container.setModuleContext({ cleanupStoredContext }, id);
      },
    }),
  ], { app });
  await text();
  server.httpServer.recycleApplication("MACHINE/WEBROOT/APPHOST/Other");
  seen.length = 0;
  server.httpServer.recycleApplication("MACHINE/WEBROOT/APPHOST/Default Web Site");
  assertEquals(seen, ["A stop", "cleaned"]);
  await text();
  assertEquals(seen.slice(2), ["A start", "A pre-begin", "A begin"]);
});

// @see cglobalmodule-onglobalapplicationstart-method
Deno.test("GL_APPLICATION_START: once for each module, also where pipelines of Hono meet", async () => {
  const seen: string[] = [];
  const site = { id: 77, name: "Meeting" };
  const hono = new Hono();
  hono.use("/b", pipeline(defineModule({})));
  hono.use(pipeline(living("A", seen), { site }));
  hono.use("/both", pipeline(living("B", seen)));
  hono.get("*", (c) => c.text("hono"));
  for (const path of ["/", "/both", "/both", "/"]) await (await hono.request(path)).text();
  assertEquals(seen.filter((note) => note.endsWith("start")), ["A start", "B start"]);
});

/** A factory whose modules note that they were called. */
function factory(name: string, seen: string[]): IHttpModuleFactory {
  class Added extends CHttpModule {
    override onBeginRequest = (): void => void seen.push(`${name} begin`);
    override onPostEndRequest = (): void => void seen.push(`${name} post-end`);
  }
  return {
    getHttpModule: () => ({ hr: S_OK, module: new Added() }),
    terminate: () => void seen.push(`${name} terminate`),
  };
}

/** A server whose one global module is asked to add to the list, between a listed module and itself. */
function resolving(
  resolve: (
    provider: IHttpApplicationResolveModulesProvider,
    seen: string[],
    id: HTTP_MODULE_ID,
  ) => void,
): House {
  return house((seen: string[]) => [
    noting("Listed", seen, ["onBeginRequest"]),
    {
      name: "Resolver",
      registerModule(_version: number, info, _server: IHttpServer3): number {
        const globals = defineModule({
          onGlobalApplicationResolveModules(provider) {
            resolve(provider, seen, info.getId());
            return CONTINUE;
          },
        });
        return info.setGlobalNotifications(globals as never, GL_APPLICATION_RESOLVE_MODULES);
      },
    },
  ], { app });
}

// @see ihttpapplicationresolvemodulesprovider-registermodule-method
Deno.test("RegisterModule of IHttpApplicationResolveModulesProvider: adds behind the listed modules (A-18)", async () => {
  const { text, seen, server } = resolving((provider, seen, id) => {
    const hr = provider.registerModule(id, factory("New", seen), "New", "", "", 1, RQ_END_REQUEST);
    seen.push(code(hr));
  });
  await text();
  await server.close();
  assertEquals(seen, [
    "0x00000000",
    "Listed BeginRequest",
    "New begin",
    "New post-end",
    "New terminate",
  ]);
});

// @see ihttpapplicationresolvemodulesprovider-setpriorityforrequestnotification-method
Deno.test("SetPriorityForRequestNotification of the list: chooses the class of an added or a listed module", async () => {
  const { text, seen } = resolving((provider, seen, id) => {
    provider.registerModule(id, factory("New", seen), "New", "", "", RQ_BEGIN_REQUEST, 0);
    const rank = (name: string, alias: string): string =>
      code(provider.setPriorityForRequestNotification(name, RQ_BEGIN_REQUEST, alias));
    seen.push(
      rank("New", PRIORITY_ALIAS_FIRST),
      rank("None", PRIORITY_ALIAS_FIRST),
      rank("New", "x"),
    );
  });
  await text();
  const results = ["0x00000000", "0x80070057", "0x80070057"];
  assertEquals(seen, [...results, "New begin", "Listed BeginRequest"]);
});

// @see ihttpapplicationresolvemodulesprovider-registermodule-method
Deno.test("RegisterModule of the list: says what is wrong, and adds nothing then", async () => {
  let kept: IHttpApplicationResolveModulesProvider | null = null;
  const { text, seen } = resolving((provider, seen, id) => {
    kept = provider;
    const good = factory("New", seen);
    const none = null as unknown as IHttpModuleFactory;
    seen.push(...[
      provider.registerModule({} as HTTP_MODULE_ID, good, "New", "", "", 1, 0),
      provider.registerModule(id, none, "New", "", "", 1, 0),
      provider.registerModule(id, good, "", "", "", 1, 0),
      provider.registerModule(id, good, "New", "", "", 0x8000, 0),
      provider.registerModule(id, good, "Listed", "", "", 1, 0),
      provider.registerModule(id, good, "Absent", "", "noSuchThing", 1, 0),
    ].map(code));
  });
  await text();
  const wrong = ["0x80070002", "0x80070057", "0x80070057", "0x80070057", "0x800700B7"];
  assertEquals(seen, [...wrong, "0x00000000", "Listed BeginRequest"]);
  const late = kept!.registerModule(null as never, factory("x", seen), "x", "", "", 1, 0);
  assertEquals(code(late), "0x800710DD");
});

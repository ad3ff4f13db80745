// Who executes the request? Rows 18 to 20, decisions, ruling 3.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_LOW,
  RQ_PRE_EXECUTE_REQUEST_HANDLER,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, HANDLERS, noted, noting, registered, write } from "./_notes.ts";

const entry = (modules: string) => ({ handlers: [{ name: "All", path: "*", verb: "*", modules }] });
const handles: Partial<ModuleDefinition> = {
  onExecuteRequestHandler: (context) => context.setRequestHandled(),
};
/** Executes by doing `act`, and notes that it was asked. */
const executing = (name: string, seen: string[], act: (context: IHttpContext) => void = () => {}) =>
  defineModule({
    name,
    onExecuteRequestHandler(context) {
      seen.push(name);
      act(context);
    },
  });

// @see ihttpcontext-setrequesthandled-method
Deno.test("12.18 IHttpContext.setRequestHandled stops the modules of the entry behind it", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("M1", seen),
    executing("M2", seen, (context) => context.setRequestHandled()),
    executing("M3", seen),
  ], entry("M1,M2,M3"));
  await text();
  assertEquals(seen, ["M1", "M2"]);
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("12.18 IHttpContext.setRequestHandled leaves post-EXECUTE to all modules", async () => {
  const { text, seen } = house(
    (seen: string[]) =>
      ["M1", "M2", "M3"].map((name) =>
        noting(name, seen, ["onPostExecuteRequestHandler"], name === "M2" ? handles : {})
      ),
    entry("M1,M2,M3"),
  );
  await text();
  assertEquals(seen, ["M1", "M2", "M3"].map((name) => `${name} PostExecuteRequestHandler`));
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("12.19 IHttpContext.setRequestHandled in PRE_EXECUTE keeps the handler from running", async () => {
  class Interceptor extends CHttpModule {
    override onPreExecuteRequestHandler(context: IHttpContext): RQResult {
      if (!context.getRequest().getRawHttpRequest().rawUrl.endsWith(".asp")) return;
      write(context, "ASP requests have been handled.");
      context.setRequestHandled();
    }
  }
  const bits = RQ_PRE_EXECUTE_REQUEST_HANDLER;
  const late = HANDLERS.slice(15);
  const { text, seen } = house((seen: string[]) => [
    registered("Interceptor", () => new Interceptor(), bits),
    executing("Asp", seen, (context) => write(context, "asp")),
    noting("B", seen, late),
  ], entry("Asp"));
  assertEquals(await text("/default.asp"), "ASP requests have been handled.");
  assertEquals(seen, noted("B", late));
  assertEquals(await text("/default.htm"), "asp");
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("12.19 IHttpContext.setRequestHandled in BEGIN keeps the app from running", async () => {
  const early = defineModule({
    onBeginRequest(context) {
      write(context, "early");
      context.setRequestHandled();
    },
  });
  assertEquals(await house(early, { app }).text(), "early");
});

// @see chttpmodule-onexecuterequesthandler-method
Deno.test("12.20 CHttpModule.onExecuteRequestHandler is not called outside the matched entry", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("M1", seen),
    executing("Other", seen),
    executing("M2", seen, (context) => write(context, "M2's")),
  ], entry("M1,M2"));
  assertEquals(await text(), "M2's");
  assertEquals(seen, ["M1", "M2"]);
});

// @see iscriptmapinfo-getmodules-method
Deno.test("12.20 the matched entry's own list is the order, not that of the modules", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("M1", seen, (context) => context.setRequestHandled()),
    executing("M2", seen),
  ], entry("M2,M1"));
  await text();
  assertEquals(seen, ["M2", "M1"]);
});

// @see iscriptmapinfo-getpath-method
Deno.test("12.20 one entry is selected, the first that matches", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("M1", seen, (context) => write(context, "first")),
    executing("M2", seen, (context) => write(context, "second")),
  ], {
    handlers: [
      { name: "First", path: "*.one", verb: "*", modules: "M1" },
      { name: "Second", path: "*", verb: "*", modules: "M2" },
    ],
  });
  assertEquals([await text("/a.one"), await text("/a.two")], ["first", "second"]);
  assertEquals(seen, ["M1", "M2"]);
});

// @see iscriptmapinfo-getallowedverbs-method
Deno.test("12.20 an entry's path ignores case and its verbs do not", async () => {
  const { text } = house([
    defineModule({ name: "M1", onExecuteRequestHandler: (context) => write(context, "first") }),
    defineModule({ name: "M2", onExecuteRequestHandler: (context) => write(context, "second") }),
  ], {
    handlers: [
      { name: "First", path: "*.ONE", verb: "PUT,GET", modules: "M1" },
      { name: "Second", path: "*", verb: "*", modules: "M2" },
    ],
  });
  const verbs = ["GET", "PUT", "DELETE", "put1"];
  const bodies = verbs.map((method) => text("/a.one", { method }));
  assertEquals(await Promise.all(bodies), ["first", "first", "second", "second"]);
});

// @see chttpmodule-onexecuterequesthandler-method
Deno.test("A-13 without entries every module registered for EXECUTE is asked, in list order", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("X", seen),
    executing("Y", seen),
    executing("Z", seen),
  ], { app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["X", "Y", "Z"]);
});

// @see chttpmodule-onexecuterequesthandler-method
Deno.test("A-13 the implicit entry is in list order whatever the priority classes", async () => {
  const { text, seen } = house((seen: string[]) => [
    { ...executing("X", seen), priority: PRIORITY_ALIAS_LOW },
    { ...executing("Y", seen), priority: PRIORITY_ALIAS_FIRST },
  ], { app });
  await text();
  assertEquals(seen, ["X", "Y"]);
});

// @see chttpmodule-onpostexecuterequesthandler-method
Deno.test("A-13 post-EXECUTE keeps the priority classes", async () => {
  const handlers: ["onPostExecuteRequestHandler"] = ["onPostExecuteRequestHandler"];
  const { text, seen } = house((seen: string[]) => [
    noting("X", seen, handlers, { priority: PRIORITY_ALIAS_LOW }),
    noting("Y", seen, handlers, { priority: PRIORITY_ALIAS_FIRST }),
  ], { app });
  await text();
  assertEquals(seen, ["Y", "X"].map((name) => `${name} PostExecuteRequestHandler`));
});

// @see chttpmodule-onexecuterequesthandler-method
Deno.test("A-13 without entries the first module that handles the request is the last asked", async () => {
  const { text, seen } = house((seen: string[]) => [
    executing("X", seen),
    executing("Y", seen, (context) => write(context, "Y's")),
    executing("Z", seen),
  ], { app });
  assertEquals(await text(), "Y's");
  assertEquals(seen, ["X", "Y"]);
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("A-15 a request that nobody handles is 404 where there is no app", async () => {
  const { get } = house(defineModule({ onExecuteRequestHandler() {} }));
  const response = await get();
  assertEquals([response.status, await response.text()], [404, ""]);
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("A-15 a matched entry whose modules do not handle the request falls through to the app", async () => {
  const { text, seen } = house((seen: string[]) => executing("M1", seen), { ...entry("M1"), app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["M1"]);
});

// @see ihttpcontext-setrequesthandled-method
Deno.test("A-15 a matched entry whose modules do not handle the request is 404 without an app", async () => {
  const { get } = house((seen: string[]) => executing("M1", seen), entry("M1"));
  const response = await get();
  await response.text();
  assertEquals(response.status, 404);
});

const claims: Record<string, (context: IHttpContext) => void> = {
  "writing a byte": (context) => write(context, "x"),
  "setting a status": (context) => void context.getResponse().setStatus(202, "Accepted"),
  "setting status 200": (context) => void context.getResponse().setStatus(200, "OK"),
  "setRequestHandled": (context) => context.setRequestHandled(),
};
for (const [what, act] of Object.entries(claims)) {
  // @see ihttpcontext-setrequesthandled-method
  Deno.test(`R.3 ${what} in EXECUTE handles the request`, async () => {
    const { get, seen } = house((seen: string[]) => executing("M1", seen, act), {
      app: { fetch: () => (seen.push("app"), new Response("app")) },
    });
    const response = await get();
    assertEquals((await response.text()).includes("app"), false);
    assertEquals([response.ok, seen], [true, ["M1"]]);
  });
}

// @see ihttpresponse-writeentitychunks-method
Deno.test("R.3 writing in BEGIN and going on does not suppress the app", async () => {
  const early = defineModule({ onBeginRequest: (context) => write(context, "early+") });
  assertEquals(await house(early, { app }).text(), "early+app");
});

// @see ihttpresponse-setstatus-method
Deno.test("R.3 setting a status in BEGIN and going on does not suppress the app", async () => {
  const early = defineModule({
    onBeginRequest: (context) => void context.getResponse().setStatus(202, "Accepted"),
  });
  const response = await house(early, { app }).get();
  assertEquals([response.status, await response.text()], [200, "app"]);
});

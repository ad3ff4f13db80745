// Are handlers chosen as it was measured on IIS 10? The rows on handler mappings, and those on response headers.
import {
  defineModule,
  type IHttpContext,
  type IMapHandlerProvider,
  type IScriptMapInfo,
  location,
  memoryFiles,
  type ModuleDefinition,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { answer, begin, handler, logging, write } from "../_response.ts";

/** A module that answers with its name. */
const answering = (name: string): ModuleDefinition =>
  defineModule({ name, onExecuteRequestHandler: (context) => write(context, name) });

/** Asks a server with two entries for one path, and a third for another. */
async function chosen(method: string, path: string): Promise<string> {
  const { get } = house([answering("Put"), answering("Any"), answering("Probe")], {
    handlers: [
      { name: "Put", path: "/page", verb: "PUT", modules: "Put" },
      { name: "Any", path: "/page", verb: "*", modules: "Any" },
      { name: "Probe", path: "*.probe", verb: "GET", modules: "Probe" },
    ],
  });
  const response = await get(path, { method });
  return `${response.status} ${await response.text()}`;
}

Deno.test("MH21 a mapping for another verb is skipped, and the mapping layer says no 405", async () => {
  assertEquals(await chosen("GET", "/page"), "200 Any");
  assertEquals(await chosen("PUT", "/page"), "200 Put");
  assertEquals((await chosen("DELETE", "/a.probe")).slice(0, 3), "404");
});

Deno.test("MH18 with one mapping, paths that it does not match are 404.4", async () => {
  const seen: number[] = [];
  const told = logging((context) => {
    const { statusCode, subStatus } = context.getResponse().getStatus();
    seen.push(statusCode, subStatus);
  });
  const { status } = await answer([answering("Probe"), told], "/other", {}, {
    handlers: [{ name: "Probe", path: "*.probe", verb: "*", modules: "Probe" }],
  });
  assertEquals([status, seen], [404, [404, 4]]);
});

Deno.test("MH28 paths ignore case and verbs do not", async () => {
  assertEquals(await chosen("GET", "/A.PROBE"), "200 Probe");
  assertEquals((await chosen("get-it", "/a.probe")).slice(0, 3), "404");
});

Deno.test("MH28 path info is split off before a path is matched", async () => {
  const telling = defineModule({
    name: "Probe",
    onExecuteRequestHandler: (context) =>
      write(context, `${context.getScriptName()} ${context.getServerVariable("PATH_INFO").value}`),
  });
  const { text } = await answer(telling, "/a.probe/extra", {}, {
    files: memoryFiles({ "/a.probe": "probe" }),
    handlers: [{
      name: "Probe",
      path: "*.probe",
      verb: "*",
      modules: "Probe",
      resourceType: "File",
      allowPathInfo: true,
    }],
  });
  assertEquals(text, "/a.probe /extra");
});

// @see imaphandlerprovider-setscriptmap-method, ihttpcontext-maphandler-method
for (const at of ["onMapRequestHandler", "onPostMapRequestHandler"] as const) {
  Deno.test(`IV4 a handler that is replaced in ${at} gives way to the other`, async () => {
    const replacing = defineModule({
      name: "Replacing",
      onMapRequestHandler(context, provider) {
        if (at === "onMapRequestHandler") provider.setScriptMap(other(context));
        kept = provider;
      },
      onPostMapRequestHandler(context) {
        if (at === "onPostMapRequestHandler") kept!.setScriptMap(other(context));
      },
    });
    let kept: IMapHandlerProvider | null = null;
    const other = (context: IHttpContext): IScriptMapInfo => {
      const { scriptMap } = context.mapHandler(1, "Default Web Site", "/other", "GET");
      return scriptMap!;
    };
    const { text } = await answer([replacing, answering("One"), answering("Other")], "/one", {}, {
      handlers: [
        { name: "One", path: "/one", verb: "*", modules: "One" },
        { name: "Other", path: "/other", verb: "*", modules: "Other" },
      ],
    });
    assertEquals(text, "Other");
  });
}

/** What ProtocolSupportModule does: configured headers are added while the head is being sent. */
const custom = (headers: Record<string, string>): ModuleDefinition =>
  defineModule({
    name: "Custom",
    onSendResponse(context, provider) {
      if (!provider.getHeadersBeingSent()) return;
      for (const [name, value] of Object.entries(headers)) {
        context.getResponse().setHeader(name, value, false);
      }
    },
  });

const page = { fetch: () => new Response("page", { headers: { "x-own": "own" } }) };

Deno.test("CH2 headers added in the send are on every response, behind its own", async () => {
  const { headers } = await answer(custom({ "x-custom": "1" }), "/", {}, { app: page });
  const names = [...headers.keys()].filter((name) => name.startsWith("x-"));
  assertEquals([names.sort(), headers.get("x-custom")], [["x-custom", "x-own"], "1"]);
  const refused = begin((context) => {
    context.getResponse().setStatus(403, "Forbidden", 14);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  const { status, headers: others } = await answer([refused, custom({ "x-custom": "1" })]);
  assertEquals([status, others.get("x-custom")], [403, "1"]);
});

/** Answers without a usual body. */
const BARE: Record<string, [init: RequestInit, status: number]> = {
  "a 304": [{}, 304],
  "a HEAD": [{ method: "HEAD" }, 200],
  "an OPTIONS": [{ method: "OPTIONS" }, 200],
  "a redirect": [{ redirect: "manual" }, 302],
  "a refusal": [{}, 401],
};
for (const [what, [init, wanted]] of Object.entries(BARE)) {
  Deno.test(`CH3 headers added in the send are on ${what}, too`, async () => {
    const setting = handler((context) => {
      if (wanted === 302) context.getResponse().redirect("/b");
      else context.getResponse().setStatus(wanted, "Reason");
    });
    const { status, headers } = await answer([setting, custom({ "x-custom": "1" })], "/", init);
    assertEquals([status, headers.get("x-custom")], [wanted, "1"]);
  });
}

Deno.test("CH6 an added Cache-Control or Content-Type is joined with the own one, by a comma", async () => {
  const app = {
    fetch: () =>
      new Response("page", {
        headers: { "cache-control": "private", "content-type": "text/plain" },
      }),
  };
  const added = custom({ "Cache-Control": "no-store", "Content-Type": "text/x-added" });
  const { headers } = await answer(added, "/", {}, { app });
  const comma = (name: string): string => headers.get(name)!.replace(/, /g, ",");
  assertEquals(comma("cache-control"), "private,no-store");
  assertEquals(comma("content-type"), "text/plain,text/x-added");
});

Deno.test("CH8 a header that the application removes is still sent, because it is added afterwards", async () => {
  const removing = handler((context) => {
    context.getResponse().deleteHeader("X-Custom");
    write(context, "page");
  });
  const { headers } = await answer([removing, custom({ "x-custom": "1" })]);
  assertEquals(headers.get("x-custom"), "1");
});

Deno.test("CH10 CH20 the core adds neither X-Powered-By nor Server", async () => {
  const { headers } = await answer([], "/", {}, { app: page });
  assertEquals([headers.get("x-powered-by"), headers.get("server")], [null, null]);
});

Deno.test("CH17 a location scopes them by path, and what is below has them", async () => {
  const modules = location("/docs/*", [custom({ "x-custom": "1" })]);
  const at = async (path: string): Promise<string | null> =>
    (await answer(modules, path, {}, { app: page })).headers.get("x-custom");
  assertEquals([await at("/docs/a/b"), await at("/docs"), await at("/other")], ["1", "1", null]);
});

Deno.test("CH21 an early flush carries them on the head that leaves first", async () => {
  const early = handler(async (context) => {
    await context.getResponse().flush(false, true);
    write(context, "later");
  });
  const { headers, text } = await answer([early, custom({ "x-custom": "1" })]);
  assertEquals([headers.get("x-custom"), text], ["1", "later"]);
});

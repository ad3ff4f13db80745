// How does an extension come into a server, and out of it? By an object or by its name; wrong ones fail at start; the end is hard or soft.
import { createWebServer } from "../../mod.ts";
import * as ISAPI from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import {
  ask,
  done,
  type Ecb,
  extension,
  isapiHouse,
  onCompletion,
  saying,
  unbuffered,
  writeAsync,
} from "./_isapi.ts";
import { turn, within } from "./_notes.ts";

Deno.test("IsapiModule: is listed by hand where an entry says a name", async () => {
  const named = ISAPI.isapiExtension({
    getExtensionVersion: () => ({ ret: true, extensionVersion: 0, extensionDesc: "" }),
    httpExtensionProc: saying("by name"),
  }, "by-name");
  const entry = {
    name: "n",
    path: "*",
    verb: "*",
    modules: "IsapiModule",
    scriptProcessor: "by-name",
  };
  const server = createWebServer({ modules: ISAPI.IsapiModule, handlers: [entry] });
  assertEquals(named.name, "by-name");
  assertEquals(await (await server.fetch(new Request("http://localhost/"))).text(), "by name");
  const missing = createWebServer({
    modules: ISAPI.IsapiModule,
    handlers: [{ ...entry, scriptProcessor: "nobody" }],
  });
  assertEquals((await missing.fetch(new Request("http://localhost/"))).status, 500);
});

Deno.test("isapiExtension: what is no function is an error at start", () => {
  const wrong = (make: () => unknown): string => {
    try {
      return `nothing thrown: ${make()}`;
    } catch (error) {
      return String(error);
    }
  };
  assertEquals(
    wrong(() => ISAPI.isapiExtension({} as never)),
    "TypeError: isapiExtension: getExtensionVersion is undefined, wished for a function",
  );
  const entry = { name: "e", path: "*", verb: "*", modules: "IsapiModule" };
  assertEquals(
    wrong(() => createWebServer({ handlers: [{ ...entry, scriptProcessor: 7 as never }] })),
    'TypeError: Handler entry "e": scriptProcessor is 7, wished for what isapiExtension makes, or a name',
  );
  assertEquals(
    wrong(() => ISAPI.isapiHandler(7 as never)),
    "TypeError: isapiHandler: extension is 7, wished for what isapiExtension makes",
  );
});

Deno.test("TerminateExtension: a server that is closed at once ends requests that wait, and their blocks stay harmless", async () => {
  const seen: string[] = [];
  let ecb: Ecb | undefined;
  const scriptProcessor = extension((block) => {
    ecb = block;
    unbuffered(block);
    onCompletion(block, seen, () => {});
    writeAsync(block, "first");
    return ISAPI.HSE_STATUS_PENDING;
  }, { terminateExtension: (flags) => void seen.push(`unload ${flags}`) });
  const { get, server } = isapiHouse(scriptProcessor);
  const reader = (await get("/a.dll")).body!.getReader();
  await reader.read();
  await server.close({ deadline: 0 });
  assertEquals(seen, ["io 5 0", "unload 2"]);
  assert(await reader.read().catch((error) => error) instanceof Error);
  writeAsync(ecb!, "late");
  done(ecb!);
  assertEquals(done(ecb!).ret, false);
});

Deno.test("HSE_REQ_EXEC_URL: an extension that fails meanwhile is told all the same, once", async () => {
  const seen: string[] = [];
  const { get, server } = isapiHouse(
    (ecb) => {
      onCompletion(ecb, seen, () => {});
      const info = { url: "/app", execUrlFlags: ISAPI.HSE_EXEC_URL_NO_HEADERS };
      ask(ecb, ISAPI.HSE_REQ_EXEC_URL, info);
      throw new Error("thrown while the child runs");
    },
    [],
    { app: { fetch: () => new Response("app") } },
  );
  assertEquals((await within(get("/a.dll"), "the answer")).status, 500);
  await server.close();
  await turn();
  assertEquals(seen, ["io 0 995"]);
});

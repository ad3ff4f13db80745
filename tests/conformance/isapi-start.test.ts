// How does an extension come into a server? By an object, or by its name; and what is wrong is told at start.
import { createWebServer } from "../../mod.ts";
import * as ISAPI from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { saying } from "./_isapi.ts";

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

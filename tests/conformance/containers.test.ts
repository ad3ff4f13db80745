// What do containers keep, and for how long? Semantics 6, rows 93 and 94 for every container that there is.
import type { HTTP_MODULE_ID, IHttpContext4, IHttpModuleContextContainer } from "../../mod.ts";
import { createWebServer, type IHttpStoredContext } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, turn, within } from "./_notes.ts";
import { keeping, Kept } from "./_containers.ts";

const CONTAINERS: Record<string, (context: IHttpContext4) => IHttpModuleContextContainer> = {
  "IHttpContext.getModuleContextContainer": (context) => context.getModuleContextContainer(),
  "IHttpConnection.getModuleContextContainer": (context) =>
    context.getConnection().getModuleContextContainer(),
  "IHttpSite.getModuleContextContainer": (context) => context.getSite().getModuleContextContainer(),
  "IHttpApplication.getModuleContextContainer": (context) =>
    context.getApplication().getModuleContextContainer(),
  "IMetadataInfo.getModuleContextContainer": (context) =>
    context.getMetadata().getModuleContextContainer(),
  "IHttpUrlInfo.getModuleContextContainer": (context) =>
    context.getUrlInfo()!.getModuleContextContainer(),
};

/** Those that end with their request; the others outlive it. */
const OF_REQUEST = ["IHttpContext", "IHttpConnection"];

const nothing = null as unknown as IHttpStoredContext;

for (const [name, containerOf] of Object.entries(CONTAINERS)) {
  // @see ihttpmodulecontextcontainer-setmodulecontext-method
  Deno.test(`12.94 ${name}: one context for each module, never null, always the same container`, async () => {
    const { text, seen } = house((seen: string[]) => {
      const note = (module: string) => (context: IHttpContext4, id: HTTP_MODULE_ID) => {
        const container = containerOf(context);
        const [first, second] = [new Kept([]), new Kept([])];
        seen.push(
          module,
          String(container.getModuleContext(id)),
          code(container.setModuleContext(nothing, id)),
          code(container.setModuleContext(first, id)),
          code(container.setModuleContext(second, id)),
          String(containerOf(context).getModuleContext(id) === first),
        );
      };
      return ["A", "B"].map((module) => keeping(note(module), () => {}, module));
    }, { app });
    await text();
    const said = ["null", "0x80070057", "0x00000000", "0x80070055", "true"];
    assertEquals(seen, ["A", ...said, "B", ...said]);
  });

  // @see ihttpstoredcontext-cleanupstoredcontext-method
  Deno.test(`12.93 ${name}: cleanupStoredContext is called exactly once, when the owner ends`, async () => {
    const { text, seen, server } = house((seen: string[]) =>
      keeping(
        (context, id) => void containerOf(context).setModuleContext(new Kept(seen), id),
        () => void seen.push("end"),
      ), { app });
    await text();
    await turn();
    const withRequest = OF_REQUEST.includes(name.split(".")[0]);
    assertEquals(seen, withRequest ? ["end", "kept cleaned up"] : ["end"]);
    await within(server.close(), "closing");
    assertEquals(seen, ["end", "kept cleaned up"]);
    await within(server.close(), "closing again");
    assertEquals(seen.length, 2);
  });
}

// @see ihttpurlinfo-getmodulecontextcontainer-method
Deno.test("12.93 IHttpUrlInfo.getModuleContextContainer: requests for one URL share it, others do not", async () => {
  const { text, seen } = house((seen: string[]) =>
    keeping((context, id) => {
      const container = context.getUrlInfo()!.getModuleContextContainer();
      seen.push(container.getModuleContext(id) === null ? "empty" : "there");
      container.setModuleContext(new Kept([]), id);
    }), { app });
  for (const path of ["/a", "/a", "/b", "/a?query"]) await text(path);
  assertEquals(seen, ["empty", "there", "empty", "there"]);
});

// @see ihttpapplication-getmodulecontextcontainer-method
// @see imetadatainfo-getmodulecontextcontainer-method
Deno.test("12.93 IHttpServer.recycleApplication ends what is kept there, once; the next request keeps anew", async () => {
  const { text, seen, server } = house((seen: string[]) =>
    keeping((context, id) => {
      for (const owner of [context.getApplication(), context.getMetadata()]) {
        seen.push(code(owner.getModuleContextContainer().setModuleContext(new Kept(seen), id)));
      }
    }), { app });
  await text();
  server.httpServer.recycleApplication("MACHINE/WEBROOT/APPHOST/Default Web Site");
  await turn();
  await text();
  await within(server.close(), "closing");
  const life = ["0x00000000", "0x00000000", "kept cleaned up", "kept cleaned up"];
  assertEquals(seen, [...life, ...life]);
});

// @see ihttpcontext3-getnamedcontextcontainer-method
Deno.test("12.94 INamedContextContainer.setNamedContext: one context for each name, never null", async () => {
  const { text, seen } = house((seen: string[]) =>
    keeping((context) => {
      const container = context.getNamedContextContainer();
      seen.push(
        String(container.getNamedContext("own")),
        code(container.setNamedContext(nothing, "own")),
        code(container.setNamedContext(new Kept(seen, "own"), "own")),
        code(container.setNamedContext(new Kept(seen, "second"), "own")),
        code(container.setNamedContext(new Kept(seen, "other"), "other")),
        (context.getNamedContextContainer().getNamedContext("own") as Kept).name,
      );
    }, () => void seen.push("end")), { app });
  await text();
  await turn();
  const said = ["null", "0x80070057", "0x00000000", "0x80070055", "0x00000000", "own"];
  assertEquals(seen, [...said, "end", "own cleaned up", "other cleaned up"]);
});

// @see inamedcontextcontainer-getnamedcontext-method
Deno.test("12.93 INamedContextContainer: modules share names, the next request has none", async () => {
  const { text, seen } = house((seen: string[]) => [
    keeping(
      (context) => {
        seen.push(String(context.getNamedContextContainer().getNamedContext("own")));
        context.getNamedContextContainer().setNamedContext(new Kept([], "shared"), "own");
      },
      undefined,
      "A",
    ),
    keeping(
      (context) => {
        const found = context.getNamedContextContainer().getNamedContext("own") as Kept;
        seen.push(found.name);
      },
      undefined,
      "B",
    ),
  ], { app });
  await text();
  await text();
  assertEquals(seen, ["null", "shared", "null", "shared"]);
});

// @see ihttpstoredcontext-cleanupstoredcontext-method
Deno.test("12.93 a container whose request has ended takes nothing more, for nobody would clean it up", async () => {
  const kept: [IHttpModuleContextContainer, HTTP_MODULE_ID][] = [];
  await house(keeping((context, id) => void kept.push([context.getModuleContextContainer(), id])), {
    app,
  }).text();
  await turn();
  const [[container, id]] = kept;
  assertEquals(code(container.setModuleContext(new Kept([]), id)), "0x80070006");
  assertEquals(container.getModuleContext(id), null);
});

// Sample IHttpServer/DispenseContainer.cpp
// @see idispensedhttpmodulecontextcontainer-releasecontainer-method
Deno.test("IHttpServer.dispenseContainer: each call gives a container of its own, cleaned up once, by releaseContainer", () => {
  const { httpServer } = createWebServer({ modules: [], app });
  const seen: string[] = [];
  const id = {} as HTTP_MODULE_ID;
  const [one, other] = [httpServer.dispenseContainer(), httpServer.dispenseContainer()];
  assertEquals(code(one.setModuleContext(new Kept(seen, "one"), id)), "0x00000000");
  assertEquals(code(one.setModuleContext(new Kept(seen, "two"), id)), "0x80070055");
  assertEquals(code(one.setModuleContext(nothing, id)), "0x80070057");
  assertEquals(other.getModuleContext(id), null);
  assertEquals((one.getModuleContext(id) as Kept).name, "one");
  one.releaseContainer();
  one.releaseContainer();
  assertEquals(seen, ["one cleaned up"]);
  assertEquals(one.getModuleContext(id), null);
  assertEquals(code(one.setModuleContext(new Kept(seen), id)), "0x80070006");
  other.releaseContainer();
  assertEquals(seen.length, 1);
});

// @see ihttpconnection-allocatememory-method
Deno.test("IHttpConnection.allocateMemory gives zeros of the size asked for", async () => {
  const got: number[][] = [];
  await house(keeping((context) => void got.push([...context.getConnection().allocateMemory(3)])), {
    app,
  }).text();
  assertEquals(got, [[0, 0, 0]]);
});

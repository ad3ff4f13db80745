// What does a folder show? The first of its documents, by a child request or in its place.
import { Hono } from "hono";
import {
  defineModule,
  denoFiles,
  memoryFiles,
  pipeline,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { staticFile } from "../static-file/index.ts";
import { type DefaultDocument, defaultDocument } from "./index.ts";

const FILES = {
  "/index.html": "home",
  "/docs/a.html": "a",
  "/docs/b.html": "b",
  "/none/c.html": "c",
  "/odd/x y%.html": "odd",
};

const site = (options?: DefaultDocument, more: Omit<WebServerOptions, "modules"> = {}) =>
  house([staticFile(), defaultDocument(options)], { files: memoryFiles(FILES), ...more });

Deno.test("defaultDocument: D3 the first of the list that is there", async () => {
  const { text } = site({ files: ["z.html", "b.html", { value: "a.html" }] });
  assertEquals(await text("/docs/"), "b");
  assertEquals(await site().text("/"), "home");
});

Deno.test("defaultDocument: D2 the query goes along, to the file and to the form with the slash", async () => {
  const seen: string[] = [];
  const teller = defineModule({
    name: "Teller",
    onExecuteRequestHandler(context) {
      const query = context.getServerVariable("QUERY_STRING").value;
      seen.push(`${context.getScriptName()} ${query}`);
    },
  });
  const modules = [teller, staticFile(), defaultDocument({ files: ["a.html"] })];
  const { get, text } = house(modules, { files: memoryFiles(FILES) });
  assertEquals(await text("/docs/?x=1"), "a");
  assertEquals(seen, ["/docs/ x=1", "/docs/a.html x=1"]);
  const answer = await get("/docs?x=1");
  assertEquals([answer.status, answer.headers.get("Location")], [
    301,
    "http://localhost/docs/?x=1",
  ]);
  await answer.body?.cancel();
});

Deno.test("defaultDocument: a document is looked for once, unless another file takes its place", async () => {
  const looks: string[] = [];
  const driver = memoryFiles(FILES);
  const files = {
    ...driver,
    open: driver.open.bind(driver),
    list: driver.list.bind(driver),
    stat: (path: string) => (looks.push(path), driver.stat(path)),
  };
  const modules = [staticFile(), defaultDocument({ files: ["a.html"] })];
  assertEquals(await house(modules, { files }).text("/docs/"), "a");
  assertEquals(looks, ["/docs", "/docs/a.html"]);
  const elsewhere = defineModule({
    name: "Elsewhere",
    onBeginRequest(context) {
      if (context.getParentContext() !== null) context.getRequest().setUrl("/docs/b.html", false);
    },
  });
  assertEquals(await house([elsewhere, ...modules], { files }).text("/docs/"), "b");
  assertEquals(looks.slice(2), ["/docs", "/docs/a.html", "/docs/b.html"]);
});

Deno.test("defaultDocument: D9 what is taken out is passed over; then 403.14", async () => {
  const { get, text } = site({ files: { remove: ["index.html"], add: ["b.html"] } });
  assertEquals((await get("/")).status, 403);
  assertEquals(await text("/docs/"), "b");
  assertEquals((await get("/none/")).status, 403);
});

Deno.test("defaultDocument: D11 one name twice is refused at the start, as other options that are none", () => {
  const refused = (options: unknown, said: string) =>
    assertThrows(() => defaultDocument(options as DefaultDocument), TypeError, said);
  refused({ files: ["a", "A"] }, 'defaultDocument (DefaultDocumentModule): option "files[1]"');
  refused({ files: [3] }, 'option "files[0]" is 3');
  refused({ enabled: "true" }, 'option "enabled" is "true", wished for true or false');
});

Deno.test("defaultDocument: a name is escaped in the URL, and no name leads out of the folder", async () => {
  assertEquals(await site({ files: ["x y%.html"] }).text("/odd/"), "odd");
  const { get } = site({ files: ["../index.html", "/index.html", "sub/../../index.html"] });
  assertEquals((await get("/docs/")).status, 403);
});

Deno.test("defaultDocument: not enabled, folders are 403.14", async () => {
  assertEquals((await site({ enabled: false }).get("/")).status, 403);
});

Deno.test("defaultDocument: the file's own headers, HEAD, and 304", async () => {
  const { get } = site();
  const file = await get("/index.html");
  const folder = await get("/");
  assertEquals(Object.fromEntries(folder.headers), Object.fromEntries(file.headers));
  assertEquals([await file.text(), await folder.text()], ["home", "home"]);
  const head = await get("/", { method: "HEAD" });
  assertEquals([head.headers.get("Content-Length"), await head.text()], ["4", ""]);
  const tag = { "If-None-Match": file.headers.get("ETag")! };
  assertEquals((await get("/", { headers: tag })).status, 304);
});

Deno.test("defaultDocument: the app's own page where there is no document, its POST in any case", async () => {
  const app = new Hono();
  app.get("*", (c) => c.text(`app ${c.req.path}`));
  app.post("/", (c) => c.text("posted"));
  const { text } = site(undefined, { app });
  assertEquals(await text("/"), "home");
  assertEquals(await text("/docs/"), "app /docs/");
  assertEquals(await text("/docs"), "app /docs");
  assertEquals(await text("/", { method: "POST" }), "posted");
});

Deno.test("defaultDocument: alone before an app, which answers for the file", async () => {
  const app = new Hono();
  app.get("/index.html", (c) => c.text("made by the app"));
  const { text } = house(defaultDocument(), { app, files: memoryFiles(FILES) });
  assertEquals(await text("/"), "made by the app");
});

Deno.test("defaultDocument: inside Hono, with the app's handle and without", async () => {
  for (const handle of [true, false]) {
    const app = new Hono();
    const options = { files: memoryFiles(FILES), ...handle ? { app } : {} };
    app.use(pipeline([staticFile(), defaultDocument()], options));
    app.get("/api", (c) => c.text("api"));
    assertEquals(await (await app.request("/")).text(), "home", `handle: ${handle}`);
    assertEquals(await (await app.request("/api")).text(), "api");
    assertEquals((await app.request("/none/")).status, 404);
  }
});

Deno.test("defaultDocument: behind the handler entry that IIS has, on a disk", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-default-" });
  try {
    await Deno.writeTextFile(`${folder}/index.html`, "disk");
    const modules = "StaticFileModule,DefaultDocumentModule";
    const entry = { name: "StaticFile", path: "*", verb: "*", modules };
    for (const more of [{}, { resourceType: "Either" as const, requireAccess: "Read" as const }]) {
      const { get, text } = site(undefined, {
        files: denoFiles(folder),
        handlers: [{ ...entry, ...more }],
      });
      assertEquals(await text("/"), "disk");
      assertEquals((await get("/none")).status, 404);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

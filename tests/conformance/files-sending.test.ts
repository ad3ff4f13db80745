// Can a file be sent? What a request was mapped to goes out as it is, from every kind of file system.
import {
  assetFiles,
  defineModule,
  HttpDataChunkFromFileHandle,
  type IHttpContext,
  memoryFiles,
} from "../../mod.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { house } from "../_house.ts";
import { disk, DRIVERS, SECRET } from "./_disk.ts";
import { entry, site, teller } from "./_files.ts";

/** The smallest file server: what a request was mapped to goes out as it is. */
const sender = {
  name: "Sender",
  async onExecuteRequestHandler(context: IHttpContext) {
    const file = context.getFileInfo();
    const fileHandle = file?.getFileHandle();
    if (!file || !fileHandle) return;
    const response = context.getResponse();
    response.setHeader("ETag", file.getETag(), true);
    response.setHeader("Last-Modified", file.getLastModifiedString(), true);
    await response.writeEntityChunks(
      [{ dataChunkType: HttpDataChunkFromFileHandle, fileHandle }],
      false,
      false,
    );
  },
};

// @see ihttpresponse-writeentitychunks-method
for (const name of ["memoryFiles", ...Object.keys(DRIVERS)]) {
  Deno.test(`${name}: the handle of a file info is what writeEntityChunks sends, with its length`, async () => {
    const folder = await disk();
    try {
      const text = await Deno.readTextFile(`${folder.root}/docs/page.html`);
      const files = DRIVERS[name]?.(folder.root) ?? memoryFiles({ "/docs/page.html": text });
      const handlers = [entry("*", { resourceType: "File" }, "Sender")];
      const { get } = house(sender, { files, handlers });
      const answer = await get("/docs/page.html");
      assertEquals(await answer.text(), text);
      assertEquals(answer.headers.get("Content-Length"), String(text.length));
      assertMatch(answer.headers.get("ETag")!, /^"/);
      assertEquals((await get("/docs")).status, 404);
      const head = await get("/docs/page.html", { method: "HEAD" });
      assertEquals([head.headers.get("Content-Length"), await head.text()], [
        String(text.length),
        "",
      ]);
    } finally {
      await folder.end();
    }
  });
}

// @see ihttpresponse-writeentitychunks-method
Deno.test("assetFiles: an asset is asked for when it is sent, and a part of it is enough", async () => {
  const asked: string[] = [];
  const body = "0123456789".repeat(1000);
  const binding = {
    fetch(request: Request) {
      asked.push(request.method);
      const headers = { "Content-Length": String(body.length) };
      return Promise.resolve(new Response(request.method === "HEAD" ? null : body, { headers }));
    },
  };
  const module = defineModule({
    name: "Sender",
    async onExecuteRequestHandler(context) {
      const fileHandle = context.getFileInfo()!.getFileHandle()!;
      const byteRange = { startingOffset: 4998, length: 5 };
      const chunk = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle, byteRange };
      await context.getResponse().writeEntityChunks([chunk], false, false);
      asked.push("written");
      return undefined;
    },
  });
  const handlers = [entry("*", { resourceType: "File" }, "Sender")];
  const answer = await house(module, { files: assetFiles(binding), handlers }).get("/big.txt");
  assertEquals([answer.headers.get("Content-Length"), await answer.text()], ["5", "89012"]);
  assertEquals(asked, ["HEAD", "HEAD", "written", "GET"]);
});

// @see ihttpcontext-getscriptname-method
Deno.test("getScriptName: path info that one entry has split off is put together for another", async () => {
  const method = defineModule({
    name: "Method",
    onBeginRequest: (context) => void context.getRequest().setHttpMethod("PUT"),
  });
  const map = defineModule({ name: "Map", onMapPath: () => 0 as const });
  const handlers = [
    entry("*.php", { verb: "GET", resourceType: "File" }),
    entry("*", { verb: "PUT" }),
  ];
  const modules = [method, map, teller((context) => context.getScriptName())];
  const { text } = house(modules, { files: site(), handlers });
  assertEquals(await text("/script.php/more"), '"/script.php/more"');
});

// @see ihttpcontext-mappath-method
Deno.test("Fuzz: of 5000 requests none is answered with a file from outside of the root", async () => {
  const folder = await disk();
  const pieces = "/ .. %2e%2e %2f %5c .. a.txt docs in-docs out too up secret.txt root-too chain"
    .split(" ");
  let [seed, sent] = [99, 0];
  console.log(`seed ${seed}`);
  try {
    const handlers = [entry("*", { resourceType: "File" }, "Sender")];
    const { get } = house(sender, { files: DRIVERS.denoFiles(folder.root), handlers });
    for (let n = 0; n < 5000; n++) {
      let path = "/";
      for (let count = n % 7; count >= 0; count--) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        path += pieces[(seed >>> 16) % pieces.length] + (seed & 0x8000 ? "/" : "");
      }
      const answer = await get(`http://localhost${path}`);
      const text = await answer.text();
      assertEquals(text.includes(SECRET), false, path);
      if (answer.status === 200) sent++;
    }
    assertEquals(sent > 10, true, `${sent} files were sent`);
  } finally {
    await folder.end();
  }
});

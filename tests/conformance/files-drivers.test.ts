// What does every virtual file system do? stat, open, list and watch, in memory, on a disk, and behind a binding.
import {
  assetFiles,
  createWebServer,
  denoFiles,
  type FileDriver,
  memoryFiles,
  nodeFiles,
} from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../_assert.ts";
import { CHANGED, site } from "./_files.ts";
import { type Disk, disk, DRIVERS, textOf } from "./_disk.ts";
import { turn } from "./_notes.ts";

// @see ihttpfileinfo-interface
Deno.test("memoryFiles: files, and the directories that they lie in", () => {
  const files = site();
  assertEquals(files.stat("/a.txt")?.size, 9);
  assertEquals(files.stat("/a.txt")?.modified, CHANGED);
  assertEquals(files.stat("/docs"), { size: 0, modified: CHANGED, directory: true });
  assertEquals(files.list("/"), ["a.txt", "docs", "index.html", "script.php"]);
  assertEquals(files.list("/docs"), ["deep", "page.html"]);
  for (
    const path of ["/none", "/a.txt/x", "/docs/none", "/A.TXT", "/../a.txt", "a.txt", "/docs//"]
  ) {
    assertEquals([files.stat(path), files.open(path), files.list(path)], [null, null, null], path);
  }
});

// @see ihttpfileinfo-getetag-method
Deno.test("memoryFiles: the entity tag tells the content, not the time", () => {
  const tag = (text: string, modified?: Date) =>
    memoryFiles({ "/a": text }, { modified }).stat("/a")!.etag!;
  assertEquals(tag("one", CHANGED), tag("one"));
  assert(new Set(["one", "two", "eno", "one ", ""].map((text) => tag(text))).size === 5);
});

// @see ihttpfileinfo-interface
Deno.test("memoryFiles: write and remove change what is found, and tell those who watch at or above", () => {
  const files = memoryFiles({ "a.txt": new Uint8Array([1, 2]) });
  const seen: string[] = [];
  const stop = files.watch("/docs", (path) => seen.push(`docs ${path}`));
  files.watch("/", (path) => seen.push(`root ${path}`));
  files.write("/docs/b", "b");
  assertEquals(files.list("/docs"), ["b"]);
  assertEquals([files.remove("/docs/b"), files.remove("/docs/b")], [true, false]);
  assertEquals(files.stat("/docs"), null);
  stop();
  files.write("/docs/c", "c");
  files.write("/docsc", "c");
  assertEquals(seen, [
    "docs /docs/b",
    "root /docs/b",
    "docs /docs/b",
    "root /docs/b",
    "root /docs/c",
    "root /docsc",
  ]);
});

for (
  const [files, words] of [
    [{ "/../a": "" }, '"/../a"'],
    [{ "/a%20b": "" }, '"/a%20b"'],
    [{ "/nul": "" }, '"/nul"'],
    [{ "/a/": "" }, '"/a/"'],
    [{ "/a": "", "/a/b": "" }, '"/a/b" is a file and a directory'],
    [{ "/a/b": "", "/a": "" }, '"/a" is a file and a directory'],
    [{ "/a": 7 }, 'content of "/a" is 7, wished for a string or Uint8Array'],
    [null, "files are null"],
  ] as const
) {
  Deno.test(`memoryFiles: ${JSON.stringify(files)} is refused`, () => {
    assertThrows(() => memoryFiles(files as unknown as Record<string, string>), TypeError, words);
  });
}

/** A test on a disk, for each driver. */
function onDisk(title: string, fn: (files: FileDriver, disk: Disk) => Promise<void>): void {
  for (const [name, make] of Object.entries(DRIVERS)) {
    Deno.test(`${name}: ${title}`, async () => {
      const folder = await disk();
      try {
        await fn(make(folder.root), folder);
      } finally {
        await folder.end();
      }
    });
  }
}

// @see ihttpfileinfo-interface
onDisk("files and directories below the root", async (files, { root }) => {
  const stat = await files.stat("/docs/page.html");
  assertEquals([stat?.size, stat?.directory, stat?.readOnly], [21, false, false]);
  assertEquals(stat?.modified, (await Deno.stat(`${root}/docs/page.html`)).mtime);
  assertEquals((await files.stat("/docs"))?.directory, true);
  assertEquals((await files.stat("/"))?.directory, true);
  assertEquals(await textOf(files, "/x y.txt"), "inside x y.txt");
  assertEquals(await files.list("/docs"), ["deep", "page.html", "up"]);
  assertEquals([await files.stat("/none"), await files.open("/docs"), await files.list("/a.txt")], [
    null,
    null,
    null,
  ]);
});

// @see ihttpfileinfo-interface
onDisk(
  "a link within the root is followed, one that leads out of it is not there",
  async (files) => {
    assertEquals(await textOf(files, "/in.txt"), "inside a.txt");
    assertEquals(await textOf(files, "/in-docs/page.html"), "inside docs/page.html");
    for (
      const path of [
        "/out.txt",
        "/out",
        "/out/secret.txt",
        "/too/secret.txt",
        "/chain/secret.txt",
        "/docs/up/secret.txt",
        "/docs/up/root-too/secret.txt",
        "/loop",
        "/nowhere",
        "/dev-null",
        "/a.txt/x",
        `/${"long".repeat(100)}`,
      ]
    ) {
      assertEquals(await files.stat(path), null, path);
      assertEquals(await files.open(path), null, path);
      assertEquals(await files.list(path), null, path);
    }
  },
);

// @see ihttpfileinfo-getfilehandle-method
onDisk("a file is read in pieces, as a Blob that can be cut", async (files, { root }) => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 251);
  await Deno.writeFile(`${root}/big.bin`, bytes);
  const blob = await files.open("/big.bin") as Blob;
  assertEquals(blob.size, bytes.length);
  assertEquals(
    new Uint8Array(await blob.slice(100_000, 200_001).arrayBuffer()),
    bytes.slice(100_000, 200_001),
  );
  assertEquals(new Uint8Array(await blob.slice(-5).arrayBuffer()), bytes.slice(-5));
  assertEquals((await blob.slice(5, 3).arrayBuffer()).byteLength, 0);
});

// @see ihttpfileinfo-getfilehandle-method
Deno.test("denoFiles: a file is not held in memory, it is read as it is asked for", async () => {
  const folder = await disk();
  try {
    await Deno.writeFile(`${folder.root}/big.bin`, new Uint8Array(300_000));
    const blob = await denoFiles(folder.root).open("/big.bin") as Blob;
    const sizes: number[] = [];
    for await (const piece of blob.stream()) sizes.push(piece.byteLength);
    assertEquals(sizes, [65_536, 65_536, 65_536, 65_536, 37_856]);
    await Deno.truncate(`${folder.root}/big.bin`, 10);
    await assertRejects(() => blob.text(), Error, "has become shorter");
  } finally {
    await folder.end();
  }
});

// @see ihttpserver-registerfilechangemonitor-method
onDisk("watch tells of a change below a path, and ends", async (files, { root }) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = files.watch!("/docs", resolve);
  const again = setInterval(() => Deno.writeTextFileSync(`${root}/docs/new.txt`, "new"), 30);
  const late = setTimeout(() => resolve("nothing in time"), 5000);
  try {
    assertEquals(await promise, "/docs/new.txt");
  } finally {
    clearInterval(again);
    clearTimeout(late);
    stop();
    await new Promise((done) => setTimeout(done, 40));
  }
});

Deno.test("denoFiles, nodeFiles: a root that is no path is refused, one that is not there has no files", async () => {
  for (const make of [denoFiles, nodeFiles]) {
    assertThrows(() => make(""), TypeError, "wished for the path of a directory");
    assertThrows(() => make(7 as unknown as string), TypeError, "root is 7");
    await assertRejects(async () => await make("/no/such/root").stat("/a"));
    const url = new URL("../../docs/", import.meta.url);
    assert((await make(url).stat("/ARCHITECTURE.md"))!.size > 0);
  }
});

/** Answers as the binding of static assets does, with `html_handling` at its default. */
function binding(): { fetch(request: Request): Promise<Response>; asked: string[] } {
  const assets: Record<string, string> = {
    "/page": "<p>A page</p>",
    "/a b.txt": "text",
    "/docs/": "x",
  };
  const moved: Record<string, string> = {
    "/page.html": "/page",
    "/docs": "/docs/",
    "/away": "//else.where/",
  };
  const asked: string[] = [];
  return {
    asked,
    fetch(request) {
      const path = decodeURIComponent(new URL(request.url).pathname);
      asked.push(`${request.method} ${path}`);
      const body = assets[path];
      if (moved[path]) {
        return Promise.resolve(
          new Response(null, { status: 307, headers: { Location: moved[path] } }),
        );
      }
      if (body === undefined) return Promise.resolve(new Response(null, { status: 404 }));
      const headers = { "Content-Length": String(body.length), ETag: 'W/"tag"' };
      return Promise.resolve(new Response(request.method === "HEAD" ? null : body, { headers }));
    },
  };
}

// @see ihttpfileinfo-interface
Deno.test("assetFiles: what the binding answers is a file, what it moves to a slash a directory", async () => {
  const files = assetFiles(binding());
  assertEquals(await files.stat("/a b.txt"), {
    size: 4,
    modified: new Date(0),
    directory: false,
    readOnly: true,
    etag: '"tag"',
  });
  assertEquals((await files.stat("/page.html"))?.size, 13);
  assertEquals(await textOf(files, "/page.html"), "<p>A page</p>");
  assertEquals((await files.stat("/docs"))?.directory, true);
  assertEquals((await files.stat("/"))?.directory, true);
  assertEquals([await files.open("/docs"), await files.list("/"), await files.stat("/away")], [
    null,
    null,
    null,
  ]);
});

Deno.test("assetFiles: a path that is refused is not asked for, and a binding is needed", async () => {
  const assets = binding();
  assertEquals(await assetFiles(assets).stat("/../page"), null);
  assertEquals(await assetFiles(assets).open("/a%2fb"), null);
  assertEquals(assets.asked, []);
  assertThrows(
    () => assetFiles(undefined as never),
    TypeError,
    "wished for an object with fetch()",
  );
});

Deno.test("files: what is no driver is refused at the start", async () => {
  for (const files of [{}, null, { stat() {}, open() {} }]) {
    assertThrows(
      () => createWebServer({ files: files as never }),
      TypeError,
      "wished for a FileDriver",
    );
  }
  await turn();
});

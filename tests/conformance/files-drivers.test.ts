// What does every virtual file system do? stat, open, list and watch, in memory, and behind a binding.
import { assetFiles, type AssetManifest, createWebServer, memoryFiles } from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { CHANGED, site } from "./_files.ts";
import { textOf } from "./_disk.ts";

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

Deno.test("assetFiles: with a manifest, its files and folders are there at once, and only content is asked for", async () => {
  const assets = binding();
  const files = assetFiles(assets, {
    "/a b.txt": { size: 4, modified: "2026-03-04T05:06:07Z" },
    "/docs/x/deep.txt": { size: 9, modified: 60_000 },
    "/docs/page.html": { size: 13, etag: '"own"' },
  });
  assertEquals(files.immediate, true);
  const file = { directory: false, readOnly: true };
  assertEquals(files.stat("/a b.txt"), {
    ...file,
    size: 4,
    modified: new Date("2026-03-04T05:06:07Z"),
    etag: undefined,
  });
  assertEquals(files.stat("/docs/page.html"), {
    ...file,
    size: 13,
    modified: new Date(0),
    etag: '"own"',
  });
  const folder = { directory: true, readOnly: true, size: 0, modified: new Date(60_000) };
  assertEquals([files.stat("/docs"), files.stat("/docs/x/")], [folder, folder]);
  assertEquals([files.list("/"), files.list("/docs/")], [["a b.txt", "docs"], ["page.html", "x"]]);
  const nothing = [files.stat("/none"), files.stat("/../docs"), files.list("/a b.txt")];
  assertEquals([...nothing, files.open("/docs"), files.open("/none")], Array(5).fill(null));
  assertEquals(assets.asked, []);
  assertEquals(await textOf(files, "/a b.txt"), "text");
});

Deno.test("assetFiles: a manifest that cannot be one is refused at the start", () => {
  const refused = (manifest: unknown, said: string) =>
    assertThrows(() => assetFiles(binding(), manifest as AssetManifest), TypeError, said);
  refused(null, "assetFiles: manifest is null, wished for an object by path");
  refused({ "a.txt": { size: 1 } }, 'assetFiles: a path in the manifest is "a.txt"');
  refused({ "/a/": { size: 1 } }, 'a path in the manifest is "/a/"');
  refused({ "/a": 3 }, 'manifest["/a"].size is undefined, wished for bytes');
  refused({ "/a": { size: 1.5 } }, 'manifest["/a"].size is 1.5');
  refused({ "/a": { size: 1, modified: "soon" } }, 'manifest["/a"].modified is "soon"');
  const both = { "/a/b": { size: 1 }, "/a": { size: 1 } };
  refused(both, 'is "/a", wished for a file or a directory, not both');
  refused(Object.fromEntries(Object.entries(both).reverse()), 'is "/a", wished for a file or');
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

Deno.test("files: what is no driver is refused at the start", () => {
  for (const files of [{}, null, { stat() {}, open() {} }]) {
    assertThrows(
      () => createWebServer({ files: files as never }),
      TypeError,
      "wished for a FileDriver",
    );
  }
});

// What does a directory of a disk do as a virtual file system? Links, pieces, watches, on Deno's calls and on Node's.
import { denoFiles, type FileDriver, nodeFiles } from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { type Disk, disk, DRIVERS, textOf } from "./_disk.ts";

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

onDisk(
  "who asks meanwhile gets the same answer, who asks behind it a new one",
  async (files, { root }) => {
    const first = files.stat("/a.txt");
    assert(files.stat("/a.txt") === first);
    assert(files.stat("/x y.txt") !== first);
    assertEquals((await first)?.size, 12);
    await Deno.writeTextFile(`${root}/a.txt`, "longer than before");
    const [again, same] = await Promise.all([files.stat("/a.txt"), files.stat("/a.txt")]);
    assertEquals([again?.size, same?.size], [18, 18]);
    await Deno.remove(`${root}/a.txt`);
    assertEquals(await files.stat("/a.txt"), null);
  },
);

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
    await sleep(40);
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

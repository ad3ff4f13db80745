// What lies in a folder? The page, the JSON, and who gets neither.
import { Hono } from "hono";
import { assetFiles, denoFiles, memoryFiles, type WebServerOptions } from "../../mod.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { type DirectoryBrowse, directoryListing } from "./index.ts";

const CHANGED = new Date("2026-03-04T05:06:07Z");
const FILES = {
  "/docs/b10.txt": "x".repeat(2000),
  "/docs/b9.txt": "y",
  "/docs/.secret": "s",
  "/docs/deep/c.txt": "c",
  "/docs/a&<i>.txt": "<",
  "/docs/50% of 'it'.html": "%",
  "/docs/ä b#c?": "strange, and refused where it has a question mark",
};

const files = () => {
  const { "/docs/ä b#c?": odd, "/docs/a&<i>.txt": tag, ...others } = FILES;
  return memoryFiles({ ...others, "/docs/ä b#c": odd, "/docs/a&i.txt": tag }, {
    modified: CHANGED,
  });
};
const site = (options: DirectoryBrowse = {}, more: Omit<WebServerOptions, "modules"> = {}) =>
  house(directoryListing({ enabled: true, ...options }), { files: files(), ...more });

/** The names in a page, in its order. */
const namesIn = (html: string): string[] =>
  [...html.matchAll(/class="name \w+"><a href="[^"]*">([^<]*)</g)].map(([, name]) => name);

Deno.test("directoryListing: a page with folders first, names in the order of people, nothing hidden", async () => {
  const answer = await site().get("/docs/");
  const html = await answer.text();
  assertEquals(answer.headers.get("Content-Type"), "text/html; charset=utf-8");
  const expected = ["Parent folder", "deep", "50% of &#39;it&#39;.html", "ä b#c", "a&amp;i.txt"];
  assertEquals(namesIn(html), [...expected, "b9.txt", "b10.txt"]);
  assertStringIncludes(html, 'href="./50%25%20of%20&#39;it&#39;.html"');
  assertStringIncludes(html, 'href="./%C3%A4%20b%23c"');
  assertStringIncludes(html, 'title="2,000 bytes">2.0 KB<');
  assertStringIncludes(
    html,
    '<time datetime="2026-03-04T05:06:07.000Z" title="UTC">2026-03-04 05:06',
  );
  assertMatch(html, /1 folder, 5 files with/);
  assert(!html.includes(".secret"));
});

Deno.test("directoryListing: sorted as the query asks", async () => {
  const order = async (query: string) => namesIn(await site().text(`/docs/${query}`)).slice(1);
  const bySize = await order("?sort=size&order=desc");
  assertEquals([bySize[0], bySize[1]], ["deep", "b10.txt"]);
  assertEquals((await order("?sort=name&order=desc"))[1], "b10.txt");
  assertEquals(await order("?sort=toString"), await order(""));
});

Deno.test("directoryListing: JSON for who likes it better than HTML", async () => {
  const { get } = site();
  const ask = (accept: string) => get("/docs/", { headers: { Accept: accept } });
  const answer = await ask("application/json");
  assertEquals(answer.headers.get("Content-Type"), "application/json");
  assertEquals(answer.headers.get("Vary"), "Accept");
  const { path, entries } = await answer.json();
  assertEquals(path, "/docs/");
  assertEquals(entries[0], { name: "deep", directory: true, modified: CHANGED.toISOString() });
  assertEquals(entries.at(-1), {
    name: "b10.txt",
    directory: false,
    size: 2000,
    modified: CHANGED.toISOString(),
  });
  for (const accept of ["*/*", "text/html,application/json", "text/html, */*;q=0.5", "image/png"]) {
    assertMatch((await ask(accept)).headers.get("Content-Type")!, /^text\/html/);
  }
});

Deno.test("directoryListing: showFlags chooses the columns", async () => {
  const text = (showFlags: string) => site({ showFlags }).text("/docs/");
  const none = await text("None");
  assert(!none.includes("<time") && !none.includes(" bytes"));
  assert(namesIn(none).includes("b10") && none.includes('href="./b10.txt"'));
  const long = await text("LongDate, Extension");
  assertStringIncludes(long, "Wednesday, March 4, 2026<");
  assert(namesIn(long).includes("b10.txt"));
});

Deno.test("directoryListing: a folder without its slash is sent to the form with it", async () => {
  const answer = await site().get("/docs?sort=size");
  const { headers, status } = answer;
  assertEquals([status, headers.get("Location")], [301, "http://localhost/docs/?sort=size"]);
  await answer.body?.cancel();
});

Deno.test("directoryListing: URLCAN3 not enabled, folders are 403.14, and a factory without options says so", async () => {
  assertEquals((await site({ enabled: false }).get("/docs/")).status, 403);
  const said: unknown[] = [];
  const warn = console.warn;
  console.warn = (message: unknown) => void said.push(message);
  const module = directoryListing();
  console.warn = warn;
  assertMatch(
    String(said),
    /^directoryListing \(DirectoryListingModule\): option "enabled" is not set/,
  );
  assertEquals((await house(module, { files: files() }).get("/docs/")).status, 403);
});

Deno.test("directoryListing: HEAD has no body, other methods and files are not its own", async () => {
  const { get } = site();
  const head = await get("/docs/", { method: "HEAD" });
  assertEquals([head.status, await head.text()], [200, ""]);
  assertEquals((await get("/docs/", { method: "POST" })).status, 403);
  assertEquals((await get("/docs/b9.txt")).status, 404);
  assertEquals((await get("/nowhere/")).status, 404);
});

Deno.test("directoryListing: an app keeps its own pages where there is no folder", async () => {
  const app = new Hono();
  app.get("/api", (c) => c.text("api"));
  const { text } = site({}, { app });
  assertEquals(await text("/api"), "api");
  assertStringIncludes(await text("/docs/deep/"), "c.txt");
});

Deno.test("directoryListing: what cannot be listed is 403.14", async () => {
  const binding = { fetch: () => Promise.resolve(new Response(null, { status: 404 })) };
  assertEquals((await site({}, { files: assetFiles(binding) }).get("/")).status, 403);
});

Deno.test("directoryListing: a disk with a thousand files; links out of the root are not shown", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-listing-" });
  try {
    for (let n = 0; n < 1000; n++) await Deno.writeTextFile(`${folder}/f${n}.txt`, "x");
    await Deno.symlink("/etc/hostname", `${folder}/out.txt`);
    const names = namesIn(await site({}, { files: denoFiles(folder) }).text("/"));
    assertEquals([names.length, names[0], names[999]], [1000, "f0.txt", "f999.txt"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("directoryListing: refuses options that are none", () => {
  const refused = (options: unknown, said: string) =>
    assertThrows(() => directoryListing(options as DirectoryBrowse), TypeError, said);
  refused({ showFlags: "Owner" }, 'option "showFlags" is "Owner", wished for words with commas');
  refused({ enabled: 1 }, 'option "enabled" is 1');
});

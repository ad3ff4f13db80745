// Can any path leave the virtual root? A hundred thousand of them, made of what attackers write, on a real folder.
import { assetFiles, type FileDriver, memoryFiles } from "../../mod.ts";
import { PhysicalRoot, VirtualFiles } from "../../src/server/virtual-files.ts";
import { FileCache } from "../../src/server/file-cache.ts";
import { isAllowedName, pathOfUrl } from "../../src/files/file-path.ts";
import { assert, assertEquals, assertGreater } from "../_assert.ts";
import { disk, DRIVERS, SECRET } from "./_disk.ts";

const PATHS = 100_000;
const PIECES = [
  ..."/ / / / \\ . .. ... %2e %2e%2e %252e%252e %2f %5c %255c %00 \0 %0a : ::$DATA ~1 * ? # |"
    .split(" "),
  ..."%c0%ae %e0%80%ae %u002e ．． ∕ ％2e \u202e \ud800 %ff + ; & = @ ! ' ( ) [ ] { } ^ ` $".split(
    " ",
  ),
  ..."a.txt docs page.html deep b.txt in.txt in-docs out out.txt too up chain loop nowhere".split(
    " ",
  ),
  ..."secret.txt root root-too outside tmp etc passwd con NUL aux.txt COM1 lpt9.html SECRE~1".split(
    " ",
  ),
  ..."A.TXT DOCS x%20y.txt a.txt. a.txt%20 .env file: C: \\\\?\\C: \\\\server\\share".split(" "),
];

/** Nothing is kept here. */
const NO_CACHE = new FileCache(() => {
  throw new Error("The cache was asked");
});

/** Numbers that are the same in every run with one seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A path of up to twelve pieces; some are joined by a slash, some not. */
function pathFrom(next: () => number): string {
  let path = next() < 0.9 ? "/" : "";
  for (let count = 1 + Math.floor(next() * 12); count > 0; count--) {
    path += PIECES[Math.floor(next() * PIECES.length)] + (next() < 0.5 ? "/" : "");
  }
  return path;
}

/** Looks every path up, as a URL and as it is; gives what was found. */
async function lookUp(driver: FileDriver, seed: number, count: number): Promise<Set<string>> {
  const files = new VirtualFiles(driver, new PhysicalRoot("/"), NO_CACHE);
  const next = random(seed);
  const found = new Set<string>();
  for (let n = 0; n < count; n++) {
    const path = pathFrom(next);
    for (const physical of new Set([pathOfUrl(path), path])) {
      const info = physical === null ? null : await files.find(physical, false);
      if (info === null) continue;
      const handle = info.getFileHandle();
      const text = handle === null ? "directory" : await handle.text();
      assert(
        !text.includes(SECRET),
        `Seed ${seed}, path ${JSON.stringify(path)} has left the root`,
      );
      found.add(`${info.getFilePath()} ${text}`);
    }
  }
  return found;
}

// @see ihttpcontext-mappath-method
for (const [name, make] of Object.entries(DRIVERS)) {
  Deno.test(`Fuzz: of ${PATHS} paths none leaves the root of ${name}`, async () => {
    const seed = name === "denoFiles" ? 20_260_301 : 42;
    console.log(`seed ${seed}`);
    const folder = await disk();
    try {
      const found = await lookUp(make(folder.root), seed, PATHS);
      // A fuzzer that finds nothing proves nothing.
      assertGreater(found.size, 5);
      assert([...found].some((one) => one.endsWith("inside a.txt")));
    } finally {
      await folder.end();
    }
  });
}

/** A careless host of assets: it decodes once more than it should, joins the path to its root, and follows "..". */
function carelessAssets(asked: string[]) {
  const tree: Readonly<Record<string, string>> = {
    "/root/a.txt": "inside a.txt",
    "/root/docs/page.html": "inside docs/page.html",
    "/root/x y.txt": "inside x y.txt",
    "/secret.txt": SECRET,
    "/root-too/secret.txt": SECRET,
    "/outside/secret.txt": SECRET,
  };
  return {
    fetch({ url, method }: Request): Promise<Response> {
      const path = decodeURIComponent(new URL(url).pathname);
      asked.push(path);
      const names: string[] = ["root"];
      for (const name of twice(path).split(/[/\\]/)) {
        if (name === "..") names.pop();
        else if (name !== "." && name !== "") names.push(name);
      }
      const text = tree[`/${names.join("/")}`];
      const headers = { "Content-Length": String(text?.length ?? 0) };
      const body = method === "HEAD" || text === undefined ? null : text;
      return Promise.resolve(
        new Response(body, { status: text === undefined ? 404 : 200, headers }),
      );
    },
  };
}

function twice(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// @see ihttpcontext-mappath-method
Deno.test(`Fuzz: of ${PATHS} paths none leaves the root of assetFiles, however careless the host`, async () => {
  const seed = 20_261_121;
  console.log(`seed ${seed}`);
  const asked: string[] = [];
  const found = await lookUp(assetFiles(carelessAssets(asked)), seed, PATHS);
  assertGreater(found.size, 2);
  assertGreater(asked.length, 1000);
  assertEquals(asked.filter((path) => path.split("/").includes("..")), []);
});

// @see ihttpcontext-mappath-method
Deno.test(`Fuzz: of ${PATHS} paths none that passes means anything but its own names`, async () => {
  const seed = 7;
  console.log(`seed ${seed}`);
  const next = random(seed);
  let passed = 0;
  for (let n = 0; n < PATHS; n++) {
    const url = pathFrom(next);
    const path = pathOfUrl(url);
    if (path === null) continue;
    passed++;
    const names = path.split("/").slice(1);
    if (names.at(-1) === "") names.pop();
    assert(names.every(isAllowedName), JSON.stringify(url));
    // Read by others: as a URL it stays what it is, and no second decoding makes another path of it.
    const again = new URL(`http://h${names.map((one) => `/${encodeURIComponent(one)}`).join("")}`);
    assertEquals(decodeURIComponent(again.pathname), `/${names.join("/")}`, JSON.stringify(url));
    assert(!/%[0-9a-f]{2}|\\|\.\.(\/|$)|\0/i.test(path), JSON.stringify(url));
  }
  assertGreater(passed, 1000);
  const files = memoryFiles({ "/a.txt": "inside", "/docs/b": "inside" });
  assertGreater((await lookUp(files, seed, PATHS)).size, 2);
});

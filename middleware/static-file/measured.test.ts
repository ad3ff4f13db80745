// How does a file come to the client? By which URLs, and where: what was measured on IIS 10 of paths and places.
import { defineModule, location, memoryFiles } from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { staticFile } from "./index.ts";

const files = () =>
  memoryFiles({ "/x.txt": "x", "/sub/y.txt": "y", "/a b.txt": "z", "/sub/z.foo": "foo" });

/** Status and body of each path, behind the host: a path that begins with two slashes is no host. */
async function told(...paths: string[]): Promise<string[]> {
  const { get } = house(staticFile(), { files: files() });
  const all: string[] = [];
  for (const path of paths) {
    const answer = await get(`http://localhost${path}`);
    all.push(`${answer.status} ${await answer.text()}`);
  }
  return all;
}

Deno.test("U1 dots are resolved before anything sees the path; behind an escaped slash there is no file", async () => {
  assertEquals(await told("/sub/../x.txt", "/sub/%2e%2e/x.txt"), ["200 x", "200 x"]);
  assertEquals(await told("/sub%2f..%2fx.txt"), ["404 "]);
});

Deno.test("U5 a path with %00 is 400", async () => {
  assertEquals(await told("/x.txt%00", "/%00", "/a%00/b"), ["400 ", "400 ", "400 "]);
});

Deno.test("U8 a space as %20 is a space", async () => {
  assertEquals(await told("/a%20b.txt"), ["200 z"]);
});

Deno.test("U11 a dot or a space at the end, or a stream of a file, is 404", async () => {
  const paths = ["/x.txt.", "/x.txt%20", "/x.txt::$DATA", "/x.txt%3a%3a$DATA"];
  assertEquals(await told(...paths), paths.map(() => "404 "));
});

Deno.test("URLCAN2 a directory without its slash: 301, absolute, with its query", async () => {
  const answer = await house(staticFile(), { files: files() }).get("/sub?x=1&y");
  await answer.body?.cancel();
  const to = answer.headers.get("Location");
  assertEquals([answer.status, to], [301, "http://localhost/sub/?x=1&y"]);
});

Deno.test("CC12 C7 settings of a location hold there only", async () => {
  const clientCache = { cacheControlMode: "DisableCache" } as const;
  const mimeMap = [{ fileExtension: ".foo", mimeType: "x/foo" }];
  const modules = [location("/sub/*", [staticFile({ clientCache, mimeMap })]), staticFile()];
  const { get } = house(modules, { files: files() });
  const control = async (path: string) => (await get(path)).headers.get("Cache-Control");
  assertEquals([await control("/sub/y.txt"), await control("/x.txt")], ["no-cache", null]);
  assertEquals([(await get("/sub/z.foo")).status, (await get("/z.foo")).status], [200, 404]);
});

Deno.test("URLCAN3 a directory that nobody shows is 403.14, as the log is told", async () => {
  let subStatus = 0;
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void ({ subStatus } = context.getResponse().getStatus()),
  });
  const { get } = house([staticFile(), log], { files: files() });
  assertEquals([(await get("/sub/")).status, subStatus], [403, 14]);
});

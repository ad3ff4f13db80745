// Which entry is a path for? A client chooses the path: neither its characters nor its length may get past an entry.
import { defineModule, type FileDriver, type HandlerEntry } from "../../mod.ts";
import { assertEquals, assertLess } from "../_assert.ts";
import { house } from "../_house.ts";
import { workOf } from "../_work.ts";
import { hushed } from "./_kit.ts";

const guard = defineModule({
  name: "Guard",
  onExecuteRequestHandler(context) {
    context.getResponse().setStatus(403, "Forbidden");
  },
});
const app = { fetch: () => new Response("app") };
const entry = (path: string): HandlerEntry => ({ name: "G", path, verb: "*", modules: "Guard" });

/** The status that a path is answered with, where the entry answers 403 and the app 200. */
async function statusOf(pattern: string, path: string): Promise<number> {
  const answer = await house(guard, { app, handlers: [entry(pattern)] }).get(path);
  await answer.body?.cancel();
  return answer.status;
}

for (
  const path of [
    "/secret/a%0Ab",
    "/secret/%0D",
    "/secret/%E2%80%A8",
    "/secret/%E2%80%A9",
    "/secret/",
  ]
) {
  Deno.test(`a star of an entry stands for every character, also in ${path}`, async () => {
    assertEquals(await statusOf("/secret/*", path), 403);
    assertEquals(await statusOf("*", path), 403);
  });
}

const PATTERNS: readonly (readonly [string, string, number])[] = [
  ["*.php", "/a.php", 403],
  ["*.php", "/.php", 403],
  ["*.php", "/a.PHP/more/still", 403],
  ["*.php", "/a.phpx/b", 200],
  ["*.php", "/%61%2ephp/x", 403],
  ["page.aspx", "/page.aspx", 403],
  ["page.aspx", "/deep/page.aspx/info", 403],
  ["page.aspx", "/mypage.aspx", 200],
  ["/a/*/z", "/a/b/c/z", 403],
  ["/a/*/z", "/a/z", 200],
  ["/a/*/z", "/a//z", 403],
  ["/ab*ba", "/aba", 200],
  ["/ab*ba", "/abba", 403],
  ["*a*a*b", "/aab", 403],
  ["*a*a*b", "/ab", 200],
  ["/exact", "/exact/info", 403],
  ["/exact", "/exactly", 200],
  ["/(x).[y]", "/(x).[y]", 403],
  ["/(x).[y]", "/(x)a[y]", 200],
  ["/ΟΔΟΣ*", "/%CE%BF%CE%B4%CE%BF%CF%83a", 403],
];
for (const [pattern, path, status] of PATTERNS) {
  Deno.test(`an entry for ${pattern} ${status === 403 ? "takes" : "leaves"} ${path}`, async () => {
    assertEquals(await statusOf(pattern, path), status);
  });
}

for (const [pattern, name] of [["*.php", "/a"], ["*.php", "/%61"], ["*a*a*a*b", "a"]]) {
  Deno.test(`a long path of "${name}" takes an entry for ${pattern} no long time`, async () => {
    const path = `/${name.repeat(60_000 / name.length)}`;
    const work = await workOf(async () => assertEquals(await statusOf(pattern, path), 200));
    assertLess(work, 1000, "with one look for each name it took seconds");
  });
}

const denied = (): never => {
  throw Object.assign(new Error("Permission denied"), { code: "EACCES" });
};
for (
  const [how, stat] of [["throws", denied], [
    "rejects",
    () => Promise.reject(new Error("disk")),
  ]] as const
) {
  Deno.test(`a file system that ${how} fails the entries that ask for a file, and no other request`, async () => {
    const files: FileDriver = { stat, open: () => null, list: () => null };
    const idle = defineModule({ name: "Guard", onExecuteRequestHandler() {} });
    await hushed(async () => {
      assertEquals(await house(idle, { app, files }).text("/private"), "app");
      const handlers: HandlerEntry[] = [{ ...entry("*"), resourceType: "File" }];
      const answer = await house(idle, { app, files, handlers }).get("/private");
      assertEquals(answer.status, stat === denied ? 401 : 500);
    });
  });
}

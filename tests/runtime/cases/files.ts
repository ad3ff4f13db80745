// Does a URL lead to the same file everywhere, and nowhere out of the root?
import { assertEquals, assertGreater, assertStringIncludes } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** Status, length and tag of an answer, and its text. */
async function got(client: Client, path: string) {
  const answer = await client.get(path);
  return [answer.status, answer.header("content-length"), answer.text];
}

/** The bundle that is being served, read from the disk that serves it. */
async function wholeBundle(client: Client, room: string): Promise<void> {
  const answer = await client.get(`/files/${room}/app.mjs`);
  assertEquals(answer.status, 200);
  assertGreater(answer.text.length, 100_000);
  assertStringIncludes(answer.text, (await client.get("/files/mark/now")).text);
}

const absent = (room: string, why: string) => ({
  why,
  shows: async (client: Client) => {
    const { status, text } = await client.get(`/files/${room}/app.mjs`);
    assertEquals(status, 501);
    assertStringIncludes(text, "TypeError");
  },
});

export const files: Case[] = [
  {
    title: "memoryFiles: a file leaves with its length, through RQ_MAP_PATH and its file info",
    async run(client) {
      assertEquals(await got(client, "/files/memory/a.txt"), [200, "9", "text of a"]);
      assertEquals(await got(client, "/files/memory/docs/b.txt"), [200, "1", "b"]);
    },
  },
  {
    title: "resourceType File: what is not there, or is a directory, is 404",
    async run(client) {
      for (const path of ["none", "docs", "docs/", "a.txt/", "A.TXT"]) {
        assertEquals((await client.get(`/files/memory/${path}`)).status, 404);
      }
    },
  },
  {
    title: "getScriptName, getPhysicalPath, mapPath: path info is split off",
    async run(client) {
      const { text } = await client.get("/files/memory/x.php/more/info");
      assertEquals(text, "/files/memory/x.php /x.php /x y.txt");
    },
  },
  {
    title: "RQ_MAP_PATH: a handler that waits parks the request",
    async run(client) {
      assertEquals(await got(client, "/files/memory/late-a.txt"), [200, "9", "text of a"]);
    },
  },
  {
    title: "Paths that would leave the root, or mean another file, are never answered with one",
    async run(client) {
      for (
        const path of [
          "../../a.txt",
          "..%2f..%2fa.txt",
          "%2e%2e/%2e%2e/etc/passwd",
          "docs/..%5c..%5ca.txt",
          "docs\\..\\a.txt%00",
          "a.txt%00.html",
          "a.txt.",
          "a.txt%20",
          "a.txt::$DATA",
          "%61%252etxt",
          "docs//b.txt",
          "nul",
        ]
      ) {
        for (const room of ["memory", "assets"]) {
          const { status } = await client.get(`/files/${room}/${path}`);
          assertEquals(status === 200, false, path);
        }
      }
    },
  },
  {
    title: "assetFiles: a file is what the binding answers with 200",
    async run(client) {
      assertEquals(await got(client, "/files/assets/style.css"), [200, "7", "body {}"]);
      assertEquals((await client.get("/files/assets/none.css")).status, 404);
    },
  },
  {
    title: "nodeFiles: a file of the disk, whole",
    run: (client) => wholeBundle(client, "node"),
    except: { workerd: absent("node", "there is no disk") },
  },
  {
    title: "denoFiles: a file of the disk, whole",
    run: (client) => wholeBundle(client, "deno"),
    except: {
      workerd: absent("deno", "it is not Deno"),
      node: absent("deno", "it is not Deno"),
      bun: absent("deno", "it is not Deno"),
    },
  },
  {
    title: "GL_FILE_CHANGE: raised when a watched file changes",
    async run(client) {
      await client.get("/files/memory/a.txt");
      assertEquals((await client.get("/files/write/now")).text, "written");
      assertEquals(await client.ledger("changed /new.txt"), 1);
      assertEquals(await got(client, "/files/memory/new.txt"), [200, "3", "new"]);
    },
  },
];

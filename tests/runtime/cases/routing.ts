// Does a request lead to the same place everywhere, past the same gates?
import { assertEquals, assertLess } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

export const routing: Case[] = [
  {
    title: "rewrite: files, functions and escapes",
    async run(client) {
      const { text } = await client.get("/routing/there/A.txt?b=%26");
      assertEquals(text, "/file?name=a.txt&b=%26");
      assertEquals((await client.get("/routing/there/b.txt")).text, "/routing/there/b.txt");
    },
  },
  {
    title: "rewrite: a redirection is absolute, and keeps the query",
    async run(client) {
      const answer = await client.get("/routing/moved/x%20y?y=%2541");
      assertEquals(answer.status, 307);
      assertEquals(
        answer.header("location")?.replace(/^http:\/\/[^/]+/, ""),
        "/routing/now/x%20y?y=%2541",
      );
    },
  },
  {
    title: "rewrite: a pattern that others run for ever",
    async run(client) {
      const begun = performance.now();
      const path = `/routing/slow/${"a".repeat(3000)}`;
      assertEquals((await client.get(path)).text, "/slow");
      assertEquals((await client.get(`${path}b`)).text, `${path}b`);
      assertLess(performance.now() - begun, 5000);
    },
  },
  {
    title: "rewrite: AbortRequest answers nothing that is whole",
    async run(client) {
      const asked = client.get("/routing/cut");
      assertEquals(await asked.then(({ outcome }) => outcome, () => "broken"), "broken");
    },
  },
  {
    title: "rewrite: a page leaves in its pieces, with the tags that are cut by them rewritten",
    async run(client) {
      using socket = await client.ask("/routing/page");
      const response = await socket.response();
      await client.steps(response, "page", '<a href="/new/1">one</a>');
      await response.until('<a href="/new/2">two</a>');
    },
  },
  {
    title: "requestFiltering: a hidden segment, a NUL, a body that is too long",
    async run(client) {
      const status = async (path: string, body?: string) =>
        (await client.get(path, body === undefined ? {} : { method: "POST", body })).status;
      assertEquals(await status("/routing/secret/x"), 404);
      assertEquals(await status("/routing/a%00b"), 400);
      assertEquals(await status("/routing/a", "12345678901"), 413);
      assertEquals(await status("/routing/a", "1234567890"), 200);
    },
  },
  {
    title: "ipRestriction: the address is the one that the runtime tells",
    async run(client) {
      assertEquals((await client.get("/routing/local")).status, 403);
    },
    except: {
      workerd: {
        why: "workerd tells no address where nothing of Cloudflare stands in front of it",
        shows: async (client: Client) =>
          assertEquals((await client.get("/routing/local")).text, "let in"),
      },
    },
  },
];

// What does a client see of where the modules stand? One pipeline where they are neighbours, none past a guard.
import { assertEquals } from "../../_assert.ts";
import { type Case, orderOf } from "../_client.ts";

export const mounts: Case[] = [
  {
    title: "pipeline: a middleware around the rest of the app, whose answer stays as it is",
    async run(client) {
      const answer = await client.get("/mounts/middleware");
      assertEquals([answer.status, answer.text], [200, "the app's answer"]);
      assertEquals(orderOf(answer), ["Alone.begin", "Alone.authenticate", "Alone.log"]);
    },
  },
  {
    title: "pipeline: a text of the app keeps its Content-Type where a module sets a header",
    async run(client) {
      const answer = await client.get("/mounts/marked");
      assertEquals([answer.text, answer.header("x-marked")], ["a text", "yes"]);
      assertEquals(
        answer.header("content-type")?.toLowerCase().replace(/\s/g, ""),
        "text/plain;charset=utf-8",
      );
    },
  },
  {
    title: "pipeline: a page of the app keeps its Content-Type where a module listens to its end",
    async run(client) {
      const answer = await client.get("/mounts/watched");
      assertEquals(answer.text, "<p>a page</p>");
      assertEquals(answer.header("content-type"), "text/html; charset=UTF-8");
    },
  },
  {
    title: "pipeline: neighbours merge into one pipeline, stage by stage",
    async run(client) {
      const answer = await client.get("/mounts/merged/page");
      assertEquals(answer.text, "merged");
      const stages = ["begin", "authenticate", "log"];
      assertEquals(orderOf(answer), stages.flatMap((stage) => [`A.${stage}`, `B.${stage}`]));
    },
  },
  {
    title: "pipeline: what stands behind a guard does not run when the guard says no",
    async run(client) {
      const answer = await client.get("/mounts/guarded/page");
      assertEquals([answer.status, answer.text], [403, "not for you"]);
      assertEquals(orderOf(answer), ["Front.begin", "Front.authenticate", "Front.log"]);
    },
  },
  {
    title: "pipeline: what stands behind a guard runs when the guard lets it, inside EXECUTE",
    async run(client) {
      const answer = await client.get("/mounts/guarded/page", {
        headers: { "X-Key": "let me in" },
      });
      assertEquals([answer.status, answer.text], [200, "from the cache"]);
      const wanted = ["Front.begin", "Front.authenticate", "guard", "Cache.begin", "Front.log"];
      assertEquals(orderOf(answer), wanted);
    },
  },
  {
    title: "pipeline: the app's Response is adopted: status, headers, and a body that streams",
    async run(client) {
      using socket = await client.ask("/mounts/adopted");
      const response = await socket.response();
      assertEquals([response.status, response.header("x-app")], [203, "yes"]);
      assertEquals(response.all("x-same"), ["app"]);
      await client.steps(response, "adopted", "first ");
      const { text, outcome } = await response.rest();
      assertEquals([text, outcome], ["second", "complete"]);
    },
  },
  {
    title: "location: its modules run for its own path, and for no other",
    async run(client) {
      const inner = orderOf(await client.get("/mounts/located/inner"));
      const outer = orderOf(await client.get("/mounts/located/outer"));
      assertEquals(inner.filter((name) => name.endsWith("begin")), [
        "Everywhere.begin",
        "Inner.begin",
      ]);
      assertEquals(outer.filter((name) => name.endsWith("begin")), ["Everywhere.begin"]);
    },
  },
  {
    title: "honoModule: a Hono middleware as a module, its second half behind the handler",
    async run(client) {
      const answer = await client.get("/mounts/foreign");
      assertEquals([answer.text, answer.header("x-foreign")], [
        "with a middleware as a module",
        "after",
      ]);
    },
  },
  {
    title: "app.onError: still answers what the app throws behind a pipeline",
    async run(client) {
      const answer = await client.get("/mounts/fails");
      assertEquals([answer.status, answer.text], [500, "caught by the app"]);
    },
  },
  {
    title: "setUrl: around an app, the new URL is routed, with its old parameters",
    async run(client) {
      const answer = await client.get("/mounts/routed/old?x=1");
      assertEquals([answer.text, orderOf(answer)], ["new ?x=1", ["Rewriting.begin"]]);
    },
  },
];

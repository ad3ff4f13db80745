// What does a client see of requests inside its own? Their answers, whole or in parts, and in the right place.
import { assertEquals } from "../../_assert.ts";
import { type Case, orderOf } from "../_client.ts";

export const children: Case[] = [
  {
    title: "executeRequest: the child answers in its parent's place",
    async run(client) {
      const answer = await client.get("/children/answered");
      assertEquals([answer.status, answer.text], [203, "app answered"]);
      assertEquals(answer.all("x-app"), ["/children/app"]);
      assertEquals(answer.all("content-length").length <= 1, true);
    },
  },
  {
    title: "EXECUTE_FLAG_NO_HEADERS: the child's body is a part of its parent's",
    async run(client) {
      const answer = await client.get("/children/parts");
      assertEquals([answer.status, answer.text], [200, "before, app parts, behind"]);
      assertEquals(answer.all("content-length"), ["25"]);
    },
  },
  {
    title: "EXECUTE_FLAG_BUFFER_RESPONSE: the parent may change what the child has answered",
    async run(client) {
      const answer = await client.get("/children/changed");
      assertEquals([answer.status, answer.text], [201, "app changed"]);
      assertEquals(answer.all("x-app"), ["/children/app"]);
    },
  },
  {
    title: "executeRequest: a child that flushes streams to the client through its parent",
    async run(client) {
      using socket = await client.ask("/children/streamed");
      const response = await socket.response();
      await client.steps(response, "drips", "drip ");
      assertEquals((await response.rest()).text, "drop");
    },
  },
  {
    title: "CLONE_FLAG_ENTITY: the child's app reads the body of its parent's request",
    async run(client) {
      const answer = await client.get("/children/body", { method: "POST", body: "grist" });
      assertEquals(answer.text, "echo grist");
    },
  },
  {
    title: "pipeline with app: a child inside Hono is routed anew, through the pipeline in front",
    async run(client) {
      const answer = await client.get("/children/hono");
      assertEquals([answer.status, answer.text], [200, "part, a child: true"]);
      assertEquals(orderOf(answer).includes("child"), true);
    },
  },
  {
    title: "notifyCustomNotification: handlers run inside the call, or are waited for",
    async run(client) {
      assertEquals(
        (await client.get("/children/custom")).text,
        "runtime.weighing, expected true, completed, handled",
      );
      assertEquals(
        (await client.get("/children/custom", { headers: { "X-Slow": "yes" } })).text,
        "runtime.weighing, expected true, weighed, completed, handled",
      );
    },
  },
];

// What does a client see of the order? The names that modules wrote into a header as they were called.
import { assertEquals } from "../../_assert.ts";
import { type Case, orderOf } from "../_client.ts";
import { ALL } from "../houses/order.ts";

export const order: Case[] = [
  {
    title: "CHttpModule: its 24 handlers run in the order of the stages, each post behind its own",
    async run(client) {
      const answer = await client.get("/order/all");
      assertEquals(answer.text, "all");
      assertEquals(orderOf(answer), ALL);
    },
  },
  {
    title: "RQ_NOTIFICATION_FINISH_REQUEST: LOG and END run, with their posts, and nothing else",
    async run(client) {
      const answer = await client.get("/order/finish");
      assertEquals([answer.status, answer.text], [200, "finished early"]);
      assertEquals(orderOf(answer), ALL.slice(-4));
    },
  },
  {
    title:
      "Priority: FIRST comes first, then listed order; RQ_SEND_RESPONSE runs the other way round",
    async run(client) {
      const stages = ["begin", "authenticate"].flatMap((stage) =>
        ["B", "A", "C"].map((name) => `${name}.${stage}`)
      );
      const sends = ["C", "A", "B"].map((name) => `${name}.send`);
      assertEquals(orderOf(await client.get("/order/priority")), [...stages, ...sends]);
    },
  },
];

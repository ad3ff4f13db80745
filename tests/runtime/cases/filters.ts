// Is an ISAPI filter the same everywhere? Heads, answers of its own, raw data of both bodies, and what it is told at the end.
import { assertEquals } from "../../_assert.ts";
import {
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_LOG,
} from "../../../isapi.ts";
import type { Case } from "../_client.ts";

export const filters: Case[] = [
  {
    title: "ISAPI filter: a new URL and a header on the way in, status and a header on the way out",
    async run(client) {
      const answer = await client.get("/filters/heads");
      assertEquals([answer.status, answer.text], [203, "/filters/elsewhere?x=1|in"]);
      assertEquals(answer.header("x-filter"), "out");
    },
  },
  {
    title: "ISAPI filter: SF_STATUS_REQ_FINISHED, the filter's answer and nothing of the app's",
    async run(client) {
      const answer = await client.get("/filters/finished");
      assertEquals([answer.status, answer.text, answer.outcome], [403, "not here", "complete"]);
      assertEquals([answer.header("x-own"), answer.header("x-app")], ["yes", null]);
    },
  },
  {
    title: "ISAPI filter: SF_STATUS_REQ_ERROR, a 500",
    async run(client) {
      assertEquals((await client.get("/filters/error")).status, 500);
    },
  },
  {
    title: "ISAPI filter: SF_NOTIFY_ACCESS_DENIED, another answer in place of the app's 401",
    async run(client) {
      const answer = await client.get("/filters/denied");
      assertEquals([answer.status, answer.text], [302, ""]);
      assertEquals(answer.header("location"), "/login");
    },
  },
  {
    title: "ISAPI filter: SF_STATUS_REQ_READ_NEXT, the whole body in one piece, whatever came when",
    async run(client) {
      const body = `${"x".repeat(200_000)}end`;
      const answer = await client.get("/filters/read", { method: "POST", body });
      assertEquals([answer.status, answer.text], [200, `<${body}>|`]);
    },
  },
  {
    title: "ISAPI filter: SF_NOTIFY_SEND_RAW_DATA, the head as bytes, and the pieces of a stream",
    async run(client) {
      const answer = await client.get("/filters/raw");
      assertEquals([answer.status, answer.text], [200, "/FILTERS/RAW|"]);
      assertEquals([answer.header("x-raw"), answer.header("x-app")], ["written", null]);
    },
  },
  {
    title: "ISAPI filter: END_OF_REQUEST, LOG with its bytes, END_OF_NET_SESSION, in this order",
    async run(client) {
      const key = `run${crypto.randomUUID()}`;
      const { text } = await client.get(`/filters/log?${key}`);
      const seen = await client.ledgerOnce(
        `filters ${key}`,
        (value) => (value as unknown[] | undefined)?.length === 6,
      );
      assertEquals(seen, [
        SF_NOTIFY_END_OF_REQUEST,
        ...[SF_NOTIFY_LOG, "/filters/log", 200, text.length],
        SF_NOTIFY_END_OF_NET_SESSION,
      ]);
    },
  },
];

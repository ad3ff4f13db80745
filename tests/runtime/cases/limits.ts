// What is refused for being too much? Bodies over a limit, announced or not, and waits over a limit.
import { assertEquals } from "../../_assert.ts";
import { RawSocket } from "../../_raw.ts";
import type { Case } from "../_client.ts";

export const limits: Case[] = [
  {
    title: "maxEntityBytes: a body of that length is let in",
    async run(client) {
      const answer = await client.get("/limits/echo", { method: "POST", body: "0123456789" });
      assertEquals([answer.status, answer.text], [200, "0123456789"]);
    },
  },
  {
    title: "maxEntityBytes: a longer Content-Length is answered with 413 at once",
    async run(client) {
      using socket = await RawSocket.open(client.server.port);
      await socket.send("POST /limits/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
      const { status, text } = await (await socket.response()).rest();
      assertEquals([status, text], [413, ""]);
    },
  },
  {
    title: "maxEntityBytes: a chunked body that goes beyond is answered with 413",
    async run(client) {
      using socket = await RawSocket.open(client.server.port);
      await socket.send(
        "POST /limits/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      await socket.send("b\r\n0123456789a\r\n0\r\n\r\n");
      const { status, text } = await (await socket.response()).rest();
      assertEquals([status, text], [413, ""]);
    },
  },
  {
    title: "stageTimeout: 503, the signal says TimeoutError, and the log says who",
    async run(client) {
      const answer = await client.get("/limits/waits");
      assertEquals([answer.status, answer.outcome], [503, "complete"]);
      assertEquals(await client.ledger("limit-reason"), "TimeoutError");
      const said =
        'timeout: TimeoutError: stageTimeout of 100 ms has run out in onBeginRequest of module "Waiting"';
      assertEquals(await client.ledgerOnce("limit-end", (end) => end !== undefined), said);
    },
  },
];

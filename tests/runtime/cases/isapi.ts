// Is an ISAPI extension the same everywhere? Every status, every request of ServerSupportFunction, streams and their ends.
import { assertEquals, assertLess } from "../../_assert.ts";
import type { Answer } from "../../_raw.ts";
import { sleep } from "../../_waits.ts";
import type { Case, Client } from "../_client.ts";
import { NETNAME_DELETED, OPERATION_ABORTED } from "../../_win32.ts";
import { facts } from "./isapi-facts.ts";
import { patternBytes } from "../houses/sending.ts";

const MIB = 1024 * 1024;
const WRITES = 10_000;
const WRITE_SIZE = 3001;
const UNAWAITED = 3000;

const good = { ret: true, error: 0 };

/** A room whose answer is known beforehand. */
const answers = (
  title: string,
  room: string,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Case => ({
  title: `ISAPI: ${title}`,
  async run(client) {
    const answer = await client.get(`/isapi/${room}`);
    assertEquals([answer.status, answer.text, answer.outcome], [status, text, "complete"]);
    for (const [name, value] of Object.entries(headers)) assertEquals(answer.header(name), value);
  },
});

/** A transfer that the extension breaks off itself. */
const breaks = (title: string, room: string, code: number): Case => ({
  title: `ISAPI: ${title}`,
  async run(client) {
    const answer = await client.get(`/isapi/${room}`);
    assertEquals([answer.text, answer.outcome], ["cut here", "broken"]);
    const key = `isapi-cut-${code}`;
    assertEquals(await client.ledgerOnce(key, (v) => v !== undefined), `0 ${NETNAME_DELETED}`);
  },
});

/** An answer of 500: whether the header came, and whether the server closed. */
async function failed(client: Client): Promise<{ header: boolean; closed: boolean }> {
  using socket = await client.ask("/isapi/error");
  const answer = await (await socket.response()).rest();
  assertEquals([answer.status, answer.outcome], [500, "complete"]);
  const header = answer.header("connection")?.toLowerCase() === "close";
  return { header, closed: await socket.closes(1_000) };
}

/** So many writes have arrived, each of them once and in its place. */
async function whole({ bytes, outcome }: Answer, writes: number): Promise<void> {
  assertEquals([outcome, bytes.byteLength], ["complete", writes * WRITE_SIZE]);
  const hash = async (data: Uint8Array) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", data as BufferSource));
  assertEquals(await hash(bytes), await hash(patternBytes(0, writes * WRITE_SIZE)));
}

async function executed(client: Client, room: string): Promise<void> {
  const answer = await client.get(`/isapi/${room}`);
  assertEquals([answer.status, answer.text], [404, "PUT /missing?x"]);
  const status = { httpStatusCode: 404, httpSubStatus: 0, win32Error: 0 };
  const said = await client.ledgerOnce("isapi-executed", (v) => v !== undefined);
  assertEquals(said, { ...good, status });
}

export const isapi: Case[] = [
  ...facts,
  answers("HSE_STATUS_SUCCESS", "success", 200, "success", { "content-length": "7" }),
  answers("HSE_STATUS_SUCCESS_AND_KEEP_CONN", "keep", 200, "keep"),
  answers("HSE_STATUS_ERROR is 500", "error", 500, ""),
  answers("A throw is 500, and tells nothing", "throws", 500, ""),
  answers("A throw in a callback is 500", "callback-throws", 500, ""),
  answers("HSE_REQ_SEND_RESPONSE_HEADER", "head", 404, "body", { "x-a": "1" }),
  answers("HSE_REQ_SEND_CUSTOM_ERROR", "custom-error", 403, ""),
  answers("HSE_REQ_SEND_URL answers with a local URL", "send-url", 200, "GET /plain?y"),
  answers("HSE_REQ_VECTOR_SEND", "vector", 201, "memory 123", { "x-v": "1" }),
  answers(
    "104, 106: no callback, and a second operation, are refused (HSE_STATUS_PENDING)",
    "twice",
    200,
    "first; 87 4317 | 5 0",
  ),
  answers(
    "HSE_REQ_CANCEL_IO: nothing to cancel in a request without body",
    "cancelled",
    200,
    "0 0",
  ),
  {
    title: "ISAPI: HSE_STATUS_ERROR behind the head breaks the transfer",
    async run(client) {
      const answer = await client.get("/isapi/error-late");
      assertEquals([answer.status, answer.text, answer.outcome], [200, "half", "broken"]);
    },
  },
  {
    title: "ISAPI: 109 HSE_STATUS_ERROR closes the connection",
    run: async (client) => assertEquals(await failed(client), { header: true, closed: true }),
    except: {
      deno: {
        why: "Deno.serve sends the header and leaves the closing to the client",
        shows: async (client) =>
          assertEquals(await failed(client), { header: true, closed: false }),
      },
      workerd: {
        why: "workerd strips the header; connections are the platform's own",
        shows: async (client) =>
          assertEquals(await failed(client), { header: false, closed: false }),
      },
    },
  },
  {
    title: "ISAPI: the extension is loaded once",
    run: async (client) => assertEquals(await client.ledger("isapi-loads"), 1),
  },
  {
    title: "ISAPI: HSE_REQ_SEND_RESPONSE_HEADER_EX, with two cookies",
    async run(client) {
      const answer = await client.get("/isapi/head-ex");
      assertEquals([answer.status, answer.all("set-cookie")], [202, ["a=1", "b=2"]]);
    },
  },
  {
    title: "ISAPI: HSE_REQ_SEND_URL_REDIRECT_RESP",
    async run(client) {
      const answer = await client.get("/isapi/redirect");
      assertEquals([answer.status, answer.header("location")], [302, "http://other.example/"]);
    },
  },
  {
    title: "ISAPI: HSE_REQ_EXEC_URL and HSE_REQ_GET_EXEC_URL_STATUS",
    run: (client) => executed(client, "exec"),
  },
  {
    title: "ISAPI: HSE_REQ_EXEC_UNICODE_URL",
    run: (client) => executed(client, "exec-unicode"),
  },
  breaks("HSE_REQ_CLOSE_CONNECTION", "close", 1017),
  breaks("HSE_REQ_ABORTIVE_CLOSE", "abort", 1014),
  {
    title: "ISAPI: logData and HSE_APPEND_LOG_PARAMETER are there for the log",
    async run(client) {
      await client.get("/isapi/facts");
      assertEquals(await client.ledgerOnce("isapi-log", Boolean), "said for the log");
    },
  },
  {
    title: "ISAPI: HSE_REQ_TRANSMIT_FILE sends a part of a file between head and tail",
    async run(client) {
      const answer = await client.get("/isapi/transmitted");
      assertEquals([answer.status, answer.text], [206, "<234>"]);
      assertEquals(answer.header("x-file"), "digits");
      assertEquals(await client.ledgerOnce("isapi-transmitted", Boolean), ["4 0"]);
    },
  },
  {
    title: "ISAPI: 107 of 60,000 bytes 49,152 are there at once, ReadClient gives the rest",
    async run(client) {
      const ask = { method: "POST", body: new Uint8Array(60_000) };
      assertEquals((await client.get("/isapi/uploaded", ask)).text, "[60000,49152,10848]");
    },
  },
  {
    title: "ISAPI: 107 a chunked upload has 0xFFFFFFFF bytes, and all of it is read",
    async run(client) {
      using socket = await client.open();
      await socket.send(
        "POST /isapi/uploaded HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      for (let i = 0; i < 3; i++) await socket.send(`3e8\r\n${"x".repeat(1000)}\r\n`);
      await socket.send("0\r\n\r\n");
      const answer = await (await socket.response("POST")).rest();
      const [total, ahead, read] = JSON.parse(answer.text);
      assertEquals([total, ahead + read], [0xFFFFFFFF, 3000]);
    },
  },
  {
    title: "ISAPI: HSE_REQ_CANCEL_IO ends a read that waits for the client",
    async run(client) {
      using socket = await client.open();
      await socket.send(
        "POST /isapi/cancelled HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      const answer = await socket.response("POST");
      assertEquals(await answer.until("0 "), `0 ${OPERATION_ABORTED}`);
    },
  },
  {
    title: "ISAPI: HSE_REQ_ASYNC_READ_CLIENT reads on to 0 bytes",
    async run(client) {
      const ask = { method: "POST", body: new Uint8Array(60_000) };
      const { text } = await client.get("/isapi/read-async", ask);
      const reads = text.split(", ");
      assertEquals(reads.at(-1), "0 0");
      assertEquals(reads.reduce((sum, read) => sum + parseInt(read), 0), 10_848);
    },
  },
  {
    title: "ISAPI: 108 HSE_REQ_SET_FLUSH_FLAG: buffered before it, at once behind it",
    async run(client) {
      using socket = await client.ask("/isapi/flushed");
      const answer = await socket.response();
      assertEquals(answer.framing, "chunked");
      await client.steps(answer, "flushed", "held then ");
      assertEquals((await answer.rest()).text, "sent");
    },
  },
  {
    title:
      "ISAPI: 105 10,000 asynchronous writes of one buffer reach a slow reader once, in order, memory flat",
    async run(client) {
      const before = await client.server.memory();
      using socket = await client.ask("/isapi/stream");
      const answer = await socket.response();
      await sleep(1500);
      const ahead = await client.ledger("isapi-written") as number;
      assertLess(ahead * WRITE_SIZE, 8 * MIB);
      if (before !== null) assertLess(await client.server.memory() ?? 0, before + 64 * MIB);
      await whole(await answer.rest(), WRITES);
      assertEquals(await client.ledgerOnce("isapi-written", (v) => v === WRITES), WRITES);
    },
  },
  {
    title: "ISAPI: 3,000 synchronous writes of one buffer that nobody awaits arrive once, in order",
    async run(client) {
      await whole(await client.get("/isapi/unawaited"), UNAWAITED);
    },
  },
  answers("a response written by hand, with a listener to its end", "by-hand", 404, "sorry", {
    "content-type": "text/x-hand",
  }),
  {
    title: "ISAPI: a client that leaves ends the operation, and the session ends well",
    async run(client) {
      const socket = await client.ask("/isapi/leaver");
      await (await socket.response()).until("..");
      socket.leave();
      const end = await client.ledgerOnce("isapi-left", (v) => v !== undefined);
      assertEquals(end, { error: OPERATION_ABORTED, ret: true, end: true });
    },
  },
];

// What does a client see of a send? Pieces as they are written, framed so that their end is known.
import { assert, assertEquals } from "../../_assert.ts";
import { sleep } from "../../_waits.ts";
import type { Case, Client } from "../_client.ts";
import { LARGE, patternBytes } from "../houses/sending.ts";

/** Whether a head that was flushed alone is there before its body is made; what comes behind it. */
async function headFirst(client: Client): Promise<[alone: boolean, status: number, text: string]> {
  using socket = await client.ask("/sending/head-first");
  const coming = socket.response();
  const alone = await Promise.race([coming.then(() => true), sleep(2_000).then(() => false)]);
  await client.goOn("head-first");
  const response = await coming;
  assertEquals(response.header("x-head"), "first");
  return [alone, response.status, (await response.rest()).text];
}

/** The texts of two answers whose requests came in one packet. */
async function inOnePacket(client: Client, ...paths: [string, string]): Promise<string[]> {
  using socket = await client.open();
  await socket.send(
    paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(""),
  );
  const first = await (await socket.response()).rest();
  const second = await (await socket.response()).rest();
  return [first.text, second.text];
}

export const sending: Case[] = [
  {
    title: "writeEntityChunks: one send has a Content-Length and no chunks",
    async run(client) {
      const answer = await client.get("/sending/plain");
      assertEquals([answer.status, answer.text], [200, "Hello, client"]);
      assertEquals([answer.framing, answer.header("content-length")], ["length", "13"]);
      assertEquals(answer.header("content-type"), "text/plain");
    },
  },
  {
    title: "flush: each piece reaches the client when it is flushed, in one chunked body",
    async run(client) {
      using socket = await client.ask("/sending/pieces", { headers: { "X-Paced": "pieces" } });
      const response = await socket.response();
      await client.steps(response, "pieces", "one", "two");
      const { outcome, framing } = await response.rest();
      assertEquals([framing, outcome], ["chunked", "complete"]);
    },
  },
  {
    title: "flush: the head leaves before the first byte of the body",
    async run(client) {
      assertEquals(await headFirst(client), [true, 200, "body"]);
    },
    except: {
      bun: {
        why: "Bun.serve holds the head of a streamed answer back until its first bytes",
        shows: async (client) => assertEquals(await headFirst(client), [false, 200, "body"]),
      },
    },
  },
  {
    title: "disableBuffering: each write is a send of its own",
    async run(client) {
      using socket = await client.ask("/sending/unbuffered");
      const response = await socket.response();
      await client.steps(response, "unbuffered", "a", "b", "c");
      assertEquals((await response.rest()).outcome, "complete");
    },
  },
  {
    title:
      "RQ_SEND_RESPONSE: once per send, with MORE_DATA but for the last, and the head in the first",
    async run(client) {
      await client.get("/sending/pieces", { headers: { "X-Watch": "yes" } });
      assertEquals(await client.ledger("sends"), ["2 true", "2 false", "2 false", "0 false"]);
    },
  },
  {
    title: "setHeader: a module's Content-Length frames a body of several sends",
    async run(client) {
      const answer = await client.get("/sending/own-length");
      assertEquals([answer.framing, answer.header("content-length")], ["length", "10"]);
      assertEquals([answer.text, answer.outcome], ["helloworld", "complete"]);
    },
  },
  {
    title: "setHeader: a body shorter than the module's Content-Length is a broken transfer",
    async run(client) {
      const answer = await client.get("/sending/short-length");
      assertEquals([answer.text, answer.outcome], ["hello", "broken"]);
    },
  },
  {
    title: "HttpDataChunkFromFileHandle: a range of a Blob",
    async run(client) {
      assertEquals((await client.get("/sending/blob-part")).text, "3456");
    },
  },
  {
    title: "HttpDataChunkFromFileHandle: a ReadableStream, to its end",
    async run(client) {
      const answer = await client.get("/sending/stream");
      assertEquals([answer.text, answer.outcome], ["first second third", "complete"]);
    },
  },
  {
    title: "writeEntityChunkByReference: at 0 before, at -1 behind what is buffered",
    async run(client) {
      assertEquals((await client.get("/sending/around")).text, "<body>");
    },
  },
  {
    title: "setHeader: Set-Cookie stays apart, other names become one list",
    async run(client) {
      const answer = await client.get("/sending/cookies");
      assertEquals(answer.all("set-cookie"), ["a=1; Path=/", "b=2, or three"]);
      assertEquals(answer.all("x-many").join(", ").replaceAll(/,\s*/g, ","), "one,two");
    },
  },
  {
    title: "redirect: 302 with an absolute Location and the parameters of the request",
    async run(client) {
      const answer = await client.get("/sending/redirect?x=1");
      assertEquals(answer.status, 302);
      assertEquals(answer.header("location"), "http://localhost/sending/plain?x=1");
    },
  },
  {
    title: "suppressHeaders: a head written by hand becomes the head",
    async run(client) {
      const answer = await client.get("/sending/handmade-head");
      assertEquals([answer.status, answer.header("x-made")], [200, "by hand"]);
      assertEquals(answer.text, "Hello World!");
    },
  },
  {
    title: "onEndRequest: headers and bytes still reach the client when nobody flushed",
    async run(client) {
      const answer = await client.get("/sending/plain", { headers: { "X-Last-Word": "please" } });
      assertEquals([answer.text, answer.framing], ["Hello, client and more", "length"]);
      assertEquals(answer.header("x-last-word"), "END_REQUEST");
    },
  },
  {
    title: "HEAD: the length of the body, none of its bytes, and a connection that goes on",
    async run(client) {
      using socket = await client.ask("/sending/plain", { method: "HEAD" });
      const head = await socket.response("HEAD");
      assertEquals([head.status, head.header("content-length")], [200, "13"]);
      await socket.request("GET", "/sending/plain");
      assertEquals((await (await socket.response()).rest()).text, "Hello, client");
    },
  },
  {
    title: "HEAD: where nobody knows how long the body would be, no length is told",
    async run(client) {
      using socket = await client.ask("/sending/pieces", { method: "HEAD" });
      const head = await socket.response("HEAD");
      assertEquals([head.status, head.header("content-length")], [200, null]);
      await socket.request("GET", "/sending/plain");
      assertEquals((await (await socket.response()).rest()).text, "Hello, client");
    },
  },
  ...["204 nothing", "304 unchanged"].map((line): Case => {
    const [status, room] = line.split(" ");
    return {
      title: `setStatus: ${status} has no body, and the connection goes on`,
      async run(client) {
        using socket = await client.ask(`/sending/${room}`);
        const head = await socket.response();
        assertEquals(head.status, Number(status));
        assertEquals(head.header("transfer-encoding"), null);
        await socket.request("GET", "/sending/plain");
        assertEquals((await (await socket.response()).rest()).text, "Hello, client");
      },
    };
  }),
  {
    title: "flush: a large body arrives byte for byte",
    async run(client) {
      const { bytes, outcome } = await client.get("/sending/large");
      assertEquals([bytes.length, outcome], [LARGE, "complete"]);
      const wanted = patternBytes(0, LARGE);
      assertEquals(bytes.findIndex((byte, at) => byte !== wanted[at]), -1);
    },
  },
  {
    title: "getRemoteAddress: the client's end of the connection",
    async run(client) {
      using socket = await client.ask("/sending/address");
      const { text } = await (await socket.response()).rest();
      const { address, port } = JSON.parse(text);
      assertEquals([address, port], ["127.0.0.1", socket.port]);
    },
    except: {
      workerd: {
        why: "the platform tells the address in a header of its own, and here there is no platform",
        shows: async (client) => assertEquals((await client.get("/sending/address")).text, "null"),
      },
    },
  },
  {
    title: "writeEntityChunks: characters of four bytes count as four, and nothing of them runs on",
    async run(client) {
      const texts = await inOnePacket(client, "/sending/smile", "/sending/around");
      assertEquals(texts, ["\u{1F600}, client", "<body>"]);
      assertEquals((await client.get("/sending/smile")).header("content-length"), "12");
    },
  },
  {
    title: "Requests: two in one packet are answered in their order on one connection",
    async run(client) {
      const texts = await inOnePacket(client, "/sending/stream", "/sending/around");
      assertEquals(texts, ["first second third", "<body>"]);
    },
    except: {
      bun: {
        why: "Bun.serve loses what came in one packet with the request of a streamed answer",
        shows: async (client) => {
          const texts = await inOnePacket(client, "/sending/plain", "/sending/around");
          assertEquals(texts, ["Hello, client", "<body>"]);
        },
      },
    },
  },
  {
    title: "Requests: a hundred at once do not mix",
    async run(client) {
      const rooms = ["plain", "around", "blob-part", "stream"];
      const wanted = ["Hello, client", "<body>", "3456", "first second third"];
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => client.get(`/sending/${rooms[i % 4]}`)),
      );
      assert(answers.every(({ text }, i) => text === wanted[i % 4]));
    },
  },
];

// What does a module get of what a client sends? Every byte, once, in order, however the client cut it.
import { assertEquals, assertGreater } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";
import { Sum } from "../houses/entity.ts";
import { patternBytes } from "../houses/sending.ts";

const HANDLE_EOF = 0x80070026 | 0;

/** Sends a body with `Transfer-Encoding: chunked`, in uneven parts. */
async function postInChunks(client: Client, path: string, body: Uint8Array): Promise<string> {
  using socket = await client.ask(path, {
    method: "POST",
    headers: { "Transfer-Encoding": "chunked" },
  });
  for (let at = 0, size = 1; at < body.length; at += size, size = (size * 7) % 30_011) {
    const part = body.subarray(at, at + size);
    await socket.send(`${part.length.toString(16)}\r\n`);
    await socket.send(part);
    await socket.send("\r\n");
  }
  await socket.send("0\r\n\r\n");
  return (await (await socket.response()).rest()).text;
}

/** Whether what a house says of the body is true. */
function assertSum(said: string, body: Uint8Array): void {
  const wanted = new Sum();
  wanted.add(body);
  const { sum, bytes, pieces, end } = JSON.parse(said);
  assertEquals([sum, bytes, end], [wanted.value, body.length, HANDLE_EOF]);
  assertGreater(pieces, Math.ceil(body.length / 8192) - 1);
}

const post = (body: string | Uint8Array, headers = {}) => ({ method: "POST", headers, body });

export const entity: Case[] = [
  {
    title: "readEntityBody: with async true, the entity comes in pieces, then HANDLE_EOF",
    async run(client) {
      const body = patternBytes(3, 1_000_003);
      assertSum((await client.get("/entity/pieces", post(body))).text, body);
    },
  },
  {
    title: "readEntityBody: awaited, the same of an entity of unknown length",
    async run(client) {
      const body = patternBytes(5, 200_001);
      assertSum(await postInChunks(client, "/entity/awaited", body), body);
    },
  },
  {
    title: "readEntityBody: a request without a body is at its end at once",
    async run(client) {
      assertEquals((await client.get("/entity/read")).text, `${HANDLE_EOF}:`);
    },
  },
  {
    title: "insertEntityBody: stands before what the client sent",
    async run(client) {
      assertEquals(
        (await client.get("/entity/inserted", post("the rest"))).text,
        "put before the rest",
      );
    },
  },
  {
    title: "insertEntityBody: the app's c.req.text() sees it",
    async run(client) {
      const { text } = await client.get("/entity/app-text", post("what was sent"));
      assertEquals(text, "put before what was sent");
    },
  },
  {
    title: "setEntity: the reader gets what RQ_READ_ENTITY made of the bytes",
    async run(client) {
      const { text } = await client.get("/entity/read", post("quiet", { "X-Shout": "yes" }));
      assertEquals(text, "0:QUIET");
    },
  },
  {
    title: "c.req.json(): works behind a pipeline that took nothing",
    async run(client) {
      const { text } = await client.get("/entity/app-json", post('{"a":[1,2]}'));
      assertEquals(JSON.parse(text), { got: { a: [1, 2] } });
    },
  },
  {
    title: "getRemainingEntityBytes: the length of what is unread",
    async run(client) {
      assertEquals((await client.get("/entity/app-remaining", post("twelve bytes"))).text, "12");
    },
  },
];

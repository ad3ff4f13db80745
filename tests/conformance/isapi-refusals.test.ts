// What does a call leave behind that is refused? Nothing: neither a closed connection nor half of an address.
import {
  HSE_IO_ASYNC,
  HSE_IO_DISCONNECT_AFTER_SEND,
  HSE_IO_FINAL_SEND,
  HSE_IO_SYNC,
  HSE_REQ_IS_KEEP_CONN,
  HSE_REQ_SEND_RESPONSE_HEADER_EX,
  HSE_REQ_SEND_URL_REDIRECT_RESP,
  HSE_REQ_TRANSMIT_FILE,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
} from "../../isapi.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { ask, done, type Ecb, isapiHouse, onCompletion, write } from "./_isapi.ts";

/** What one extension answers with. */
const answer = (proc: (ecb: Ecb) => unknown): Promise<Response> =>
  isapiHouse((ecb) => {
    proc(ecb);
    return HSE_STATUS_SUCCESS;
  }).get("/a.dll");

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER_EX: one that is refused closes nothing", async () => {
  let seen: unknown;
  const { status, headers } = await answer((ecb) => {
    const info = { status: "nonsense", header: null, keepConn: false };
    seen = ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER_EX, info);
  });
  assertEquals(seen, { ret: false, error: 87 });
  assertEquals([status, headers.get("connection")], [200, null]);
});

Deno.test("HSE_IO_DISCONNECT_AFTER_SEND: a write that is refused closes nothing", async () => {
  const seen: unknown[] = [];
  const response = await answer(async (ecb) => {
    ecb.writeClient(ecb.connID, "x", HSE_IO_SYNC | HSE_IO_FINAL_SEND);
    const flags = HSE_IO_SYNC | HSE_IO_DISCONNECT_AFTER_SEND;
    const refused = ecb.writeClient(ecb.connID, "y", flags);
    seen.push(ask<{ keepConn: boolean }>(ecb, HSE_REQ_IS_KEEP_CONN).keepConn);
    seen.push((await refused).error);
  });
  assertEquals([await response.text(), seen], ["x", [true, 1229]]);
});

Deno.test("HSE_REQ_SEND_URL_REDIRECT_RESP: an address of more than one line is refused", async () => {
  let seen: unknown;
  const { status, headers } = await answer((ecb) => {
    seen = ask(ecb, HSE_REQ_SEND_URL_REDIRECT_RESP, "/x\r\nSet-Cookie: a=b");
    write(ecb, "here");
  });
  assertEquals(seen, { ret: false, error: 87 });
  assertEquals([status, headers.get("location")], [200, null]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: a stream of texts breaks the transfer with an error that says what was wished for", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    onCompletion(ecb, seen, () => done(ecb));
    const file = ReadableStream.from(["text"]) as unknown as ReadableStream<Uint8Array>;
    assert(ask(ecb, HSE_REQ_TRANSMIT_FILE, { file, flags: HSE_IO_ASYNC }).ret);
    return HSE_STATUS_PENDING;
  });
  const error = await assertRejects(async () => void await (await get("/a.dll")).text());
  assert(/gave a text, wished for a Uint8Array/.test(String(error)), String(error));
});

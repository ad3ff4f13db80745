// How does an extension send files and vectors? HSE_REQ_TRANSMIT_FILE and HSE_REQ_VECTOR_SEND, with their flags.
import {
  HSE_IO_ASYNC,
  HSE_IO_CACHE_RESPONSE,
  HSE_IO_DISCONNECT_AFTER_SEND,
  HSE_IO_FINAL_SEND,
  HSE_IO_SEND_HEADERS,
  HSE_IO_SYNC,
  HSE_IO_TRY_SKIP_CUSTOM_ERRORS,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  type HSE_RESPONSE_VECTOR,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  type HSE_TF_INFO,
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE as FILE,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER as MEMORY,
} from "../../isapi.ts";
import { defineModule, HttpCachePolicyUserInvalidates } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { CONNECTION_INVALID, INVALID_OPERATION, INVALID_PARAMETER, WSAEINVAL } from "../_win32.ts";
import { ask, done, type Ecb, isapiHouse, onCompletion, write } from "./_isapi.ts";
import { turn } from "./_notes.ts";

const digits = (): Blob => new Blob(["0123456789"]);
const stream = (...parts: string[]): ReadableStream<Uint8Array> =>
  ReadableStream.from(parts.map((part) => new TextEncoder().encode(part)));

/** Transmits a file and ends the session with its callback. */
async function transmitted(info: Partial<HSE_TF_INFO>) {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    onCompletion(ecb, seen);
    const whole = { file: digits(), flags: HSE_IO_ASYNC, ...info };
    const { ret, error } = ask(ecb, HSE_REQ_TRANSMIT_FILE, whole);
    seen.push(`${ret} ${error}`);
    return ret ? HSE_STATUS_PENDING : HSE_STATUS_SUCCESS;
  });
  const response = await get("/a.dll");
  return { seen, response, text: await response.text() };
}

Deno.test("HSE_REQ_TRANSMIT_FILE: 0 bytes mean the whole file, between head and tail (ms524981)", async () => {
  const tail = new TextEncoder().encode(">");
  const { seen, response, text } = await transmitted({ bytesToWrite: 0, head: "<", tail });
  assertEquals([text, response.headers.get("Content-Length")], ["<0123456789>", "12"]);
  assertEquals(seen, ["true 0", "io 12 0"]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: a part of the file; an offset behind its end is 10022", async () => {
  assertEquals((await transmitted({ offset: 2, bytesToWrite: 3 })).text, "234");
  assertEquals((await transmitted({ offset: 8, bytesToWrite: 9 })).text, "89");
  assertEquals((await transmitted({ offset: 10 })).text, "");
  const beyond = await transmitted({ offset: 11 });
  assertEquals([beyond.seen, beyond.text], [[`false ${WSAEINVAL}`], ""]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: with HSE_IO_SEND_HEADERS the head is that of the response", async () => {
  const { response, text } = await transmitted({
    flags: HSE_IO_ASYNC | HSE_IO_SEND_HEADERS,
    statusCode: "206 Some",
    head: "X-File: digits\r\n\r\n=> ",
    bytesToWrite: 2,
  });
  assertEquals([response.status, response.headers.get("X-File"), text], [206, "digits", "=> 01"]);
  const whole = await transmitted({
    flags: HSE_IO_ASYNC | HSE_IO_SEND_HEADERS,
    head: new TextEncoder().encode("HTTP/1.1 203 Whole\r\nX-File: whole\r\n\r\n"),
  });
  const { status, headers } = whole.response;
  assertEquals([status, headers.get("X-File"), whole.text], [203, "whole", "0123456789"]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: a stream is counted as it is sent", async () => {
  const whole = await transmitted({ file: stream("01234", "56789"), head: "<", tail: ">" });
  assertEquals([whole.text, whole.seen], ["<0123456789>", ["true 0", "io 12 0"]]);
  const part = await transmitted({ file: stream("01234", "56789"), offset: 3, bytesToWrite: 4 });
  assertEquals([part.text, part.seen], ["3456", ["true 0", "io 4 0"]]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: HSE_IO_ASYNC is needed, and a callback; what is no file is refused", async () => {
  for (const wrong of [{ flags: HSE_IO_SYNC }, { file: {} as Blob }, { offset: -1 }]) {
    assertEquals((await transmitted(wrong)).seen, [`false ${INVALID_PARAMETER}`]);
  }
  const seen: unknown[] = [];
  const { text } = isapiHouse((ecb) => {
    const info = { file: digits(), flags: HSE_IO_ASYNC };
    seen.push(ask(ecb, HSE_REQ_TRANSMIT_FILE, info).error);
    seen.push(ask(ecb, HSE_REQ_TRANSMIT_FILE, null).error);
    return HSE_STATUS_SUCCESS;
  });
  await text("/a.dll");
  assertEquals(seen, [INVALID_PARAMETER, INVALID_PARAMETER]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: its own callback overrides; a second operation is refused meanwhile", async () => {
  const seen: unknown[] = [];
  const { text } = isapiHouse((ecb) => {
    onCompletion(ecb, seen as string[]);
    const hseIO = (e: Ecb, context: unknown, bytes: number, error: number) => {
      seen.push([context, bytes, error]);
      done(e);
    };
    const info = { file: digits(), flags: HSE_IO_ASYNC, hseIO, context: "own" };
    seen.push(ask(ecb, HSE_REQ_TRANSMIT_FILE, info).error);
    seen.push(ask(ecb, HSE_REQ_TRANSMIT_FILE, info).error);
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "0123456789");
  assertEquals(seen, [0, INVALID_OPERATION, ["own", 10, 0]]);
});

Deno.test("HSE_REQ_TRANSMIT_FILE: behind HSE_IO_DISCONNECT_AFTER_SEND the session is still to be ended", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    onCompletion(ecb, seen, async (e) => {
      seen.push(`${(await write(e, "too late")).error}`);
      done(e);
    });
    const flags = HSE_IO_ASYNC | HSE_IO_DISCONNECT_AFTER_SEND;
    ask(ecb, HSE_REQ_TRANSMIT_FILE, { file: digits(), flags });
    return HSE_STATUS_PENDING;
  });
  const response = await get("/a.dll");
  assertEquals(response.headers.get("Connection"), "close");
  assertEquals(await response.text(), "0123456789");
  assertEquals(seen, ["io 10 0", `${CONNECTION_INVALID}`]);
});

/** Sends a vector without waiting. */
async function vectored(vector: Partial<HSE_RESPONSE_VECTOR>) {
  const seen: number[] = [];
  const { get } = isapiHouse((ecb) => {
    const whole = { flags: HSE_IO_SYNC, status: null, headers: null, elementArray: [], ...vector };
    seen.push(ask(ecb, HSE_REQ_VECTOR_SEND, whole).error);
    return HSE_STATUS_SUCCESS;
  });
  const response = await get("/a.dll");
  return { error: seen[0], response, text: await response.text() };
}

Deno.test("HSE_REQ_VECTOR_SEND: buffers and files in one call, behind a head (ms525867, ms525207)", async () => {
  const { error, response, text } = await vectored({
    flags: HSE_IO_SEND_HEADERS | HSE_IO_FINAL_SEND,
    status: "200 OK",
    headers: "X-V: 1\r\n\r\n",
    elementArray: [
      { elementType: MEMORY, context: "<<memory>>", offset: 2, size: 6 },
      { elementType: MEMORY, context: new TextEncoder().encode(" ") },
      { elementType: FILE, context: digits(), offset: 1, size: 3 },
      { elementType: FILE, context: stream(" ", "stream ") },
      { elementType: FILE, context: digits(), size: 0 },
    ],
  });
  assertEquals([error, text], [0, "memory 123 stream 0123456789"]);
  assertEquals(response.headers.get("X-V"), "1");
});

Deno.test("HSE_REQ_VECTOR_SEND: status and headers come both with their flag, and not without (ms525729)", async () => {
  const flags = HSE_IO_SEND_HEADERS;
  const wrong: Partial<HSE_RESPONSE_VECTOR>[] = [
    { flags },
    { flags, status: "200 OK" },
    { flags, headers: "" },
    { status: "200 OK" },
    { headers: "" },
    { status: "200 OK", headers: "" },
    { elementArray: null as never },
    { elementArray: Array(65_536).fill({ elementType: MEMORY, context: "x" }) },
  ];
  for (const vector of wrong) {
    assertEquals((await vectored(vector)).error, INVALID_PARAMETER, Object.keys(vector).join());
  }
  assertEquals((await vectored({ flags, status: "204 None", headers: "" })).response.status, 204);
});

Deno.test("HSE_REQ_VECTOR_SEND: an element of 0 bytes of memory, and other malformed ones, send nothing", async () => {
  const wrong = [
    { elementType: MEMORY, context: "" },
    { elementType: MEMORY, context: "abc", size: 0 },
    { elementType: MEMORY, context: "abc", offset: 2, size: 2 },
    { elementType: MEMORY, context: digits() },
    { elementType: FILE, context: "abc" },
    { elementType: 9, context: "abc" },
    null,
  ];
  for (const one of wrong) {
    const elementArray = [{ elementType: MEMORY, context: "fine" }, one] as never;
    const { error, text } = await vectored({ elementArray });
    assertEquals([error, text], [INVALID_PARAMETER, ""], JSON.stringify(one));
  }
});

Deno.test("HSE_REQ_VECTOR_SEND: asynchronous it is one operation, whose callback has all bytes", async () => {
  const seen: string[] = [];
  const { text } = isapiHouse((ecb) => {
    const elementArray = [
      { elementType: MEMORY, context: "abc" },
      { elementType: FILE, context: digits() },
    ];
    const vector = { flags: HSE_IO_ASYNC, status: null, headers: null, elementArray };
    seen.push(`${ask(ecb, HSE_REQ_VECTOR_SEND, vector).error}`);
    onCompletion(ecb, seen);
    seen.push(`${ask(ecb, HSE_REQ_VECTOR_SEND, vector).error}`);
    seen.push(`${ask(ecb, HSE_REQ_VECTOR_SEND, vector).error}`);
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "abc0123456789");
  assertEquals(seen, [`${INVALID_PARAMETER}`, "0", `${INVALID_OPERATION}`, "io 13 0"]);
});

Deno.test("HSE_IO_FINAL_SEND: the response ends with it, the pipeline goes on", async () => {
  const seen: unknown[] = [];
  const { text } = isapiHouse(async (ecb) => {
    const end = await ecb.writeClient(ecb.connID, "the end", HSE_IO_SYNC | HSE_IO_FINAL_SEND);
    seen.push(end.ret, end.bytes, (await write(ecb, "more")).error);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "the end");
  await turn();
  assertEquals(seen, [true, 7, CONNECTION_INVALID]);
});

Deno.test("HSE_IO_CACHE_RESPONSE, HSE_IO_TRY_SKIP_CUSTOM_ERRORS: are said to the modules behind", async () => {
  const seen: unknown[] = [];
  const watch = defineModule({
    name: "Watch",
    onPostExecuteRequestHandler(context) {
      const response = context.getResponse();
      seen.push(response.getCachePolicy().getKernelCachePolicy().policy);
      seen.push(response.getStatus().trySkipCustomErrors);
    },
  });
  const { get } = isapiHouse((ecb) => {
    const flags = HSE_IO_SEND_HEADERS | HSE_IO_CACHE_RESPONSE | HSE_IO_TRY_SKIP_CUSTOM_ERRORS;
    const elementArray = [{ elementType: MEMORY, context: "own page" }];
    ask(ecb, HSE_REQ_VECTOR_SEND, { flags, status: "404 No", headers: "", elementArray });
    return HSE_STATUS_SUCCESS;
  }, watch);
  assertEquals(await (await get("/a.dll")).text(), "own page");
  assertEquals(seen, [HttpCachePolicyUserInvalidates, true]);
});

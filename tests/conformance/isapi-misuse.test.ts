// What comes of a call that makes no sense? FALSE and ERROR_INVALID_PARAMETER: it does not throw, and nothing has begun.
import {
  HSE_EXEC_URL_NO_HEADERS,
  HSE_IO_ASYNC,
  HSE_IO_SYNC,
  HSE_REQ_CANCEL_IO,
  HSE_REQ_EXEC_URL,
  HSE_REQ_SEND_RESPONSE_HEADER,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
  IsapiModule,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { ask, done, type Ecb, extension, isapiHouse, onCompletion, write } from "./_isapi.ts";
import { house } from "../_house.ts";

const INVALID = { ret: false, error: 87 };
const NOTHING_OUTSTANDING = { ret: false, error: 1168 };

const NONSENSE: readonly (readonly [what: string, code: number, info: unknown])[] = [
  ["TRANSMIT_FILE with a callback that is none", HSE_REQ_TRANSMIT_FILE, {
    file: null,
    head: "x",
    hseIO: 5,
    flags: HSE_IO_ASYNC,
  }],
  ["VECTOR_SEND with null for memory", HSE_REQ_VECTOR_SEND, {
    flags: HSE_IO_SYNC,
    status: null,
    headers: null,
    elementArray: [{ elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER, context: null }],
  }],
  ["EXEC_URL with headers that are no text", HSE_REQ_EXEC_URL, {
    url: "/other",
    childHeaders: 5,
    execUrlFlags: HSE_EXEC_URL_NO_HEADERS,
  }],
  ["EXEC_URL with a method that is no text", HSE_REQ_EXEC_URL, {
    url: "/other",
    method: 5,
    execUrlFlags: HSE_EXEC_URL_NO_HEADERS,
  }],
  ["EXEC_URL with a user without a name", HSE_REQ_EXEC_URL, {
    url: "/other",
    userInfo: { impersonationToken: null },
    execUrlFlags: HSE_EXEC_URL_NO_HEADERS,
  }],
];

for (const [what, code, info] of NONSENSE) {
  Deno.test(`ServerSupportFunction: HSE_REQ_${what} is refused, and nothing has begun`, async () => {
    const seen: unknown[] = [];
    const { text } = isapiHouse((ecb) => {
      onCompletion(ecb, seen as string[], () => {});
      seen.push(ask(ecb, code, info), ask(ecb, HSE_REQ_CANCEL_IO));
      return write(ecb, "ok").then(() => HSE_STATUS_SUCCESS);
    });
    assertEquals(await text("/a.dll"), "ok");
    assertEquals(seen, [INVALID, NOTHING_OUTSTANDING]);
  });
}

Deno.test("ECB: its functions may be taken out of it, as pointers may in C", async () => {
  const { text } = isapiHouse(async (ecb) => {
    const { connID, getServerVariable, serverSupportFunction, readClient, writeClient } = ecb;
    serverSupportFunction(connID, HSE_REQ_SEND_RESPONSE_HEADER, "200 OK", null);
    const buffer = new Uint8Array(9);
    const { bytes } = await readClient(connID, buffer);
    await writeClient(connID, `${getServerVariable(connID, "REQUEST_METHOD").value} ${bytes}`, 0);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "GET 0");
});

Deno.test("ECB: a block is for its own handle; neither another one nor anything else is taken", async () => {
  let first: Ecb | null = null;
  const seen: unknown[] = [];
  const { text } = isapiHouse((ecb) => {
    if (first === null) {
      first = ecb;
      return HSE_STATUS_PENDING;
    }
    for (const conn of [first.connID, {}, null as unknown as object]) {
      seen.push(ecb.getServerVariable(conn, "URL").error);
      seen.push(ecb.serverSupportFunction(conn, HSE_REQ_CANCEL_IO).error);
    }
    done(first);
    return HSE_STATUS_SUCCESS;
  });
  await Promise.all([text("/a.dll"), text("/b.dll")]);
  assertEquals(seen, [87, 87, 87, 87, 87, 87]);
});

Deno.test("isapiExtension: a server keeps the extension that it has found under a name", async () => {
  const saying = (text: string) =>
    extension((ecb) => write(ecb, text).then(() => HSE_STATUS_SUCCESS), {}, "Counter");
  const entry = { name: "isapi", path: "*", verb: "*", modules: "IsapiModule" };
  const server = () => house(IsapiModule, { handlers: [{ ...entry, scriptProcessor: "Counter" }] });
  saying("first");
  const one = server();
  assertEquals(await one.text("/"), "first");
  saying("second");
  assertEquals([await one.text("/"), await server().text("/")], ["first", "second"]);
});

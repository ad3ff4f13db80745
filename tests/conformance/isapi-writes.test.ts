// What becomes of writes that go wrong, come late or come in great numbers? Nothing is lost, doubled or half done.
import {
  HSE_IO_ASYNC,
  HSE_IO_FINAL_SEND,
  HSE_REQ_SEND_RESPONSE_HEADER,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
  isapiFilter,
  SF_NOTIFY_READ_RAW_DATA,
  SF_STATUS_REQ_NEXT_NOTIFICATION,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import {
  ask,
  done,
  type Ecb,
  extension,
  isapiHouse,
  look,
  onCompletion,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { turn } from "./_notes.ts";

const send = (ecb: Ecb, file: ReadableStream<Uint8Array>) =>
  ask(ecb, HSE_REQ_TRANSMIT_FILE, { file, flags: HSE_IO_ASYNC });

Deno.test("HSE_REQ_TRANSMIT_FILE: a stream that was refused is still the extension's", async () => {
  const file = new Blob(["file"]).stream();
  const said: unknown[] = [];
  const { text } = isapiHouse((ecb) => {
    onCompletion(ecb, [], (e, count) => {
      if (count === 2) return done(e);
      said.push(send(e, file).ret);
    });
    writeAsync(ecb, "a ");
    said.push(send(ecb, file).ret, file.locked);
    return HSE_STATUS_PENDING;
  });
  assertEquals([await text("/a.dll"), said], ["a file", [false, false, true]]);
});

Deno.test("HSE_REQ_VECTOR_SEND: a malformed element takes no stream; no stream stands twice in one vector", async () => {
  const stream = new Blob(["file"]).stream();
  const element = { elementType: HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE, context: stream };
  const empty = { elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER, context: "" };
  const errors = await look((ecb) =>
    [[element, empty], [element, element]].map((elementArray) => {
      const vector = { flags: 0, status: null, headers: null, elementArray };
      return ask(ecb, HSE_REQ_VECTOR_SEND, vector).error;
    })
  );
  assertEquals([errors, stream.locked], [[87, 87], false]);
});

Deno.test("HSE_REQ_VECTOR_SEND: synchronous calls that nobody can wait for are refused beyond the limit, and nothing taken is lost", async () => {
  for (const flushes of [true, false]) {
    const taken = { calls: 0, error: 0 };
    const buffer = new Uint8Array(65_536);
    const written = Promise.withResolvers<void>();
    const { get } = isapiHouse(async (ecb) => {
      if (flushes) unbuffered(ecb);
      for (let i = 0; i < 300; i++) {
        const element = {
          elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
          context: buffer,
        };
        const vector = { flags: 0, status: null, headers: null, elementArray: [element] };
        const { ret, error } = ask(ecb, HSE_REQ_VECTOR_SEND, vector);
        if (ret) taken.calls++;
        else taken.error = error;
        if (i % 10 === 0) await turn();
      }
      written.resolve();
      return HSE_STATUS_SUCCESS;
    });
    const response = await get("/a.dll");
    await written.promise;
    const read = (await response.arrayBuffer()).byteLength;
    assertEquals([read, taken.error], [taken.calls * 65_536, 8]);
  }
});

Deno.test("HSE_REQ_VECTOR_SEND: behind HSE_IO_FINAL_SEND it is refused, and the response stays whole", async () => {
  const errors: number[] = [];
  const { text } = isapiHouse((ecb) => {
    const element = { elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER, context: "x" };
    for (const flags of [HSE_IO_FINAL_SEND, 0]) {
      const vector = { flags, status: null, headers: null, elementArray: [element] };
      errors.push(ask(ecb, HSE_REQ_VECTOR_SEND, vector).error);
    }
    return HSE_STATUS_SUCCESS;
  });
  assertEquals([await text("/a.dll"), errors], ["x", [0, 1229]]);
});

Deno.test("WriteClient: more calls than a response may have chunks keep their order, whoever comes between", async () => {
  const count = 70_000;
  const { text } = isapiHouse(async (ecb) => {
    for (let i = 0; i < count; i++) {
      write(ecb, String(i % 10));
      if (i % 3 === 0) await null;
    }
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "0123456789".repeat(count / 10));
});

Deno.test("ECB: of several values of httpStatusCode the last one before the head counts", async () => {
  const { get } = isapiHouse((ecb) => {
    for (const statusCode of [404, 503]) {
      ecb.httpStatusCode = statusCode;
      write(ecb, "x");
    }
    return HSE_STATUS_SUCCESS;
  });
  assertEquals((await get("/a.dll")).status, 503);
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: a head with one bad value sets nothing", async () => {
  const { get } = isapiHouse((ecb) => {
    ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, "404 Not Found", "X-A: 1\r\nX-B: a\rb\r\n\r\n");
    return HSE_STATUS_SUCCESS;
  });
  const { status, headers } = await get("/a.dll");
  assertEquals([status, headers.get("X-A")], [200, null]);
});

Deno.test("ReadClient: what a filter was still busy with when the extension was called is not lost", async () => {
  const slow = isapiFilter({
    getFilterVersion(version) {
      version.flags = SF_NOTIFY_READ_RAW_DATA;
      return true;
    },
    async httpFilterProc() {
      await sleep(5);
      return SF_STATUS_REQ_NEXT_NOTIFICATION;
    },
  });
  const { text } = isapiHouse(async (ecb) => {
    const buffer = new Uint8Array(2);
    let read = new TextDecoder().decode(ecb.data);
    for (;;) {
      const { bytes } = await ecb.readClient(ecb.connID, buffer);
      if (bytes === 0) break;
      read += new TextDecoder().decode(buffer.subarray(0, bytes));
    }
    await write(ecb, read);
    return HSE_STATUS_SUCCESS;
  }, slow);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const part of ["one ", "two ", "three"]) {
        controller.enqueue(new TextEncoder().encode(part));
        await sleep(20);
      }
      controller.close();
    },
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  assertEquals(await text("/a.dll", init), "one two three");
});

Deno.test("TerminateExtension: one that throws keeps no other from its end", async () => {
  const ended: string[] = [];
  const ending = (name: string) =>
    extension(() => HSE_STATUS_SUCCESS, {
      terminateExtension() {
        ended.push(name);
        throw new Error(name);
      },
    });
  const entry = (path: string, name: string) => {
    return { name, path, verb: "*", modules: "IsapiModule", scriptProcessor: ending(name) };
  };
  const { get, server } = house([], { handlers: [entry("*.dll", "one"), entry("*.asp", "two")] });
  for (const path of ["/a.dll", "/a.asp"]) await get(path);
  await server.close();
  assertEquals(ended, ["one", "two"]);
});

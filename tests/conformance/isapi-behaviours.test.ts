// Do the numbered behaviours of ISAPI extensions hold? 104 to 109 of the specification, one by one.
import { defineModule } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { HSE_STATUS_ERROR, HSE_STATUS_PENDING, HSE_STATUS_SUCCESS } from "../../isapi.ts";
import { INVALID_OPERATION, INVALID_PARAMETER } from "../_win32.ts";
import {
  ask,
  done,
  type Ecb,
  extension,
  isapiHouse,
  onCompletion,
  post,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { turn, upload, within } from "./_notes.ts";

Deno.test("104 WriteClient: asynchronous without HSE_REQ_IO_COMPLETION is refused", async () => {
  const seen: unknown[] = [];
  const { text } = isapiHouse((ecb) => {
    seen.push(writeAsync(ecb, "lost"));
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "");
  assertEquals(seen, [{ ret: false, error: INVALID_PARAMETER, bytes: 0 }]);
});

Deno.test("105 WriteClient: the callback comes once with its bytes, DONE_WITH_SESSION ends EXECUTE, LOG follows", async () => {
  const seen: string[] = [];
  const log = defineModule({
    name: "Log",
    onPostExecuteRequestHandler: () => void seen.push("post-EXECUTE"),
    onLogRequest: () => void seen.push("LOG"),
  });
  const { text } = isapiHouse((ecb) => {
    onCompletion(ecb, seen, (e) => {
      seen.push("callback");
      done(e);
      seen.push("done");
    });
    seen.push(`started ${writeAsync(ecb, "Hello World!").ret}`);
    return HSE_STATUS_PENDING;
  }, log);
  assertEquals(await text("/a.dll"), "Hello World!");
  assertEquals(seen, ["started true", "io 12 0", "callback", "post-EXECUTE", "LOG", "done"]);
});

Deno.test("106 WriteClient: a second asynchronous operation is refused, the first one completes", async () => {
  const seen: string[] = [];
  const { text } = isapiHouse((ecb) => {
    onCompletion(ecb, seen);
    seen.push(`${writeAsync(ecb, "first").ret}`);
    const { ret, error } = writeAsync(ecb, "second");
    seen.push(`${ret} ${error}`);
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "first");
  assertEquals(seen, ["true", `false ${INVALID_OPERATION}`, "io 5 0"]);
});

Deno.test("107 ECB: of 60,000 bytes 49,152 are there before the extension is called (ms525658)", async () => {
  const seen: unknown[] = [];
  const { get } = isapiHouse(async (ecb) => {
    seen.push([ecb.totalBytes, ecb.data.byteLength, ecb.data.at(-1)]);
    const rest = new Uint8Array(60_000);
    let size = 0;
    for (;;) {
      const { ret, bytes } = await ecb.readClient(ecb.connID, rest.subarray(size));
      if (!ret || bytes === 0) break;
      size += bytes;
    }
    seen.push([size, rest[0], rest[size - 1]]);
    return HSE_STATUS_SUCCESS;
  });
  await get("/a.dll", post(60_000));
  assertEquals(seen, [
    [60_000, 49_152, 49_151 % 251],
    [10_848, 49_152 % 251, 59_999 % 251],
  ]);
});

Deno.test("107 ECB: the length of a chunked upload is 0xFFFFFFFF, and all of it can be read", async () => {
  const { init, send, end } = upload();
  send("first ");
  const { get } = isapiHouse(async (ecb) => {
    const { totalBytes } = ecb;
    const parts = [new TextDecoder().decode(ecb.data)];
    send("second");
    end();
    const buffer = new Uint8Array(100);
    for (;;) {
      const { bytes } = await ecb.readClient(ecb.connID, buffer);
      if (bytes === 0) break;
      parts.push(new TextDecoder().decode(buffer.subarray(0, bytes)));
    }
    await write(ecb, `${totalBytes} ${parts.join("")}`);
    return HSE_STATUS_SUCCESS;
  });
  const response = await within(get("/a.dll", init), "the answer");
  assertEquals(await response.text(), `${0xFFFFFFFF} first second`);
});

Deno.test("107 ECB: an upload that waits for an answer does not keep the extension waiting", async () => {
  const { init, send, end } = upload();
  const { get } = isapiHouse(async (ecb) => {
    unbuffered(ecb);
    await write(ecb, `${ecb.data.byteLength} bytes yet; `);
    const buffer = new Uint8Array(100);
    const { bytes } = await ecb.readClient(ecb.connID, buffer);
    await write(ecb, `then ${bytes}`);
    return HSE_STATUS_SUCCESS;
  });
  const response = await within(get("/a.dll", init), "the head");
  send("four");
  end();
  assertEquals(await response.text(), "0 bytes yet; then 4");
});

Deno.test("108 WriteClient: nothing leaves before the end without the flush flag", async () => {
  let ecb: Ecb | undefined;
  const { get } = isapiHouse(async (block) => {
    ecb = block;
    await write(block, "buffered ");
    return HSE_STATUS_PENDING;
  });
  const answer = get("/a.dll");
  let arrived = false;
  answer.then(() => arrived = true);
  await turn();
  await turn();
  assertEquals(arrived, false);
  await write(ecb!, "to the end");
  done(ecb!);
  const response = await answer;
  assertEquals(response.headers.get("Content-Length"), "19");
  assertEquals(await response.text(), "buffered to the end");
});

Deno.test("108 HSE_REQ_SET_FLUSH_FLAG: from then on each write leaves at once", async () => {
  let ecb: Ecb | undefined;
  const { get } = isapiHouse(async (block) => {
    ecb = block;
    await write(block, "buffered, ");
    assertEquals(unbuffered(block), { ret: true, error: 0 });
    await write(block, "flushed");
    return HSE_STATUS_PENDING;
  });
  const response = await within(get("/a.dll"), "the head");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, "buffered, ");
  assertEquals((await reader.read()).value, "flushed");
  done(ecb!);
  assertEquals((await reader.read()).done, true);
});

Deno.test("109 HSE_STATUS_ERROR: 500, and the connection is closed (ms525010)", async () => {
  const { get } = isapiHouse(async (ecb) => {
    await write(ecb, "half an answer");
    return HSE_STATUS_ERROR;
  });
  const response = await get("/a.dll");
  assertEquals(response.status, 500);
  assertEquals(response.headers.get("Connection"), "close");
  assertEquals(await response.text(), "");
});

Deno.test("109 HSE_STATUS_ERROR: behind the head the transfer breaks", async () => {
  const { get } = isapiHouse(async (ecb) => {
    unbuffered(ecb);
    await write(ecb, "half an answer");
    return HSE_STATUS_ERROR;
  });
  const response = await get("/a.dll");
  assertEquals(response.status, 200);
  const failure = await response.text().catch((error) => error);
  assert(failure instanceof Error, "The body ended well");
});

Deno.test("GetExtensionVersion: one load for all requests and servers, unloaded with the last one", async () => {
  const seen: string[] = [];
  const one = extension(() => HSE_STATUS_SUCCESS, {
    getExtensionVersion: () => {
      seen.push("load");
      return { ret: true, extensionVersion: 0x80000, extensionDesc: "" };
    },
    terminateExtension: (flags) => void seen.push(`unload ${flags}`),
  });
  const [first, second] = [isapiHouse(one), isapiHouse(one)];
  assertEquals(seen, []);
  await first.get("/a.dll");
  await first.get("/b.dll");
  await second.get("/a.dll");
  assertEquals(seen, ["load"]);
  await first.server.close();
  assertEquals(seen, ["load"]);
  await second.server.close();
  assertEquals(seen, ["load", "unload 2"]);
});

Deno.test("GetExtensionVersion: an extension that refuses answers 500, and is asked again", async () => {
  let loads = 0;
  const shy = extension((ecb) => ask(ecb, 4) && HSE_STATUS_SUCCESS as never, {
    getExtensionVersion: () => ({
      ret: ++loads > 1,
      extensionVersion: 0x80000,
      extensionDesc: "",
    }),
  });
  const { get } = isapiHouse(shy);
  assertEquals((await get("/a.dll")).status, 500);
  assertEquals((await get("/a.dll")).status, 200);
  assertEquals(loads, 2);
});

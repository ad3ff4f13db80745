// How does an extension wait? Callbacks, asynchronous reads, cancelling, closing, and a client that leaves.
import {
  HSE_IO_ASYNC,
  HSE_IO_SYNC,
  HSE_REQ_ABORTIVE_CLOSE,
  HSE_REQ_ASYNC_READ_CLIENT,
  HSE_REQ_CANCEL_IO,
  HSE_REQ_CLOSE_CONNECTION,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_IS_CONNECTED,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import {
  INVALID_OPERATION,
  INVALID_PARAMETER,
  NETNAME_DELETED,
  NOT_FOUND,
  OPERATION_ABORTED,
} from "../_win32.ts";
import {
  ask,
  done,
  type Ecb,
  isapiHouse,
  onCompletion,
  post,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { turn, upload, within } from "./_notes.ts";

Deno.test("HSE_REQ_IO_COMPLETION: the last registration counts, null is none, others are refused", async () => {
  const seen: string[] = [];
  const { text } = isapiHouse((ecb) => {
    onCompletion(ecb, seen, () => seen.push("first"));
    seen.push(`${ask(ecb, HSE_REQ_IO_COMPLETION, null).ret} ${writeAsync(ecb, "lost").error}`);
    seen.push(`${ask(ecb, HSE_REQ_IO_COMPLETION, "no function").error}`);
    onCompletion(ecb, seen, (e) => {
      seen.push("second");
      done(e);
    });
    writeAsync(ecb, "sent");
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "sent");
  assertEquals(seen, [`true ${INVALID_PARAMETER}`, `${INVALID_PARAMETER}`, "io 4 0", "second"]);
});

Deno.test("HSE_REQ_IO_COMPLETION: the callback never comes inside the call, and may start the next operation", async () => {
  const seen: string[] = [];
  const { text } = isapiHouse((ecb) => {
    let inside = false;
    onCompletion(ecb, seen, (e, count) => {
      assert(!inside);
      if (count === 3) return done(e);
      inside = true;
      writeAsync(e, `${count}`);
      inside = false;
    });
    inside = true;
    writeAsync(ecb, "0");
    inside = false;
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "012");
  assertEquals(seen, ["io 1 0", "io 1 0", "io 1 0"]);
});

Deno.test("HSE_REQ_IO_COMPLETION: a callback comes while an async HttpExtensionProc still waits for it", async () => {
  const { text } = isapiHouse(async (ecb) => {
    const written = new Promise<void>((resolve) => onCompletion(ecb, [], () => resolve()));
    writeAsync(ecb, "waited");
    await within(written, "the callback");
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "waited");
});

Deno.test("HSE_REQ_ASYNC_READ_CLIENT: reads on behind the first bytes, to 0 bytes at the end (ms524596)", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    const buffer = new Uint8Array(8192);
    const read = () => ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, buffer, HSE_IO_ASYNC).error;
    seen.push(`${read()}`);
    onCompletion(ecb, seen, (e, count) => count === 3 ? done(e) : read());
    seen.push(`${ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, buffer, HSE_IO_SYNC).error}`);
    seen.push(`${ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, "buffer", HSE_IO_ASYNC).error}`);
    seen.push(`${read()}`, `${read()}`, `${writeAsync(ecb, "x").error}`);
    return HSE_STATUS_PENDING;
  });
  await get("/a.dll", post(60_000));
  const wrong = `${INVALID_PARAMETER}`;
  const busy = `${INVALID_OPERATION}`;
  assertEquals(seen, [wrong, wrong, wrong, "0", busy, busy, "io 8192 0", "io 2656 0", "io 0 0"]);
});

Deno.test("ReadClient: a buffer is needed; at the end there are 0 bytes and no error", async () => {
  const seen: unknown[] = [];
  const { get } = isapiHouse(async (ecb) => {
    seen.push((await ecb.readClient(ecb.connID, new Uint8Array(0))).error);
    seen.push((await ecb.readClient(ecb.connID, "no" as never)).error);
    seen.push(await ecb.readClient(ecb.connID, new Uint8Array(10)));
    return HSE_STATUS_SUCCESS;
  });
  await get("/a.dll", post(10));
  assertEquals(seen, [INVALID_PARAMETER, INVALID_PARAMETER, { ret: true, error: 0, bytes: 0 }]);
});

Deno.test("HSE_REQ_CANCEL_IO: a waiting read completes with ERROR_OPERATION_ABORTED, and loses nothing", async () => {
  const { init, send, end } = upload();
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    const buffer = new Uint8Array(10);
    onCompletion(ecb, seen, async (e) => {
      send("kept");
      end();
      const { bytes } = await e.readClient(e.connID, buffer);
      seen.push(new TextDecoder().decode(buffer.subarray(0, bytes)));
      done(e);
    });
    seen.push(`${ask(ecb, HSE_REQ_CANCEL_IO).error}`);
    ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, buffer, HSE_IO_ASYNC);
    setTimeout(() => seen.push(`${ask(ecb, HSE_REQ_CANCEL_IO).error}`), 0);
    return HSE_STATUS_PENDING;
  });
  await within(get("/a.dll", init), "the answer");
  assertEquals(seen, [`${NOT_FOUND}`, "0", `io 0 ${OPERATION_ABORTED}`, "kept"]);
});

Deno.test("HSE_REQ_CANCEL_IO: a write that nobody takes completes with ERROR_OPERATION_ABORTED", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    onCompletion(ecb, seen);
    writeAsync(ecb, "never read");
    setTimeout(() => ask(ecb, HSE_REQ_CANCEL_IO), 0);
    return HSE_STATUS_PENDING;
  });
  const response = await get("/a.dll");
  await turn();
  await turn();
  assertEquals(seen, [`io 0 ${OPERATION_ABORTED}`]);
  assert(await response.text().catch((error) => error) instanceof Error);
});

for (const [name, code] of Object.entries({ HSE_REQ_CLOSE_CONNECTION, HSE_REQ_ABORTIVE_CLOSE })) {
  Deno.test(`${name}: what is outstanding completes with ERROR_NETNAME_DELETED, the client sees a break`, async () => {
    const seen: string[] = [];
    const { get } = isapiHouse((ecb) => {
      unbuffered(ecb);
      onCompletion(ecb, seen, async (e) => {
        seen.push(`${(await write(e, "more")).error}`);
        seen.push(`${ask<{ connected: boolean }>(e, HSE_REQ_IS_CONNECTED).connected}`);
        seen.push(`${done(e).ret}`);
      });
      writeAsync(ecb, "never read");
      setTimeout(() => seen.push(`${ask(ecb, code).ret}`), 0);
      return HSE_STATUS_PENDING;
    });
    const response = await get("/a.dll");
    await turn();
    await turn();
    assertEquals(seen, [
      "true",
      `io 0 ${NETNAME_DELETED}`,
      `${NETNAME_DELETED}`,
      "false",
      "true",
    ]);
    assert(await response.text().catch((error) => error) instanceof Error);
  });
}

Deno.test("HSE_REQ_CLOSE_CONNECTION: a read that waits for the client completes, too", async () => {
  const { init } = upload();
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    onCompletion(ecb, seen);
    ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, new Uint8Array(10), HSE_IO_ASYNC);
    setTimeout(() => ask(ecb, HSE_REQ_CLOSE_CONNECTION), 0);
    return HSE_STATUS_PENDING;
  });
  const response = await within(get("/a.dll", init), "the head");
  assert(await response.text().catch((error) => error) instanceof Error);
  assertEquals(seen, [`io 0 ${NETNAME_DELETED}`]);
});

Deno.test("WriteClient: a client that leaves ends the operation with ERROR_OPERATION_ABORTED, once", async () => {
  const seen: string[] = [];
  const ended = Promise.withResolvers<void>();
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    onCompletion(ecb, seen, (e, count) => {
      if (count === 1) return writeAsync(e, "nobody takes this");
      if (count === 2) return seen.push(`${writeAsync(e, "nor that").ret}`);
      ended.resolve();
      done(e);
    });
    writeAsync(ecb, "hello");
    return HSE_STATUS_PENDING;
  });
  const reader = (await get("/a.dll")).body!.getReader();
  await reader.read();
  await turn();
  await reader.cancel();
  await within(ended.promise, "the end");
  const aborted = `io 0 ${OPERATION_ABORTED}`;
  assertEquals(seen, ["io 5 0", aborted, "true", aborted]);
});

Deno.test("WriteClient: synchronous calls that nobody waits for keep their order", async () => {
  const { text } = isapiHouse((ecb) => {
    unbuffered(ecb);
    for (let i = 0; i < 10; i++) write(ecb, `${i}`);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "0123456789");
});

Deno.test("WriteClient: what is neither bytes nor text is refused", async () => {
  const seen: number[] = [];
  const { text } = isapiHouse(async (ecb: Ecb) => {
    seen.push((await write(ecb, 7 as never)).error, (await write(ecb, null as never)).error);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "");
  assertEquals(seen, [INVALID_PARAMETER, INVALID_PARAMETER]);
});

Deno.test("HSE_REQ_SET_FLUSH_FLAG: false buffers again; what is no boolean is refused", async () => {
  const seen: number[] = [];
  const { get } = isapiHouse(async (ecb) => {
    unbuffered(ecb);
    await write(ecb, "at once");
    seen.push(ask(ecb, 1043, false).error, ask(ecb, 1043, 1).error);
    await write(ecb, "held back");
    await turn();
    await write(ecb, " to the end");
    return HSE_STATUS_SUCCESS;
  });
  const reader = (await get("/a.dll")).body!.pipeThrough(new TextDecoderStream()).getReader();
  assertEquals((await reader.read()).value, "at once");
  const rest = [(await reader.read()).value, (await reader.read()).value];
  assertEquals(rest.join(""), "held back to the end");
  assertEquals(seen, [0, INVALID_PARAMETER]);
});

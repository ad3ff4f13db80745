// How do the asynchronous calls of IWebSocketContext complete? PFN_WEBSOCKET_COMPLETION, OnAsyncCompletion, cancelling.
import {
  type IHttpContext4,
  type IWebSocketContext,
  type PFN_WEBSOCKET_COMPLETION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { bytesOf, OP, textOf } from "../_websocket.ts";
import { code, within } from "./_notes.ts";
import { fragment, socketHouse } from "./_websocket.ts";

/** An echo as native modules write it: each routine starts the next operation, the last one wakes the request. */
class NativeEcho {
  readonly #buffer = new Uint8Array(64);

  constructor(readonly socket: IWebSocketContext, readonly context: IHttpContext4) {}

  read(): void {
    this.socket.readFragment(this.#buffer, true, this.#received, "read");
  }

  readonly #received: PFN_WEBSOCKET_COMPLETION = (error, told, bytes, utf8, final, close) => {
    if (error < 0 || close || told !== "read") {
      return this.context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    }
    const part = this.#buffer.subarray(0, bytes);
    this.socket.writeFragment(part, true, utf8, final, this.#sent, "write");
  };

  readonly #sent: PFN_WEBSOCKET_COMPLETION = (error, told) => {
    if (error < 0 || told !== "write") {
      return this.context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    }
    this.read();
  };
}

// @see pfn-websocket-completion-funtion
Deno.test("PFN_WEBSOCKET_COMPLETION: an echo of routines that call each other, parked with PENDING", async () => {
  await using house = socketHouse((socket, context) => {
    new NativeEcho(socket, context).read();
    return RQ_NOTIFICATION_PENDING;
  });
  using client = await house.client();
  for (const text of ["one", "two"]) {
    await client.send(OP.TEXT, text);
    assertEquals(await client.text(), text);
  }
  assertEquals(house.seen, []);
  await client.close(1000);
  await within(house.over, "the end");
  assertEquals(house.seen, ["complete 6", "log", "end"]);
});

Deno.test("PFN_WEBSOCKET_COMPLETION: CONTINUE with a read outstanding waits for the conversation (A-07)", async () => {
  await using house = socketHouse((socket, context) => {
    new NativeEcho(socket, context).read();
    return RQ_NOTIFICATION_CONTINUE;
  });
  using client = await house.client();
  for (const text of ["one", "two"]) {
    await client.send(OP.TEXT, text);
    assertEquals([await client.text(), house.seen], [text, []]);
  }
  await client.close(1000);
  await within(house.over, "the end");
  assertEquals(house.seen, ["complete 6", "log", "end"]);
});

Deno.test("PFN_WEBSOCKET_COMPLETION is called for what was done at once, and never inside the call (ruling 13)", async () => {
  await using house = socketHouse((socket, _context, seen) => {
    const note = (what: string): PFN_WEBSOCKET_COMPLETION => (error, _told, bytes) =>
      void seen.push(`${what} ${code(error)} ${bytes}`);
    const written = socket.writeFragment(bytesOf("part"), true, true, false, note("write"));
    seen.push(`expected ${written.completionExpected}`);
    return RQ_NOTIFICATION_CONTINUE;
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["expected true", "write 0x00000000 4"]);
});

Deno.test("PFN_WEBSOCKET_COMPLETION that answers with a promise holds the request until it is fulfilled", async () => {
  await using house = socketHouse((socket, _context, seen) => {
    const buffer = new Uint8Array(8);
    socket.readFragment(buffer, true, async (_error, _told, bytes) => {
      await sleep(20);
      seen.push("routine over");
      await socket.writeFragment(buffer.subarray(0, bytes), false, true, true);
    });
  });
  using client = await house.client();
  await client.send(OP.TEXT, "late");
  assertEquals(await client.text(), "late");
  await within(house.over, "the end");
  assertEquals(house.seen[0], "routine over");
});

Deno.test("PFN_WEBSOCKET_COMPLETION that throws ends the request with 1011, LOG and END, not the process", async () => {
  await using house = socketHouse((socket) => {
    socket.readFragment(new Uint8Array(8), true, () => {
      throw new Error("thrown on purpose");
    });
    return RQ_NOTIFICATION_PENDING;
  });
  using client = await house.client();
  await client.send(OP.TEXT, "go");
  const frame = await client.frame();
  assertEquals([frame?.opcode, ...frame!.bytes.slice(0, 2)], [OP.CLOSE, 3, 243]);
  await within(house.over, "the end");
  assertEquals(house.seen, ["error 0", "log", "end"]);
});

Deno.test("IWebSocketContext.readFragment without a routine completes through OnAsyncCompletion, and fills its result", async () => {
  let read: ReturnType<IWebSocketContext["readFragment"]> | null = null;
  const buffer = new Uint8Array(8);
  await using house = socketHouse((socket, _context, seen) => {
    read = socket.readFragment(buffer, true) as never;
    seen.push(
      `expected ${(read as unknown as { completionExpected: boolean }).completionExpected}`,
    );
    return RQ_NOTIFICATION_PENDING;
  }, {
    // The 101 is flushed in a stage of its own: this handler parks, and a promise would hide that.
    async onBeginRequest(context) {
      context.getResponse().setStatus(101, "Switching Protocols");
      await context.getResponse().flush(false, true);
    },
    onAsyncCompletion(_context, _notification, _post, _provider, info) {
      house.seen.push(`${info.getCompletedOperation()} ${info.getCompletionBytes()}`);
      house.seen.push(`${fragment(read as never)} ${textOf(buffer.subarray(0, 4))}`);
    },
  });
  using client = await house.client();
  await client.send(OP.TEXT, "word");
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 3), [
    "expected true",
    "1 4",
    "0x00000000 4 text final word",
  ]);
});

Deno.test("IWebSocketContext.readFragment without a routine: what is there already is given at once", async () => {
  const there = Promise.withResolvers<void>();
  await using house = socketHouse(async (socket, _context, seen) => {
    await there.promise;
    const read = socket.readFragment(new Uint8Array(8), true);
    seen.push(`${fragment(read)} ${read.completionExpected}`);
  });
  using client = await house.client();
  await client.send(OP.TEXT, "there");
  await client.send(OP.PING);
  assertEquals((await client.frame())?.opcode, OP.PONG, "what came before has been read");
  there.resolve();
  await within(house.over, "the end");
  assertEquals(house.seen[0], "0x00000000 5 text final false");
});

Deno.test("IWebSocketContext: a second asynchronous read is refused, a write beside the read is not (A-24)", async () => {
  await using house = socketHouse((socket, _context, seen) => {
    const quiet = (): void => {};
    seen.push(code(socket.readFragment(new Uint8Array(8), true, quiet).hr));
    seen.push(code(socket.readFragment(new Uint8Array(8), true, quiet).hr));
    seen.push(code(socket.writeFragment(bytesOf("x"), true, true, true, quiet).hr));
    return RQ_NOTIFICATION_CONTINUE;
  });
  using client = await house.client();
  assertEquals(await client.text(), "x");
  await client.send(OP.TEXT, "go on");
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 3), ["0x00000000", "0x800710DD", "0x00000000"]);
});

// @see iwebsocketcontext-canceloutstandingio-method, ihttpcontext-cancelio-method
for (const by of ["cancelOutstandingIO", "cancelIo"] as const) {
  Deno.test(`${by} ends a read with ERROR_OPERATION_ABORTED, and loses no message`, async () => {
    const cancelled = Promise.withResolvers<void>();
    await using house = socketHouse(async (socket, context, seen) => {
      const buffer = new Uint8Array(8);
      const reading = socket.readFragment(buffer, false);
      seen.push(by === "cancelIo" ? code(context.cancelIo()) : String(socket[by]()));
      seen.push(fragment(await reading));
      cancelled.resolve();
      const read = await socket.readFragment(buffer, false);
      seen.push(textOf(buffer.subarray(0, read.bytesData)));
      if (by === "cancelIo") seen.push(code(context.cancelIo()));
    });
    using client = await house.client();
    await within(cancelled.promise, "the end of the read");
    await client.send(OP.TEXT, "kept");
    await within(house.over, "the end");
    const told = by === "cancelIo" ? "0x00000000" : "undefined";
    assertEquals(house.seen.slice(0, 3), [told, "0x800703E3 0", "kept"]);
    assert(by !== "cancelIo" || house.seen[3] === "0x80070490", house.seen[3]);
  });
}

// How much is held for a client that does not read, or of one that sends too much? Rulings 14 and 21.
import {
  defineModule,
  type FileDriver,
  type IHttpContext4,
  type ModuleInput,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { splitBody } from "../../src/wire/entity-tee.ts";
import { SocketInbox } from "../../src/wire/socket-inbox.ts";
import {
  assertEquals,
  assertGreater,
  assertLess,
  assertLessOrEqual,
  assertRejects,
} from "../_assert.ts";
import { workOf } from "../_work.ts";
import { code, gate, house, memory, turn, within, write } from "./_kit.ts";

const LIMIT = 1 << 16;
const NOT_ENOUGH_MEMORY = "0x80070008";

/** Writes `count` times `size` bytes that nobody awaits, after `before`; counts what was refused. */
function flooding(count: number, size: number, before: (context: IHttpContext4) => void) {
  let refused = 0;
  const bytes = new Uint8Array(size);
  const module = defineModule({
    name: "Flooding",
    onBeginRequest(context) {
      const response = context.getResponse();
      before(context);
      for (let i = 0; i < count; i++) {
        response.writeEntityChunks(memory(bytes), false, true).then(({ hr }) => {
          if (code(hr) === NOT_ENOUGH_MEMORY) refused++;
        });
      }
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  return { module, refused: () => refused };
}

/** Asks, waits until everything that is ready has run, and leaves without having read a byte. */
async function unread(module: ModuleInput): Promise<void> {
  const { get } = house(module, { responseBufferLimit: LIMIT });
  const answer = await get();
  await turn();
  await within(answer.body!.cancel(), "leaving");
}

// Ruling 14: beyond responseBufferLimit outstanding the call resolves with ERROR_NOT_ENOUGH_MEMORY, nothing taken.
Deno.test("responseBufferLimit holds for writes that pass a body filter", async () => {
  const { module, refused } = flooding(200, 4096, (context) => {
    const response = context.getResponse();
    response.disableBuffering();
    response.addBodyFilter({ transform: (bytes, out) => out.enqueue(bytes) });
  });
  await unread(module);
  assertLessOrEqual((200 - refused()) * 4096, 2 * LIMIT);
});

Deno.test("responseBufferLimit holds for writes that join a send which is held", async () => {
  const { module, refused } = flooding(200, 4096, (context) => {
    write(context, "first");
    context.getResponse().flush(false, true);
  });
  const send = gate();
  const { get } = house([module, { name: "Holding", onSendResponse: () => send.opened }], {
    responseBufferLimit: LIMIT,
  });
  const head = get();
  await turn();
  send.open();
  await (await within(head, "the head")).body!.cancel();
  assertLessOrEqual((200 - refused()) * 4096, 3 * LIMIT);
});

// Ruling 21: what Sluice holds counts, and an outstanding call holds more than its bytes.
Deno.test("responseBufferLimit has an end for very many writes of one byte", async () => {
  const { module, refused } = flooding(
    LIMIT - 1,
    1,
    (context) => context.getResponse().disableBuffering(),
  );
  await unread(module);
  assertGreater(refused(), LIMIT / 2);
});

// RFC 6455 sets no least size: a client may send very many messages before somebody reads.
Deno.test("a WebSocket's many small messages that wait are read in linear time", async () => {
  const inbox = new SocketInbox();
  const many = 300_000;
  for (let i = 0; i < many; i++) inbox.add(`${i % 10}`);
  const buffer = new Uint8Array(4);
  const work = await workOf(() => {
    for (let i = 0; i < many; i++) {
      const fragment = inbox.take(buffer);
      if (fragment?.final !== true || buffer[0] !== 48 + i % 10) throw new Error(`Message ${i}`);
    }
  });
  assertEquals([inbox.take(buffer), inbox.count, inbox.size], [null, 0, 0]);
  assertLess(work, 3000, "with the list moved up for each message it took half a minute");
});

// Each piece is an object, however small: a bound in bytes alone is none.
Deno.test("a body for two readers that comes in very many small pieces has a bound in pieces, too", async () => {
  let left = 100_000;
  const source = {
    read: () =>
      Promise.resolve(left-- > 0 ? { done: false, value: new Uint8Array(1) } : { done: true }),
    cancel: () => Promise.resolve(),
  };
  const [ahead, behind] = splitBody(source, 4_194_304);
  while (!(await ahead.read()).done);
  await assertRejects(() => behind.read(), Error, "the rest is lost");
});

Deno.test("the cache of files has a bound in bytes: what is unused longest leaves, what is too heavy is not kept", async () => {
  const MiB = 1 << 20;
  const sizeOf = (path: string) => path === "/huge" ? 65 * MiB : MiB;
  let opened = 0;
  const files: FileDriver = {
    immediate: true,
    stat: (path) => ({ size: sizeOf(path), modified: new Date(0), directory: false }),
    open(path) {
      opened++;
      return new Uint8Array(sizeOf(path));
    },
    list: () => null,
  };
  const held = new WeakSet<object>();
  const looking = defineModule({
    name: "Looking",
    onBeginRequest(context) {
      const file = context.getFileInfo()!;
      const known = held.has(file);
      held.add(file);
      context.getResponse().setHeader("X-Known", String(known), true);
    },
  });
  const { get } = house(looking, { files, app: { fetch: () => new Response("app") } });
  const known = async (path: string) => (await get(path)).headers.get("X-Known");
  for (let i = 0; i < 200; i++) assertEquals(await known(`/${i}`), "false");
  assertEquals([await known("/199"), await known("/140"), opened], ["true", "true", 200]);
  assertEquals([await known("/huge"), await known("/huge"), opened], ["false", "false", 202]);
  assertEquals([await known("/199"), await known("/0"), opened], ["true", "false", 203]);
});

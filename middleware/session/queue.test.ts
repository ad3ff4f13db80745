// What is known of a client from one request to the next? Tested where somebody leaves the queue, and where readers meet writers.
import process from "node:process";
import v8 from "node:v8";
import vm from "node:vm";
import { createStorage } from "npm:unstorage@1.17.6";
import memory from "npm:unstorage@1.17.6/drivers/memory";
import { assertEquals, assertLessOrEqual } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { turn, within } from "../../tests/conformance/_notes.ts";
import { hushed } from "../../tests/regressions/_kit.ts";
import { getSession, session, type SessionOptions } from "./index.ts";
import { SessionLocks } from "./session-locks.ts";

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc") as () => void;

/** A server whose handler notes when it has the session, and waits for as long as the test wishes. */
function holding(seen: string[], options: SessionOptions) {
  const open = new Map<string, () => void>();
  const { get } = house([session(options), {
    name: "Holding",
    async onExecuteRequestHandler(context) {
      const name = context.getScriptName().slice(1);
      context.getResponse().setStatus(200, "OK");
      if (options.enableSessionState !== "ReadOnly") getSession(context).set("last", name);
      seen.push(`${name} in`);
      if (name !== "first") await new Promise<void>((resolve) => open.set(name, resolve));
      seen.push(`${name} out`);
    },
  }]);
  return { get, end: (name: string) => open.get(name)!() };
}

Deno.test("session: a client that leaves while its request waits keeps nobody out behind it", async () => {
  const seen: string[] = [];
  const { get, end } = holding(seen, {});
  const [Cookie] = (await get("/first")).headers.get("Set-Cookie")!.split(";");
  const headers = { Cookie };
  await hushed(async () => {
    const abort = new AbortController();
    const first = get("/A", { headers });
    await turn();
    const gone = get("/B", { headers, signal: abort.signal }).catch(() => {});
    const last = get("/C", { headers });
    await turn();
    abort.abort();
    await turn();
    end("A");
    await within(first, "A");
    await turn();
    end("C");
    await within(last, "C, for which nobody stands in the way");
    await within(gone, "B");
  });
  assertEquals(seen, ["first in", "first out", "A in", "A out", "C in", "C out"]);
});

Deno.test("session: who only reads waits for one who writes, and who writes for all who read", async () => {
  const seen: string[] = [];
  const store = createStorage({ driver: memory() });
  const writing = holding(seen, { store });
  const reading = holding(seen, { store, enableSessionState: "ReadOnly" });
  const [Cookie] = (await writing.get("/first")).headers.get("Set-Cookie")!.split(";");
  const headers = { Cookie };
  const answers = [writing.get("/A", { headers })];
  await turn();
  answers.push(reading.get("/B", { headers }), reading.get("/C", { headers }));
  await turn();
  answers.push(writing.get("/D", { headers }), reading.get("/E", { headers }));
  await turn();
  assertEquals(seen.splice(0), ["first in", "first out", "A in"]);
  writing.end("A");
  await turn();
  assertEquals(seen.splice(0), ["A out", "B in", "C in"]);
  reading.end("B");
  await turn();
  assertEquals(seen.splice(0), ["B out"], "D waits for C, and E does not overtake it");
  reading.end("C");
  await turn();
  assertEquals(seen.splice(0), ["C out", "D in"]);
  writing.end("D");
  await turn();
  reading.end("E");
  await within(Promise.all(answers), "all");
  assertEquals(seen, ["D out", "E in", "E out"]);
});

/** Bytes that are still held behind some work. */
async function heldBehind(work: () => Promise<void>): Promise<number> {
  await work();
  collect();
  const before = process.memoryUsage().heapUsed;
  await work();
  await turn();
  collect();
  return process.memoryUsage().heapUsed - before;
}

Deno.test("session: a queue in which nobody stands any more is let go of, whoever has left it last", async () => {
  const locks = new SessionLocks();
  let names = 0;
  const held = await heldBehind(async () => {
    for (let i = 0; i < 5_000; i++) {
      const id = `a session of its own ${names++}`;
      const release = await locks.enter(id, i % 2 === 0, new AbortController().signal);
      const leaves = new AbortController();
      const waits = locks.enter(id, false, leaves.signal).catch(() => {});
      if (i % 3 === 0) release();
      leaves.abort();
      const entered = await waits;
      if (i % 3 === 0) entered!();
      else release();
      await locks.enter(`${id}, gone before`, false, leaves.signal).catch(() => {});
    }
  });
  assertLessOrEqual(held, 200_000, `${held} bytes are held for 5,000 sessions`);
});

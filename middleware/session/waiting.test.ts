// What is known of a client from one request to the next? Tested where several requests want the same session.
import { createStorage } from "npm:unstorage@1.17.6";
import memory from "npm:unstorage@1.17.6/drivers/memory";
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  defineModule,
  PRIORITY_ALIAS_LAST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { virtualClock } from "../../testing.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { sleep, turn } from "../../tests/_waits.ts";
import { getSession, session, type SessionStore } from "./index.ts";
import { type Act, count, read, setCookie, visits } from "./_visits.ts";

Deno.test("session: requests of one session wait for each other, in their order; others do not", async () => {
  const { visit, seen, cookie } = visits({}, count);
  await visit();
  const slow: Act = async (session) => {
    const before = session.get<number>("count")!;
    await sleep(1);
    session.set("count", before + 1);
    return before;
  };
  const own = cookie();
  const mine = Array.from({ length: 50 }, () => visit(slow, own));
  assertEquals(setCookie(await visit(slow, "none=1"))!.length > 0, true);
  await Promise.all(mine);
  const numbers = seen.slice(1).filter((one) => one !== undefined);
  assertEquals(numbers, Array.from({ length: 50 }, (_, index) => index + 1));
  await visit(read, own);
  assertEquals(seen.at(-1), 51);
});

Deno.test("session: enableSessionState ReadOnly: many read at once, nobody writes", async () => {
  const store = createStorage({ driver: memory() });
  const writing = visits({ store }, count);
  await writing.visit();
  let inside = 0;
  let most = 0;
  const { visit, seen } = visits({ store, enableSessionState: "ReadOnly" }, async (session) => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
    assertThrows(() => session.set("a", 1), Error, "session is read-only");
    return session.get("count");
  });
  const readers = Array.from({ length: 8 }, () => visit(undefined, writing.cookie()));
  await Promise.all([...readers, writing.visit()]);
  assertEquals(most, 8);
  assertEquals(seen, Array(8).fill(1));
  assertEquals(writing.seen, [1, 2]);
});

Deno.test("session: the lock of the store is used, once for each request", async () => {
  const seen: string[] = [];
  const storage = createStorage({ driver: memory() });
  const store: SessionStore = {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    lock(key, signal) {
      seen.push(`lock ${key.length} ${signal.aborted}`);
      return () => void seen.push("unlock");
    },
  };
  const { visit } = visits({ store }, count);
  await visit();
  await visit();
  await visit(count, `ASP.NET_SessionId=${"A".repeat(32)}`);
  assertEquals(seen, ["lock 32 false", "unlock", "lock 32 false", "unlock"]);
});

Deno.test("session: FINISH and errors keep what was set, and let the session go", async () => {
  let fails = "";
  const ending = defineModule({
    name: "Ending",
    onPreExecuteRequestHandler(context) {
      count(getSession(context), context);
      if (fails === "throw") throw new Error("broken");
      if (fails === "finish") return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const app = { fetch: () => new Response("app") };
  const { get } = house([session(), ending], { app });
  const [Cookie] = setCookie(await get())!.split(";");
  const seen: number[] = [];
  for (fails of ["finish", "throw", ""]) {
    seen.push((await get("/", { headers: { Cookie } })).status);
  }
  assertEquals(seen, [200, 500, 200]);
  const reader = defineModule({
    name: "Reader",
    onSendResponse(context) {
      context.getResponse().setHeader("X-Count", `${getSession(context).get("count")}`, true);
    },
  });
  assertEquals(
    (await house([session(), ending, reader], { app }).get()).headers.get("X-Count"),
    "1",
  );
});

Deno.test("session: a store that fails is 500, and nobody waits for ever", async () => {
  let broken = "getItem";
  const storage = createStorage({ driver: memory() });
  const or = <T>(name: string, good: () => T): T => {
    if (broken === name) throw new Error("the store is gone");
    return good();
  };
  const store: SessionStore = {
    getItem: (key) => or("getItem", () => storage.getItem(key)),
    setItem: (key, value) => or("setItem", () => storage.setItem(key, value)),
    removeItem: (key) => storage.removeItem(key),
  };
  const { visit, cookie } = visits({ store }, count);
  broken = "";
  await visit();
  const statuses: number[] = [];
  for (broken of ["getItem", "setItem", ""]) statuses.push((await visit(count, cookie())).status);
  assertEquals(statuses, [500, 500, 200]);
});

Deno.test("session: a request that is given up while it waits does not keep the session", async () => {
  const never = new Promise<void>(() => {});
  let next: Act = count;
  const handler = defineModule({
    name: "Handler",
    async onExecuteRequestHandler(context) {
      context.getResponse().setStatus(200, "OK");
      await next(getSession(context), context);
    },
  });
  using clock = virtualClock();
  const limits = { requestTimeout: 40 };
  const { get } = house([session(), handler], { limits });
  const [Cookie] = setCookie(await get())!.split(";");
  const ask = async () => {
    const answer = await get("/", { headers: { Cookie } });
    await answer.text();
    return answer.status;
  };
  next = () => never;
  const answers = Promise.all([ask(), ask(), ask()]);
  await clock.tick(40);
  assertEquals(await answers, [503, 503, 503]);
  next = count;
  assertEquals(await ask(), 200);
});

Deno.test("session: a child request has that of its parent, and does not wait for it", async () => {
  const seen: unknown[] = [];
  const counting = defineModule({
    name: "Counting",
    onPreExecuteRequestHandler: (context) => void seen.push(count(getSession(context), context)),
  });
  const nesting = defineModule({
    name: "Nesting",
    priority: PRIORITY_ALIAS_LAST,
    onPreExecuteRequestHandler(context) {
      if (context.getParentContext() !== null) return RQ_NOTIFICATION_CONTINUE;
      const child = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS).httpContext!;
      context.executeRequest(true, child, 0, null);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  });
  const app = { fetch: () => new Response("app") };
  const { get } = house([session(), counting, nesting], { app });
  const first = await get();
  const [Cookie] = setCookie(first)!.split(";");
  // The child's end sends the head; the session is kept behind it.
  await first.text();
  await (await get("/", { headers: { Cookie } })).text();
  assertEquals(seen, [1, 2, 3, 4]);
});

Deno.test("session: a session that a slow store finds after the end of its request is let go", async () => {
  const seen: string[] = [];
  const storage = createStorage({ driver: memory() });
  let found = (): void => {};
  let isSlow = false;
  const store: SessionStore = {
    async getItem(key) {
      if (isSlow) await new Promise<void>((resolve) => found = resolve);
      return storage.getItem(key);
    },
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    lock: () => () => void seen.push("unlock"),
  };
  const handler = defineModule({
    name: "Handler",
    onExecuteRequestHandler: (context) => void count(getSession(context), context),
  });
  using clock = virtualClock();
  const { get } = house([session({ store }), handler], { limits: { requestTimeout: 20 } });
  const first = await get();
  await first.text();
  const [Cookie] = setCookie(first)!.split(";");
  isSlow = true;
  const answer = get("/", { headers: { Cookie } });
  await clock.tick(20);
  const late = await answer;
  await late.text();
  assertEquals([late.status, seen.length], [503, 0]);
  found();
  await clock.tick(0);
  assertEquals(seen, ["unlock"]);
});

Deno.test("session: who leaves while waiting holds nobody up, and is no error", async () => {
  const { error } = console;
  const said: unknown[] = [];
  console.error = (...words: unknown[]) => void said.push(words);
  let free = Promise.resolve();
  const { visit, seen, server, cookie } = visits({}, async (session, context) => {
    await free;
    return count(session, context);
  });
  await visit();
  const { promise, resolve } = Promise.withResolvers<void>();
  free = promise;
  const Cookie = cookie();
  const slow = visit();
  const client = new AbortController();
  const request = new Request("http://localhost/", { headers: { Cookie }, signal: client.signal });
  const left = Promise.resolve(server.fetch(request)).then((answer) => answer.body?.cancel());
  const last = visit();
  await turn();
  client.abort();
  await turn();
  resolve();
  await Promise.all([slow, last, left.catch(() => {})]);
  console.error = error;
  assertEquals([seen, said], [[1, 2, 3], []]);
});

// Does every trace hold together, whatever modules do? Random modules, and what each trace has to be.
import {
  CHttpModule,
  type HTTP_TRACE_EVENT,
  type IHttpContext,
  type NamedRegistration,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_LOG_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  RQ_READ_ENTITY,
  RQ_SEND_RESPONSE,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, within, write } from "./_notes.ts";
import { random } from "./_random.ts";
import { EVERYTHING, line, listener } from "./_trace.ts";

type Act = (context: IHttpContext) => RQResult;

/** What a handler of a stage may do. */
const ACTS: readonly Act[] = [
  () => {},
  () => RQ_NOTIFICATION_CONTINUE,
  () => RQ_NOTIFICATION_FINISH_REQUEST,
  (context) => write(context, "text"),
  (context) => {
    context.postCompletion(3);
    return RQ_NOTIFICATION_PENDING;
  },
  (context) => {
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE), 0);
    return RQ_NOTIFICATION_PENDING;
  },
  async (context) => void await context.getResponse().flush(false, true),
  async (context) => void await context.getRequest().readEntityBody(new Uint8Array(4), false),
  (context) => void context.getResponse().setStatus(503, "Busy"),
  (context) => void context.getResponse().redirect("/elsewhere"),
  (context) => void context.getNextNotification(RQ_NOTIFICATION_CONTINUE),
  () => {
    throw new Error("on purpose");
  },
];
const BITS = RQ_BEGIN_REQUEST | RQ_MAP_REQUEST_HANDLER | RQ_LOG_REQUEST | RQ_END_REQUEST;

/** A module whose every handler does one thing, chosen at random; one in ten has a factory that fails. */
function module(name: string, next: () => number): NamedRegistration {
  const pick = (): Act => ACTS[Math.floor(next() * ACTS.length)];
  const acts = { begin: pick(), map: pick(), log: pick(), end: pick(), send: next() };
  const fails = next() < 0.1;
  class Random extends CHttpModule {
    override onBeginRequest = acts.begin;
    override onMapRequestHandler = acts.map;
    override onLogRequest = acts.log;
    override onPostLogRequest = acts.log;
    override onEndRequest = acts.end;
    override onReadEntity = (): RQResult => RQ_NOTIFICATION_CONTINUE;
    override onSendResponse = async (): Promise<void> => {
      if (acts.send < 0.5) await Promise.resolve();
      if (acts.send < 0.1) throw new Error("on purpose");
    };
    override onAsyncCompletion = (): RQResult => RQ_NOTIFICATION_CONTINUE;
  }
  const factory = {
    getHttpModule: () => ({ hr: S_OK, module: fails ? null : new Random() }),
    terminate: () => {},
  };
  const raised = (next() < 0.5 ? RQ_SEND_RESPONSE : 0) | (next() < 0.5 ? RQ_READ_ENTITY : 0);
  return {
    name,
    registerModule: (_version, info) =>
      info.setRequestNotifications(factory, (BITS | raised) >>> 0, RQ_LOG_REQUEST),
  };
}

/** Calls stand inside one another like brackets: a START for each END, the last one first. */
function checkCalls(events: readonly HTTP_TRACE_EVENT[], what: string): void {
  const open: string[] = [];
  const key = ({ eventItems }: HTTP_TRACE_EVENT): string =>
    eventItems.slice(1, 4).map(({ data }) => data).join();
  for (const event of events) {
    if (event.eventName === "NOTIFY_MODULE_START") open.push(key(event));
    if (event.eventName === "NOTIFY_MODULE_END") assertEquals(open.pop(), key(event), what);
    if (event.eventName === "NOTIFY_MODULE_COMPLETION") assertEquals(open.at(-1), key(event), what);
  }
  assertEquals(open, [], what);
}

/** Each START of a send or a read has its END, and no other in between. */
function checkPairs(names: readonly string[], of: string, what: string): void {
  const pairs = names.filter((name) => name === `${of}_START` || name === `${of}_END`);
  pairs.forEach((name, place) =>
    assertEquals(name, `${of}_${place % 2 === 0 ? "START" : "END"}`, what)
  );
  assertEquals(pairs.length % 2, 0, what);
}

async function tryOne(seed: number): Promise<void> {
  const next = random(seed);
  const { promise, resolve } = Promise.withResolvers<void>();
  const recorder = listener("Recorder", EVERYTHING, (_provider, { events }) => {
    if (events.at(-1)!.eventName === "GENERAL_REQUEST_END") resolve();
  });
  const count = 1 + Math.floor(next() * 4);
  const modules = Array.from({ length: count }, (_, place) => module(`M${place}`, next));
  const init = next() < 0.5 ? {} : { method: "POST", body: "twelve bytes" };
  const answer = await house([...modules, recorder.module], { app }).get("/", init);
  await answer.text().catch(() => {});
  await within(promise, `GENERAL_REQUEST_END of seed ${seed}`);
  const { events } = recorder;
  const names = events.map(({ eventName }) => eventName);
  const what = `seed ${seed}\n${events.map(line).join("\n")}`;
  assertEquals([names[0], names.at(-1)], ["GENERAL_REQUEST_START", "GENERAL_REQUEST_END"], what);
  for (const once of ["GENERAL_REQUEST_START", "GENERAL_REQUEST_END"]) {
    assertEquals(names.filter((name) => name === once).length, 1, what);
  }
  checkCalls(events, what);
  checkPairs(names, "GENERAL_FLUSH_RESPONSE", what);
  checkPairs(names, "GENERAL_READ_ENTITY", what);
}

Deno.test("12.102 every trace begins, ends and nests as it should, whatever 300 random lists of modules do", async () => {
  const log = console.error;
  let errors = 0;
  console.error = () => void errors++;
  try {
    for (let seed = 1; seed <= 300; seed++) await tryOne(seed);
  } finally {
    console.error = log;
  }
  assert(errors > 0, "no module has thrown");
});

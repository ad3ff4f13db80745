// Do trace assertions see what has happened, and say so where it has not?
import { house, traceRecord } from "../../testing.ts";
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import { assertEquals, assertThrows } from "../_assert.ts";
import { app } from "../conformance/_notes.ts";

const modules = [
  { name: "A", onBeginRequest() {}, onPostBeginRequest() {}, onLogRequest() {} },
  { name: "B", onBeginRequest: () => RQ_NOTIFICATION_FINISH_REQUEST, onSendResponse() {} },
] as const;
const CALLS = ["A.onBeginRequest", "B.onBeginRequest", "A.onLogRequest", "B.onSendResponse"];

async function recorded(times = 1) {
  const record = traceRecord();
  const { text } = house([...modules], { app, trace: record.trace });
  for (let i = 0; i < times; i++) await text();
  return record;
}

Deno.test("traceRecord: calls of modules by their handlers, without those of the core", async () => {
  const record = await recorded();
  assertEquals(record.calls(), CALLS);
  record.assertCalls(...CALLS);
  record.assertOrder("A.onBeginRequest", "B.onSendResponse");
  record.assertCalled("A.onLogRequest");
  record.assertCalled("A.onPostBeginRequest", 0);
  record.assertBalanced();
});

Deno.test("traceRecord: several requests are told apart", async () => {
  const record = await recorded(2);
  const [first] = record.events;
  assertEquals(record.calls(first.context!), CALLS);
  record.assertCalled("A.onLogRequest", 2);
  record.assertBalanced();
});

Deno.test("traceRecord: what is not so is an error that says what was found", async () => {
  const record = await recorded();
  const wrong: [() => void, string][] = [
    [() => record.assertCalls(...CALLS.slice(1)), "Call 1 is A.onBeginRequest, wished for B.onBe"],
    [() => record.assertCalls(...CALLS, "C.onX"), "Call 5 is missing, wished for C.onX"],
    [() => record.assertCalls(...CALLS.slice(0, 3)), "Call 4 is B.onSendResponse, wished for none"],
    [() => record.assertOrder("A.onLogRequest", "A.onBeginRequest"), "A.onBeginRequest is missing"],
    [() => record.assertCalled("A.onLogRequest", 2), "called 1 times, wished for 2"],
  ];
  for (const [call, message] of wrong) assertThrows(call, Error, message);
  const ends = record.events.filter(({ name }) => name === "NOTIFY_MODULE_END");
  record.events.splice(record.events.indexOf(ends[0]), 1);
  assertThrows(
    () => record.assertBalanced(),
    Error,
    "A.onBeginRequest of request 1 was never left",
  );
  record.events.push(ends[0], ends[0]);
  assertThrows(() => record.assertBalanced(), Error, "left more often than entered");
});

Deno.test("TraceRecord: a record that nobody has filled says what is missing", async () => {
  const record = traceRecord();
  await house({ name: "A", onBeginRequest() {} }).get();
  const said = "no event has come: the option `trace` wants the record's `trace`";
  assertThrows(() => record.assertCalls("A.onBeginRequest"), Error, said);
  assertThrows(() => record.assertOrder("A.onBeginRequest"), Error, said);
  assertThrows(() => record.assertCalled("A.onBeginRequest"), Error, said);
});

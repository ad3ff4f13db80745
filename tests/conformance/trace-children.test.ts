// What does a trace say of child requests? Semantics 5 and 8.1; row 85.
import {
  defineModule,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { executeChild, isRoot } from "./_child.ts";
import { tracing, write } from "./_notes.ts";
import {
  begun,
  buffer,
  called,
  completed,
  ended,
  EVERYTHING,
  headers,
  listener,
  NO_CUSTOM_ERROR,
  sent,
  traceOf,
} from "./_trace.ts";

const EXECUTED = called("IIS Web Core", "EXECUTE_REQUEST_HANDLER");

/** Executes a child under `/child`, and `inside` in it. */
const parent = (inside: (context: IHttpContext) => void) =>
  defineModule({
    name: "Asking",
    onBeginRequest(context) {
      if (!isRoot(context)) inside(context);
      else if (executeChild(context, "/child").hr === 0) return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  });

/** What a trace says of the beginning of a request. */
const start = (url: string): string =>
  'GENERAL_REQUEST_START SiteId=1 AppPoolId="DefaultAppPool" ConnId=0 RawConnId=0 ' +
  `RequestURL="http://localhost${url}" RequestVerb="GET"`;

// @see ihttpcontext-executerequest-method
Deno.test("12.85 the whole trace of a child stands between the START and the COMPLETION of its parent, RecursiveLevel 1", async () => {
  const asking = parent((context) => write(context, "child"));
  const { lines, text, events } = await traceOf(asking, "/", {}, {});
  assertEquals(text, "child");
  const leaves = [
    NO_CUSTOM_ERROR,
    ...sent(5, headers("content-length: 5"), buffer("child")),
  ];
  assertEquals(lines, [
    ...begun(),
    ...called("Asking", "BEGIN_REQUEST", [
      'URL_CHANGED OldUrl="http://localhost/" NewUrl="http://localhost/child"',
      'GENERAL_CHILD_REQUEST_START SiteId=1 RequestURL="http://localhost/child" ' +
      'RequestVerb="GET" RecursiveLevel=1',
      start("/child"),
      ...called("Asking", "BEGIN_REQUEST"),
      ...EXECUTED,
      ...leaves,
      ended(5),
      "GENERAL_CHILD_REQUEST_END BytesSent=5 HttpStatus=200 HttpSubStatus=0",
      NO_CUSTOM_ERROR,
      ...sent(0, headers("content-length: 5")),
      completed("Asking", "BEGIN_REQUEST"),
    ]),
    ended(5),
  ]);
  assertEquals(new Set(events.map(({ activityGuid }) => activityGuid)).size, 1);
});

// @see ihttpcontext-executerequest-method
Deno.test("The events of a request and its children count along one line, and one clock", async () => {
  const { events, trace } = tracing();
  await house(parent((context) => write(context, "child")), { trace }).text();
  assertEquals(events.map(({ sequence }) => sequence), events.map((_, place) => place + 1));
  const times = events.map(({ time }) => time);
  assertEquals(times, [...times].sort((a, b) => a - b));
  assertEquals(new Set(events.map(({ context }) => context)).size, 2);
});

// @see ihttptracecontext-settraceconfiguration-method
Deno.test("What a module wants of a request it wants of its children, until it says something else there", async () => {
  const none = { ...EVERYTHING, areas: 0, verbosity: 0 };
  const recorder = listener("Recorder", none);
  const told = async (inside: (context: IHttpContext) => void): Promise<number> => {
    recorder.events.length = 0;
    const wanting = defineModule({
      name: "Wanting",
      onBeginRequest(context) {
        if (!isRoot(context)) return;
        context.getTraceContext().setTraceConfiguration(recorder.id, EVERYTHING);
      },
    });
    await house([wanting, recorder.module, parent(inside)], {}).text();
    return recorder.events.filter(({ eventName }) => eventName === "QUICK_TRACE").length;
  };
  assertEquals(await told((context) => void context.getTraceContext().quickTrace("child")), 1);
  const silenced = (context: IHttpContext): void => {
    context.getTraceContext().setTraceConfiguration(recorder.id, none);
    context.getTraceContext().quickTrace("child");
  };
  assertEquals(await told(silenced), 0);
});

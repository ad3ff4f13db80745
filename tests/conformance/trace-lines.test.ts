// What does the whole trace of a request say, line by line? Semantics 8.1; rows 16, 35, 38, 48, 75, 102.
import {
  defineModule,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { HANDLERS, noting, write } from "./_notes.ts";
import {
  begun,
  buffer,
  called,
  completed,
  ended,
  headers,
  NO_CUSTOM_ERROR,
  sent,
  traceOf,
} from "./_trace.ts";

const CORE = "IIS Web Core";
const TYPE = "content-type: text/plain;charset=UTF-8";
const EXECUTED = called(CORE, "EXECUTE_REQUEST_HANDLER");
/** What leaves where modules have written `text`. */
const answered = (text: string): string[] => [
  NO_CUSTOM_ERROR,
  ...sent(text.length, headers(`content-length: ${text.length}`), buffer(text)),
  ended(text.length),
];
/** What leaves where the app has answered: its body is handed over uncounted. */
const OF_THE_APP = [NO_CUSTOM_ERROR, ...sent(0, headers(TYPE)), ended(0)];

// @see iglobaltraceeventprovider-gettraceevent-method
Deno.test("12.102 the trace of a plain request begins with GENERAL_REQUEST_START and ends with GENERAL_REQUEST_END", async () => {
  const plain = defineModule({ name: "Plain", onBeginRequest() {}, onPostEndRequest() {} });
  const { lines } = await traceOf(plain, "/path?query");
  assertEquals(lines, [
    ...begun("/path?query"),
    ...called("Plain", "BEGIN_REQUEST"),
    ...EXECUTED,
    ...called("Plain", "END_REQUEST", [], "CONTINUE", true),
    ...OF_THE_APP,
  ]);
});

// @see http-trace-event-structure
Deno.test("12.102 RQ_ACQUIRE_REQUEST_STATE is shown as REQUEST_ACQUIRE_STATE, the other stages under their names", async () => {
  const { lines } = await traceOf(noting("All", []));
  const shown = lines.filter((one) => one.startsWith('NOTIFY_MODULE_START ModuleName="All"'))
    .map((one) => /Notification=(\w+) fIsPostNotification=(\w+)/.exec(one)!.slice(1).join(" "));
  const pair = (name: string): string[] => [`${name} false`, `${name} true`];
  const names = HANDLERS.filter((_, place) => place % 2 === 0).map((name) =>
    name.slice(2).replace(/\B[A-Z]/g, "_$&").toUpperCase()
  );
  names[5] = "REQUEST_ACQUIRE_STATE";
  assertEquals(shown, names.flatMap(pair));
});

// @see chttpmodule-onasynccompletion-method
Deno.test("12.35 a trace with PENDING has one START, a COMPLETION each time, and one END", async () => {
  let left = 2;
  const pending = defineModule({
    name: "Pending",
    onBeginRequest(context) {
      context.postCompletion(7);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context) {
      if (left-- === 0) return RQ_NOTIFICATION_CONTINUE;
      context.postCompletion(7);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  const completion = completed("Pending", "BEGIN_REQUEST", 7);
  assertEquals((await traceOf(pending)).lines, [
    ...begun(),
    ...called("Pending", "BEGIN_REQUEST", [completion, completion, completion]),
    ...EXECUTED,
    ...OF_THE_APP,
  ]);
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("12.38 IndicateCompletion(FINISH) from a timer: COMPLETION, END with FINISH_REQUEST, then LOG", async () => {
  const late = defineModule({
    name: "Late",
    onBeginRequest(context) {
      setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST), 1);
      return RQ_NOTIFICATION_PENDING;
    },
    onLogRequest: (context) => write(context, "log"),
  });
  assertEquals((await traceOf(late)).lines, [
    ...begun(),
    ...called("Late", "BEGIN_REQUEST", [completed("Late", "BEGIN_REQUEST")], "FINISH_REQUEST"),
    ...called("Late", "LOG_REQUEST"),
    ...answered("log"),
  ]);
});

// @see request-notification-status-enumeration
Deno.test("A-01 the trace of FINISH_REQUEST goes from the END of its module to LOG_REQUEST", async () => {
  const early = defineModule({
    name: "Early",
    onAuthorizeRequest(context) {
      context.getResponse().setHeader("X-Early", "yes", true);
      write(context, "early");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const logs = noting("Logs", [], ["onResolveRequestCache", "onLogRequest", "onEndRequest"]);
  const set = 'GENERAL_SET_RESPONSE_HEADER HeaderName="X-Early" HeaderValue="yes" Replace=true';
  const { lines } = await traceOf([early, logs]);
  assertEquals(lines, [
    ...begun(),
    ...called("Early", "AUTHORIZE_REQUEST", [set], "FINISH_REQUEST"),
    ...called("Logs", "LOG_REQUEST"),
    ...called("Logs", "END_REQUEST"),
    NO_CUSTOM_ERROR,
    ...sent(5, headers("content-length: 5\r\nx-early: yes"), buffer("early")),
    ended(5),
  ]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("12.75 SetErrorStatus with FINISH_REQUEST: the trace has 500, the result, module and notification", async () => {
  const failing = defineModule({
    name: "Failing",
    onAuthorizeRequest(_context, provider) {
      provider.setErrorStatus(-2147024891);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const status = 'MODULE_SET_RESPONSE_ERROR_STATUS ModuleName="Failing" ' +
    'Notification=AUTHORIZE_REQUEST HttpStatus=500 HttpReason="Internal Server Error" ' +
    "HttpSubStatus=0 ErrorCode=-2147024891";
  assertEquals((await traceOf(failing)).lines, [
    ...begun(),
    ...called("Failing", "AUTHORIZE_REQUEST", [], "FINISH_REQUEST"),
    status,
    ...sent(0, headers("content-length: 0")),
    ended(0, 500),
  ]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("12.16 no entry matches: the core sets 404.4 under MAP_REQUEST_HANDLER, LOG_REQUEST is next", async () => {
  const modules = [
    noting("Only", [], ["onExecuteRequestHandler"]),
    noting("Logs", [], ["onPostMapRequestHandler", "onLogRequest"]),
  ];
  const handlers = [{ name: "Only", path: "/only", verb: "*", modules: "Only" }];
  const status = `MODULE_SET_RESPONSE_ERROR_STATUS ModuleName="${CORE}" ` +
    'Notification=MAP_REQUEST_HANDLER HttpStatus=404 HttpReason="Not Found" HttpSubStatus=4 ' +
    "ErrorCode=-2147024894";
  assertEquals((await traceOf(modules, "/other", {}, { handlers })).lines, [
    ...begun("/other"),
    ...called(CORE, "MAP_REQUEST_HANDLER", [status], "FINISH_REQUEST"),
    ...called("Logs", "LOG_REQUEST"),
    ...sent(0, headers("content-length: 0")),
    ended(0, 404, 4),
  ]);
});

// @see ihttpresponse-flush-method
Deno.test("12.48 each Flush is GENERAL_FLUSH_RESPONSE_START and END; the headers leave with the first", async () => {
  const flushing = defineModule({
    name: "Flushing",
    async onBeginRequest(context) {
      write(context, "one");
      await context.getResponse().flush(false, true);
      write(context, "two");
      await context.getResponse().flush(false, true);
      write(context, "three");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
    onSendResponse() {},
  });
  const send = called("Flushing", "SEND_RESPONSE");
  const { lines, text } = await traceOf(flushing);
  assertEquals(text, "onetwothree");
  const first = [...send, NO_CUSTOM_ERROR, ...sent(3, headers(""), buffer("one"))];
  const second = [...send, ...sent(3, buffer("two"))];
  const done = completed("Flushing", "BEGIN_REQUEST");
  assertEquals(lines, [
    ...begun(),
    ...called("Flushing", "BEGIN_REQUEST", [...first, ...second, done], "FINISH_REQUEST"),
    ...send,
    ...sent(5, buffer("three")),
    ended(11),
  ]);
});

// @see ihttprequest-readentitybody-method
Deno.test("GENERAL_READ_ENTITY_START and END stand around each read, with the bytes between them", async () => {
  const reading = defineModule({
    name: "Reading",
    async onBeginRequest(context) {
      const bytes = new Uint8Array(8);
      while ((await context.getRequest().readEntityBody(bytes, false)).hr === 0);
      write(context, "read");
    },
    onReadEntity() {},
  });
  const raised = called("Reading", "READ_ENTITY");
  const read = (text: string): string[] => [
    "GENERAL_READ_ENTITY_START",
    ...raised,
    ...text === "" ? [] : [`GENERAL_REQUEST_ENTITY Buffer="${text}"`],
    `GENERAL_READ_ENTITY_END BytesReceived=${text.length} ErrorCode=${
      text === "" ? -2147024858 : 0
    }`,
  ];
  const { lines } = await traceOf(reading, "/", { method: "POST", body: "twelve bytes" }, {});
  const inside = [...read("twelve b"), ...read("ytes"), ...read("")];
  assertEquals(lines, [
    ...begun("/", "POST", TYPE),
    ...called("Reading", "BEGIN_REQUEST", [...inside, completed("Reading", "BEGIN_REQUEST")]),
    ...EXECUTED,
    NO_CUSTOM_ERROR,
    ...sent(4, headers("content-length: 4"), buffer("read")),
    ended(4, 200, 0, 12),
  ]);
});

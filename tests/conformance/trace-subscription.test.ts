// Who is told of a trace event? GL_TRACE_EVENT, CheckSubscription and the configurations of modules; row 103.
import {
  createWebServer,
  defineModule,
  GUID_IIS_ASPNET_TRACE_PROVIDER,
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_TRACE_CONFIGURATION,
  type HTTP_TRACE_EVENT,
  type IHttpContext,
  pipeline,
  type TraceEvent,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { Hono } from "hono";
import { app, code, named, noting, tracing } from "./_notes.ts";
import { EVERYTHING, type Listener, listener } from "./_trace.ts";

/** A configuration for one provider. */
const asking = (
  areas: number,
  verbosity: number,
  providerGuid: string = GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
): HTTP_TRACE_CONFIGURATION => ({ areas, verbosity, providerGuid, providerEnabled: true });

/** The names of a listener's events, each once, in order. */
const namesOf = ({ events }: Listener): string[] => [...new Set(events.map((e) => e.eventName))];

/** Sends one request past a module with a handler of BEGIN_REQUEST. */
async function ask(...modules: Listener[]): Promise<void> {
  const plain = noting("Plain", [], ["onBeginRequest"]);
  await house([plain, ...modules.map(({ module }) => module)], { app }).text();
}

// @see iglobaltraceeventprovider-checksubscription-method
Deno.test("12.103 OnGlobalTraceEvent is not called for areas that the module has not asked for", async () => {
  const cache = listener("Cache", asking(0x80, 5));
  const notifications = listener("Notifications", asking(0x100, 5));
  await ask(cache, notifications);
  assert(!namesOf(cache).includes("NOTIFY_MODULE_START"), namesOf(cache).join());
  assert(namesOf(notifications).includes("NOTIFY_MODULE_START"), namesOf(notifications).join());
});

// @see iglobaltraceeventprovider-checksubscription-method
Deno.test("12.103 OnGlobalTraceEvent is not called for another provider, or one that was switched off", async () => {
  const other = listener("Other", asking(0xffffe, 5, GUID_IIS_ASPNET_TRACE_PROVIDER));
  const off = listener("Off", [EVERYTHING, { ...EVERYTHING, providerEnabled: false }]);
  await ask(other, off);
  assertEquals([other.events, off.events], [[], []]);
});

// @see http-trace-configuration-structure
Deno.test("12.103 OnGlobalTraceEvent is not called for events chattier than was asked for", async () => {
  const quiet = listener("Quiet", asking(0xffffe, 0));
  const middling = listener("Middling", asking(0xffffe, 4));
  await ask(quiet, middling);
  assertEquals(namesOf(quiet), ["GENERAL_REQUEST_START", "GENERAL_REQUEST_END"]);
  assertEquals(namesOf(middling), [
    "GENERAL_REQUEST_START",
    "GENERAL_ENDPOINT_INFORMATION",
    "GENERAL_REQUEST_HEADERS",
    "GENERAL_FLUSH_RESPONSE_START",
    "GENERAL_RESPONSE_HEADERS",
    "GENERAL_FLUSH_RESPONSE_END",
    "GENERAL_REQUEST_END",
  ]);
});

// @see iglobaltraceeventprovider-checksubscription-method
Deno.test("CheckSubscription tells for each module whether the event is meant for it", async () => {
  const narrow = listener("Narrow", asking(0x80, 0));
  const told: string[] = [];
  const wide = listener("Wide", EVERYTHING, (provider, self) => {
    const { eventName } = provider.getTraceEvent().traceEvent!;
    const ids = [self.id, narrow.id, {}];
    told.push(`${eventName} ${ids.map((id) => provider.checkSubscription(id)).join()}`);
  });
  await ask(narrow, wide);
  assertEquals([told[0], told[3], told.at(-1)], [
    "GENERAL_REQUEST_START true,true,false",
    "NOTIFY_MODULE_START true,false,false",
    "GENERAL_REQUEST_END true,true,false",
  ]);
});

// @see cglobalmodule-onglobaltraceevent-method
Deno.test("A module of GL_TRACE_EVENT that has never said what it wants hears everything, in each form", async () => {
  const seen: string[] = [];
  const object = defineModule({
    name: "Object",
    onGlobalTraceEvent(provider) {
      seen.push(provider.getTraceEvent().traceEvent!.eventName);
      return 0;
    },
  });
  const silent = listener("Silent", null, (provider, { id }) => {
    assert(provider.checkSubscription(id));
  });
  await house([object, silent.module], { app }).text();
  assertEquals(seen, silent.events.map(({ eventName }) => eventName));
  assertEquals([seen[0], seen.at(-1)], ["GENERAL_REQUEST_START", "GENERAL_REQUEST_END"]);
});

// @see ihttptracecontext-settraceconfiguration-method
Deno.test("SetTraceConfiguration on a request asks for events of that request alone", async () => {
  const one = listener("One", asking(0, 0));
  const curious = defineModule({
    name: "Asking",
    onBeginRequest(context) {
      const { search } = new URL(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl);
      if (search !== "") context.getTraceContext().setTraceConfiguration(one.id, EVERYTHING);
    },
    onEndRequest() {},
  });
  const { text } = house([curious, one.module], { app });
  const started = () => one.events.filter((e) => e.eventName === "NOTIFY_MODULE_START").length;
  await text("/");
  assertEquals(started(), 0);
  await text("/?more");
  assertEquals(started(), 2);
  await text("/");
  assertEquals(started(), 2);
});

// @see cglobalmodule-onglobaltraceevent-method
Deno.test("GL_NOTIFICATION_HANDLED from OnGlobalTraceEvent keeps an event from the modules behind", async () => {
  const first = listener("First", EVERYTHING, () => 1);
  const second = listener("Second", EVERYTHING);
  await ask(first, second);
  assert(first.events.length > 0);
  assertEquals(second.events, []);
});

// @see iglobaltraceeventprovider-getcurrenthttprequestcontext-method
Deno.test("GetCurrentHttpRequestContext gives the request, and ERROR_NOT_SUPPORTED outside of one", async () => {
  const contexts = new Set<IHttpContext | null>();
  const results: string[] = [];
  const recorder = listener("Recorder", EVERYTHING, (provider) => {
    const { hr, httpContext } = provider.getCurrentHttpRequestContext();
    contexts.add(httpContext);
    results.push(code(hr));
  });
  const keeping = defineModule({ name: "Keeping", onBeginRequest: (c) => void contexts.add(c) });
  await house([keeping, recorder.module], { app }).text();
  assertEquals([contexts.size, new Set(results)], [1, new Set(["0x00000000"])]);
  results.length = 0;
  recorder.server.getTraceContext().quickTrace("outside");
  assertEquals([results, contexts.has(null)], [["0x80070032"], true]);
});

// @see ihttptracecontext-raisetraceevent-method
Deno.test("An event raised inside OnGlobalTraceEvent reaches the other listeners, and nobody twice", async () => {
  const raise = (own: Listener, other: () => Listener) => ({ eventName }: HTTP_TRACE_EVENT) => {
    if (eventName === "GENERAL_REQUEST_END") {
      own.server.getTraceContext().quickTrace(other().module.name);
    }
  };
  const chatty = (name: string, other: () => Listener): Listener =>
    listener(
      name,
      EVERYTHING,
      (provider, self) => raise(self, other)(provider.getTraceEvent().traceEvent!),
    );
  const a: Listener = chatty("A", () => b);
  const b: Listener = chatty("B", () => a);
  await ask(a, b);
  const quick = ({ events }: Listener) =>
    events.filter((e) => e.eventName === "QUICK_TRACE").length;
  assertEquals([quick(a), quick(b)], [1, 1]);
});

// @see ihttptracecontext-quicktrace-method
Deno.test("Listeners that answer every event with another one do not go on for ever", async () => {
  const answering = (name: string): Listener =>
    listener(name, EVERYTHING, (provider) => {
      const { httpContext } = provider.getCurrentHttpRequestContext();
      httpContext!.getTraceContext().quickTrace(name);
      httpContext!.getResponse().setHeader(`X-${name}`, "1", true);
    });
  const three = ["A", "B", "C"].map(answering);
  const { events, trace } = tracing();
  await house(three.map(({ module }) => module), { app, trace }).text();
  const answers = ["QUICK_TRACE", "GENERAL_SET_RESPONSE_HEADER", "TRACE_WARNING"];
  const own = events.filter(({ name }) => answers.includes(name));
  // Each of the three answers each event of the core with two (the second one warns once the head has left), and none
  // of those is answered in turn.
  const quick = named(events, "QUICK_TRACE").length;
  assertEquals(quick, (events.length - own.length) * 3);
  assertEquals(named(events, "GENERAL_SET_RESPONSE_HEADER").length, quick);
});

// @see cglobalmodule-onglobaltraceevent-method
Deno.test("A listener that throws, or reports an error, disturbs neither the request nor the others", async () => {
  const log = console.error;
  const errors: unknown[] = [];
  console.error = (...words: unknown[]) => void errors.push(words[0]);
  try {
    const throwing = listener("Throwing", EVERYTHING, () => {
      throw new Error("no");
    });
    const reporting = listener("Reporting", asking(0, 0), (provider) => {
      provider.setErrorStatus(-2147467259);
    });
    const { events, trace } = tracing();
    const modules = [throwing.module, reporting.module];
    assertEquals(await house(modules, { app, trace }).text(), "app");
    const warned = named(events, "TRACE_WARNING").map(({ message }) => message);
    assertEquals([errors.length > 0, warned.length], [true, 2]);
    assert(warned[0]?.includes("Reporting") && warned[0].includes("0x80004005"), warned[0]);
  } finally {
    console.error = log;
  }
});

// @see ihttpserver-gettracecontext-method
Deno.test("Where pipelines meet, a listener of one hears of the modules of both", async () => {
  const heard = listener("Heard", EVERYTHING);
  const hono = new Hono();
  hono.use(pipeline(noting("Front", [], ["onBeginRequest"])));
  hono.use(pipeline([heard.module, noting("Back", [], ["onBeginRequest"])]));
  hono.get("/", (c) => c.text("hono"));
  assertEquals(await (await hono.request("/")).text(), "hono");
  const names = heard.events.filter((e) => e.eventName === "NOTIFY_MODULE_START")
    .map((e) => e.eventItems.find(({ name }) => name === "ModuleName")!.data);
  assertEquals(names.slice(0, 2), ["Front", "Back"]);
  const events = heard.events.length;
  heard.server.getTraceContext().quickTrace("unasked");
  assertEquals(heard.events.length, events + 1);
});

// @see ihttptracecontext-gettraceconfiguration-method
Deno.test("Without the trace option and without listeners no request has a tracer", async () => {
  const tracers: unknown[] = [];
  const looking = defineModule({
    name: "Looking",
    onBeginRequest: (c) =>
      void tracers.push((c as unknown as { parts: { tracer: unknown } }).parts.tracer),
  });
  const all: (event: TraceEvent) => void = () => {};
  for (const trace of [undefined, all]) {
    const server = createWebServer({ modules: looking, app, ...trace && { trace } });
    await server.fetch(new Request("http://localhost/"));
  }
  assertEquals([tracers[0], typeof tracers[1]], [null, "object"]);
});

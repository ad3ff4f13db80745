// What can a module say and ask through IHttpTraceContext? Semantics 8.1.
import {
  defineModule,
  GUID_IIS_ASP_TRACE_TRACE_PROVIDER,
  GUID_IIS_ASPNET_TRACE_PROVIDER,
  GUID_IIS_WWW_GLOBAL_TRACE_PROVIDER,
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_TRACE_CONFIGURATION,
  type HTTP_TRACE_EVENT,
  HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS,
  HTTP_TRACE_TYPE_LONG,
  HTTP_TRACE_TYPE_LPCGUID,
  type IHttpTraceContext,
  type PipelineOptions,
} from "../../mod.ts";
import { assert, assertEquals, assertMatch } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, named, tracing } from "./_notes.ts";
import { EVERYTHING, line, listener } from "./_trace.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WWW: HTTP_TRACE_CONFIGURATION = {
  ...EVERYTHING,
  providerGuid: GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
};
const unset: HTTP_TRACE_CONFIGURATION = { ...WWW, areas: 0, verbosity: 0, providerEnabled: false };

/** Gives the trace context of a request to `use`, and that of its server. */
async function withTrace(
  use: (request: IHttpTraceContext, server: IHttpTraceContext) => void,
  options: PipelineOptions = {},
): Promise<void> {
  let failure: unknown = null;
  const { text, server } = house(
    defineModule({
      name: "Using",
      onBeginRequest(context) {
        try {
          use(context.getTraceContext(), server.httpServer.getTraceContext());
        } catch (error) {
          failure = error;
        }
      },
    }),
    { app, ...options },
  );
  await text();
  if (failure !== null) throw failure;
}

/** An event as a module would write it. */
const custom: HTTP_TRACE_EVENT = {
  providerGuid: "EB881638-214A-4F2A-9B39-933770822D18",
  area: 1,
  areaGuid: "ACADE3B2-B7D7-4339-956C-811B4EDB1B24",
  event: 1,
  eventName: "NOTIFY_MY_EVENT",
  eventVersion: 2,
  verbosity: 1,
  activityGuid: null,
  relatedActivityGuid: null,
  timeStamp: 0,
  flags: HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS,
  eventItems: [
    { name: "InsertPosition", dataType: HTTP_TRACE_TYPE_LONG, data: -1, dataDescription: "Where" },
  ],
};

// @see ihttptracecontext-gettraceconfiguration-method
Deno.test("GetTraceConfiguration says that nobody wants a provider, and leaves the other fields alone", async () => {
  await withTrace((request, server) => {
    for (const trace of [request, server]) {
      const { hr, httpTraceConfiguration } = trace.getTraceConfiguration({ ...unset, areas: 7 });
      assertEquals([hr, httpTraceConfiguration], [0, { ...unset, areas: 7 }]);
    }
  });
});

// @see ihttptracecontext-gettraceconfiguration-method
Deno.test("GetTraceConfiguration joins what modules have asked for, in a copy", async () => {
  await withTrace((request, server) => {
    const [a, b] = [{}, {}];
    server.setTraceConfiguration(a, { ...WWW, areas: 0x80, verbosity: 2 });
    request.setTraceConfiguration(b, [{ ...WWW, areas: 0x100, verbosity: 4 }, {
      ...WWW,
      providerGuid: GUID_IIS_ASPNET_TRACE_PROVIDER,
    }]);
    const found = (trace: IHttpTraceContext, providerGuid = unset.providerGuid) =>
      trace.getTraceConfiguration({ ...unset, providerGuid }).httpTraceConfiguration;
    assertEquals(found(server), { ...WWW, areas: 0x80, verbosity: 2 });
    assertEquals(found(request), { ...WWW, areas: 0x180, verbosity: 4 });
    assertEquals(found(request, `{${WWW.providerGuid!.toLowerCase()}}`).areas, 0x180);
    assertEquals(found(request, GUID_IIS_ASPNET_TRACE_PROVIDER).verbosity, 5);
    assertEquals(found(request, GUID_IIS_ASP_TRACE_TRACE_PROVIDER).providerEnabled, false);
    assertEquals(found(request, EVERYTHING.providerGuid).providerEnabled, true);
    const asked = { ...unset };
    request.getTraceConfiguration(asked);
    assertEquals(asked, unset);
  });
});

// @see ihttptracecontext-gettraceconfiguration-method
Deno.test("GetTraceConfiguration counts the trace option as one who wants everything", async () => {
  await withTrace((request, server) => {
    for (const trace of [request, server]) {
      assertEquals(trace.getTraceConfiguration(unset).httpTraceConfiguration, WWW);
    }
  }, { trace: () => {} });
});

// @see ihttptracecontext-settraceconfiguration-method
Deno.test("Set- and GetTraceConfiguration answer ERROR_INVALID_PARAMETER without a provider", async () => {
  await withTrace((request, server) => {
    for (const trace of [request, server]) {
      const none = { ...WWW, providerGuid: null };
      assertEquals(code(trace.getTraceConfiguration(none).hr), "0x80070057");
      assertEquals(code(trace.setTraceConfiguration({}, none)), "0x80070057");
      assertEquals(code(trace.setTraceConfiguration({}, [WWW, none])), "0x80070057");
      assertEquals(code(trace.setTraceConfiguration({}, { ...WWW, verbosity: NaN })), "0x80070057");
      assertEquals(code(trace.setTraceConfiguration(null as unknown as object, WWW)), "0x80070057");
      const { httpTraceConfiguration } = trace.getTraceConfiguration(unset);
      assertEquals(httpTraceConfiguration.providerEnabled, false);
    }
  });
});

// @see ihttptracecontext-settraceconfiguration-method
Deno.test("SetTraceConfiguration answers ERROR_NOT_FOUND where an unknown provider is switched off", async () => {
  await withTrace((request, server) => {
    for (const trace of [request, server]) {
      const [id, off] = [{}, { ...WWW, providerEnabled: false }];
      assertEquals(code(trace.setTraceConfiguration(id, off)), "0x80070490");
      assertEquals(trace.setTraceConfiguration(id, WWW), 0);
      assertEquals(trace.setTraceConfiguration(id, off), 0);
      assertEquals(code(trace.setTraceConfiguration(id, off)), "0x80070490");
    }
  });
});

// @see ihttptracecontext-quicktrace-method
Deno.test("QuickTrace raises an event of two texts, a result and a level; 4 where none is said", async () => {
  const recorder = listener("Recorder", EVERYTHING);
  const quick = defineModule({
    name: "Quick",
    onBeginRequest(context) {
      const trace = context.getTraceContext();
      trace.quickTrace("one");
      trace.quickTrace("one", "two", -2147467259, 2);
      trace.quickTrace("start", null, 0, 6);
      recorder.server.getTraceContext().quickTrace("server");
    },
  });
  await house([quick, recorder.module], { app }).text();
  const events = recorder.events.filter(({ eventName }) => eventName === "QUICK_TRACE");
  assertEquals(events.map(line), [
    'QUICK_TRACE Data1="one" LastError=0 Level=4',
    'QUICK_TRACE Data1="one" Data2="two" LastError=-2147467259 Level=2',
    'QUICK_TRACE Data1="start" LastError=0 Level=6',
    'QUICK_TRACE Data1="server" LastError=0 Level=4',
  ]);
  assertEquals(events.map(({ verbosity }) => verbosity), [4, 2, 6, 4]);
  const [ofRequest, , , ofServer] = events.map(({ providerGuid }) => providerGuid);
  assertEquals([ofRequest, ofServer], [
    GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
    GUID_IIS_WWW_GLOBAL_TRACE_PROVIDER,
  ]);
});

// @see ihttptracecontext-quicktrace-method
Deno.test("QuickTrace refuses levels that are none of 1 to 7, and what is no text", async () => {
  await withTrace((request) => {
    for (const level of [0, 8, 1.5]) {
      assertEquals(code(request.quickTrace("text", null, 0, level)), "0x80070057");
    }
    assertEquals(code(request.quickTrace(null as unknown as string)), "0x80070057");
    for (const level of [1, 7]) assertEquals(request.quickTrace("text", null, 0, level), 0);
  });
});

// @see ihttptracecontext-raisetraceevent-method
Deno.test("RaiseTraceEvent hands a copy on, with activity and time filled in", async () => {
  const recorder = listener("Recorder", EVERYTHING);
  const { events, trace } = tracing();
  let id = "";
  const raising = defineModule({
    name: "Raising",
    onAcquireRequestState(context) {
      id = context.getTraceContext().getTraceActivityId();
      assertEquals(context.getTraceContext().raiseTraceEvent(custom), 0);
    },
  });
  await house([raising, recorder.module], { app, trace }).text();
  const told = recorder.events.find(({ eventName }) => eventName === custom.eventName)!;
  const { timeStamp, ...rest } = told;
  assert(timeStamp > 0, `timeStamp is ${timeStamp}`);
  const { timeStamp: _none, ...given } = custom;
  assertEquals(rest, { ...given, activityGuid: id });
  assertEquals([custom.activityGuid, custom.timeStamp], [null, 0]);
  const [{ module, notification, post, message }] = named(events, custom.eventName);
  assertEquals([module, notification, post, message], ["Raising", 32, false, "InsertPosition: -1"]);
});

// @see ihttptracecontext-raisetraceevent-method
Deno.test("RaiseTraceEvent takes events while nobody listens, and refuses what is none", async () => {
  await withTrace((request, server) => {
    for (const trace of [request, server]) {
      assertEquals(trace.raiseTraceEvent(custom), 0);
      for (
        const wrong of [null, {}, { ...custom, eventItems: null }, { ...custom, eventName: 7 }]
      ) {
        const hr = trace.raiseTraceEvent(wrong as unknown as HTTP_TRACE_EVENT);
        assertEquals(code(hr), "0x80070057");
      }
    }
  });
});

// @see ihttptracecontext-gettraceactivityid-method
Deno.test("GetTraceActivityId is the ContextId and the activity of every event of the request", async () => {
  const recorder = listener("Recorder", EVERYTHING);
  const ids: string[] = [];
  const asking = defineModule({
    name: "Asking",
    onEndRequest: (context) => void ids.push(context.getTraceContext().getTraceActivityId()),
  });
  const { text } = house([asking, recorder.module], { app });
  await text();
  await text();
  assertMatch(ids[0], GUID);
  assert(ids[0] !== ids[1]);
  for (const { activityGuid, eventItems } of recorder.events) {
    const [{ name, dataType, data }] = eventItems;
    assertEquals([name, dataType, data], ["ContextId", HTTP_TRACE_TYPE_LPCGUID, activityGuid]);
  }
  assertEquals([...new Set(recorder.events.map((e) => e.activityGuid))], ids);
});

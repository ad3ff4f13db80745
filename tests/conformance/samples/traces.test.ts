// Do the samples of tracing hear what they hear in IIS? Global modules that subscribe in RegisterModule.
import {
  CGlobalModule,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_TRACE_EVENT,
  type GLOBAL_NOTIFICATION_STATUS,
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_MODULE_ID,
  HTTP_TRACE_TYPE_LPCWSTR,
  HTTP_TRACE_TYPE_ULONG,
  type IGlobalTraceEventProvider,
  type IHttpServer3,
  type ModuleDefinition,
  type ModuleInput,
  S_OK,
} from "../../../mod.ts";
import { assert, assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { traceEvent, traceQuestion } from "../../_trace-event.ts";
import { app, code } from "../_notes.ts";
import { told } from "./_kit.ts";

const MINE = "7D1A8A5C-0B6C-4E4C-9C0A-0F6B6E1D2C3B";

/** A module that raises an event in BEGIN. */
const raising = (raised = traceEvent(MINE, "MINE")): ModuleDefinition =>
  defineModule({
    name: "Raising",
    onBeginRequest: (context) => void context.getTraceContext().raiseTraceEvent(raised),
  });

type Heard = (provider: IGlobalTraceEventProvider, id: HTTP_MODULE_ID) => void;

/** A global module that wants the events of one provider, and is told of them. */
function subscribing(providerGuid: string, heard: Heard): ModuleInput {
  const configuration = { providerGuid, areas: 0xFFFFFFFF, verbosity: 5, providerEnabled: true };
  return {
    name: "Subscribing",
    registerModule(_version, info, server: IHttpServer3) {
      const id = info.getId();
      class Global extends CGlobalModule {
        override onGlobalTraceEvent(
          provider: IGlobalTraceEventProvider,
        ): GLOBAL_NOTIFICATION_STATUS {
          heard(provider, id);
          return GL_NOTIFICATION_CONTINUE;
        }
      }
      server.getTraceContext().setTraceConfiguration(id, configuration);
      return info.setGlobalNotifications(new Global(), GL_TRACE_EVENT);
    },
  };
}

const nameOf = (provider: IGlobalTraceEventProvider): string =>
  provider.getTraceEvent().traceEvent!.eventName;

// @see cglobalmodule-onglobaltraceevent-method
Deno.test("Sample CGlobalModuleGlobalTraceEvent: a line for each event, and the response is untouched", async () => {
  const lines: string[] = [];
  const module = subscribing(MINE, () => lines.push("OnGlobalTraceEvent"));
  assertEquals(await told([module, raising()], "/", {}, { app }), "app");
  assertEquals(lines, ["OnGlobalTraceEvent"]);
});

// @see iglobaltraceeventprovider-checksubscription-method
Deno.test("Sample IGlobalTraceEventProvider/CheckSubscription: true for the module that subscribed, false for another", async () => {
  const answers: boolean[] = [];
  const module = subscribing(MINE, (provider, id) => {
    answers.push(provider.checkSubscription(id), provider.checkSubscription({}));
  });
  await told([module, raising()], "/", {}, { app });
  assertEquals(answers, [true, false]);
});

// @see iglobaltraceeventprovider-getcurrenthttprequestcontext-method
Deno.test("Sample IGlobalTraceEventProvider/GetCurrentHttpRequestContext: leads to the request of the event", async () => {
  const urls: string[] = [];
  const module = subscribing(MINE, (provider) => {
    const { hr, httpContext } = provider.getCurrentHttpRequestContext();
    urls.push(`${code(hr)} ${httpContext!.getRequest().getRawHttpRequest().rawUrl}`);
  });
  await told([module, raising()], "/traced", {}, { app });
  assertEquals(urls, ["0x00000000 /traced"]);
});

// @see iglobaltraceeventprovider-interface, iglobaltraceeventprovider-gettraceevent-method
Deno.test("Sample IGlobalTraceEventProvider: the events of the web server itself are told by name", async () => {
  const names: string[] = [];
  const module = subscribing(
    GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
    (provider) => void names.push(nameOf(provider)),
  );
  assertEquals(await told([module], "/", {}, { app }), "app");
  assertEquals([names[0], names.at(-1)], ["GENERAL_REQUEST_START", "GENERAL_REQUEST_END"]);
});

// @see http-trace-event-item-structure, http-trace-type-enumeration
for (const sample of ["Enumerations/HTTP_TRACE_TYPE", "Structs/HTTP_TRACE_EVENT_ITEM"]) {
  Deno.test(`Sample ${sample}: each item has a name, a type and a value`, async () => {
    const items: unknown[] = [];
    const raised = traceEvent(MINE, "MINE", {
      eventItems: [
        { name: "Count", dataType: HTTP_TRACE_TYPE_ULONG, data: 3, dataDescription: null },
        { name: "Text", dataType: HTTP_TRACE_TYPE_LPCWSTR, data: "three", dataDescription: null },
      ],
    });
    const module = subscribing(MINE, (provider) => {
      const { eventItems } = provider.getTraceEvent().traceEvent!;
      items.push(...eventItems.map(({ name, dataType, data }) => [name, dataType, data]));
    });
    await told([module, raising(raised)], "/", {}, { app });
    assertEquals(items, [
      ["Count", HTTP_TRACE_TYPE_ULONG, 3],
      ["Text", HTTP_TRACE_TYPE_LPCWSTR, "three"],
    ]);
  });
}

// @see ihttpmodulecontextcontainer-getmodulecontext-method
Deno.test("Sample IHttpModuleContextContainer/GetModuleContext: what was not kept is null", async () => {
  const kept: unknown[] = [];
  const module = subscribing(MINE, (provider, id) => {
    const { httpContext } = provider.getCurrentHttpRequestContext();
    kept.push(httpContext!.getModuleContextContainer().getModuleContext(id));
  });
  await told([module, raising()], "/", {}, { app });
  assertEquals(kept, [null]);
});

// @see ihttpmodulecontextcontainer-setmodulecontext-method, ihttpstoredcontext-cleanupstoredcontext-method
Deno.test("Sample IHttpModuleContextContainer/SetModuleContext: kept once for each module, cleaned up once", async () => {
  const { text, seen } = house((seen: string[]) => [
    subscribing(MINE, (provider, id) => {
      const contexts = provider.getCurrentHttpRequestContext().httpContext!
        .getModuleContextContainer();
      const stored = { cleanupStoredContext: () => void seen.push("cleaned up") };
      seen.push(code(contexts.setModuleContext(stored, id)));
      seen.push(code(contexts.setModuleContext(stored, id)));
      seen.push(String(contexts.getModuleContext(id) === stored));
    }),
    raising(),
  ], { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["0x00000000", "0x80070055", "true", "cleaned up"]);
});

// @see ihttpmoduleregistrationinfo-getid-method
Deno.test("Sample IHttpModuleRegistrationInfo/GetId: the id by which a module subscribes is its own", async () => {
  const ids: HTTP_MODULE_ID[] = [];
  const modules = [MINE, MINE].map((provider) =>
    subscribing(provider, (_provider, id) => void ids.push(id))
  );
  await told([...modules, raising()], "/", {}, { app });
  assertEquals(ids.length, 2);
  assert(ids[0] !== ids[1]);
});

// @see ihttptracecontext-settraceconfiguration-method, ihttptracecontext-interface
Deno.test("Sample IHttpTraceContext/SetTraceConfiguration: what is switched on is heard, another provider is not", async () => {
  const names: string[] = [];
  const module = subscribing(MINE, (provider) => void names.push(nameOf(provider)));
  const other = raising(traceEvent("11111111-2222-3333-4444-555555555555", "OTHER"));
  await told([module, raising(), other], "/", {}, { app });
  assertEquals(names, ["MINE"]);
});

// @see ihttptracecontext-gettraceconfiguration-method, http-trace-configuration-structure
Deno.test("IHttpTraceContext.getTraceConfiguration: tells areas and verbosity of who is subscribed", async () => {
  const asked: unknown[] = [];
  const asking = defineModule({
    name: "Asking",
    onBeginRequest(context) {
      const empty = traceQuestion(MINE);
      const { hr, httpTraceConfiguration } = context.getTraceContext().getTraceConfiguration(empty);
      asked.push(hr === S_OK, httpTraceConfiguration.providerEnabled);
      asked.push(httpTraceConfiguration.verbosity);
    },
  });
  await told([subscribing(MINE, () => {}), asking], "/", {}, { app });
  assertEquals(asked, [true, true, 5]);
});

// @see ihttptracecontext-quicktrace-method, ihttptracecontext-raisetraceevent-method
Deno.test("IHttpTraceContext.quickTrace: reaches who listens to the web server", async () => {
  const texts: unknown[] = [];
  const module = subscribing(GUID_IIS_WWW_SERVER_TRACE_PROVIDER, (provider) => {
    const items = provider.getTraceEvent().traceEvent!.eventItems;
    texts.push(...items.map(({ data }) => data));
  });
  const tracing = defineModule({
    name: "Tracing",
    onBeginRequest: (context) => void context.getTraceContext().quickTrace("left", "right"),
  });
  await told([module, tracing], "/", {}, { app });
  assert(texts.includes("left") && texts.includes("right"), texts.join());
});

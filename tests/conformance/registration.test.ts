// What may a module say when it registers, and what is refused? Rows 95 and 96, contract sections 2 and 7.
import {
  CGlobalModule,
  CHttpModule,
  defineModule,
  GL_PRE_BEGIN_REQUEST,
  type IHttpModuleFactory,
  type IHttpModuleRegistrationInfo2,
  type ModuleDefinition,
  type PFN_REGISTERMODULE,
  PRIORITY_ALIAS_LOW,
  RQ_AUTHENTICATE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_LOG_REQUEST,
  RQ_MAP_PATH,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, named, noting, registered, tracing } from "./_notes.ts";

const factory: IHttpModuleFactory = {
  getHttpModule: () => ({ hr: S_OK, module: new CHttpModule() }),
  terminate() {},
};
/** Builds a server around a RegisterModule that is called "Odd". */
const odd = (body: (info: IHttpModuleRegistrationInfo2) => number) => {
  const registerModule: PFN_REGISTERMODULE = (_version, info) => body(info);
  return house([{ name: "Odd", registerModule }], { app });
};

// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
Deno.test("12.95 setRequestNotifications answers ERROR_ALREADY_EXISTS the second time", () => {
  const results: string[] = [];
  odd((info) => {
    results.push(code(info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0)));
    results.push(code(info.setRequestNotifications(factory, RQ_LOG_REQUEST, 0)));
    return S_OK;
  });
  assertEquals(results, ["0x00000000", "0x800700B7"]);
});

// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
Deno.test("12.95 setRequestNotifications keeps the first registration", async () => {
  const seen: string[] = [];
  class Late extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push("begin");
    }
    override onLogRequest(): RQResult {
      seen.push("log");
    }
  }
  const { text } = odd((info) => {
    const late = { getHttpModule: () => ({ hr: S_OK, module: new Late() }), terminate() {} };
    info.setRequestNotifications(late, RQ_BEGIN_REQUEST, 0);
    info.setRequestNotifications(late, RQ_LOG_REQUEST, 0);
    return S_OK;
  });
  await text();
  assertEquals(seen, ["begin"]);
});

// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
Deno.test("12.95 setRequestNotifications takes a mask that RQ_MAP_PATH has made negative", async () => {
  const seen: string[] = [];
  class Mapping extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push("begin");
    }
    override onMapPath(): 0 {
      return 0;
    }
  }
  const bits = RQ_MAP_PATH | RQ_BEGIN_REQUEST;
  const { text } = house([registered("Mapping", () => new Mapping(), bits)], { app });
  assertEquals([bits < 0, await text(), seen], [true, "app", ["begin"]]);
});

// @see ihttpmoduleregistrationinfo-setglobalnotifications-method
Deno.test("12.95 setGlobalNotifications answers ERROR_ALREADY_EXISTS the second time", () => {
  const results: string[] = [];
  odd((info) => {
    results.push(code(info.setGlobalNotifications(new CGlobalModule(), GL_PRE_BEGIN_REQUEST)));
    results.push(code(info.setGlobalNotifications(new CGlobalModule(), GL_PRE_BEGIN_REQUEST)));
    return S_OK;
  });
  assertEquals(results, ["0x00000000", "0x800700B7"]);
});

// @see chttpmodule-class
Deno.test("12.96 CHttpModule goes on and warns where a registered handler is missing", async () => {
  const { events, trace } = tracing();
  class Bare extends CHttpModule {}
  const bare = registered("Bare", () => new Bare(), RQ_AUTHENTICATE_REQUEST);
  const { text } = house([bare], { app, trace });
  assertEquals(await text(), "app");
  const warnings = named(events, "TRACE_WARNING");
  assert(warnings.some((w) => w.module === "Bare" || w.message?.includes("Bare")), "no warning");
});

// @see pfn-registermodule-function
Deno.test("C.2 RegisterModule is given the server version and the module's registered name", () => {
  const given: unknown[] = [];
  const registerModule: PFN_REGISTERMODULE = (version, info) => {
    given.push(version, info.getName());
    return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
  };
  house([{ name: "Named", registerModule }], { app });
  assertEquals(given, [10, "Named"]);
});

// @see ihttpmoduleregistrationinfo-getname-method
Deno.test("C.2 getName is the function's own name where no other is given", () => {
  const names: string[] = [];
  const walkthrough: PFN_REGISTERMODULE = (_version, info) => {
    names.push(info.getName());
    return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
  };
  house([walkthrough], { app });
  assertEquals(names, ["walkthrough"]);
});

// @see chttpmodule-class
Deno.test("C.2 a class alone is registered for the handlers that it overrides, inherited ones included", async () => {
  const seen: string[] = [];
  class Base extends CHttpModule {
    override onPostLogRequest(): RQResult {
      seen.push("post log");
    }
  }
  class Derived extends Base {
    override onBeginRequest(): RQResult {
      seen.push("begin");
    }
  }
  const { events, trace } = tracing();
  await house(Derived, { app, trace }).text();
  assertEquals(seen, ["begin", "post log"]);
  const starts = named(events, "NOTIFY_MODULE_START").filter((e) => e.module === "Derived");
  assertEquals(starts.length, 2);
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("C.2 defineModule with create gives every request handlers of its own", async () => {
  const seen: string[] = [];
  const counting = defineModule({
    name: "Counting",
    create: () => {
      let calls = 0;
      return {
        onBeginRequest: () => void (calls += 1),
        onEndRequest: () => void seen.push(`${++calls}`),
      };
    },
  });
  const { text } = house(counting, { app });
  await text();
  await text();
  assertEquals(seen, ["2", "2"]);
});

// @see chttpmodule-class
Deno.test("C.2 the three forms of a module stand in one list in its order", async () => {
  const seen: string[] = [];
  const make = (name: string) =>
    class extends CHttpModule {
      override onBeginRequest(): RQResult {
        seen.push(`${name} BeginRequest`);
      }
    };
  const [Classic, Alone] = [make("factory"), make("class")];
  await house([
    registered("Classic", () => new Classic(), RQ_BEGIN_REQUEST),
    noting("object", seen, ["onBeginRequest"]),
    [Alone],
  ], { app }).text();
  assertEquals(seen, ["factory", "object", "class"].map((form) => `${form} BeginRequest`));
});

// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
Deno.test("C.7 setRequestNotifications refuses an unknown bit at start, with name and bit", () => {
  const start = () => odd((info) => info.setRequestNotifications(factory, 0x1001, 0));
  const message = String(assertThrows(start));
  assertStringIncludes(message, "Odd");
  assertStringIncludes(message.toLowerCase(), "1000");
});

// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
Deno.test("C.7 setRequestNotifications refuses a missing factory at start", () => {
  const none = null as unknown as IHttpModuleFactory;
  const start = () => odd((info) => info.setRequestNotifications(none, RQ_BEGIN_REQUEST, 0));
  assertStringIncludes(String(assertThrows(start)), "Odd");
});

Deno.test("C.7 defineModule refuses a handler name that no page knows", () => {
  const slip = { name: "Slip", onBeginRequests() {} };
  const message = String(
    assertThrows(() => house(defineModule(slip as ModuleDefinition), { app })),
  );
  assertStringIncludes(message, "onBeginRequests");
});

Deno.test("C.7 defineModule refuses a priority that is no alias", () => {
  const priority = "URGENT" as unknown as typeof PRIORITY_ALIAS_LOW;
  const wrong = () =>
    house(defineModule({ name: "Wrong", priority, onBeginRequest() {} }), { app });
  const message = String(assertThrows(wrong));
  assertStringIncludes(message, "URGENT");
  assertStringIncludes(message, "Wrong");
});

// In which order are modules told? Semantics 1.1 and 1.3: stages, posts, priority classes, the list, and where it turns round.
import {
  CGlobalModule,
  CHttpModule,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  GL_PRE_BEGIN_REQUEST,
  type GLOBAL_NOTIFICATION_STATUS,
  type PFN_REGISTERMODULE,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_HIGH,
  PRIORITY_ALIAS_LAST,
  PRIORITY_ALIAS_LOW,
  PRIORITY_ALIAS_MEDIUM,
  type PriorityAlias,
  RQ_AUTHENTICATE_REQUEST,
  RQ_BEGIN_REQUEST,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, type Handler, HANDLERS, noted, noting, registered } from "./_notes.ts";

/** Modules A, B and C in the classes of row 4, all told of one handler. */
const lowFirstMedium = (seen: string[], handler: Handler) => [
  noting("A", seen, [handler], { priority: PRIORITY_ALIAS_LOW }),
  noting("B", seen, [handler], { priority: PRIORITY_ALIAS_FIRST }),
  noting("C", seen, [handler], { priority: PRIORITY_ALIAS_MEDIUM }),
];
const xyz = (seen: string[], handlers: readonly Handler[]) =>
  ["X", "Y", "Z"].map((name) => noting(name, seen, handlers));

// @see chttpmodule-class
Deno.test("12.1 CHttpModule is told of twelve stages, each post-event right after its stage", async () => {
  const { text, seen } = house((seen: string[]) => noting("A", seen), { app });
  assertEquals(await text(), "app");
  assertEquals(seen, noted("A", HANDLERS));
});

// @see chttpmodule-onpostbeginrequest-method
Deno.test("12.2 CHttpModule.onPostBeginRequest follows onBeginRequest of the same object", async () => {
  const seen: unknown[] = [];
  class Both extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push("OnBeginRequest", this);
    }
    override onPostBeginRequest(): RQResult {
      seen.push("OnPostBeginRequest", this);
    }
  }
  await house(Both, { app }).text();
  assertEquals([seen[0], seen[2], seen.length], ["OnBeginRequest", "OnPostBeginRequest", 4]);
  assertEquals(seen[1] === seen[3], true);
});

// @see chttpmodule-onpostauthenticaterequest-method
Deno.test("12.3 CHttpModule.onPostAuthenticateRequest waits for the event handlers of all modules", async () => {
  const seen: string[] = [];
  class Pair extends CHttpModule {
    constructor(readonly name: string) {
      super();
    }
    override onAuthenticateRequest(): RQResult {
      seen.push(`${this.name} pre`);
    }
    override onPostAuthenticateRequest(): RQResult {
      seen.push(`${this.name} post`);
    }
  }
  const bits = RQ_AUTHENTICATE_REQUEST;
  const pair = (name: string) => registered(name, () => new Pair(name), bits, bits);
  await house([pair("A"), pair("B")], { app }).text();
  assertEquals(seen, ["A pre", "B pre", "A post", "B post"]);
});

// @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
Deno.test("12.4 setPriorityForRequestNotification runs FIRST before MEDIUM before LOW", async () => {
  const { text, seen } = house((seen: string[]) => lowFirstMedium(seen, "onBeginRequest"), { app });
  await text();
  assertEquals(seen, ["B BeginRequest", "C BeginRequest", "A BeginRequest"]);
});

// @see request-processing-constants
Deno.test("12.4 PRIORITY_ALIAS_* run FIRST, HIGH, MEDIUM, LOW, LAST whatever the list says", async () => {
  const classes: PriorityAlias[] = [
    PRIORITY_ALIAS_LAST,
    PRIORITY_ALIAS_MEDIUM,
    PRIORITY_ALIAS_FIRST,
    PRIORITY_ALIAS_LOW,
    PRIORITY_ALIAS_HIGH,
  ];
  const { text, seen } = house(
    (seen: string[]) =>
      classes.map((priority) => noting(priority, seen, ["onPostEndRequest"], { priority })),
    { app },
  );
  await text();
  const order = ["FIRST", "HIGH", "MEDIUM", "LOW", "LAST"];
  assertEquals(seen, order.map((name) => `${name} PostEndRequest`));
});

// @see chttpmodule-onsendresponse-method
Deno.test("12.5 RQ_SEND_RESPONSE runs the priority classes backwards", async () => {
  const { text, seen } = house((seen: string[]) => lowFirstMedium(seen, "onSendResponse"), { app });
  await text();
  assertEquals(seen, ["A SendResponse", "C SendResponse", "B SendResponse"]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("12.6 RQ_SEND_RESPONSE runs the list backwards inside a class", async () => {
  const { text, seen } = house((seen: string[]) => xyz(seen, ["onSendResponse"]), { app });
  await text();
  assertEquals(seen, ["Z SendResponse", "Y SendResponse", "X SendResponse"]);
});

// @see chttpmodule-onendrequest-method
Deno.test("12.7 RQ_END_REQUEST keeps the list's order for event and post-event", async () => {
  const { text, seen } = house(
    (seen: string[]) => xyz(seen, ["onEndRequest", "onPostEndRequest"]),
    { app },
  );
  await text();
  const order = ["EndRequest", "PostEndRequest"].flatMap((h) => [`X ${h}`, `Y ${h}`, `Z ${h}`]);
  assertEquals(seen, order);
});

// @see chttpmodule-onreadentity-method
Deno.test("12.7 RQ_READ_ENTITY keeps the list's order, only RQ_SEND_RESPONSE is turned round", async () => {
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        await context.getRequest().readEntityBody(new Uint8Array(8), false);
      },
    }),
    ...["X", "Y", "Z"].map((name) =>
      defineModule({ name, onReadEntity: () => void seen.push(name) })
    ),
  ], { app });
  await text("/", { method: "POST", body: "entity" });
  assertEquals(seen, ["X", "Y", "Z"]);
});

// @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
Deno.test("12.8 setPriorityForRequestNotification holds for the named notification alone", async () => {
  const handlers: Handler[] = ["onBeginRequest", "onEndRequest"];
  const priority = { onBeginRequest: PRIORITY_ALIAS_HIGH, onEndRequest: PRIORITY_ALIAS_LOW };
  const { text, seen } = house((seen: string[]) => [
    noting("X", seen, handlers),
    noting("M", seen, handlers, { priority }),
    noting("Y", seen, handlers),
  ], { app });
  await text();
  assertEquals(seen.slice(0, 3), ["M BeginRequest", "X BeginRequest", "Y BeginRequest"]);
  assertEquals(seen.slice(3), ["X EndRequest", "Y EndRequest", "M EndRequest"]);
});

// @see cglobalmodule-onglobalprebeginrequest-method
Deno.test("12.9 CGlobalModule.onGlobalPreBeginRequest precedes CHttpModule.onBeginRequest", async () => {
  const seen: string[] = [];
  class MyGlobalModule extends CGlobalModule {
    override onGlobalPreBeginRequest(): GLOBAL_NOTIFICATION_STATUS {
      seen.push("MyGlobalModule OnGlobalPreBeginRequest");
      return GL_NOTIFICATION_CONTINUE;
    }
  }
  class MyHttpModule extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push("MyHttpModule OnBeginRequest");
    }
  }
  const registerModule: PFN_REGISTERMODULE = (_version, info) => {
    const factory = {
      getHttpModule: () => ({ hr: S_OK, module: new MyHttpModule() }),
      terminate() {},
    };
    const hr = info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
    info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST);
    return hr || info.setGlobalNotifications(new MyGlobalModule(), GL_PRE_BEGIN_REQUEST);
  };
  await house([registerModule], { app }).text();
  assertEquals(seen, ["MyGlobalModule OnGlobalPreBeginRequest", "MyHttpModule OnBeginRequest"]);
});

// @see iprebeginrequestprovider-gethttpcontext-method
Deno.test("12.9 IPreBeginRequestProvider.getHttpContext gives the context of the request", async () => {
  const contexts: unknown[] = [];
  const keep = defineModule({
    onGlobalPreBeginRequest(provider) {
      contexts.push(provider.getHttpContext());
      return GL_NOTIFICATION_CONTINUE;
    },
    onBeginRequest: (context) => void contexts.push(context),
  });
  await house(keep, { app }).text();
  assertEquals([contexts.length, contexts[0] === contexts[1]], [2, true]);
});

/** A module with a class for GL_PRE_BEGIN_REQUEST that answers it with `status`. */
function global(
  name: string,
  priority: PriorityAlias | null,
  seen: string[],
  status: GLOBAL_NOTIFICATION_STATUS = GL_NOTIFICATION_CONTINUE,
): { name: string; registerModule: PFN_REGISTERMODULE } {
  class Global extends CGlobalModule {
    override onGlobalPreBeginRequest(): GLOBAL_NOTIFICATION_STATUS {
      seen.push(name);
      return status;
    }
  }
  return {
    name,
    registerModule(_version, info) {
      if (priority) info.setPriorityForGlobalNotification(GL_PRE_BEGIN_REQUEST, priority);
      return info.setGlobalNotifications(new Global(), GL_PRE_BEGIN_REQUEST);
    },
  };
}

// @see ihttpmoduleregistrationinfo-setpriorityforglobalnotification-method
Deno.test("12.9 setPriorityForGlobalNotification orders global modules and is not turned round", async () => {
  const { text, seen } = house((seen: string[]) => [
    global("low", PRIORITY_ALIAS_LOW, seen),
    global("default", null, seen),
    global("high", PRIORITY_ALIAS_HIGH, seen),
  ], { app });
  await text();
  assertEquals(seen, ["high", "default", "low"]);
});

// @see cglobalmodule-onglobalprebeginrequest-method
Deno.test("12.9 GL_NOTIFICATION_HANDLED ends the chain of global modules, not the request", async () => {
  const { text, seen } = house((seen: string[]) => [
    global("first", null, seen, GL_NOTIFICATION_HANDLED),
    global("second", null, seen),
    noting("A", seen, ["onBeginRequest"]),
  ], { app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["first", "A BeginRequest"]);
});

// What do the methods do that have no page? They stand in the header only, and are named by their interface here.
import {
  CHttpModule,
  E_NOINTERFACE,
  HTTP_SERVER_INTERFACE_V2,
  HTTP_SERVER_INTERFACE_V3,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_LAST,
  RQ_BEGIN_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, registered } from "./_notes.ts";
import { onServer, telling, told } from "./samples/_kit.ts";

Deno.test("IHttpModuleRegistrationInfo2.setPriorityForPostRequestNotification: the post event has its own class", async () => {
  const { text, seen } = house((seen: string[]) => {
    const module = (name: string, priority: string, postPriority: string) => {
      class Both extends CHttpModule {
        override onBeginRequest(): RQResult {
          seen.push(`${name} pre`);
        }
        override onPostBeginRequest(): RQResult {
          seen.push(`${name} post`);
        }
      }
      return registered(name, () => new Both(), RQ_BEGIN_REQUEST, RQ_BEGIN_REQUEST, (info) => {
        info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, priority);
        info.setPriorityForPostRequestNotification(RQ_BEGIN_REQUEST, postPriority);
      });
    };
    return [
      module("A", PRIORITY_ALIAS_FIRST, PRIORITY_ALIAS_LAST),
      module("B", PRIORITY_ALIAS_LAST, PRIORITY_ALIAS_FIRST),
    ];
  }, { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["A pre", "B pre", "B post", "A post"]);
});

// IHttpConnectionModuleContextContainer.setConnectionModuleContext
Deno.test("IHttpConnectionModuleContextContainer.getConnectionModuleContext: one object for each module; null and a second one are refused", async () => {
  const id = {};
  const module = telling("Kept", (context) => {
    const contexts = context.getConnection().getModuleContextContainer();
    const stored = { cleanupStoredContext() {}, notifyDisconnect() {} };
    return [
      contexts.getConnectionModuleContext(id),
      code(contexts.setConnectionModuleContext(null!, id)),
      code(contexts.setConnectionModuleContext(stored, id)),
      code(contexts.setConnectionModuleContext(stored, id)),
      contexts.getConnectionModuleContext(id) === stored,
    ].join(" ");
  });
  assertEquals(await told(module), "Kept:  0x80070057 0x00000000 0x80070055 true");
});

Deno.test("IHttpContext.getExtendedInterface: answers E_NOINTERFACE, because its list of versions is empty", async () => {
  const module = telling("Result", (context) => {
    const { hr, output } = context.getExtendedInterface(0);
    return `${hr === E_NOINTERFACE} ${output}`;
  });
  assertEquals(await told(module), "Result: true null");
});

Deno.test("IHttpServer.getExtendedInterface: both later versions are the server itself, others are not there", async () => {
  const module = onServer((_context, server) => {
    const versions = [HTTP_SERVER_INTERFACE_V2, HTTP_SERVER_INTERFACE_V3];
    const same = versions.map((version) => server.getExtendedInterface(version).output === server);
    return [...same, code(server.getExtendedInterface(7 as never).hr)].join(" ");
  });
  assertEquals(await told(module), "true true 0x80004002");
});

// @see ihttpapplication-getapplicationid-method
Deno.test("IHttpApplication.getApplicationId: the option, or a path in the style of the metabase", async () => {
  const module = telling("Id", (context) => context.getApplication().getApplicationId());
  assertEquals(await told(module), "Id: /LM/W3SVC/1/ROOT");
  const application = { id: "/LM/W3SVC/7/ROOT/shop" };
  assertEquals(await told(module, "/", {}, { application }), "Id: /LM/W3SVC/7/ROOT/shop");
});

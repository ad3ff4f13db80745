// Do the samples of registration put global and request modules in their order? They log what they are told.
import {
  CGlobalModule,
  CHttpModule,
  GL_NOTIFICATION_CONTINUE,
  GL_PRE_BEGIN_REQUEST,
  type GLOBAL_NOTIFICATION_STATUS,
  type IHttpModuleRegistrationInfo2,
  type IPreBeginRequestProvider,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_LAST,
  RQ_BEGIN_REQUEST,
  type RQResult,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, registered } from "../_notes.ts";

/** A package with one global and one request module, as these samples have them. */
function both(
  name: string,
  seen: string[],
  priorities: (info: IHttpModuleRegistrationInfo2) => void = () => {},
): ReturnType<typeof registered> {
  class Global extends CGlobalModule {
    override onGlobalPreBeginRequest(): GLOBAL_NOTIFICATION_STATUS {
      seen.push(`${name} OnGlobalPreBeginRequest`);
      return GL_NOTIFICATION_CONTINUE;
    }
  }
  class Request extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push(`${name} OnBeginRequest`);
    }
  }
  return registered(name, () => new Request(), RQ_BEGIN_REQUEST, 0, (info) => {
    info.setGlobalNotifications(new Global(), GL_PRE_BEGIN_REQUEST);
    priorities(info);
  });
}

// @see ihttpmoduleregistrationinfo-setglobalnotifications-method
// @see ihttpmoduleregistrationinfo-setrequestnotifications-method
for (
  const sample of [
    "IHttpModuleRegistrationInfoSetGlobalNotifications",
    "IHttpModuleRegistrationInfoSetRequestNotifications",
  ]
) {
  Deno.test(`Sample ${sample}: for each request the global line comes before the other`, async () => {
    const { text, seen } = house((seen: string[]) => [both("My", seen)], { app });
    assertEquals([await text("/"), await text("/")], ["app", "app"]);
    const once = ["My OnGlobalPreBeginRequest", "My OnBeginRequest"];
    assertEquals(seen, [...once, ...once]);
  });
}

// @see ihttpmoduleregistrationinfo-setpriorityforglobalnotification-method
// @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
Deno.test("Sample IHttpModuleRegistrationInfoSetPriorityForGlobalNotification: each kind follows its own priority", async () => {
  const { text, seen } = house((seen: string[]) => [
    both("A", seen, (info) => {
      info.setPriorityForGlobalNotification(GL_PRE_BEGIN_REQUEST, PRIORITY_ALIAS_LAST);
      info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST);
    }),
    both("B", seen, (info) => {
      info.setPriorityForGlobalNotification(GL_PRE_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST);
      info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_LAST);
    }),
  ], { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, [
    "B OnGlobalPreBeginRequest",
    "A OnGlobalPreBeginRequest",
    "A OnBeginRequest",
    "B OnBeginRequest",
  ]);
});

// @see iprebeginrequestprovider-gethttpcontext-method, cglobalmodule-onglobalprebeginrequest-method
for (
  const sample of ["IPreBeginRequestProviderGetHttpContext", "CGlobalModuleGlobalPreBeginRequest"]
) {
  Deno.test(`Sample ${sample}: the context is there before BEGIN, and the response is untouched`, async () => {
    class Global extends CGlobalModule {
      override onGlobalPreBeginRequest(provider: IPreBeginRequestProvider): 0 {
        seen.push(`OnGlobalPreBeginRequest ${provider.getHttpContext().getSite().getSiteName()}`);
        return GL_NOTIFICATION_CONTINUE;
      }
    }
    const module = registered("My", () => new CHttpModule(), 0, 0, (info) => {
      info.setGlobalNotifications(new Global(), GL_PRE_BEGIN_REQUEST);
    });
    const { text, seen } = house(module, { app });
    assertEquals(await text("/"), "app");
    assertEquals(seen, ["OnGlobalPreBeginRequest Default Web Site"]);
  });
}

// Which class does a module have that names none, and which has a post event? Decisions.
import {
  CHttpModule,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type IHttpModuleRegistrationInfo2,
  PRIORITY_ALIAS_HIGH,
  PRIORITY_ALIAS_LAST,
  PRIORITY_ALIAS_LOW,
  PRIORITY_ALIAS_MEDIUM,
  RQ_BEGIN_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, noting, registered } from "./_notes.ts";

/** A class module on BEGIN and post-BEGIN. */
const both = (name: string, seen: string[]) =>
  class extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push(`${name} pre`);
    }
    override onPostBeginRequest(): RQResult {
      seen.push(`${name} post`);
    }
  };

// @see request-processing-constants
Deno.test("A-03 PRIORITY_ALIAS_MEDIUM is the class of an event handler that names none", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("low", seen, ["onBeginRequest"], { priority: PRIORITY_ALIAS_LOW }),
    noting("none 1", seen, ["onBeginRequest"]),
    noting("medium", seen, ["onBeginRequest"], { priority: PRIORITY_ALIAS_MEDIUM }),
    noting("none 2", seen, ["onBeginRequest"]),
    noting("high", seen, ["onBeginRequest"], { priority: PRIORITY_ALIAS_HIGH }),
  ], { app });
  await text();
  const order = ["high", "none 1", "medium", "none 2", "low"];
  assertEquals(seen, order.map((name) => `${name} BeginRequest`));
});

// @see request-processing-constants
Deno.test("A-03 PRIORITY_ALIAS_MEDIUM is the class of a post-event handler that names none", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("low", seen, ["onPostLogRequest"], { priority: PRIORITY_ALIAS_LOW }),
    noting("none", seen, ["onPostLogRequest"]),
    noting("medium", seen, ["onPostLogRequest"], { priority: PRIORITY_ALIAS_MEDIUM }),
    noting("high", seen, ["onPostLogRequest"], { priority: PRIORITY_ALIAS_HIGH }),
  ], { app });
  await text();
  assertEquals(seen, ["high", "none", "medium", "low"].map((name) => `${name} PostLogRequest`));
});

// @see ihttpmoduleregistrationinfo-setpriorityforglobalnotification-method
Deno.test("A-03 PRIORITY_ALIAS_MEDIUM is the class of a global module that names none", async () => {
  const { text, seen } = house(
    (seen: string[]) =>
      (["LOW", null, "MEDIUM", "HIGH"] as const).map((priority) =>
        defineModule({
          name: String(priority),
          ...(priority ? { priority } : {}),
          onGlobalPreBeginRequest() {
            seen.push(String(priority));
            return GL_NOTIFICATION_CONTINUE;
          },
        })
      ),
    { app },
  );
  await text();
  assertEquals(seen, ["HIGH", "null", "MEDIUM", "LOW"]);
});

/** Two modules that note BEGIN_REQUEST, before and after; the first says something of its priority. */
async function orderOf(more: (info: IHttpModuleRegistrationInfo2) => void): Promise<string[]> {
  const seen: string[] = [];
  const [A, B] = [both("A", seen), both("B", seen)];
  const first = registered("A", () => new A(), RQ_BEGIN_REQUEST, RQ_BEGIN_REQUEST, more);
  await house([first, B], { app }).text();
  return seen;
}

// @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
Deno.test("A-53 a post-event has the class of its event where none was set for it", async () => {
  const last = (info: IHttpModuleRegistrationInfo2) =>
    void info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_LAST);
  assertEquals(await orderOf(last), ["B pre", "A pre", "B post", "A post"]);
});

Deno.test("A-53 setPriorityForPostRequestNotification moves the post-event alone", async () => {
  const last = (info: IHttpModuleRegistrationInfo2) =>
    void info.setPriorityForPostRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_LAST);
  assertEquals(await orderOf(last), ["A pre", "B pre", "B post", "A post"]);
});

Deno.test("A-53 defineModule takes a class for a post handler of its own", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onEndRequest", "onPostEndRequest"], {
      priority: { onPostEndRequest: PRIORITY_ALIAS_LOW },
    }),
    noting("B", seen, ["onEndRequest", "onPostEndRequest"]),
  ], { app });
  await text();
  assertEquals(seen, ["A EndRequest", "B EndRequest", "B PostEndRequest", "A PostEndRequest"]);
});

// @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
Deno.test("12.4 setPriorityForRequestNotification may follow setRequestNotifications", async () => {
  const seen: string[] = [];
  const [A, B] = [both("A", seen), both("B", seen)];
  await house([
    {
      name: "A",
      registerModule(_version, info) {
        const factory = { getHttpModule: () => ({ hr: 0, module: new A() }), terminate() {} };
        const hr = info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
        return hr || info.setPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_LOW);
      },
    },
    B,
  ], { app }).text();
  assertEquals(seen, ["B pre", "A pre", "B post"]);
});

// Whom does a custom notification of the server reach? Global modules, at once and in order. Row 83.
import {
  CGlobalModule,
  defineModule,
  E_FAIL,
  GL_CUSTOM_NOTIFICATION,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
  type ICustomNotificationProvider,
  type IHttpServer,
  type PFN_REGISTERMODULE,
  PRIORITY_ALIAS_FIRST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { custom } from "./_custom.ts";
import { app } from "./_notes.ts";

// @see ihttpserver-notifycustomnotification-method
Deno.test("12.83 IHttpServer.notifyCustomNotification calls global modules by priority until one has handled it", () => {
  const seen: string[] = [];
  const registering = (
    name: string,
    answer: GLOBAL_NOTIFICATION_STATUS,
    priority?: string,
  ): { name: string; registerModule: PFN_REGISTERMODULE } => ({
    name,
    registerModule(_version, info) {
      class Hearing extends CGlobalModule {
        override onGlobalCustomNotification(provider: ICustomNotificationProvider) {
          seen.push(`${name} ${provider.queryNotificationType()}`);
          return answer;
        }
        override terminate(): void {}
      }
      if (priority !== undefined) {
        info.setPriorityForGlobalNotification(GL_CUSTOM_NOTIFICATION, priority);
      }
      return info.setGlobalNotifications(new Hearing(), GL_CUSTOM_NOTIFICATION);
    },
  });
  const notify = (...modules: ReturnType<typeof registering>[]): GLOBAL_NOTIFICATION_STATUS =>
    house(modules).server.httpServer.notifyCustomNotification(custom("g"));
  const first = registering("First", GL_NOTIFICATION_CONTINUE, PRIORITY_ALIAS_FIRST);
  const plain = registering("Plain", GL_NOTIFICATION_CONTINUE);
  assertEquals(notify(plain, first), GL_NOTIFICATION_CONTINUE);
  assertEquals(seen.splice(0), ["First g", "Plain g"]);
  assertEquals(notify(registering("Handling", GL_NOTIFICATION_HANDLED), plain), 1);
  assertEquals(seen, ["Handling g"]);
});

// @see cglobalmodule-onglobalcustomnotification-method
Deno.test("CGlobalModule.onGlobalCustomNotification cannot wait, and one that throws disturbs no other", async () => {
  const seen: string[] = [];
  let server: IHttpServer | undefined;
  const starting: PFN_REGISTERMODULE = (_version, info, httpServer) => {
    server = httpServer;
    return info.setRequestNotifications(
      { getHttpModule: () => ({ hr: E_FAIL, module: null }), terminate() {} },
      0,
      0,
    );
  };
  const throwing = defineModule({
    name: "Throwing",
    onGlobalCustomNotification() {
      throw new Error("on purpose");
    },
  });
  // Neither a number that is no global status nor a promise stops the chain: nothing waits for it.
  const waiting = defineModule({
    name: "Waiting",
    onGlobalCustomNotification: () => Promise.resolve(GL_NOTIFICATION_HANDLED) as never,
  });
  const last = defineModule({
    name: "Last",
    onGlobalCustomNotification(provider) {
      seen.push(provider.queryNotificationType());
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  const { text } = house(
    [{ name: "Starting", registerModule: starting }, throwing, waiting, last],
    {
      app,
    },
  );
  assertEquals(server!.notifyCustomNotification(custom("everywhere")), GL_NOTIFICATION_CONTINUE);
  assertEquals(seen, ["everywhere"]);
  assertEquals(await text(), "app");
});

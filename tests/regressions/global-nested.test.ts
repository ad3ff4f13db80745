// What if a handler raises the very notification that it is being told of? It is heard, and there is an end.
import {
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type IHttpServer3,
  memoryFiles,
  type ModuleDefinition,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house, hushed, named, tracing } from "./_kit.ts";

const CUSTOM = { notification: "again" } as never;
type Raising = [member: string, raise: (server: IHttpServer3) => unknown];

const RAISING: Raising[] = [
  ["onGlobalConfigurationChange", (server) => server.notifyConfigurationChange("MACHINE")],
  ["onGlobalFileChange", (server) => server.notifyFileChange("/a")],
  ["onGlobalCustomNotification", (server) => server.notifyCustomNotification(CUSTOM)],
  ["onGlobalCacheCleanup", (server) => server.recycleProcess("again")],
];

for (const [member, raise] of RAISING) {
  Deno.test(`CGlobalModule.${member} that raises its own notification is called ten times deep`, async () => {
    let [deep, calls] = [0, 0];
    let deepest = 0;
    const { events, trace } = tracing();
    const module = {
      name: "Again",
      [member]() {
        deepest = Math.max(deepest, ++deep);
        calls++;
        raise(server.httpServer as IHttpServer3);
        deep--;
        return GL_NOTIFICATION_CONTINUE;
      },
    } as ModuleDefinition;
    const { server } = house(defineModule(module), { files: memoryFiles({ "/a": "a" }), trace });
    const told = await hushed(() => raise(server.httpServer as IHttpServer3));
    assertEquals([deepest, calls, told], [10, 10, []]);
    assertEquals(named(events, "TRACE_WARNING").length, 1);
    await hushed(() => raise(server.httpServer as IHttpServer3));
    assertEquals(calls, 20);
  });
}

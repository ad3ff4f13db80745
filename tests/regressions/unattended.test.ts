// What if a function that nobody waits for is async, and fails? Contract 7: never the process, which it would end.
import {
  CHttpModule,
  defineModule,
  type IHttpContext4,
  type IHttpModuleRegistrationInfo2,
  type ModuleHandlers,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house, hushed, turn, uncaught } from "./_kit.ts";

const app = { fetch: () => new Response("app") };
const fails = async (): Promise<never> => {
  await turn();
  throw new Error("not today");
};

for (
  const name of [
    "onGlobalPreBeginRequest",
    "onGlobalApplicationStart",
    "onGlobalApplicationStop",
    "onGlobalApplicationResolveModules",
    "onGlobalStopListening",
    "onGlobalTraceEvent",
    "onGlobalCacheCleanup",
  ]
) {
  Deno.test(`CGlobalModule.${name} that is async and rejects is told, and disturbs nobody`, async () => {
    let told: string[] = [];
    const lost = await uncaught(async () => {
      told = await hushed(async () => {
        const { server, text } = house(
          defineModule({ name: "Late", [name]: fails } as { name: string } & ModuleHandlers),
          { app },
        );
        assertEquals(await text("/"), "app");
        await server.close();
        await turn();
        await turn();
      });
    });
    assertEquals(lost, []);
    assertEquals(told.some((line) => line.includes("Late") && line.includes("not today")), true);
  });
}

/** A module whose ends are async, and its factory's. */
function leaving(terminate: () => unknown) {
  class Leaving extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): typeof RQ_NOTIFICATION_CONTINUE {
      context.getModuleContextContainer().setModuleContext({ cleanupStoredContext: fails }, this);
      return RQ_NOTIFICATION_CONTINUE;
    }
    override dispose = fails;
  }
  return {
    name: "Leaving",
    registerModule: (_version: number, info: IHttpModuleRegistrationInfo2) =>
      info.setRequestNotifications(
        {
          getHttpModule: () => ({ hr: S_OK, module: new Leaving() }),
          terminate: terminate as () => void,
        },
        RQ_BEGIN_REQUEST,
        0,
      ),
  };
}

// @see ihttpmodulefactory-terminate-method
Deno.test("dispose, cleanupStoredContext and terminate that are async and reject end nothing but themselves", async () => {
  const lost = await uncaught(async () => {
    const { server, text } = house(leaving(fails), { app });
    assertEquals(await text("/"), "app");
    await server.close();
    await turn();
    await turn();
  });
  assertEquals(lost, []);
});

// @see ihttpmodulefactory-terminate-method
Deno.test("IHttpModuleFactory.terminate that is async has ended when close has", async () => {
  let ended = false;
  const { server, text } = house(
    leaving(async () => {
      await turn();
      ended = true;
    }),
    { app },
  );
  await hushed(async () => {
    await text("/");
    await server.close();
  });
  assertEquals(ended, true);
});

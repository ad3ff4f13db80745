// Can an application be warmed up? GL_APPLICATION_PRELOAD, the requests that it makes, and IHttpApplication2.
import {
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type IGlobalApplicationPreloadProvider2,
  type IHttpApplication2,
  location,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { app, code, noting, user, within } from "./_notes.ts";

/** A server whose modules note what they are told, with one that preloads. */
function preloading(
  act: (provider: IGlobalApplicationPreloadProvider2, seen: string[]) => unknown,
): House {
  return house((seen: string[]) =>
    defineModule({
      onGlobalApplicationStart() {
        seen.push("start");
        return GL_NOTIFICATION_CONTINUE;
      },
      onGlobalApplicationPreload(provider) {
        seen.push("preload");
        act(provider, seen);
        return GL_NOTIFICATION_CONTINUE;
      },
      onAuthorizeRequest(context) {
        seen.push(
          `${context.getRequest().getRawHttpRequest().cookedUrl.absPath} ${context.getUser()?.getUserName()}`,
        );
      },
    }), {
    app: {
      fetch: async (request: Request) =>
        await Promise.resolve(new Response(new URL(request.url).pathname)),
    },
  });
}

// @see cglobalmodule-onglobalapplicationpreload-method
// @see iglobalapplicationpreloadprovider2-isprocessrecycled-method
Deno.test("GL_APPLICATION_PRELOAD: behind APPLICATION_START, which then does not come again", async () => {
  const { server, text, seen } = preloading((provider, seen) =>
    seen.push(String(provider.isProcessRecycled()))
  );
  assertEquals(await server.preload(), S_OK);
  await text("/first");
  assertEquals(seen, ["start", "preload", "false", "/first "]);
});

// @see iglobalapplicationpreloadprovider-createcontext-method
// @see iglobalapplicationpreloadprovider-executerequest-method
Deno.test("IGlobalApplicationPreloadProvider: runs requests of its own through the pipeline, as a user", async () => {
  const { server, seen } = preloading((provider, seen) => {
    const first = provider.createContext().httpContext!;
    const second = provider.createContext().httpContext!;
    second.getRequest().setUrl("/warm/page", false);
    seen.push(code(provider.executeRequest(second, user("warmer"))));
    seen.push(
      code(provider.executeRequest(first, null)),
      code(provider.executeRequest(first, null)),
    );
  });
  assertEquals(await within(server.preload(), "the warm-up"), S_OK);
  assertEquals(seen, [
    "start",
    "preload",
    "/warm/page warmer",
    "0x00000000",
    "/ ",
    "0x00000000",
    "0x80070057",
  ]);
  await within(server.close(), "closing");
});

// @see iglobalapplicationpreloadprovider-executerequest-method
Deno.test("IGlobalApplicationPreloadProvider: a user that is given is not authenticated; locations see the changed URL", async () => {
  const { server, seen } = house((seen: string[]) => [
    defineModule({
      onGlobalApplicationPreload(provider) {
        for (const given of [null, user("warmer")]) {
          const context = provider.createContext().httpContext!;
          context.getRequest().setUrl("/warm", false);
          provider.executeRequest(context, given);
        }
        return GL_NOTIFICATION_CONTINUE;
      },
    }),
    noting("A", seen, ["onAuthenticateRequest", "onPostAuthenticateRequest"]),
    location("/warm", noting("Warm", seen, ["onAuthorizeRequest"])),
  ], { app });
  await within(server.preload(), "the warm-up");
  const authenticated = ["A AuthenticateRequest", "A PostAuthenticateRequest"];
  assertEquals(seen, [...authenticated, "Warm AuthorizeRequest", "Warm AuthorizeRequest"]);
});

// @see ihttpapplication2-beginapplicationwarmup-method, ihttpapplication2-queryiswarmingup-method
// @see ihttpapplication2-endapplicationwarmup-method
Deno.test("IHttpApplication2: preload waits for the end of a warm-up that a module has begun", async () => {
  const { server, seen } = preloading((provider, seen) => {
    const application = provider.createContext().httpContext!.getApplication() as IHttpApplication2;
    application.beginApplicationWarmup();
    seen.push(String(application.queryIsWarmingUp()));
    setTimeout(() => {
      seen.push("end");
      application.endApplicationWarmup();
      seen.push(String(application.queryIsWarmingUp()));
    }, 5);
  });
  await within(server.preload(), "the warm-up");
  assertEquals(seen, ["start", "preload", "true", "end", "false"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("GL_APPLICATION_PRELOAD: an error with HANDLED is what preload answers; the server works still", async () => {
  const { server, text } = house(
    defineModule({
      onGlobalApplicationPreload(provider) {
        provider.setErrorStatus(0x80070005);
        return GL_NOTIFICATION_HANDLED;
      },
    }),
    { app },
  );
  assertEquals(code(await server.preload()), "0x80070005");
  assertEquals(await text(), "app");
});

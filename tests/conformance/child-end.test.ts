// When is a child over? It ends, is given up, outlived or released; its parent is told once.
import {
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type HTTP_MODULE_ID,
  type IHttpContext,
  type IHttpContext4,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { executeChild, isRoot, nesting, paths } from "./_child.ts";
import { code, told, turn, within, write } from "./_notes.ts";

/** Parks children for ever, and hands over the context of the one that waits. */
function stuck() {
  const { promise, resolve } = Promise.withResolvers<IHttpContext>();
  const module = defineModule({
    name: "Stuck",
    onAuthorizeRequest(context) {
      if (isRoot(context)) return RQ_NOTIFICATION_CONTINUE;
      resolve(context);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  return { module, parked: promise };
}

// @see ihttpcontext-cancelio-method
Deno.test("IHttpContext.cancelIo gives up a child that never ends: its parent goes on, its signal is aborted", async () => {
  const { module, parked } = stuck();
  const { text, seen, server } = house((seen) => [
    nesting(seen, "/child"),
    module,
    defineModule({
      onLogRequest: (context) => void seen.push(isRoot(context) ? "root ends" : "child ends"),
    }),
  ], { app: paths });
  const answer = text("/");
  const child = await within(parked, "the child");
  const parent = child.getParentContext()!;
  assertEquals(code(child.cancelIo()), "0x80070490");
  assertEquals(code((parent as typeof child).cancelIo()), "0x00000000");
  assertEquals(await within(answer, "the answer"), "app /");
  await turn();
  // The child comes to an end of its own; what it has to say reaches nobody, and nobody waits for it.
  assertEquals([...seen].sort(), [
    "child ends",
    `completed ${RQ_BEGIN_REQUEST} false 0 0x800703E3 3`,
    "released 0x00000000",
    "root ends",
  ]);
  assertEquals(child.getConnection().isConnected(), true);
  child.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  await within(server.close(), "the close of the server");
  assertEquals(seen.length, 4);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a client that leaves aborts the signal of the child's request", async () => {
  const abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  const { get } = house((seen) => nesting(seen, "/child"), {
    app: {
      fetch(request) {
        request.signal.addEventListener("abort", () => resolve("aborted"));
        return promise.then(() => new Response("too late"));
      },
    },
  });
  const answer = get("/", { signal: abort.signal });
  await turn();
  abort.abort();
  assertEquals(await within(promise, "the signal"), "aborted");
  await Promise.allSettled([within(answer, "the answer")]);
});

for (const flags of [EXECUTE_FLAG_BUFFER_RESPONSE, EXECUTE_FLAG_NO_HEADERS, 0]) {
  for (const who of ["a client that leaves", "IHttpContext.cancelIo"]) {
    // @see ihttpcontext-executerequest-method
    Deno.test(`IHttpContext.executeRequest, flags ${flags}: ${who} tells the source of a child that says nothing`, async () => {
      const leaves = new AbortController();
      const { promise, resolve } = Promise.withResolvers<void>();
      let parent!: IHttpContext4;
      const { get, seen } = house((seen) =>
        nesting(seen, "/child", {
          execute: flags,
          prepare(_child, context) {
            parent = context as IHttpContext4;
            // Behind these bytes a child that answers the client has to be read as well.
            if (flags === 0) write(context, "front ");
          },
        }), {
        app: {
          fetch: (request) =>
            new URL(request.url).pathname !== "/child" ? new Response("app") : new Response(
              new ReadableStream({
                start: (controller) => controller.enqueue(new TextEncoder().encode("a part")),
                cancel: () => resolve(),
              }),
            ),
        },
      });
      const answer = get("/", { signal: leaves.signal });
      await turn();
      if (who === "a client that leaves") leaves.abort();
      else parent.cancelIo();
      await within(promise, "the end of the source");
      const wished = flags !== 0 ? "app" : who === "IHttpContext.cancelIo" ? "front app" : "front ";
      assertEquals(await (await within(answer, "the answer")).text(), wished);
      assertEquals(seen.length, 2);
    });
  }
}

// @see ihttpcontext-releaseclonedcontext-method
Deno.test("IHttpContext.releaseClonedContext ends what modules have kept; without it the parent's end does", async () => {
  const id = Object.freeze({}) as HTTP_MODULE_ID;
  const keep = (context: IHttpContext, cleanupStoredContext: () => void) =>
    context.getModuleContextContainer().setModuleContext({ cleanupStoredContext }, id);
  const seen: string[] = [];
  const keeping = defineModule({
    onBeginRequest: (context) =>
      void (isRoot(context) || keep(context, () => void seen.push("cleaned up"))),
    onEndRequest: (context) => void seen.push(isRoot(context) ? "root ends" : "child ends"),
  });
  const released = nesting(seen, "/child", {
    completed(_context, child) {
      const kept = child.getModuleContextContainer().getModuleContext(id);
      assert(kept !== null);
    },
  });
  await within(house([released, keeping], { app: paths }).text("/"), "the answer");
  assertEquals(seen.splice(0), [
    "child ends",
    `completed ${
      told(RQ_BEGIN_REQUEST, false, {
        getCompletionBytes: () => 0,
        getCompletionStatus: () => 0,
      })
    } 3`,
    "cleaned up",
    "released 0x00000000",
    "root ends",
  ]);
  const forgetful = defineModule({
    onBeginRequest(context) {
      if (!isRoot(context)) return;
      executeChild(context, "/child");
      return RQ_NOTIFICATION_PENDING;
    },
  });
  await within(house([forgetful, keeping], { app: paths }).text("/"), "the answer");
  assertEquals(seen, ["child ends", "root ends", "cleaned up"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a module that does not wait is held, and the child answers", async () => {
  const { text, seen } = house((seen) => [
    defineModule({
      name: "Careless",
      onBeginRequest(context) {
        if (isRoot(context)) seen.push(code(executeChild(context, "/child").hr));
      },
      onAsyncCompletion: () => void seen.push("never told"),
    }),
    defineModule({
      async onAuthorizeRequest(context) {
        if (!isRoot(context)) await turn();
      },
    }),
    defineModule({
      onAuthenticateRequest: (context) => void seen.push(isRoot(context) ? "root" : "child"),
    }),
  ], { app: paths });
  assertEquals(await within(text("/"), "the answer"), "app /child");
  assertEquals(seen, ["child", "0x00000000", "root"]);
});

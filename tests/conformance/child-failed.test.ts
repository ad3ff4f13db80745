// What if a child fails? Its answer is an error as any other, its parent is told S_OK, and the process lives on.
import {
  type CHttpModule,
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
  EXECUTE_FLAG_NO_HEADERS,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertRejects } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, isRoot, nesting, paths } from "./_child.ts";
import { code, turn, within, write } from "./_notes.ts";

/** A handler that only children have. */
const inChild = (handler: CHttpModule["onExecuteRequestHandler"]) =>
  defineModule({
    name: "InChild",
    onExecuteRequestHandler(context, provider) {
      if (!isRoot(context)) return handler.call(undefined as never, context, provider);
    },
  });

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a child whose module throws is a 500, and its completion S_OK", async () => {
  const { get, seen } = house((seen) => [
    nesting(seen, "/child"),
    inChild(() => {
      throw new Error("on purpose");
    }),
  ], { app: paths });
  const response = await within(get("/"), "the answer");
  assertEquals([response.status, await response.text()], [500, ""]);
  assertEquals(seen, COMPLETION(RQ_BEGIN_REQUEST));
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a child that throws into a buffer leaves its parent the choice", async () => {
  const { get } = house((seen) => [
    nesting(seen, "/child", {
      execute: EXECUTE_FLAG_BUFFER_RESPONSE,
      at: "onExecuteRequestHandler",
      completed(context) {
        const { statusCode, errorToReport } = context.getResponse().getStatus();
        seen.push(`${statusCode} ${code(errorToReport)}`);
        context.getResponse().setStatus(200, "OK");
        write(context, "instead");
      },
    }),
    inChild(() => {
      throw new Error("on purpose");
    }),
  ]);
  const response = await within(get("/"), "the answer");
  assertEquals([response.status, await response.text()], [200, "instead"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a child that finishes early is an answer as any other", async () => {
  const { get, seen } = house((seen) => [
    nesting(seen, "/child"),
    defineModule({
      onAuthenticateRequest(context) {
        if (isRoot(context)) return RQ_NOTIFICATION_CONTINUE;
        context.getResponse().setStatus(403, "Forbidden", 6);
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
  ], { app: paths });
  assertEquals((await within(get("/"), "the answer")).status, 403);
  await turn();
  assertEquals(seen, COMPLETION(RQ_BEGIN_REQUEST));
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: nobody answers a child, so it is a 404, as for a client", async () => {
  const { get } = house((seen) => nesting(seen, "/child"));
  assertEquals((await within(get("/"), "the answer")).status, 404);
});

// @see ihttpresponse-resetconnection-method
Deno.test("IHttpResponse.resetConnection of a child breaks the connection, in every mode", async () => {
  for (const execute of [0, EXECUTE_FLAG_NO_HEADERS, EXECUTE_FLAG_BUFFER_RESPONSE]) {
    const { get, seen } = house((seen) => [
      nesting(seen, "/child", { execute, at: "onExecuteRequestHandler" }),
      inChild((context) => {
        write(context, "lost");
        context.getResponse().resetConnection();
      }),
    ]);
    const response = await within(get("/"), "the head");
    await assertRejects(() => within(response.text(), "the break"));
    await turn();
    assertEquals(seen.length, 2, `flags ${execute}`);
  }
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a body of the child that breaks breaks off what streams, or is a 500", async () => {
  const broken = {
    fetch: () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.error(new Error("on purpose"));
          },
        }, { highWaterMark: 0 }),
      ),
  };
  for (const execute of [0, EXECUTE_FLAG_NO_HEADERS, EXECUTE_FLAG_BUFFER_RESPONSE]) {
    const { get, seen } = house(
      (seen) => nesting(seen, "/child", { execute, at: "onExecuteRequestHandler" }),
      { app: broken },
    );
    const response = await within(get("/"), "the head");
    if (execute === 0) await assertRejects(() => within(response.text(), "the break"));
    else assertEquals(response.status, execute === EXECUTE_FLAG_NO_HEADERS ? 200 : 500);
    assertEquals(seen.length, 2, `flags ${execute}`);
  }
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_DISABLE_CUSTOM_ERROR: a child makes no page of what went wrong", async () => {
  for (const [execute, page] of [[0, true], [EXECUTE_FLAG_DISABLE_CUSTOM_ERROR, false]] as const) {
    const { get } = house((seen) => [
      nesting(seen, "/child", { execute }),
      inChild(() => {
        throw new Error("on purpose");
      }),
    ], { development: true });
    const response = await within(get("/"), "the answer");
    assertEquals([response.status, (await response.text()).includes("on purpose")], [500, page]);
  }
});

// @see ihttpresponse-disablekernelcache-method
Deno.test("EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE: only with it the answer of a child may be cached below the pipeline", async () => {
  for (const [execute, enabled] of [[0, false], [0x40, true]] as const) {
    const { text, seen } = house((seen) => [
      nesting(seen, "/child", { execute }),
      defineModule({
        onEndRequest: (context) =>
          void seen.push(`${context.getResponse().getKernelCacheEnabled()}`),
      }),
    ], { app: paths });
    await within(text("/"), "the answer");
    assertEquals(seen.filter((note) => /^(true|false)$/.test(note)), [`${enabled}`, `${enabled}`]);
  }
});

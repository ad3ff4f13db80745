// Is a child a request as any other? The whole pipeline again, inside its parent's notification. Rows 84 to 91.
import {
  CHttpModule,
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_MAP_REQUEST_HANDLER,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, isRoot, nesting, paths } from "./_child.ts";
import { type Handler, HANDLERS, noted, registered, tracing, user, within } from "./_notes.ts";

const app = paths;

/** A module on every notification that notes whose it is. */
function watching(seen: string[], handlers: readonly Handler[] = HANDLERS) {
  const note = (handler: Handler) => (context: IHttpContext) =>
    void seen.push(`${isRoot(context) ? "root" : "child"} ${handler.slice(2)}`);
  return defineModule(
    Object.fromEntries([["name", "Watching"], ...handlers.map((h) => [h, note(h)])]),
  );
}

// @see ihttpcontext-executerequest-method
Deno.test("12.84 IHttpContext.executeRequest: the child runs BEGIN to END inside, then answers in the parent's place", async () => {
  const { text, seen } = house((seen) => [
    watching(seen),
    nesting(seen, "/example/default.aspx", { at: "onMapRequestHandler" }),
  ], { app });
  assertEquals(await within(text("/"), "the answer"), "app /example/default.aspx");
  const before = noted("root", HANDLERS.slice(0, HANDLERS.indexOf("onMapRequestHandler") + 1));
  assertEquals(seen.slice(0, before.length), before);
  const child = seen.slice(before.length, before.length + 24);
  assertEquals(child, noted("child", HANDLERS));
  assertEquals(
    seen.slice(before.length + 24, before.length + 26),
    COMPLETION(RQ_MAP_REQUEST_HANDLER),
  );
  // The child has answered: the handlers of the parent are not asked any more, everything else of it runs.
  const rest = HANDLERS.slice(HANDLERS.indexOf("onPostMapRequestHandler"))
    .filter((handler) => handler !== "onExecuteRequestHandler");
  assertEquals(seen.slice(before.length + 26), noted("root", rest));
});

// @see ihttpcontext-executerequest-method
Deno.test("12.84 IHttpContext.executeRequest in a post notification completes there", async () => {
  const { text, seen } = house(
    (seen) => nesting(seen, "/child", { at: "onPostAuthorizeRequest" }),
    { app },
  );
  assertEquals(await within(text("/"), "the answer"), "app /child");
  assertEquals(seen, COMPLETION(4, true));
});

// @see ihttpcontext-executerequest-method
Deno.test("12.84 IHttpContext.executeRequest works in the first and in the last notification", async () => {
  for (
    const [at, notification] of [
      ["onBeginRequest", RQ_BEGIN_REQUEST],
      ["onExecuteRequestHandler", RQ_EXECUTE_REQUEST_HANDLER],
      ["onEndRequest", RQ_END_REQUEST],
    ] as const
  ) {
    const { text, seen } = house((seen) => nesting(seen, "/child", { at }), { app });
    assertEquals(await within(text("/"), at), "app /child");
    assertEquals(seen, COMPLETION(notification), at);
  }
});

// @see ihttpcontext-executerequest-method
Deno.test("12.85 IHttpContext.executeRequest: the trace tells the child between the parent's start and completion", async () => {
  const { events, trace } = tracing();
  const { text } = house(
    (seen) => nesting(seen, "/child", { at: "onMapRequestHandler" }),
    { app, trace },
  );
  await within(text("/"), "the answer");
  const wanted = /^(NOTIFY_MODULE_(START|COMPLETION)|GENERAL_(CHILD_)?REQUEST_(START|END))$/;
  const root = events[0].context;
  const order = events.filter(({ name, module = "Nesting" }) =>
    wanted.test(name) && module === "Nesting"
  ).map(({ name, context }) => `${context === root ? "root" : "child"} ${name}`);
  assertEquals(order, [
    "root GENERAL_REQUEST_START",
    "root NOTIFY_MODULE_START",
    "root GENERAL_CHILD_REQUEST_START",
    "child GENERAL_REQUEST_START",
    "child NOTIFY_MODULE_START",
    "child GENERAL_REQUEST_END",
    "root GENERAL_CHILD_REQUEST_END",
    "root NOTIFY_MODULE_COMPLETION",
    "root GENERAL_REQUEST_END",
  ]);
  const completion = events.find(({ name }) => name === "NOTIFY_MODULE_COMPLETION")!;
  assertEquals([completion.bytes, completion.hr], [0, 0]);
  const start = events.find(({ name }) => name === "GENERAL_CHILD_REQUEST_START")!;
  assertEquals(start.message, "GET http://localhost/child, level 1");
});

// @see ihttpcontext-executerequest-method
Deno.test("12.84 IHttpContext.executeRequest: a child has module objects of its own, disposed at its end", async () => {
  const seen: string[] = [];
  let made = 0;
  class Counted extends CHttpModule {
    readonly #number = ++made;
    override onBeginRequest(): RQResult {
      seen.push(`${this.#number} begin`);
    }
    override onEndRequest(): RQResult {
      seen.push(`${this.#number} end`);
    }
    override dispose(): void {
      seen.push(`${this.#number} disposed`);
    }
  }
  const { text } = house([
    registered("Counted", () => new Counted(), RQ_BEGIN_REQUEST | RQ_END_REQUEST),
    nesting(seen, "/child"),
  ], { app });
  await within(text("/"), "the answer");
  assertEquals(seen, [
    "1 begin",
    "2 begin",
    "2 end",
    "2 disposed",
    ...COMPLETION(RQ_BEGIN_REQUEST),
    "1 end",
    "1 disposed",
  ]);
});

// @see ihttpcontext-executerequest-method
Deno.test("12.88 IHttpContext.executeRequest: a given user skips AUTHENTICATE_REQUEST in the child", async () => {
  const notes: string[] = [];
  const authenticating = defineModule({
    name: "Authenticating",
    onAuthenticateRequest(context, provider) {
      notes.push(`authenticate ${isRoot(context)}`);
      provider.setUser(user("from the header"));
    },
    onPostAuthenticateRequest: (context) => void notes.push(`post ${isRoot(context)}`),
    onAuthorizeRequest: (context) => void notes.push(`user ${context.getUser()?.getUserName()}`),
  });
  const { text, seen } = house((seen) => [
    nesting(seen, "/child", { user: user("Ada") }),
    authenticating,
  ], { app, anonymous: false });
  assertEquals(await within(text("/"), "the answer"), "app /child");
  assertEquals(notes, ["user Ada", "authenticate true", "post true", "user from the header"]);
  assertEquals(seen, COMPLETION(RQ_BEGIN_REQUEST));
});

// @see ihttpcontext-executerequest-method
Deno.test("12.88 IHttpContext.executeRequest: without a user the child authenticates anew", async () => {
  const { text, seen } = house((seen) => [
    nesting(seen, "/child", { at: "onAuthorizeRequest" }),
    defineModule({
      onAuthenticateRequest(context, provider) {
        if (isRoot(context)) provider.setUser(user("Ada"));
      },
      onAuthorizeRequest: (context) => void seen.push(`${context.getUser()?.getUserName()}`),
    }),
  ], { app, anonymous: false });
  assertEquals(await within(text("/"), "the answer"), "");
  assertEquals(seen, [...COMPLETION(4), "Ada"]);
});

// @see ihttpcontext-getparentcontext-method
Deno.test("12.90 IHttpContext.getParentContext is null for the root, the parent for a child", async () => {
  const { text, seen } = house((seen) => [
    nesting(seen, "/child", {
      completed: (context, child) => void seen.push(`${child.getParentContext() === context}`),
    }),
    defineModule({
      onBeginRequest: (context) => void seen.push(`null: ${context.getParentContext() === null}`),
    }),
  ], { app });
  await within(text("/"), "the answer");
  const [completed, released] = COMPLETION(RQ_BEGIN_REQUEST);
  assertEquals(seen, ["null: false", completed, "true", released, "null: true"]);
});

// @see ihttpcontext-getrootcontext-method
Deno.test("12.91 IHttpContext.getRootContext is null for the root, the root for every child below it", async () => {
  const found: [boolean, boolean][] = [];
  let root: IHttpContext | undefined;
  const deep = nesting([], "/child");
  const grandchild = defineModule({
    ...nesting([], "/grandchild"),
    name: "Grandchild",
    onBeginRequest(context) {
      root ??= context;
      found.push([context.getRootContext() === null, context.rootContext === root]);
      if (context.getParentContext() === null) return;
      if (context.getParentContext()!.getParentContext() !== null) return;
      const { httpContext } = context.cloneContext(1);
      context.executeRequest(true, httpContext!, 0, null);
    },
  });
  const { text } = house([grandchild, deep], { app });
  await within(text("/"), "the answer");
  assertEquals(found, [[true, true], [false, true], [false, true]]);
});

// @see ihttpcontext-getexecuteflags-method
Deno.test("IHttpContext.getExecuteFlags tells a child how it was executed; a root has none", async () => {
  const execute = EXECUTE_FLAG_BUFFER_RESPONSE | EXECUTE_FLAG_NO_HEADERS;
  const { text, seen } = house((seen) => [
    nesting(seen, "/child", { execute }),
    defineModule({
      onBeginRequest: (context) => void seen.push(`flags ${context.getExecuteFlags()}`),
    }),
  ], { app });
  await within(text("/"), "the answer");
  assertEquals(seen, ["flags 33", ...COMPLETION(RQ_BEGIN_REQUEST), "flags 0"]);
});

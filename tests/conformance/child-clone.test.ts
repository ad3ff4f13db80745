// What does a clone take over? What the flags say and nothing else, from the request as its modules see it.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_NO_DAV,
  CLONE_FLAG_NO_PRECONDITION,
  CLONE_FLAG_SERVER_VARIABLE,
  CLONE_FLAG_USER_CACHE_VARY_BY,
  defineModule,
  EXECUTE_FLAG_SAME_URL,
  type IHttpContext,
  type IHttpContext4,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { isRoot, nesting } from "./_child.ts";
import { code, within } from "./_notes.ts";

/** Makes a clone in BEGIN_REQUEST of one request and lets the test look at it. */
async function cloning(
  flags: number,
  look: (clone: IHttpContext, context: IHttpContext) => void,
  init?: RequestInit,
): Promise<void> {
  let looked = false;
  const { get } = house(
    defineModule({
      onBeginRequest(context) {
        const { hr, httpContext } = context.cloneContext(flags);
        assertEquals(code(hr), "0x00000000");
        look(httpContext!, context);
        looked = true;
      },
    }),
    { app: { fetch: () => new Response("app") } },
  );
  assertEquals((await within(get("/a/b?c=d", init), "the answer")).status, 200);
  assert(looked);
}

const urlOf = (context: IHttpContext): string =>
  context.getRequest().getRawHttpRequest().cookedUrl.fullUrl;

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_BASICS: URL, query string and method, as modules have changed them", async () => {
  await cloning(CLONE_FLAG_BASICS, (clone) => {
    assertEquals(urlOf(clone), "http://localhost/a/b?c=d");
    assertEquals(clone.getRequest().getHttpMethod(), "PUT");
    assertEquals(clone.getRequest().getHeader("X-Parent"), null);
    assertEquals(clone.getRequest().getRemainingEntityBytes(), 0);
  }, { method: "PUT", body: "body", headers: { "X-Parent": "yes" } });
  const { get, seen } = house((seen) =>
    defineModule({
      onBeginRequest(context) {
        context.getRequest().setUrl("/changed?x=y", true);
        context.getRequest().setHttpMethod("REPORT");
        const clone = context.cloneContext(CLONE_FLAG_BASICS).httpContext!;
        seen.push(`${clone.getRequest().getHttpMethod()} ${urlOf(clone)}`);
      },
    }), { app: { fetch: () => new Response() } });
  await get("/");
  assertEquals(seen, ["REPORT http://localhost/changed?x=y"]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_BASICS: without it a clone is a GET for the root of the site", async () => {
  await cloning(CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY, (clone) => {
    assertEquals(urlOf(clone), "http://localhost/");
    assertEquals(clone.getRequest().getHttpMethod(), "GET");
    assertEquals(clone.getRequest().getRemainingEntityBytes(), 4);
  }, { method: "POST", body: "body", headers: { "Content-Length": "4" } });
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_HEADERS: the headers as modules have changed them; a length goes only with its body", async () => {
  const init = {
    method: "POST",
    body: "body",
    headers: { "X-Parent": "yes", "Content-Length": "4", "Content-Type": "text/plain" },
  };
  await cloning(CLONE_FLAG_HEADERS, (clone, context) => {
    const { getHeader } = { getHeader: (name: string) => clone.getRequest().getHeader(name) };
    assertEquals(getHeader("X-Parent"), "yes");
    assertEquals(getHeader("Content-Type"), "text/plain");
    assertEquals(getHeader("Content-Length"), null);
    context.getRequest().setHeader("X-Parent", "changed", true);
    context.getRequest().deleteHeader("Content-Type");
    const again = context.cloneContext(CLONE_FLAG_HEADERS).httpContext!;
    assertEquals(again.getRequest().getHeader("X-Parent"), "changed");
    assertEquals(again.getRequest().getHeader("Content-Type"), null);
    // A clone is another request: what is changed on it stays there.
    again.getRequest().setHeader("X-Parent", "the clone's", true);
    assertEquals(context.getRequest().getHeader("X-Parent"), "changed");
  }, init);
  await cloning(CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY, (clone) => {
    assertEquals(clone.getRequest().getHeader("Content-Length"), "4");
  }, init);
});

const PRECONDITIONS = {
  Range: "bytes=0-1",
  "If-None-Match": '"a"',
  "If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT",
  "If-Range": '"a"',
};
const DAV = { Depth: "1", Destination: "/x", If: "(<urn:x>)", Overwrite: "T", Translate: "f" };

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_NO_PRECONDITION and CLONE_FLAG_NO_DAV each leave their headers out", async () => {
  const has = (clone: IHttpContext, names: object): boolean[] =>
    Object.keys(names).map((name) => clone.getRequest().getHeader(name) !== null);
  const init = { headers: { ...PRECONDITIONS, ...DAV, "X-Other": "stays" } };
  const all = (names: object, value: boolean) => Object.keys(names).map(() => value);
  for (
    const [flags, conditional, dav] of [[0, true, true], [8, false, true], [
      0x10,
      true,
      false,
    ]] as const
  ) {
    await cloning(CLONE_FLAG_HEADERS | flags, (clone) => {
      assertEquals(has(clone, PRECONDITIONS), all(PRECONDITIONS, conditional));
      assertEquals(has(clone, DAV), all(DAV, dav));
      assertEquals(clone.getRequest().getHeader("X-Other"), "stays");
    }, init);
  }
  assertEquals([CLONE_FLAG_NO_PRECONDITION, CLONE_FLAG_NO_DAV], [8, 0x10]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_SERVER_VARIABLE: what modules have set goes along, and nothing without the flag", async () => {
  for (const [flags, found] of [[0, null], [CLONE_FLAG_SERVER_VARIABLE, "mill"]] as const) {
    const { get, seen } = house((seen) =>
      defineModule({
        onBeginRequest(context) {
          context.setServerVariable("WEIR", "mill");
          const { httpContext } = context.cloneContext(CLONE_FLAG_BASICS | flags);
          const clone = httpContext as IHttpContext4;
          seen.push(`${clone.getServerVariable("WEIR").value}`);
          seen.push(code(clone.inheritServerVariable("WEIR")));
          seen.push(`${clone.getServerVariable("WEIR").value}`);
          seen.push(code(clone.inheritServerVariable("LOCK", true)));
        },
      }), { app: { fetch: () => new Response() } });
    await get("/");
    assertEquals(seen, [`${found}`, "0x00000000", "mill", "0x80070585"]);
  }
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_USER_CACHE_VARY_BY: the vary settings of the cache policy go along", async () => {
  const { get, seen } = house((seen) =>
    defineModule({
      onBeginRequest(context) {
        const policy = context.getResponse().getCachePolicy();
        policy.appendVaryByHeader("Accept");
        policy.appendVaryByQueryString("page");
        policy.setVaryByValue("value");
        for (const flags of [CLONE_FLAG_BASICS, CLONE_FLAG_USER_CACHE_VARY_BY]) {
          const clone = context.cloneContext(flags).httpContext!;
          const cloned = clone.getResponse().getCachePolicy();
          seen.push(
            `${cloned.getVaryByHeaders()} ${cloned.getVaryByQueryStrings()} ${cloned.getVaryByValue()}`,
          );
        }
      },
    }), { app: { fetch: () => new Response() } });
  await get("/");
  assertEquals(seen, ["null null null", "Accept page value"]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("IHttpContext.cloneContext: unknown flags are an invalid parameter", async () => {
  const { get, seen } = house((seen) =>
    defineModule({
      onBeginRequest(context) {
        for (const flags of [0x80, "1"]) {
          const { hr, httpContext } = context.cloneContext(flags as number);
          seen.push(`${code(hr)} ${httpContext}`);
        }
      },
    }), { app: { fetch: () => new Response() } });
  await get("/");
  assertEquals(seen, ["0x80070057 null", "0x80070057 null"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_SAME_URL: the child has the parent's URL, whatever its clone had", async () => {
  const { text } = house(
    (seen) => nesting(seen, "/other", { clone: 0, execute: EXECUTE_FLAG_SAME_URL }),
    {
      app: { fetch: (request) => new Response(`${request.method} ${request.url}`) },
    },
  );
  assertEquals(await within(text("/same?a=b"), "the answer"), "GET http://localhost/same?a=b");
});

// @see ihttpcontext-getconnection-method
Deno.test("IHttpContext.cloneContext: the connection is its parent's, containers are its own", async () => {
  await cloning(CLONE_FLAG_BASICS, (clone, context) => {
    assertEquals(clone.getConnection(), context.getConnection());
    assertEquals(clone.getSite(), context.getSite());
    const [own, theirs] = [clone, context].map((one) => one.getModuleContextContainer());
    assert(own !== theirs);
    assertEquals(
      clone.getRequest().getRemoteAddress(),
      context.getRequest().getRemoteAddress(),
    );
    assertEquals([isRoot(clone), isRoot(context)], [false, true]);
  });
});

// @see ihttpcontext-getcurrentexecutionstats-method
Deno.test("IHttpContext.getCurrentExecutionStats of a child tells when its wait began, long behind the clone", async () => {
  const children = new WeakMap<IHttpContext, IHttpContext>();
  const waited: number[] = [];
  const Late = defineModule({
    name: "Late",
    async onBeginRequest(context) {
      if (isRoot(context)) {
        children.set(context, context.cloneContext(CLONE_FLAG_BASICS).httpContext!);
      }
      const began = sleep(60);
      await Promise.resolve();
      const { asyncNotificationStartTickCount: since } = context.getCurrentExecutionStats();
      waited.push(context.getRequestStartTime() + context.getRequestElapsedTime() - since);
      await began;
    },
    onAuthenticateRequest(context) {
      if (!isRoot(context)) return RQ_NOTIFICATION_CONTINUE;
      const { completionExpected } = context.executeRequest(true, children.get(context)!, 0, null);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  });
  const { text } = house(Late, { app: { fetch: () => new Response("app") } });
  for (let i = 0; i < 2; i++) assertEquals(await within(text(), "the answer"), "app");
  assertEquals(waited.length, 4);
  assert(waited[3] < 50, `the wait of the child began ${waited[3]} ms ago`);
});

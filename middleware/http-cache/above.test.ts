// Which answers are kept for the next request? What a child has answered for its parent, where that was said to be good.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  EXECUTE_FLAG_NO_HEADERS,
  EXECUTE_FLAG_SAME_URL,
  type IHttpContext,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { sleep, within } from "../../tests/_waits.ts";
import { counting, fresh, site } from "./_site.ts";

/** Answers for "/above" by a child request for "/below". */
function above(
  flags: number,
  begin: (context: IHttpContext) => void = () => {},
): { module: ModuleDefinition; children: () => number } {
  let children = 0;
  const module = defineModule({
    name: "Above",
    onBeginRequest: (context) => {
      if (context.getParentContext() === null) begin(context);
    },
    onExecuteRequestHandler(context) {
      const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
      if (absPath !== "/above") return RQ_NOTIFICATION_CONTINUE;
      children++;
      const child = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS).httpContext!;
      child.getRequest().setUrl("/below", true);
      const { completionExpected } = context.executeRequest(true, child, flags, null);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  });
  return { module, children: () => children };
}

const ELIGIBLE = EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE;

Deno.test("httpCache: EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE: what a child answers is kept for its parent, too", async () => {
  const { module, children } = above(ELIGIBLE);
  const { get, asked } = site(fresh({ ETag: '"a"', "X-Own": "1" }), {}, module);
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await get("/above"));
  assertEquals(answers.map(({ text }) => text), ["1", "1", "1", "1"]);
  assertEquals(answers.map(({ headers }) => headers.get("X-Own")), ["1", "1", "1", "1"]);
  // The first fills the cache, the second is answered by the child from it; those behind need none.
  assertEquals([asked(), children()], [1, 2]);
  const known = await get("/above", { headers: { "If-None-Match": '"a"' } });
  assertEquals([known.status, children()], [304, 2]);
});

Deno.test("httpCache: versions of a child's answer are versions of its parent's", async () => {
  const { module, children } = above(ELIGIBLE);
  const { get } = site(
    (request) => {
      const headers = { "Cache-Control": "max-age=60", Vary: "Accept-Language" };
      return new Response(request.headers.get("Accept-Language"), { headers });
    },
    {},
    module,
  );
  const of = async (language: string) =>
    (await get("/above", { headers: { "Accept-Language": language } })).text;
  const texts = [await of("de"), await of("de"), await of("fr"), await of("fr")];
  assertEquals([...texts, await of("de"), await of("fr")], ["de", "de", "fr", "fr", "de", "fr"]);
  assertEquals(children(), 4);
});

Deno.test("httpCache: a child that asks for the URL of its parent does not wait for it", async () => {
  const same = defineModule({
    name: "Same",
    onPreExecuteRequestHandler(context) {
      if (context.getParentContext() !== null) return;
      const child = context.cloneContext(CLONE_FLAG_BASICS).httpContext!;
      context.executeRequest(true, child, EXECUTE_FLAG_SAME_URL, null);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  });
  const { get, asked } = site(fresh(), {}, same);
  // Whoever leads is waited for five seconds.
  assertEquals((await within(get("/a?b"), "the answer", 4000)).text, "1");
  assertEquals([(await get("/a?b")).text, asked()], ["1", 1]);
});

Deno.test("httpCache: a page in which the body of a child has broken is not kept, nor one that its client has left", async () => {
  const { module } = above(EXECUTE_FLAG_NO_HEADERS | EXECUTE_FLAG_BUFFER_RESPONSE, (context) => {
    context.getResponse().setHeader("Cache-Control", "max-age=60", true);
  });
  let source!: ReadableStreamDefaultController<Uint8Array>;
  let cancelled = 0;
  const { server, get, asked } = site(
    (_request, n) =>
      new Response(
        n > 2 ? `whole ${n}` : new ReadableStream({
          start: (controller) => void (source = controller),
          cancel: () => void cancelled++,
        }),
      ),
    {},
    module,
  );
  const broken = get("/above");
  await sleep(1);
  source.error(new Error("on purpose"));
  assertEquals((await broken).text, "");
  const leaves = new AbortController();
  const left = server.fetch(new Request("http://localhost/above", { signal: leaves.signal }));
  await sleep(1);
  source.enqueue(new TextEncoder().encode("a part"));
  leaves.abort();
  await left;
  assertEquals(cancelled, 1);
  assertEquals([(await get("/above")).text, (await get("/above")).text], ["whole 3", "whole 3"]);
  assertEquals(asked(), 3);
});

const NOT_KEPT: Record<string, [flags: number, begin?: (context: IHttpContext) => void]> = {
  "without the flag": [0],
  "a part of its parent": [ELIGIBLE | EXECUTE_FLAG_NO_HEADERS],
  "where the parent has said something itself": [
    ELIGIBLE,
    (context) => void context.getResponse().setHeader("X-Parent", "1", true),
  ],
};

for (const [what, [flags, begin]] of Object.entries(NOT_KEPT)) {
  Deno.test(`httpCache: the answer of a child is its own: ${what}`, async () => {
    const { module, children } = above(flags, begin);
    const { times } = site(fresh(), {}, module);
    assertEquals(await times(4, "/above"), "1,1,1,1");
    assertEquals(children(), 4);
  });
}

Deno.test("httpCache: for whoever says who he is, and for a parent that wants nothing kept, nothing is", async () => {
  const asks: Record<string, string>[] = [
    { Authorization: "Basic eDp5" },
    { "Cache-Control": "no-store" },
  ];
  for (const headers of asks) {
    const { module, children } = above(ELIGIBLE);
    const { get } = site(fresh({ "Cache-Control": "public, max-age=60" }), {}, module);
    for (let i = 0; i < 3; i++) await get("/above", { headers });
    assertEquals(children(), 3);
  }
  const { module, children } = above(ELIGIBLE);
  const { times } = site(counting(), {}, module);
  assertEquals([await times(3, "/above"), children()], ["1,2,3", 3]);
});

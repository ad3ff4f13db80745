// Which contexts may not be executed? What is no fresh clone of this request, and what nests too deep. Rows 86 and 87.
import {
  CLONE_FLAG_BASICS,
  defineModule,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { executeChild, isRoot, nesting, paths } from "./_child.ts";
import { code, parking, within } from "./_notes.ts";

const app = paths;
const clone = (context: IHttpContext): IHttpContext =>
  context.cloneContext(CLONE_FLAG_BASICS).httpContext!;

/** Runs `tries` in BEGIN_REQUEST of a root and gives what it noted. */
async function noting(tries: (context: IHttpContext, seen: string[]) => void): Promise<string[]> {
  const { text, seen } = house((seen) =>
    defineModule({
      onBeginRequest(context) {
        if (isRoot(context)) tries(context, seen);
      },
    }), { app });
  await within(text("/"), "the answer");
  return seen;
}

// @see ihttpcontext-executerequest-method
Deno.test("12.86 IHttpContext.executeRequest: a synchronous child is not supported", async () => {
  const seen = await noting((context, seen) => {
    const told = context.executeRequest(false, clone(context), 0, null);
    seen.push(`${code(told.hr)} ${told.completionExpected}`);
  });
  assertEquals(seen, ["0x80070032 false"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("12.86 IHttpContext.executeRequest: a context that is no clone of this request is not supported", async () => {
  const { module, context: parked } = parking([]);
  const other = house(module, { app });
  const answer = other.text("/");
  const foreign = await within(parked, "another request");
  const seen = await noting((context, seen) => {
    const grandchild = clone(clone(context));
    for (const wrong of [context, foreign, clone(foreign), grandchild, null, {}]) {
      seen.push(code(context.executeRequest(true, wrong as IHttpContext, 0, null).hr));
    }
  });
  assertEquals(seen, Array(6).fill("0x80070032"));
  foreign.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  await within(answer, "the other answer");
});

// @see ihttpcontext-executerequest-method
Deno.test("12.86 IHttpContext.executeRequest: each clone runs once, and a released one not at all", async () => {
  const seen: string[] = [];
  const module = nesting(seen, "/child", {
    completed(context, child) {
      seen.push(code(context.executeRequest(true, child, 0, null).hr));
      const released = clone(context);
      released.releaseClonedContext();
      seen.push(code(context.executeRequest(true, released, 0, null).hr));
    },
  });
  await within(house(module, { app }).text("/"), "the answer");
  assertEquals(seen.slice(1), ["0x80070032", "0x80070032", "released 0x00000000"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: unknown flags, or a user that is none, are an invalid parameter", async () => {
  const seen = await noting((context, seen) => {
    seen.push(code(context.executeRequest(true, clone(context), 0x80, null).hr));
    seen.push(code(context.executeRequest(true, clone(context), 0, "Ada" as never).hr));
  });
  assertEquals(seen, ["0x80070057", "0x80070057"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: a second operation beside a child is refused, the first ends normally", async () => {
  const seen: string[] = [];
  const module = defineModule({
    onBeginRequest(context) {
      if (!isRoot(context)) return;
      seen.push(
        code(executeChild(context, "/first").hr),
        code(executeChild(context, "/second").hr),
      );
      seen.push(code(context.getResponse().flush(true, true).hr));
      return RQ_NOTIFICATION_PENDING;
    },
  });
  assertEquals(await within(house(module, { app }).text("/"), "the answer"), "app /first");
  assertEquals(seen, ["0x00000000", "0x800710DD", "0x800710DD"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: inside a send nothing can wait, after the end nobody does", async () => {
  const seen: string[] = [];
  let kept: IHttpContext | undefined;
  const module = defineModule({
    onSendResponse(context) {
      kept = context;
      seen.push(code(context.cloneContext(CLONE_FLAG_BASICS).hr));
    },
    onReadEntity(context) {
      seen.push(code(executeChild(context, "/child").hr));
    },
    async onExecuteRequestHandler(context) {
      await context.getRequest().readEntityBody(new Uint8Array(8), false);
    },
  });
  const { text } = house(module, { app });
  await within(text("/", { method: "POST", body: "body" }), "the answer");
  assertEquals(seen, ["0x80070001", "0x80070006"]);
  assertEquals(code(kept!.executeRequest(true, kept!, 0, null).hr), "0x80070032");
});

/** Nests itself until it is refused; each level notes how deep it is. */
const recursive = (seen: string[]) =>
  defineModule({
    name: "Recursive",
    onBeginRequest(context) {
      const { hr } = executeChild(context, "", { clone: CLONE_FLAG_BASICS });
      if (hr === 0) return RQ_NOTIFICATION_PENDING;
      let level = 0;
      for (let at = context.getParentContext(); at !== null; at = at.getParentContext()) level++;
      seen.push(`${code(hr)} at level ${level}`);
    },
  });

// @see ihttpcontext-executerequest-method
Deno.test("12.87 IHttpContext.executeRequest: the eleventh level overflows, the ten above it end", async () => {
  const asked: string[] = [];
  const { text, seen } = house(recursive, {
    app: {
      fetch(request) {
        asked.push(request.url);
        return new Response("bottom");
      },
    },
  });
  assertEquals(await within(text("/deep"), "the answer"), "bottom");
  assertEquals(seen, ["0x800703E9 at level 10"]);
  assertEquals(asked, ["http://localhost/deep"]);
});

// @see ihttpcontext-releaseclonedcontext-method
Deno.test("IHttpContext.releaseClonedContext: once for a clone, never for a root", async () => {
  const seen = await noting((context, seen) => {
    const child = clone(context);
    for (const one of [context, child, child]) seen.push(code(one.releaseClonedContext()));
  });
  assertEquals(seen, ["0x80070057", "0x00000000", "0x80070057"]);
});

// @see ihttpcontext-releaseclonedcontext-method
Deno.test("IHttpContext.releaseClonedContext: children before their parents, or not at all", async () => {
  const seen = await noting((context, seen) => {
    const [child, other] = [clone(context), clone(context)];
    const [grandchild, last] = [clone(child), clone(other)];
    for (const one of [grandchild, child, other, last]) {
      seen.push(code(one.releaseClonedContext()));
    }
  });
  assertEquals(seen, ["0x00000000", "0x00000000", "0x00000000", "0x80070057"]);
});

// @see ihttpcontext-releaseclonedcontext-method
Deno.test("IHttpContext.releaseClonedContext: not while the child runs", async () => {
  const seen: string[] = [];
  const module = defineModule({
    onBeginRequest(context) {
      if (!isRoot(context)) return;
      seen.push(code(executeChild(context, "/child").child.releaseClonedContext()));
      return RQ_NOTIFICATION_PENDING;
    },
  });
  assertEquals(await within(house(module, { app }).text("/"), "the answer"), "app /child");
  assertEquals(seen, ["0x800710DD"]);
});

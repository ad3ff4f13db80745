// Promise 7: can one request disturb another? Modules that misbehave in every way run among those of whom each answer is known.
import {
  CHttpModule,
  defineModule,
  type HTTP_MODULE_ID,
  type IHttpContext4,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { house } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { registered, turn, within, write } from "../conformance/_notes.ts";
import { uncaught, unsaid } from "../regressions/_kit.ts";

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Everything that a module may do wrong; the request in which it does so ends somehow. */
const MISDEEDS: Record<string, (context: IHttpContext4) => RQResult> = {
  throws: () => {
    throw new Error("on purpose");
  },
  "throws nothing at all": () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error("on purpose")),
  "rejects, long after": () => sleep(5).then(() => Promise.reject(null)),
  "answers with nonsense": () => unsaid("nonsense"),
  "answers with a promise of nonsense": () => unsaid(Promise.resolve({})),
  "answers with a thenable that throws": () =>
    unsaid({
      then() {
        throw new Error("on purpose");
      },
    }),
  "answers with a thenable that answers twice": () =>
    unsaid({
      then(fulfil: (status: number) => void, reject: (error: unknown) => void) {
        fulfil(RQ_NOTIFICATION_CONTINUE);
        fulfil(RQ_NOTIFICATION_FINISH_REQUEST);
        reject(new Error("on purpose"));
      },
    }),
  "completes twice": (context) => {
    setTimeout(() => {
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    }, 1);
    return RQ_NOTIFICATION_PENDING;
  },
  "completes before and after": (context) => {
    context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST), 1);
    return RQ_NOTIFICATION_PENDING;
  },
  "posts a hundred completions": (context) => {
    for (let i = 0; i < 100; i++) context.postCompletion(i);
    return RQ_NOTIFICATION_PENDING;
  },
  "completes long after its request": (context) => {
    setTimeout(() => {
      context.postCompletion(1);
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      write(context, "too late");
      context.getResponse().flush(true, false);
    }, 10);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
  "leaves a flush and a read unawaited": (context) => {
    write(context, "x");
    context.getResponse().flush(false, true);
    context.getRequest().readEntityBody(new Uint8Array(4), false);
  },
  "keeps the response and resets it": (context) => {
    write(context, "x");
    return context.getResponse().flush(false, true)
      .then(() => context.getResponse().resetConnection());
  },
  "writes nonsense": (context) => {
    context.getResponse().writeEntityChunks(
      [null, { dataChunkType: 99 }, { dataChunkType: 0, buffer: 5 }] as never,
      true,
      true,
    );
  },
  "sets nonsense": (context) => {
    const response = context.getResponse();
    response.setStatus(NaN, "a\r\nb");
    response.setHeader("X\r\nY", "a\r\nb", true);
    response.setHeader(null as never, undefined as never, true);
  },
  "never answers": () => new Promise<void>(() => {}),
};

Deno.test("Promise 7: modules that misbehave in every way disturb no other request, and end no process", async () => {
  const kinds = Object.keys(MISDEEDS);
  const { get } = house([
    defineModule({
      name: "Misbehaving",
      onBeginRequest(context: IHttpContext4) {
        const deed = context.getRequest().getHeader("X-Deed");
        return deed === null ? undefined : MISDEEDS[deed](context);
      },
      onAsyncCompletion() {},
    }),
  ], {
    app: {
      fetch: async (request) => (await sleep(1), new Response(new URL(request.url).pathname)),
    },
    limits: { moduleTimeout: 200 },
  });
  const texts: string[] = [];
  const lost = await uncaught(async () => {
    const all: Promise<unknown>[] = [];
    for (let n = 0; n < 10 * kinds.length; n++) {
      const init = { headers: { "X-Deed": kinds[n % kinds.length] } };
      const bad = get(`/bad/${n}`, init).then((response) => response.text().catch(() => ""));
      const good = get(`/good/${n}`).then((response) => response.text());
      all.push(bad, good.then((text) => texts[n] = text));
    }
    await within(Promise.all(all), "all answers", 20_000);
    await sleep(20);
  });
  assertEquals(lost, []);
  assertEquals(texts, texts.map((_, n) => `/good/${n}`));
  assertEquals(texts.length, 10 * kinds.length);
});

Deno.test("Promise 7: a thenable that throws in onSendResponse or onReadEntity ends nothing but itself", async () => {
  const thrower = unsaid({
    then() {
      throw new Error("on purpose");
    },
  });
  const { get } = house([
    { name: "Misbehaving", onSendResponse: () => thrower, onReadEntity: () => thrower },
    {
      name: "Reader",
      async onBeginRequest(context) {
        await context.getRequest().readEntityBody(new Uint8Array(4), false);
      },
    },
  ], { app: { fetch: () => new Response("app") } });
  const lost = await uncaught(async () => {
    const response = await get("/", { method: "POST", body: "body" });
    assertEquals([response.status, await response.text()], [200, "app"]);
  });
  assertEquals(lost, []);
});

Deno.test("Promise 7: what a request keeps, sets and reads is its own, however many run at once", async () => {
  let id: HTTP_MODULE_ID;
  class Keeping extends CHttpModule {
    private mine = "";
    override async onBeginRequest(context: IHttpContext4): Promise<void> {
      const name = context.getRequest().getHeader("X-Name")!;
      this.mine = name;
      const kept = { name, cleanupStoredContext() {} };
      context.getModuleContextContainer().setModuleContext(kept, id);
      context.setServerVariable("NAME", name);
      context.getResponse().setHeader("X-Answer", name, true);
      context.getRequest().setHeader("X-Inner", name, true);
      await sleep(Number(name) % 7);
    }
    override async onEndRequest(context: IHttpContext4): Promise<void> {
      await sleep(Number(this.mine) % 5);
      const kept = context.getModuleContextContainer().getModuleContext(id) as { name?: string };
      const { value } = context.getServerVariable("NAME");
      write(context, ` ${this.mine} ${kept?.name} ${value}`);
    }
  }
  const { get } = house(
    registered("Keeping", () => new Keeping(), RQ_BEGIN_REQUEST | 0x800, 0, (info) => {
      id = info.getId();
    }),
    {
      app: {
        async fetch(request) {
          await sleep(Math.random() * 10);
          return new Response(`${request.headers.get("X-Inner")} ${await request.text()}`);
        },
      },
    },
  );
  const ask = async (n: number): Promise<string> => {
    const init = { method: "POST", body: `body${n}`, headers: { "X-Name": String(n) } };
    const response = await get("/", init);
    return `${response.headers.get("X-Answer")}: ${await response.text()}`;
  };
  const answers = await within(Promise.all(Array.from({ length: 500 }, (_, n) => ask(n))), "all");
  assertEquals(answers, answers.map((_, n) => `${n}: ${n} body${n} ${n} ${n} ${n}`));
  await turn();
});

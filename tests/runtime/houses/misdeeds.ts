// What may a module do wrong? Everything that the types do not forbid, and some of what they do.
import {
  CHttpModule,
  createWebServer,
  defineModule,
  type HTTP_MODULE_ID,
  type IHttpContext4,
  type ModuleInput,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
} from "../../../mod.ts";
import { type House, sleep, write } from "./_kit.ts";

/** What JavaScript lets a handler answer, though the types forbid it. */
const unsaid = (answer: unknown): RQResult => answer as RQResult;

/** Everything that a module may do wrong; the request in which it does so ends somehow. */
export const MISDEEDS: Record<string, (context: IHttpContext4) => RQResult> = {
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

/** Does what the header says. */
export const misbehaving: ModuleInput = defineModule({
  name: "Misbehaving",
  onBeginRequest(context: IHttpContext4) {
    const deed = context.getRequest().getHeader("X-Deed");
    return deed === null ? undefined : MISDEEDS[deed](context);
  },
  onAsyncCompletion() {},
});

let id: HTTP_MODULE_ID;

/** Keeps the name of its request in every place where a module may keep something, and writes it behind the answer. */
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

/** The same as a module of a server. */
export const keeping: ModuleInput = {
  name: "Keeping",
  registerModule(_version, info) {
    id = info.getId();
    const factory = { getHttpModule: () => ({ hr: S_OK, module: new Keeping() }), terminate() {} };
    return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST | RQ_END_REQUEST, 0);
  },
};

/** What the app says of a request to a keeping module: the name, and the body. */
export const echo = {
  async fetch(request: Request): Promise<Response> {
    await sleep(Math.random() * 10);
    return new Response(`${request.headers.get("X-Inner")} ${await request.text()}`);
  },
};

/** What comes of a good request; whatever else is asked meanwhile. */
export const named = {
  async fetch({ url }: Request): Promise<Response> {
    await sleep(1);
    return new Response(new URL(url).pathname);
  },
};

const bad = createWebServer({ modules: misbehaving, app: named, limits: { moduleTimeout: 200 } });
const own = createWebServer({ modules: keeping, app: echo });

export const misdeeds: House = (request, env, context) =>
  (request.url.includes("/own") ? own : bad).fetch(request, env, context);

// What does a real house do with a program? The same request, the same modules, played through both mounts.
import { Hono } from "hono";
import {
  CGlobalModule,
  createWebServer,
  defineModule,
  GL_PRE_BEGIN_REQUEST,
  type HTTP_MODULE_ID,
  type IHttpContext,
  type IPreBeginRequestProvider,
  type ModuleDefinition,
  type PFN_REGISTERMODULE,
  pipeline,
  type TransferEnd,
} from "../../../mod.ts";
import { message, type Rest, VirtualClock } from "./_clock.ts";
import {
  type AppPlan,
  HEADERS,
  nameOf,
  type Outcome,
  type Program,
  type Slot,
} from "./_program.ts";
import { entered, type Playing, reentered } from "./_play.ts";

/**
 * Plays a program, and tells what came of it.
 *
 * @param rest Waits until everything that can be done now has been done.
 */
export async function observed(program: Program, rest: Rest = message): Promise<Outcome> {
  const play = new House(program, rest);
  return await play.run();
}

class House implements Playing {
  readonly clock: VirtualClock;
  readonly trace: string[] = [];
  readonly calls: number[];
  context: IHttpContext | null = null;
  readonly #abort = new AbortController();
  readonly #transfers: string[] = [];
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #client: Outcome["client"] | undefined;
  #left = false;
  #ended = 0;
  #rescues = 0;
  #failure: unknown;

  constructor(readonly program: Program, rest: Rest) {
    this.clock = new VirtualClock(rest);
    this.calls = program.modules.map(() => 0);
  }

  async run(): Promise<Outcome> {
    this.#read().catch((error) => this.#failure ??= error);
    await this.clock.run(() => this.#over(), () => this.#rescue());
    if (this.#failure) throw this.#failure;
    return { trace: this.trace, client: this.#client ?? null, transfers: this.#transfers };
  }

  /** The client leaves, whatever it has got. */
  leave(): void {
    this.#left = true;
    this.#client = null;
    if (this.#reader) this.#reader.cancel("the client has left").catch(() => {});
    else this.#abort.abort();
  }

  #over(): boolean {
    if (this.#failure) return true;
    return this.#ended > 0 && this.#transfers.length > 0 && this.#client !== undefined;
  }

  #rescue(): boolean {
    if (!this.context || this.#ended > 0) return false;
    this.trace.push("rescue");
    if (++this.#rescues > 100) throw new Error(`No end of ${this.trace.slice(0, 40).join(", ")}`);
    this.context.indicateCompletion(0);
    return true;
  }

  async #read(): Promise<void> {
    const response = await this.#fetch().catch((error) => {
      if (!this.#left) throw error;
      return null;
    });
    if (!response || this.#left) return void response?.body?.cancel().catch(() => {});
    const headers = HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [`${name}: ${value}`];
    });
    const { body, broken } = await this.#drain(response);
    if (!this.#left) this.#client = { status: response.status, headers, body, broken };
  }

  async #drain({ body }: Response): Promise<{ body: string; broken: boolean }> {
    const decoder = new TextDecoder();
    let text = "";
    if (!body) return { body: text, broken: false };
    this.#reader = body.getReader();
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) return { body: text, broken: false };
        text += decoder.decode(value, { stream: true });
      }
    } catch {
      return { body: text, broken: true };
    }
  }

  async #fetch(): Promise<Response> {
    const { method, mount } = this.program;
    const init = { method, signal: this.#abort.signal, ...this.#upload() };
    const request = new Request("http://localhost/", init);
    const played = this.program.modules.map((_, place) => this.#module(place));
    const modules = [...played, this.#watch(), this.#keeper()];
    if (mount === "server") {
      const { app } = this.program;
      return await createWebServer({
        modules,
        app: app ? { fetch: () => this.#answer(app) } : undefined,
      }).fetch(request);
    }
    const hono = new Hono();
    hono.use(pipeline(modules));
    hono.all("/", () => this.#answer(this.program.app!));
    return await hono.fetch(request);
  }

  async #answer({ status, text, headers }: AppPlan): Promise<Response> {
    await this.clock.wait(1);
    return new Response(text, {
      status,
      headers: headers.map(([n, v]): [string, string] => [n, v]),
    });
  }

  /** The entity comes when it is asked for: one piece, and then its end, each one turn later. */
  #upload(): RequestInit {
    const { method, entity } = this.program;
    if (method !== "POST") return {};
    const pieces = entity ? [new TextEncoder().encode(entity)] : [];
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      await this.clock.wait(1);
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    return { body, duplex: "half" } as RequestInit;
  }

  #module(place: number): ModuleDefinition {
    const { handlers, completions, priority } = this.program.modules[place];
    const slots = Object.keys(handlers) as Slot[];
    const methods = slots.map((slot) =>
      [slot, entered(this, place, slot, handlers[slot]!)] as const
    );
    const onAsyncCompletion = reentered(this, place, completions);
    return defineModule({
      ...Object.fromEntries(methods),
      priority,
      name: nameOf(place),
      onAsyncCompletion,
    } as ModuleDefinition);
  }

  /** Keeps the context from the start, and is told of the end of the transfer and of the request. */
  #watch(): ModuleDefinition {
    return defineModule({
      name: "Watch",
      onTransferEnd: (_context, { outcome, bytes }: TransferEnd) =>
        void this.#transfers.push(`${outcome} ${bytes}`),
    });
  }

  #keeper(): PFN_REGISTERMODULE {
    const begin = (context: IHttpContext, id: HTTP_MODULE_ID) => {
      this.context = context;
      const cleanupStoredContext = () => void this.#ended++;
      context.getModuleContextContainer().setModuleContext({ cleanupStoredContext }, id);
    };
    return function keeper(_version, info) {
      class Keeper extends CGlobalModule {
        override onGlobalPreBeginRequest(provider: IPreBeginRequestProvider): 0 {
          begin(provider.getHttpContext(), info.getId());
          return 0;
        }
        override terminate(): void {}
      }
      return info.setGlobalNotifications(new Keeper(), GL_PRE_BEGIN_REQUEST);
    };
  }
}

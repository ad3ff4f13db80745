// How is a mounted pipeline tried in one line? Modules that note their stages, one-line writes, and waits of five seconds at most.
import { Hono, type MiddlewareHandler } from "hono";
import { type CHttpModule, defineModule, type ModuleDefinition } from "../../mod.ts";
import { within } from "../_waits.ts";

export { write } from "../_chunks.ts";
export { within };

type Stage = keyof CHttpModule & `on${string}`;

/** Anything that answers requests: a Hono app, a web server. */
export interface Fetching {
  fetch(request: Request, ...rest: never[]): Response | Promise<Response>;
}

/** Asks for a path and gives the Response as soon as its head is there. */
export async function ask(app: Fetching, path = "/", init?: RequestInit): Promise<Response> {
  return await within(app.fetch(new Request(new URL(path, "http://localhost"), init)), path);
}

/** Asks for a path and reads the answer whole. */
export async function text(app: Fetching, path = "/", init?: RequestInit): Promise<string> {
  return await within((await ask(app, path, init)).text(), `the body of ${path}`);
}

/** Handler names by the short words that notes use. */
export const STAGES = {
  begin: "onBeginRequest",
  authenticate: "onAuthenticateRequest",
  authorize: "onAuthorizeRequest",
  resolve: "onResolveRequestCache",
  map: "onMapRequestHandler",
  acquire: "onAcquireRequestState",
  "pre-execute": "onPreExecuteRequestHandler",
  release: "onReleaseRequestState",
  update: "onUpdateRequestCache",
  log: "onLogRequest",
  end: "onEndRequest",
  send: "onSendResponse",
} as const satisfies Record<string, Stage>;

/** The short word of a stage. */
export type Word = keyof typeof STAGES;

/** A module that notes `name word` at each of these stages. */
export function noting(name: string, seen: string[], ...words: Word[]): ModuleDefinition {
  const handlers: Record<string, () => void> = {};
  for (const word of words) handlers[STAGES[word]] = () => void seen.push(`${name} ${word}`);
  return defineModule({ name, ...handlers });
}

/** A stream of these texts, with the notes of what became of it. */
export function streamed(
  ...texts: string[]
): { stream: ReadableStream<Uint8Array>; cancelled: Promise<unknown> } {
  let cancel = (_reason: unknown): void => {};
  const cancelled = new Promise<unknown>((resolve) => cancel = resolve);
  const encoder = new TextEncoder();
  const left = [...texts];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(encoder.encode(next));
    },
    cancel: (reason) => cancel(reason),
  }, { highWaterMark: 0 });
  return { stream, cancelled };
}

/** A promise and the function that settles it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => open = resolve);
  return { opened, open: () => open() };
}

/** Mounts an app behind `chain` whose modules flush "early "; reads that, lets the app answer, and reads on. */
export async function readsEarly(...chain: MiddlewareHandler[]): Promise<string[]> {
  const { opened, open } = gate();
  const app = new Hono();
  for (const one of chain) app.use(one);
  app.get("/", async (c) => {
    await opened;
    return c.text("late");
  });
  const reader = (await ask(app)).body!.getReader();
  const read = async () => new TextDecoder().decode((await within(reader.read())).value);
  const early = await read();
  open();
  return [early, await read()];
}

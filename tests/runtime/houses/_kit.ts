// What do the houses share? Words to write a module with, and a ledger that a second request can ask.
import {
  createWebServer,
  type IHttpContext,
  type ModuleInput,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../../mod.ts";
import { write } from "../../_chunks.ts";
import { sleep } from "../../_waits.ts";

export { chunk } from "../../_chunks.ts";
export { sleep, write };

/** Answers requests under one path; the same shape on every runtime. */
export type House = (
  request: Request,
  env?: unknown,
  executionContext?: unknown,
) => Response | Promise<Response>;

/** What modules noted, by key: plain data, so that any later request may read it. */
export const ledger: Record<string, unknown> = {};

/** Adds to a number in the ledger. */
export function count(key: string, by = 1): number {
  return ledger[key] = (ledger[key] as number | undefined ?? 0) + by;
}

/** Sends what is buffered and waits until the runtime has taken it. */
export async function flush(context: IHttpContext): Promise<number> {
  return (await context.getResponse().flush(false, true)).hr;
}

/** Puts a name behind the others in one header, so that the client sees an order. */
export function note(context: IHttpContext, name: string): void {
  context.getResponse().setHeader("X-Order", name, false);
}

/** How long a module waits where nothing hangs on it, in milliseconds. */
export const PAUSE = 400;

/** How often clients have said that they go on, by what was agreed on, less how often a room has heard it. */
const words = new Map<string, number>();

/** Hears that a client goes on: `/paced/<what>`. */
export const paced: House = (request) => {
  const what = new URL(request.url).pathname.split("/")[2];
  words.set(what, (words.get(what) ?? 0) + 1);
  return new Response("heard");
};

/**
 * Waits until the client has said that it has what was sent so far (`Client.steps`): what comes behind this cannot have
 * come together with it, however long a loaded machine dawdles. Throws after ten seconds, so that the answer breaks.
 */
export async function heard(what: string): Promise<void> {
  for (let tries = 2_000; tries > 0; tries--) {
    const said = words.get(what) ?? 0;
    if (said > 0) return void words.set(what, said - 1);
    await sleep(5);
  }
  throw new Error(`Nobody goes on with ${what}`);
}

/** The path behind the first part: `/sending/pieces` gives `pieces`. */
export function roomOf(context: IHttpContext): string {
  const { fullUrl } = context.getRequest().getRawHttpRequest().cookedUrl;
  return new URL(fullUrl).pathname.split("/")[2] ?? "";
}

/** A server around modules alone. */
export function serve(...modules: ModuleInput[]): House {
  const server = createWebServer({ modules });
  return (request, env, executionContext) => server.fetch(request, env, executionContext);
}

/** A server of many rooms: each path is one function that is the handler of its request. */
export function rooms(
  handlers: Record<string, (context: IHttpContext) => void | Promise<void>>,
  ...modules: ModuleInput[]
): House {
  return serve(...modules, {
    name: "Rooms",
    async onExecuteRequestHandler(context) {
      await handlers[roomOf(context)]?.(context);
      return undefined;
    },
  });
}

export { RQ_NOTIFICATION_FINISH_REQUEST };

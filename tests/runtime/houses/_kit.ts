// What do the houses share? Words to write a module with, and a ledger that a second request can ask.
import {
  createWebServer,
  type IHttpContext,
  type ModuleInput,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../../mod.ts";
import { write } from "../../_chunks.ts";

export { chunk } from "../../_chunks.ts";
export { sleep } from "../../_waits.ts";
export { write };

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

/** How long a module waits between two pieces, in milliseconds: far longer than a loaded machine dawdles. */
export const PAUSE = 400;

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

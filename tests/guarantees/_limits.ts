// What do the tests of time limits share? Handlers that never settle, and an account of how a transfer ended.
import { defineModule, TimeLimitError, type TransferEnd } from "../../mod.ts";
import { HANDLERS, turn, within } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";

/** The limits that are times. */
export const TIMES = ["requestTimeout", "stageTimeout", "moduleTimeout"] as const;

export const never = (): Promise<never> => new Promise(() => {});

/** Notes how the transfer ends, and what was to blame. */
export function account(seen: string[]) {
  return defineModule({
    name: "Account",
    onTransferEnd(_context, { outcome, bytes, error }: TransferEnd) {
      const who = error instanceof TimeLimitError
        ? ` ${error.limit} ${error.module} ${error.handler}`
        : "";
      seen.push(`${outcome} ${bytes}${who}`);
    },
  });
}

/** Asks while console.error is silent. */
export async function ask(
  get: () => Promise<Response>,
): Promise<{ status: number; text: string; said: string[] }> {
  let status = 0;
  let text = "";
  const said = await hushed(async () => {
    const response = await within(get(), "an answer");
    status = response.status;
    text = await within(response.text().catch(() => "broken"), "the body");
    await turn();
  });
  return { status, text, said };
}

/** A module that waits in one handler. */
export const slow = (handler: (typeof HANDLERS)[number], wait: () => unknown = never) =>
  defineModule({ name: "Slow", [handler]: wait });

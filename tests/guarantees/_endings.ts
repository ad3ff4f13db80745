// What do the tests of what is left behind share? Ways in which a request ends that has waited.
import { defineModule, type ModuleInput } from "../../mod.ts";
import type { House } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { nesting } from "../conformance/_child.ts";
import { write } from "../conformance/_notes.ts";
import { slow } from "./_limits.ts";

export const HOUR = 3_600_000;
const soon = () => sleep(5);
/** Reads the whole answer. */
export const read = async ({ get }: House): Promise<void> =>
  void await (await get()).text().catch(() => "broken");

/** One way. */
export interface Ending {
  readonly modules: ModuleInput;
  readonly app?: { fetch(): Response | Promise<Response> };
  readonly ask?: (house: House) => Promise<void>;
}

const streamed = (): Response =>
  new Response(
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await soon();
        controller.enqueue(new Uint8Array(5));
        controller.close();
      },
    }),
  );

/** Every way. */
export const ENDINGS: Record<string, Ending> = {
  "after a wait": { modules: slow("onBeginRequest", soon) },
  "after a wait in LOG_REQUEST": { modules: slow("onLogRequest", soon) },
  "after a send that was waited for": { modules: { name: "Slow", onSendResponse: soon } },
  "with a stream of the app": { modules: [], app: { fetch: streamed } },
  "with a rejection": {
    modules: slow("onBeginRequest", () => soon().then(() => Promise.reject(new Error("no")))),
  },
  "after a child request": { modules: [nesting([], "/child"), slow("onBeginRequest", soon)] },
  "with a client that leaves": {
    modules: defineModule({
      name: "Flushing",
      async onExecuteRequestHandler(context) {
        write(context, "one");
        await context.getResponse().flush(false, true);
        write(context, "two");
        await context.getResponse().flush(false, true);
      },
    }),
    async ask({ get }) {
      const reader = (await get()).body!.getReader();
      await reader.read();
      await reader.cancel();
    },
  },
  "when the server has drained": {
    modules: slow("onBeginRequest", soon),
    async ask({ get, server }) {
      const answer = get();
      await server.close({ deadline: HOUR });
      await (await answer).text();
    },
  },
  "when the server is closed at its deadline": {
    modules: slow("onBeginRequest"),
    async ask({ get, server }) {
      const answer = get();
      await server.close({ deadline: 10 });
      await (await answer).text();
    },
  },
};

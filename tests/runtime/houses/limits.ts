// How much may a request bring, and how long may it take? A server with limits, around an app that reads and answers.
import { createWebServer, type IHttpContext4 } from "../../../mod.ts";
import { type House, ledger, roomOf } from "./_kit.ts";

const server = createWebServer({
  modules: [{
    name: "Waiting",
    onBeginRequest(context: IHttpContext4) {
      if (roomOf(context) !== "waits") return;
      const { signal } = context;
      signal.addEventListener("abort", () => ledger["limit-reason"] = signal.reason.name);
      return new Promise<void>(() => {});
    },
    onTransferEnd(context, { outcome, error }) {
      if (roomOf(context) === "waits") ledger["limit-end"] = `${outcome}: ${error}`;
    },
  }],
  app: { fetch: async (request) => new Response(await request.text()) },
  limits: { maxEntityBytes: 10, stageTimeout: 100 },
});

export const limits: House = (request, env, context) => server.fetch(request, env, context);

// What of an app's answer that no module touches? It is the runtime's, as it is.
import { createWebServer } from "../../../mod.ts";
import { count, type House, sleep } from "./_kit.ts";

const encoder = new TextEncoder();

/** Would go on for half a minute, if somebody read. */
function long(): ReadableStream<Uint8Array> {
  let pieces = 0;
  return new ReadableStream({
    async pull(controller) {
      if (++pieces > 3_000) return controller.close();
      count("apps-pulls");
      controller.enqueue(encoder.encode("a piece of it "));
      await sleep(10);
    },
    cancel: () => void count("apps-cancels"),
  });
}

const server = createWebServer({
  modules: { name: "Looks", onBeginRequest() {} },
  app: {
    fetch: ({ url }) => new Response(url.endsWith("/text") ? "an app's text" : long()),
  },
});

export const apps: House = (request, env, context) => server.fetch(request, env, context);

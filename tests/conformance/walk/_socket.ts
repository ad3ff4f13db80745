// Which request has a WebSocket? One that asks for it over a real socket: no other is upgraded.
import {
  createWebServer,
  defineModule,
  IIS_WEBSOCKET,
  type IWebSocketContext,
  type PFN_WEBSOCKET_COMPLETION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import type { Live } from "./_live.ts";

/** A client that says one word and leaves. */
export async function upgradedRequest(live: Live): Promise<void> {
  const name = "PFN_WEBSOCKET_COMPLETION";
  const module = defineModule({
    name: "Upgrading",
    async onBeginRequest(context) {
      const response = context.getResponse();
      response.setStatus(101, "Switching Protocols");
      await response.flush(false, true);
      const socket = context.getNamedContextContainer().getNamedContext(IIS_WEBSOCKET);
      live.see("IWebSocketContext", socket);
      const completed: PFN_WEBSOCKET_COMPLETION = () => {
        live.called(name, name);
        context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      };
      (socket as IWebSocketContext).readFragment(new Uint8Array(8), true, completed);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  const server = createWebServer({ modules: module });
  await using listener = Deno.serve({ port: 0, onListen() {} }, (request) => server.fetch(request));
  const client = new WebSocket(`ws://127.0.0.1:${listener.addr.port}/`);
  await new Promise((resolve) => {
    client.addEventListener("open", () => client.send("word"));
    client.addEventListener("close", resolve);
  });
  await server.close();
}

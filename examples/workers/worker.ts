// Shows the entry of a Cloudflare Worker: `deno task build` makes one ES module of it, wrangler ships it.
// Page: IHttpConnection::IsConnected (ihttpconnection-isconnected-method); see wrangler.jsonc beside it.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  FAILED,
  HttpDataChunkFromMemory,
  location,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type WebServerOptions,
} from "@sluice/sluice";

/** Counts down in pieces, as long as somebody listens. */
const countdown = defineModule({
  name: "Countdown",
  async onPreExecuteRequestHandler(context) {
    const response = context.getResponse();
    context.setRequestHandled();
    response.setHeader("Content-Type", "text/plain; charset=utf-8", true);
    for (let left = 3; left > 0 && context.getConnection().isConnected(); left--) {
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: `${left}\n` } as const;
      response.writeEntityChunks([chunk], true, true);
      const { hr } = await response.flush(false, true);
      if (FAILED(hr)) return RQ_NOTIFICATION_FINISH_REQUEST;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  },
});

/** What this runtime can do for real, told in a header. */
const honest = defineModule({
  name: "Honest",
  onBeginRequest(context) {
    const { disconnect } = server.capabilities();
    context.getResponse().setHeader("X-Disconnect", disconnect, true);
  },
});

const app = new Hono<{ Bindings: { GREETING?: string } }>();
app.get("/", (c) => c.text(`${c.env?.GREETING ?? "Hello"} from the edge.\n`));

export const options: WebServerOptions = {
  modules: [honest, location("/countdown", countdown)],
  app,
};

const server = createWebServer(options);
export default server;

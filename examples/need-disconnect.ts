// Shows a module that asks for the end of the connection: the answer stays whole, then the line is cut.
// Page: IHttpResponse::SetNeedDisconnect (ihttpresponse-setneeddisconnect-method).
import { Hono } from "hono";
import { createWebServer, defineModule, type WebServerOptions } from "@sluice/sluice";

/** Lets every connection serve until a client says that it is done. */
const farewell = defineModule({
  name: "Farewell",
  onBeginRequest(context) {
    const url = new URL(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl);
    if (url.searchParams.has("last")) context.getResponse().setNeedDisconnect();
  },
});

const app = new Hono();
app.get("/", (c) =>
  c.json({
    answer: "complete, with its length",
    // What the call does depends on who owns the socket: it is real on Node, on Deno the client
    // reads the header and closes, and Workers remove the header.
    disconnect: server.capabilities().disconnect,
  }));

export const options: WebServerOptions = { modules: farewell, app };

const server = createWebServer(options);
export default server;

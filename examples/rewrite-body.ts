// Shows a module that rewrites a body while it streams, whoever made it and however it is cut.
// Page: CHttpModule::OnSendResponse (chttpmodule-onsendresponse-method); addBodyFilter is Sluice's own.
import { Hono } from "hono";
import { streamText } from "hono/streaming";
import {
  type BodyFilter,
  createWebServer,
  defineModule,
  type WebServerOptions,
} from "@sluice/sluice";

/** Replaces `find` in a stream of bytes, also where it is cut in two by the end of a chunk. */
function replaceText(find: string, by: string): BodyFilter {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = ""; // the end of the last chunk: it may be the beginning of `find`
  return {
    transform(chunk) {
      const text = (rest + decoder.decode(chunk, { stream: true })).replaceAll(find, by);
      const safe = text.length - openEnd(text, find);
      rest = text.slice(safe);
      return encoder.encode(text.slice(0, safe));
    },
    flush: () => encoder.encode(rest + decoder.decode()),
  };
}

/** The length of the longest end of `text` with which `find` begins. */
function openEnd(text: string, find: string): number {
  for (let length = Math.min(find.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(find.slice(0, length))) return length;
  }
  return 0;
}

const rewriting = defineModule({
  name: "Rewriting",
  onBeginRequest(context) {
    context.getResponse().addBodyFilter(replaceText("river", "canal"));
  },
  onSendResponse(context, provider) {
    if (!provider.getHeadersBeingSent()) return;
    context.getResponse().setHeader("X-Rewritten", "river to canal", true);
  },
});

const app = new Hono();
app.get("/", (c) =>
  streamText(c, async (stream) => {
    for (const piece of ["Follow the ri", "ver to the", " mill; the riv", "er knows the way.\n"]) {
      await stream.write(piece);
      await stream.sleep(200);
    }
  }));

export const options: WebServerOptions = { modules: rewriting, app };

export default createWebServer(options);

// Shows an answer that leaves in pieces: the head at once, then a line whenever there is one.
// Page: IHttpResponse::Flush (ihttpresponse-flush-method).
import {
  createWebServer,
  defineModule,
  FAILED,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  HttpDataChunkFromMemory,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type WebServerOptions,
} from "@sluice/sluice";

const lines = [
  "The gate opens a hand's breadth.\n",
  "Water finds the stone below.\n",
  "The wheel begins to turn.\n",
  "The mill is awake.\n",
];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes one line after another and flushes each, so that the client need not wait for the last. */
const pieces = defineModule({
  name: "Pieces",
  async onExecuteRequestHandler(context) {
    const response = context.getResponse();
    response.setHeader("Content-Type", "text/plain; charset=utf-8", true);
    await response.flush(false, true); // nothing is buffered yet: only the head leaves
    for (const line of lines) {
      await pause(300);
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: line } as const;
      response.writeEntityChunks([chunk], true, true); // buffered: done when the call returns
      const { hr } = await response.flush(false, true); // waits until the runtime took the bytes
      if (FAILED(hr)) return RQ_NOTIFICATION_FINISH_REQUEST; // the client has left: so do we
    }
    return RQ_NOTIFICATION_CONTINUE;
  },
});

/** Is raised for every send. Only during the first one are the headers still in reach. */
const watch = defineModule({
  name: "Watch",
  onSendResponse(context, provider) {
    if (!provider.getHeadersBeingSent()) return;
    const more = (provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0;
    context.getResponse().setHeader("X-More-To-Come", String(more), true);
  },
});

export const options: WebServerOptions = { modules: [pieces, watch] };

export default createWebServer(options);

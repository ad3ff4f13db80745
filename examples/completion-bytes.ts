// Shows what a completion tells the module: which event was parked, how many bytes, which result.
// Page: IHttpCompletionInfo::GetCompletionBytes (ihttpcompletioninfo-getcompletionbytes-method).
import {
  CHttpModule,
  createWebServer,
  FAILED,
  HttpDataChunkFromMemory,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type WebServerOptions,
} from "@sluice/sluice";

function write(context: IHttpContext, text: string) {
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: text } as const;
  return context.getResponse().writeEntityChunks([chunk], true, true);
}

/** A class is made anew for every request, so a field is state of one request. */
class CompletionBytes extends CHttpModule {
  #rounds = 0;

  override onMapRequestHandler(context: IHttpContext) {
    context.getResponse().setHeader("Content-Type", "text/plain; charset=utf-8", true);
    context.setRequestHandled(); // this module is the answer: no handler has to follow
    write(context, "Hello World!");
    const { hr, completionExpected } = context.getResponse().flush(true, true);
    if (FAILED(hr)) return RQ_NOTIFICATION_FINISH_REQUEST;
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  }

  override onAsyncCompletion(
    context: IHttpContext,
    notification: number,
    _postNotification: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo,
  ) {
    const bytes = info.getCompletionBytes();
    const status = (info.getCompletionStatus() >>> 0).toString(16).padStart(8, "0");
    write(context, `\nNotification: ${notification}, bytes: ${bytes}, status: 0x${status}`);
    if (++this.#rounds > 1) return RQ_NOTIFICATION_CONTINUE;
    context.postCompletion(77); // the second round is posted by hand, with a number of our own
    return RQ_NOTIFICATION_PENDING;
  }
}

export const options: WebServerOptions = { modules: CompletionBytes };

export default createWebServer(options);

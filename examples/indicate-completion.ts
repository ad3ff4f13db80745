// Shows a parked request that its own module sets going again, with the rest running inside that call.
// Page: IHttpContext::IndicateCompletion (ihttpcontext-indicatecompletion-method).
import {
  CHttpModule,
  createWebServer,
  defineModule,
  FAILED,
  HttpDataChunkFromMemory,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type WebServerOptions,
} from "@sluice/sluice";

function write(context: IHttpContext, line: string) {
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: `${line}\n` } as const;
  return context.getResponse().writeEntityChunks([chunk], true, true);
}

/** True exactly while `Parking` is on the stack, inside its call of indicateCompletion. */
let inside = false;

/** Starts a flush, lets go of the request, and takes it up again when the flush has ended. */
class Parking extends CHttpModule {
  override onBeginRequest(context: IHttpContext) {
    context.getResponse().setHeader("Content-Type", "text/plain; charset=utf-8", true);
    write(context, "Hello World!");
    const { hr, completionExpected } = context.getResponse().flush(true, true);
    if (FAILED(hr)) return RQ_NOTIFICATION_FINISH_REQUEST;
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  }

  override onAsyncCompletion(context: IHttpContext) {
    inside = true;
    context.indicateCompletion(RQ_NOTIFICATION_CONTINUE); // closes BEGIN_REQUEST, goes on here
    inside = false;
    return RQ_NOTIFICATION_PENDING; // says no more than: it has been taken care of
  }
}

/** Stands in later stages. Says from where it was called. */
const followers = defineModule({
  name: "Followers",
  onAuthenticateRequest: (context) => note(context, "AUTHENTICATE_REQUEST"),
  onExecuteRequestHandler: (context) => note(context, "EXECUTE_REQUEST_HANDLER"),
  onEndRequest: (context) => note(context, "END_REQUEST"),
});

function note(context: IHttpContext, stage: string): void {
  write(context, `${stage} ran ${inside ? "inside" : "outside"} the call.`);
}

export const options: WebServerOptions = { modules: [Parking, followers] };

export default createWebServer(options);

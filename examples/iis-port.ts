// Shows a module as httpserv.h has it, ported line by line: class, factory, RegisterModule, PENDING and PostCompletion.
// Pages: RegisterModule (pfn-registermodule-function), IHttpContext::PostCompletion (ihttpcontext-postcompletion-method).
import {
  CHttpModule,
  createWebServer,
  HttpDataChunkFromMemory,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  type IHttpModuleFactory,
  type PFN_REGISTERMODULE,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  S_OK,
  type WebServerOptions,
} from "@sluice/sluice";

/** Looks something up elsewhere while the request is parked; there is one object of this class for every request. */
class LookUp extends CHttpModule {
  private answer = "";

  override onBeginRequest(context: IHttpContext, _provider: IHttpEventProvider) {
    setTimeout(() => {
      this.answer = "The depth is four feet.\n";
      context.postCompletion(this.answer.length);
    }, 50);
    return RQ_NOTIFICATION_PENDING;
  }

  override onAsyncCompletion(
    context: IHttpContext,
    notification: number,
    _postNotification: boolean,
    _provider: IHttpEventProvider,
    completionInfo: IHttpCompletionInfo,
  ) {
    if (notification !== RQ_BEGIN_REQUEST) return RQ_NOTIFICATION_CONTINUE;
    const response = context.getResponse();
    response.setHeader("Content-Type", "text/plain; charset=utf-8", true);
    response.setHeader("X-Completion-Bytes", String(completionInfo.getCompletionBytes()), true);
    const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: this.answer };
    response.writeEntityChunks([chunk], true, false);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }
}

class LookUpFactory implements IHttpModuleFactory {
  getHttpModule() {
    return { hr: S_OK, module: new LookUp() };
  }

  terminate() {}
}

/** Called once, when the server is built. */
export const registerModule: PFN_REGISTERMODULE = (_serverVersion, moduleInfo, _server) =>
  moduleInfo.setRequestNotifications(new LookUpFactory(), RQ_BEGIN_REQUEST, 0);

export const options: WebServerOptions = { modules: { name: "LookUp", registerModule } };

export default createWebServer(options);

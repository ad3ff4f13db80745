// Shows a page that is composed of two other pages: each is a child request, with a whole pipeline of its own.
// Pages: IHttpContext::CloneContext (ihttpcontext-clonecontext-method), IHttpContext::ExecuteRequest.
import { Hono } from "hono";
import {
  CHttpModule,
  CLONE_FLAG_BASICS,
  createWebServer,
  EXECUTE_FLAG_NO_HEADERS,
  HttpDataChunkFromMemory,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type WebServerOptions,
} from "@sluice/sluice";

const PARTS = ["/weather", "/water-level"];

/** Asks for one part after the other; each writes its body into the page, between what is written here. */
class Composing extends CHttpModule {
  private part = 0;
  private child: IHttpContext | null = null;

  override onExecuteRequestHandler(context: IHttpContext) {
    const isPage = context.getRequest().getRawHttpRequest().cookedUrl.absPath === "/";
    if (!isPage || context.getParentContext() !== null) return RQ_NOTIFICATION_CONTINUE;
    context.getResponse().setHeader("Content-Type", "text/plain; charset=utf-8", true);
    write(context, "The mill today\n");
    return this.next(context);
  }

  override onAsyncCompletion(context: IHttpContext) {
    this.child?.releaseClonedContext();
    return this.next(context);
  }

  private next(context: IHttpContext) {
    if (this.part === PARTS.length) return RQ_NOTIFICATION_CONTINUE;
    this.child = context.cloneContext(CLONE_FLAG_BASICS).httpContext!;
    this.child.getRequest().setUrl(PARTS[this.part++], true);
    write(context, `${this.part}. `);
    context.executeRequest(true, this.child, EXECUTE_FLAG_NO_HEADERS, null);
    return RQ_NOTIFICATION_PENDING;
  }
}

function write(context: IHttpContext, text: string): void {
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: text };
  context.getResponse().writeEntityChunks([chunk], true, true);
}

const app = new Hono();
app.get("/weather", (c) => c.text("Rain from the west.\n"));
app.get("/water-level", (c) => c.text(`${"≈".repeat(7)} two metres ten\n`));

export const options: WebServerOptions = { modules: Composing, app };

export default createWebServer(options);

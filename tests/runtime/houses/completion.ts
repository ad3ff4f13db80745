// How does a parked request go on? Indicated, posted, promised, or completed by the flush that it waits for.
import {
  CHttpModule,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import { type House, ledger, note, roomOf, serve, write } from "./_kit.ts";
import { sleep } from "../../_waits.ts";

const remember = (context: IHttpContext, what: string) => {
  const key = `completion-${roomOf(context)}`;
  ledger[key] = [...(ledger[key] as string[] | undefined ?? []), what];
};

/** Each way to park and to be woken, by path. */
const ways: Record<string, (module: Waiter, context: IHttpContext) => 0 | 1 | 2> = {
  indicated(_module, context) {
    write(context, "parked,");
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE), 20);
    return RQ_NOTIFICATION_PENDING;
  },
  finished(_module, context) {
    write(context, "parked,");
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST), 20);
    return RQ_NOTIFICATION_PENDING;
  },
  posted(_module, context) {
    setTimeout(() => {
      context.postCompletion(77);
      note(context, "after-post");
    }, 20);
    return RQ_NOTIFICATION_PENDING;
  },
  early(_module, context) {
    context.postCompletion(5);
    note(context, "still-in-handler");
    return RQ_NOTIFICATION_PENDING;
  },
  flushed(module, context) {
    write(context, "Hello World!");
    module.flushing = true;
    const { completionExpected } = context.getResponse().flush(true, true);
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  },
  inside(_module, context) {
    setTimeout(() => context.postCompletion(1), 20);
    return RQ_NOTIFICATION_PENDING;
  },
  twice(_module, context) {
    setTimeout(() => {
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    }, 20);
    return RQ_NOTIFICATION_PENDING;
  },
};

/** Parks in EXECUTE_REQUEST_HANDLER, and tells in the body how it was woken. */
class Waiter extends CHttpModule {
  flushing = false;

  override onExecuteRequestHandler(context: IHttpContext) {
    context.setRequestHandled();
    return ways[roomOf(context)](this, context);
  }

  override onAsyncCompletion(
    context: IHttpContext,
    notification: number,
    post: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo,
  ) {
    const where = notification === RQ_EXECUTE_REQUEST_HANDLER && !post ? "EXECUTE" : "elsewhere";
    const how = `${where} ${info.getCompletionBytes()} ${info.getCompletionStatus()}`;
    if (!this.flushing) note(context, "completed");
    write(context, how);
    if (roomOf(context) !== "inside") return RQ_NOTIFICATION_CONTINUE;
    context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    // The stages behind have run by now; the request may be over, so this goes into the ledger.
    remember(context, "returned");
    return RQ_NOTIFICATION_PENDING;
  }
}

/** Stands behind the waiter, and shows that the pipeline went on, and how often. */
const after = {
  name: "After",
  onReleaseRequestState(context: IHttpContext) {
    write(context, " released");
    remember(context, "released");
  },
  onLogRequest(context: IHttpContext) {
    write(context, " logged");
    remember(context, "logged");
  },
};

/** The JavaScript way: a promise of a status is PENDING, and its value the completion. */
const promised = {
  name: "Promised",
  async onBeginRequest(context: IHttpContext) {
    if (roomOf(context) !== "promised") return undefined;
    await sleep(20);
    write(context, "promised");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
};

export const completion: House = serve(promised, Waiter, after);

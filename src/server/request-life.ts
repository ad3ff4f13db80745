// Who builds the house and lets a request in? The life of one request: what leaves, and its end.
import { ERROR_FILE_NOT_FOUND, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import { TimeLimitError } from "../terms/time-limit.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { ticks } from "../engine/clock.ts";
import { pristine } from "../context/pristine.ts";
import { disposeModules } from "../engine/module-instances.ts";
import type { RunHost } from "../engine/run-host.ts";
import { extendWalk } from "../plan/compile-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { finishResponse } from "../raised/final-send.ts";
import type { SendHost } from "../raised/send-host.ts";
import { tellEnd, tellHead } from "../trace/request-events.ts";
import type { Downstream, HandledRequest } from "./downstream.ts";
import type { MappedRequest } from "./handler-entries.ts";
import type { GrownPlan } from "./plan-set.ts";
import { RequestFailures } from "./request-failures.ts";
import type { Given } from "./root-request.ts";
import { ENDED_SLOT, NO_SLOT } from "./running-requests.ts";
import { serveInfo } from "./serve-info.ts";

/** Who waits for an answer. */
export interface Recipient {
  receive(response: Response): void;
}

/** One request from its first stage to its last byte. */
export class RequestLife extends RequestFailures
  implements RunHost, SendHost, HandledRequest, MappedRequest {
  /** The answer, once it has been handed over. */
  declare delivered: Response | null;
  /** Told of the answer, where it comes later. */
  declare recipient: Recipient | null;
  declare private transferred: boolean;
  declare private onEnded: (() => void) | null;

  constructor(...given: Given) {
    super(...given);
    this.delivered = this.recipient = this.onEnded = null;
    this.transferred = false;
  }

  get countHeaderBytes(): boolean {
    return this.core.options.countHeaderBytes ?? false;
  }

  get watchesEnd(): boolean {
    return this.plan.transferEnd.length > 0 || (this.extrasPart?.watchesClient ?? false);
  }

  /** Whether the app's body has to end in time. */
  get timed(): boolean {
    return this.core.limits?.requestTimeout !== undefined;
  }

  get bodyless(): boolean {
    return this.incoming.method === "HEAD";
  }

  get trimmed(): boolean {
    return this.downstream?.inApp !== true && serveInfo(this) !== null;
  }

  /** Takes the answer of the app, unless a limit has answered already, or nobody is there to get it. */
  answered(response: Response | null): void {
    if (!this.limited && this.sender?.writer.broken !== true) return this.adopt(response);
    if (response === null || this.responsePart?.state.returned(response, this.headersSent())) {
      return;
    }
    if (response.body?.locked === false) response.body.cancel().catch(() => {});
  }

  /** Takes an answer in the place of the response; `fresh` if it was made for this request alone, as a child's is. */
  adopt(response: Response | null, fresh = false): void {
    if (response === null) {
      // Nothing stands behind the pipeline; that is an error only if no module has written or set a status.
      if (this.headersSent() || this.edits() > 0) return;
      const hr = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
      return void this.response().setStatus(404, "Not Found", 0, hr);
    }
    if (typeof response?.status !== "number") {
      throw new TypeError(`The app answered with ${response}, wished for a Response`);
    }
    if (this.responsePart?.state.returned(response, this.headersSent())) return;
    if (!fresh && response !== this.adopted) response = pristine(response, this);
    if (this.headersSent()) {
      this.warn("The head has left before: of the app's answer only the body follows");
      this.responsePart!.state.adoptBody(response);
    } else if (this.responsePart !== null) this.responsePart.state.adopt(response);
    else this.adopted = response;
  }

  /** The response as a Response, for a foreign middleware between two pipelines. */
  view(): Response {
    if (this.responsePart === null && this.adopted !== null) return this.adopted;
    return this.response().state.view(this.headersSent());
  }

  /** Goes on with a plan that has grown by modules behind a boundary, and walks those first. */
  nest(grown: GrownPlan, downstream: Downstream, through: () => void): void {
    const before = this.downstream;
    this.plan = grown.plan;
    this.run.bottom.walk = extendWalk(this.run.bottom.walk, grown.plan);
    this.downstream = downstream;
    this.run.nest(grown.nested, (abandoned) => {
      this.downstream = before;
      if (!abandoned) through();
    });
  }

  /** Begins with another plan than the one of the URL that arrived. */
  start(plan: Plan): void {
    this.plan = plan;
    this.run.bottom.walk = plan.walk;
  }

  /** On Deno the signal is dear, and knows nothing before it is asked for the first time. */
  aborted(): boolean {
    if (this.slot === NO_SLOT && serveInfo(this) !== null) return false;
    return this.incoming.signal.aborted;
  }

  taken(): Promise<void> | null {
    return serveInfo(this)?.completed ?? null;
  }

  deliver(response: Response): void {
    if (this.delivered !== null) return;
    this.delivered = response;
    if (this.tracer !== null) tellHead(this.tracer, response);
    this.recipient?.receive(response);
    if (!this.run.over) this.outlive();
  }

  /** Keeps the isolate alive until the request has ended. */
  private outlive(): void {
    this.waitUntil(new Promise<void>((resolve) => this.onEnded = resolve));
  }

  headTaken(): Promise<void> | void {
    return this.downstream?.headTaken?.();
  }

  through(): void {
    const { adopted } = this;
    const watched = this.plan.watchesSend || this.watchesEnd || this.tracer !== null;
    if (adopted !== null && !watched && !this.bodyless && !this.timed) {
      this.deliver(adopted);
      return this.ended();
    }
    this.send();
  }

  private send(): void {
    this.response();
    this.explain();
    let sent: void | Promise<void> = undefined;
    try {
      sent = finishResponse(this.sender!);
    } catch (error) {
      this.unsendable(error);
    }
    if (sent === undefined) return this.ended();
    if (this.delivered === null) this.watchEarlyLeave();
    sent.catch((error) => this.unsendable(error)).then(() => this.ended());
  }

  /** What is read before a head can leave may never end: only the request's signal can tell that nobody waits for it. */
  private watchEarlyLeave(): void {
    const { signal } = this.incoming;
    const leave = (): void => {
      if (this.delivered === null) this.cut(503, "client-gone", signal.reason);
    };
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  }

  /** The engine itself has failed, which no module can cause: this request ends, the process goes on. */
  crashed(error: unknown): void {
    this.unsendable(error);
    this.ended();
  }

  unsendable(error: unknown): void {
    console.error("A response could not be sent:", error);
    this.cut(500, "error", error);
  }

  /** Ends what goes to the client: a bare status where nothing has left, a broken transfer otherwise. */
  cut(status: number, outcome: TransferOutcome, error: unknown): void {
    if (this.delivered !== null) return this.sender?.writer.fail(outcome, error);
    this.response();
    this.sender!.writer.headSent = this.sender!.writer.broken = true;
    this.deliver(new Response(null, { status }));
    this.transferEnded(outcome, 0, error);
  }

  transferEnded(outcome: TransferOutcome, bytes: number, error?: unknown): void {
    if (this.transferred) return;
    this.transferred = true;
    if (outcome !== "complete") this.unwanted(error);
    if (outcome === "client-gone") this.extrasPart?.notifyDisconnect();
    if (outcome === "timeout") this.extrasPart?.cutOff(error);
    const duration = ticks() - this.startTime;
    const cause = this.failure?.cause;
    if (outcome === "complete" && cause instanceof TimeLimitError) {
      [outcome, error] = ["timeout", cause];
    }
    const end = { bytes, outcome, duration, error };
    for (const { name, onTransferEnd } of this.plan.transferEnd) {
      this.guard(name, () => onTransferEnd!(this.context, end));
    }
  }

  override awaited(): boolean {
    return !this.headersSent() && !this.run.over;
  }

  override connected(): boolean {
    const writer = this.sender?.writer;
    if (writer?.gone || writer?.broken) return false;
    return this.transferred || this.run.over || !this.incoming.signal.aborted;
  }

  giveUp(): void {
    this.ended();
  }

  protected ended(): void {
    if (this.slot === ENDED_SLOT) return;
    this.extrasPart?.timeOver();
    if (this.run.modules !== null) disposeModules(this.run);
    this.cleanUp();
    const { tracer, responsePart, delivered, sender } = this;
    if (tracer !== null) tellEnd(tracer, responsePart?.state.status, delivered, sender?.writer);
    this.onEnded?.();
    this.core.requestEnded(this);
  }
  /** Ends what modules have kept. */
  protected cleanUp(): void {
    this.extrasPart?.cleanUp();
  }
}

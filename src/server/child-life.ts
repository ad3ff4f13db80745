// Who builds the house and lets a request in? The life of a child request: as any other's, but its answer goes to its parent.
import { HANDLER_HTTPSYS_UNFRIENDLY } from "../context/cache-policy.ts";
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR,
  EXECUTE_FLAG_NO_HEADERS,
  EXECUTE_FLAG_SAME_URL,
} from "../terms/flags.ts";
import {
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { RQ_AUTHENTICATE_REQUEST, RQ_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { skipStage } from "../engine/disabled.ts";
import type { ConnectionFacts } from "../context/http-request.ts";
import type { Plan } from "../plan/plan.ts";
import { tellChildEnd, tellChildStart } from "../trace/request-events.ts";
import { answerParent } from "./child-answer.ts";
import type { ClonedRequest } from "./children.ts";
import type { Downstream } from "./downstream.ts";
import type { GrownPlan } from "./plan-set.ts";
import { RequestLife } from "./request-life.ts";
import { ENDED_SLOT, wake } from "./running-requests.ts";

const ABORTED = HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);

/** A clone, and the child request that it becomes when it is executed. */
export class ChildLife extends RequestLife implements ClonedRequest {
  /** Handler entries and modules that are not asked again down this chain. */
  readonly ignored: Set<object> = new Set();
  cancelled = false;
  private flags = 0;
  private readonly reachable: boolean;
  private executed = false;
  private user: IHttpUser | null = null;
  private released = false;
  private settled: ((hr: HRESULT, bytes: number) => void) | null = null;
  /** Its run has to end, and its answer has to be with the parent. */
  private awaits = 2;

  constructor(
    readonly above: RequestLife,
    incoming: Request,
    private readonly abort: AbortController,
    /** Undefined where the pipeline has no handle on what stands behind it. */
    behind: Downstream | null | undefined,
  ) {
    super(above.core, above.plan, incoming, above.env, above.executionCtx, behind ?? null);
    this.reachable = behind !== undefined;
    if (!above.connected()) this.abandon();
    above.incoming.signal.addEventListener("abort", this.abandon);
  }

  get level(): number {
    return this.above instanceof ChildLife ? this.above.level + 1 : 1;
  }

  get ready(): boolean {
    return this.reachable && !this.executed && !this.released;
  }

  get running(): boolean {
    return this.settled !== null;
  }

  override parent(): RequestLife {
    return this.above;
  }

  override executeFlags(): number {
    return this.flags;
  }

  /** Whether its status and headers are the parent's, and leave as they are. */
  get answersClient(): boolean {
    return (this.flags & (EXECUTE_FLAG_NO_HEADERS | EXECUTE_FLAG_BUFFER_RESPONSE)) === 0;
  }

  override get bodyless(): boolean {
    return super.bodyless || (this.answersClient && this.above.bodyless);
  }

  /** There is one transfer, the root's: who accounts for it hears of that. */
  override get watchesEnd(): boolean {
    return false;
  }

  /** The connection is the root's. */
  override facts(): ConnectionFacts {
    return this.above.request().facts;
  }

  override connected(): boolean {
    return !this.cancelled && this.above.connected();
  }

  /** Who has cancelled it waits for nothing, head or not; the client waits for the root's head. */
  override awaited(): boolean {
    return this.cancelled || (super.awaited() && this.above.awaited());
  }

  execute(flags: number, user: IHttpUser | null, settled: (hr: HRESULT, bytes: number) => void) {
    // Refuses what is no user, and calls the one who is: before anybody waits for the end of this child.
    if (user !== null) this.extras().setUser(user);
    this.user = user;
    this.flags = flags;
    this.executed = true;
    this.settled = settled;
    const { above, core } = this;
    if ((flags & EXECUTE_FLAG_SAME_URL) !== 0) {
      this.request().url.set(above.requestUrl().href, true);
    }
    if ((flags & EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE) === 0) {
      for (const one of [above, this]) {
        // Not the call of a module, so that traces do not tell it.
        one.response().getCachePolicy().kernelReason ||= HANDLER_HTTPSYS_UNFRIENDLY;
      }
    }
    this.start(core.planAt(this.requestUrl().href));
    if ((flags & EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR) !== 0) this.ignoreCurrent();
    if (user !== null) this.skipAuthentication(this.plan);
    this.tellStart();
    core.enter(this);
  }

  cancel(): void {
    this.cancelled = true;
    this.abort.abort(new DOMException("The child request was cancelled", "AbortError"));
    this.finish(ABORTED);
    if (this.headersSent()) this.breakOff(new Error("The child request was cancelled"));
    // What it waits for may never come: it goes on to its own end, for which nobody waits any more.
    queueMicrotask(() => {
      if (this.cancelIo() !== S_OK) wake(this);
    });
  }

  release(): void {
    this.released = true;
    if (!this.executed || this.run.over) this.cleanUp();
  }

  override releaseClone(): HRESULT {
    return this.above.extras().children().release(this.context);
  }

  override ignores(entry: object): boolean {
    return this.ignored.has(entry);
  }

  override nest(grown: GrownPlan, downstream: Downstream, through: () => void): void {
    if (this.user !== null) this.skipAuthentication(grown.plan);
    super.nest(grown, downstream, through);
  }

  override deliver(response: Response): void {
    const live = this.sender !== null && !this.sender.writer.finalSent;
    super.deliver(response);
    answerParent(this, response, live).then((whole) => {
      if (whole) this.part();
      // The rest passes through the parent's own send, which comes behind this notification.
      else this.finish(S_OK);
    }, (error) => {
      this.above.unsendable(error);
      this.part();
    });
  }

  /** A connection that is broken is the parent's, too. */
  override transferEnded(outcome: TransferOutcome, _bytes: number, error?: unknown): void {
    if (outcome !== "complete") this.unwanted(error);
    if (outcome === "reset") this.above.response().resetConnection();
  }

  protected override explain(): void {
    if ((this.flags & EXECUTE_FLAG_DISABLE_CUSTOM_ERROR) === 0) super.explain();
  }

  protected override ended(): void {
    // Given up before, as far as anybody waits for it.
    if (this.slot === ENDED_SLOT) return;
    super.ended();
    const { above: { tracer }, responsePart, delivered, sender } = this;
    if (tracer !== null) {
      tellChildEnd(tracer, responsePart?.state.status, delivered, sender?.writer);
    }
    this.part();
  }

  /** What modules have kept on it can be asked for until it is released. */
  protected override cleanUp(): void {
    if (!this.released) return;
    this.above.incoming.signal.removeEventListener("abort", this.abandon);
    if (this.incoming.body !== null) this.request().entity.release("The clone was released");
    super.cleanUp();
  }

  private readonly abandon = (): void => this.abort.abort();

  private part(): void {
    if (--this.awaits === 0) this.finish(S_OK);
  }

  private finish(hr: HRESULT): void {
    const { settled } = this;
    if (settled === null) return;
    this.settled = null;
    queueMicrotask(() => settled(hr, 0));
  }

  private tellStart(): void {
    const { level, above, core } = this;
    if (above.tracer === null) return;
    const siteId = core.place.site.getSiteId();
    tellChildStart(above.tracer, {
      siteId,
      url: this.requestUrl().href,
      method: this.method,
      level,
    });
  }

  /** The entry that the parent is in; where there are no entries, the module whose handler is running. */
  private ignoreCurrent(): void {
    const { above, ignored } = this;
    if (above instanceof ChildLife) { for (const one of above.ignored) ignored.add(one); }
    const step = above.run.top.step;
    const entry = above.scriptMap();
    if (entry !== null) ignored.add(entry);
    if (step?.notification === RQ_EXECUTE_REQUEST_HANDLER) ignored.add(step.registration);
    if (this.core.entries.length > 0) return;
    this.skip(this.plan, RQ_EXECUTE_REQUEST_HANDLER, 0, (module) => ignored.has(module));
  }

  private skipAuthentication(plan: Plan): void {
    this.skip(plan, RQ_AUTHENTICATE_REQUEST, RQ_AUTHENTICATE_REQUEST, () => true);
  }

  private skip(plan: Plan, pre: number, post: number, which: (module: object) => boolean): void {
    skipStage(this.run, plan.registrations, [pre, post], which);
  }
}

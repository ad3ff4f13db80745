// What runs it, stops it, wakes it? The one loop, and the answers that move it.
// A handler's answer, a settled promise and a completion all end in `proceed`; nothing else moves a cursor.
import { S_OK } from "../terms/hresult.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../terms/notification-status.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import type { Step, Walk } from "../plan/plan.ts";
import type { HandlerFunction } from "../plan/stages.ts";
import { dropCompletions, isFinal, isThenable, lacks, noStatus } from "./call-module.ts";
import { abandon, CALLING, ENDED, Frame, HELD, IDLE, PARKED, SETTLING } from "./frame.ts";
import { passesOver } from "./passed-over.ts";
import { hear } from "./hear.ts";
import { reenter } from "./reenter.ts";
import { LATER } from "./later.ts";
import { moduleFor } from "./module-instances.ts";
import type { AnyStep, RunHost } from "./run-host.ts";

/** In place of a status: the frame waits. */
const WAIT = -1;
type Answer = REQUEST_NOTIFICATION_STATUS | typeof WAIT;

/** One request on its way through the pipeline. */
export class RequestRun {
  /** The frame that completions are addressed to. */
  declare top: Frame;
  declare bottom: Frame;
  declare readonly host: RunHost;
  /** The module objects made so far, by place in the plan; null where a factory has failed. */
  declare modules: (CHttpModule | null | undefined)[] | null;
  /** Asynchronous operations outstanding: bit 1 a read, bit 2 a write or anything else. */
  declare operations: number;
  /** One read and one write may be outstanding together. */
  declare fullDuplex: boolean;
  /** Set by FINISH from RQ_SEND_RESPONSE: the request goes to LOG when the current handler answers. */
  declare finishRequested: boolean;
  /** Whose handler of a raised notification is on the stack, for those who ask who did something. */
  declare active: AnyStep | null;
  /** Masks by place in the plan, pre and post in turn; null while nothing is disabled. */
  declare disabled: number[] | null;

  constructor(host: RunHost, walk: Walk) {
    this.host = host;
    this.top = this.bottom = new Frame(walk, null, null);
    this.modules = this.active = this.disabled = null;
    this.operations = 0;
    this.fullDuplex = this.finishRequested = false;
  }

  /** Every step is through. */
  get over(): boolean {
    return this.bottom.state === ENDED;
  }

  /** Walks until the frame waits or is through. */
  walk(frame: Frame): void {
    const plain = this.host.tracer === null;
    while (frame.cursor < frame.walk.steps.length) {
      const step = frame.walk.steps[frame.cursor++];
      if (passesOver(this, frame, step)) continue;
      const answer = plain && step.handler !== null
        ? this.enterShared(frame, step, step.handler)
        : this.enter(frame, step);
      if (answer === WAIT) return;
      if (answer === RQ_NOTIFICATION_FINISH_REQUEST) frame.land();
    }
    this.leave(frame);
  }

  /** What most steps are: a handler of an object that serves every request, answering CONTINUE, with nobody watching. */
  private enterShared(frame: Frame, step: Step, handler: HandlerFunction): Answer {
    const { host } = this;
    frame.step = step;
    frame.state = CALLING;
    let result: RQResult = undefined;
    try {
      result = handler.call(step.shared!, host.context, host.provider);
    } catch (error) {
      result = this.failed(frame, error);
    }
    const goesOn = result === undefined || result === RQ_NOTIFICATION_CONTINUE;
    if (!goesOn || !frame.quiet || this.finishRequested || this.top !== frame) {
      return this.answer(frame, result);
    }
    frame.state = IDLE;
    frame.serial++;
    return RQ_NOTIFICATION_CONTINUE;
  }

  /** Puts another list of steps on top; `through` is told when it is done. */
  nest(walk: Walk, through: (abandoned: boolean) => void): void {
    const frame = new Frame(walk, this.top, through);
    this.top = frame;
    this.walk(frame);
  }

  /** Takes up what has become due, if the frame is parked and on top; what is kept for a later step is told behind this. */
  deliver(frame: Frame): void {
    const { serial } = frame;
    while (frame.state === PARKED && frame === this.top && frame.serial === serial) {
      const completion = frame.takeDue();
      if (completion === null) return;
      if (completion.status === null) reenter(this, frame, completion);
      else this.goOn(frame, completion.status);
    }
  }

  private enter(frame: Frame, step: Step): Answer {
    const module = step.shared ?? moduleFor(this, step);
    frame.step = step;
    this.host.tracer?.start(step, module);
    if (module === null) return this.answer(frame, RQ_NOTIFICATION_FINISH_REQUEST);
    frame.state = CALLING;
    let result: RQResult = undefined;
    try {
      const { context, provider } = this.host;
      result = step.handler === null
        ? step.call(module, context, provider)
        : step.handler.call(module, context, provider);
    } catch (error) {
      result = lacks(this.host, module, step) ? undefined : this.failed(frame, error);
    }
    return this.answer(frame, result);
  }

  answer(frame: Frame, result: RQResult): Answer {
    if (result === undefined) result = RQ_NOTIFICATION_CONTINUE;
    if (result === RQ_NOTIFICATION_CONTINUE && frame.quiet) return this.close(frame, result);
    if (isThenable(result)) return this.holdFor(frame, result);
    if (result === RQ_NOTIFICATION_PENDING) return this.park(frame);
    if (!isFinal(result)) result = this.failed(frame, noStatus(frame.step!, result));
    if (!frame.quiet) {
      if (frame.completions !== null) dropCompletions(this.host, frame);
      if (frame.outstanding > 0) {
        frame.status = result;
        frame.wait(SETTLING, this.host);
        return WAIT;
      }
    }
    return this.close(frame, result);
  }

  close(frame: Frame, status: REQUEST_NOTIFICATION_STATUS): REQUEST_NOTIFICATION_STATUS {
    const step = frame.step!;
    if (this.top !== frame) this.top = abandon(this.top, frame);
    frame.state = IDLE;
    frame.serial++;
    this.host.tracer?.end(step, status);
    if (frame.cursor > frame.walk.landing) return RQ_NOTIFICATION_CONTINUE;
    if (this.finishRequested && this.bottom.early) status = RQ_NOTIFICATION_FINISH_REQUEST;
    if (status === RQ_NOTIFICATION_FINISH_REQUEST) this.host.finished(step);
    return status;
  }

  private park(frame: Frame): Answer {
    const first = frame.completions?.[0];
    if (first !== undefined && first.status !== null) {
      this.host.tracer?.completion(frame.step!, 0, S_OK);
      frame.takeFirst();
      return this.answer(frame, first.status);
    }
    frame.wait(PARKED, this.host);
    if (first?.due) queueMicrotask(() => this.deliver(frame));
    return WAIT;
  }

  private holdFor(
    frame: Frame,
    result: PromiseLike<REQUEST_NOTIFICATION_STATUS | void>,
  ): typeof WAIT {
    frame.wait(HELD, this.host);
    if (result !== LATER) hear(this, frame, result);
    return WAIT;
  }

  /** What a held frame waits for has come. */
  released(frame: Frame, status: REQUEST_NOTIFICATION_STATUS | void): void {
    if (frame.state !== HELD) return;
    // To a trace, a promise is PENDING and an indicated completion.
    if (status !== RQ_NOTIFICATION_PENDING) this.host.tracer?.completion(frame.step!, 0, S_OK);
    this.goOn(frame, status);
  }

  /** What a held frame waits for has failed. */
  refused(frame: Frame, error: unknown): void {
    if (frame.state !== HELD) return;
    this.goOn(frame, this.failed(frame, error));
  }

  /** Goes on with what a step that waited has answered. */
  goOn(frame: Frame, result: RQResult): void {
    this.proceed(frame, this.answer(frame, result));
  }

  proceed(frame: Frame, answer: Answer): void {
    try {
      if (answer === WAIT) return this.deliver(frame);
      if (answer === RQ_NOTIFICATION_FINISH_REQUEST) frame.land();
      this.walk(frame);
    } catch (error) {
      this.host.crashed(error);
    }
  }

  failed(frame: Frame, error: unknown): typeof RQ_NOTIFICATION_FINISH_REQUEST {
    this.host.failed(frame.step!, error);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }

  private leave(frame: Frame): void {
    frame.state = ENDED;
    const { below } = frame;
    if (below === null) return this.host.through();
    this.top = below;
    const { serial } = below;
    frame.through!(false);
    // A later step that waits by then was called inside this call, and is told behind it.
    if (below.serial === serial) this.deliver(below);
  }
}

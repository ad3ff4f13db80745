// Who builds the house and lets a request in? The time that one request may take, as a whole, in a stage, in a module.
// One timer for each request that waits: it is set for the nearest end, and looks anew at what runs when it fires.
import { type Limits, type TimeLimit, TimeLimitError } from "../terms/time-limit.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { ticks } from "../engine/clock.ts";
import { expire } from "../engine/expire.ts";
import { type Frame, HELD, IDLE, PARKED, SETTLING } from "../engine/frame.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { AnyStep } from "../engine/run-host.ts";
import type { RaisedStep } from "../plan/plan.ts";
import { RAISED } from "../plan/stages.ts";

/** Shortest wait of the timer, in milliseconds: timers of some runtimes fire early. */
const LEAST_MS = 1;

/** The request whose time is counted. */
export interface TimedRequest {
  readonly run: RequestRun;
  readonly startTime: number;
  /** A limit was reached: what waits on behalf of a module is told, before its step is ended. */
  timedOut(error: TimeLimitError): void;
  cut(status: number, outcome: TransferOutcome, error: unknown): void;
  /** Nothing more of the request is waited for. */
  giveUp(): void;
}

/** A step that waits, and since when. */
interface Waiting {
  readonly frame: Frame;
  readonly serial: number;
  readonly since: number;
}

/** A handler of a raised notification that waits. */
interface RaisedWait {
  readonly step: RaisedStep;
  readonly since: number;
  readonly end: (error: unknown) => void;
}

/** Ends waits of one request when their time has run out. */
export class RequestBudget {
  /** The limit that was reached first; null while none was. */
  reached: TimeLimitError | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer fires. */
  private due = Infinity;
  private over = false;
  /** The time of the request has run out. */
  private late = false;
  private requestEnd: number;
  private waiting: Waiting[] = [];
  private stage = { notification: 0, since: 0 };
  private readonly raised = new Set<RaisedWait>();

  constructor(private readonly request: TimedRequest, private limits: Limits) {
    const began = now() - (ticks() - request.startTime);
    this.requestEnd = began + (limits.requestTimeout ?? Infinity);
  }

  /** A step begins to wait, or goes on waiting. */
  waits(frame: Frame): void {
    const known = this.waiting.find((one) => one.frame === frame);
    if (known?.serial === frame.serial) return;
    const since = now();
    this.waiting = this.waiting.filter((one) => one !== known);
    this.waiting.push({ frame, serial: frame.serial, since });
    const notification = this.request.run.bottom.step?.notification ?? 0;
    if (notification !== this.stage.notification) this.stage = { notification, since };
    this.arm();
  }

  /** A handler of a raised notification waits; its promise fails when a limit is reached. */
  bounded<T>(step: RaisedStep, promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (error: unknown): void => {
        this.raised.delete(wait);
        reject(error);
      };
      const wait: RaisedWait = { step, since: now(), end };
      this.raised.add(wait);
      this.arm();
      promise.then((value) => {
        this.raised.delete(wait);
        resolve(value);
      }, end);
    });
  }

  /** Has the nearest end watched. */
  arm(): void {
    if (this.over) return;
    const end = Math.min(this.requestEnd, this.stageEnd(), this.stepEnd(), this.raisedEnd());
    if (end >= this.due) return;
    const fire = (): void => {
      this.due = Infinity;
      this.look();
      this.arm();
    };
    clearTimeout(this.timer);
    this.due = end;
    this.timer = setTimeout(fire, Math.max(end - now(), LEAST_MS));
  }

  /** From now on it may take any time. */
  free(): void {
    clearTimeout(this.timer);
    this.due = Infinity;
    this.limits = {};
    this.requestEnd = Infinity;
  }

  /** The request has ended. */
  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.raised.clear();
    this.waiting = [];
  }

  private look(): void {
    const { limits } = this;
    const time = now();
    if (time >= this.requestEnd) return this.endRequest(limits.requestTimeout!);
    if (time >= this.stageEnd()) return this.end("stageTimeout", this.request.run.bottom);
    if (time >= this.raisedEnd()) return this.lookAtRaised(time);
    if (time >= this.stepEnd()) return this.end("moduleTimeout", this.request.run.top);
  }

  private lookAtRaised(time: number): void {
    const { moduleTimeout = Infinity, stageTimeout = Infinity } = this.limits;
    const limit = moduleTimeout <= stageTimeout ? "moduleTimeout" : "stageTimeout";
    for (const { step, since, end } of this.raised) {
      if (time >= since + this.limits[limit]!) end(this.error(limit, step));
    }
    // The time was another module's: whoever has raised it gets what is due to a handler that goes on now.
    this.waiting = this.waiting.map((one) => ({ ...one, since: time }));
  }

  /** What is left of a request gets the same time once more for LOG_REQUEST and END_REQUEST, and after that none. */
  private endRequest(time: number): void {
    const { request } = this;
    this.requestEnd = this.late ? 0 : now() + time;
    this.late = true;
    if (!request.run.over) return this.end("requestTimeout", request.run.bottom);
    const error = this.tell("requestTimeout");
    if (this.raised.size > 0) return this.endRaised(error);
    request.cut(503, "timeout", error);
    setTimeout(() => this.over || request.giveUp(), 0);
  }

  private end(limit: TimeLimit, frame: Frame): void {
    const error = this.tell(limit);
    const { run } = this.request;
    if (this.raised.size === 0) return expire(run, frame, error);
    // Whoever has raised it hears of its end first, and then has one turn to answer.
    const { serial, step } = frame;
    run.finishRequested = true;
    run.host.failed(step!, error);
    this.endRaised(error);
    setTimeout(() => {
      const isSame = frame === run.bottom || frame === run.top;
      if (!this.over && isSame && frame.serial === serial) expire(run, frame, null);
    }, 0);
  }

  private endRaised(error: TimeLimitError): void {
    for (const wait of this.raised) wait.end(error);
  }

  private tell(limit: TimeLimit): TimeLimitError {
    const { run } = this.request;
    const step = run.over ? null : run.top.step;
    const error = this.error(limit, [...this.raised].at(-1)?.step ?? step);
    this.reached ??= error;
    const { top } = run;
    const parked = top.state === PARKED;
    // Who hears of it and completes the notification is too late: what he says is kept, as if a handler were running.
    if (parked) top.state = HELD;
    this.request.timedOut(error);
    if (parked) top.state = PARKED;
    return error;
  }

  private error(limit: TimeLimit, step: AnyStep | null): TimeLimitError {
    const name = step?.registration.name ?? "IIS Web Core";
    const early = this.request.run.over ? "the last send" : "the first mapping";
    const handler = step === null ? early : handlerOf(step);
    const milliseconds = this.limits[limit]!;
    return new TimeLimitError(limit, milliseconds, name, step?.notification ?? 0, handler);
  }

  private stageEnd(): number {
    const { bottom } = this.request.run;
    const isStage = isWaiting(bottom) && bottom.step?.notification === this.stage.notification;
    return isStage ? this.stage.since + (this.limits.stageTimeout ?? Infinity) : Infinity;
  }

  private stepEnd(): number {
    const { top } = this.request.run;
    const wait = this.waiting.find((one) => one.frame === top && one.serial === top.serial);
    if (wait === undefined || !isWaiting(top)) return Infinity;
    return wait.since + (this.limits.moduleTimeout ?? Infinity);
  }

  private raisedEnd(): number {
    let first = Infinity;
    for (const { since } of this.raised) first = Math.min(first, since);
    const { moduleTimeout = Infinity, stageTimeout = Infinity } = this.limits;
    return first + Math.min(moduleTimeout, stageTimeout);
  }
}

/** A path may be mapped before the first step. */
function isWaiting({ state, step }: Frame): boolean {
  return state === HELD || state === PARKED || state === SETTLING ||
    (state === IDLE && step === null);
}

function handlerOf(step: AnyStep): string {
  if ("method" in step) return step.method;
  return RAISED.find(({ bit }) => bit === step.notification)!.method;
}

/** Goes only forward, and as fast on every runtime. */
const now = (): number => performance.now();

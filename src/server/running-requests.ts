// Who builds the house and lets a request in? The requests that run, and the wait for their end when a server closes.
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../terms/notification-status.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { indicateCompletion } from "../engine/complete.ts";
import { expire } from "../engine/expire.ts";
import { PARKED } from "../engine/frame.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** Longest time that timers take, in milliseconds. */
const MOST_MS = 2_147_483_647;

/** A request that can be given up. */
export interface RunningRequest {
  readonly run: RequestRun;
  /** Where it stands among those that wait; NO_SLOT before, ENDED_SLOT afterwards. A set would cost more than most handlers. */
  slot: number;
  /** The request whose child it is; that one has the client. */
  parent(): object | null;
  /** Ends what goes to the client: a bare status where nothing has left, a broken transfer otherwise. */
  cut(status: number, outcome: TransferOutcome, error: unknown): void;
}

/** The slot of a request that has not been left waiting. */
export const NO_SLOT = -1;
/** The slot of a request that has ended. */
export const ENDED_SLOT = -2;

/** Requests of one set of modules. One that ends inside the call that began it is only counted. */
export class RunningRequests {
  declare private readonly waiting: (RunningRequest | null)[];
  declare private readonly free: number[];
  declare private count: number;
  declare private drained: (() => void) | null;

  constructor() {
    this.waiting = [];
    this.free = [];
    this.count = 0;
    this.drained = null;
  }

  began(): void {
    this.count++;
  }

  /** The first walk of a request is over; if it has not ended, it waits for something. */
  left(request: RunningRequest): void {
    if (request.slot === ENDED_SLOT) return;
    request.slot = this.free.pop() ?? this.waiting.length;
    this.waiting[request.slot] = request;
  }

  ended(request: RunningRequest): void {
    if (request.slot >= 0) {
      this.waiting[request.slot] = null;
      this.free.push(request.slot);
    }
    request.slot = ENDED_SLOT;
    this.count--;
    if (this.count === 0) this.drained?.();
  }

  /** Waits for the end of every request, at most `deadline` milliseconds; what runs on then is cut. */
  async drain(deadline: number): Promise<void> {
    if (await this.over(deadline)) return;
    const error = new Error("The server was closed before the response was complete");
    const isChild = (request: RunningRequest): boolean => request.parent() !== null;
    for (const request of this.stillThere().filter((one) => !isChild(one))) {
      request.cut(503, "timeout", error);
    }
    // What waits for the client hears of the break and goes on by itself; then the others are ended, children first.
    await turn();
    for (const request of this.stillThere().filter(isChild)) wake(request);
    for (const request of this.stillThere()) wake(request);
    await turn();
  }

  private stillThere(): RunningRequest[] {
    return this.waiting.filter((request) => request !== null);
  }

  private over(deadline: number): Promise<boolean> {
    if (this.count === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const late = (): void => resolve(false);
      const timer = Number.isFinite(deadline)
        ? setTimeout(late, Math.min(deadline, MOST_MS))
        : undefined;
      this.drained = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

/** Ends a wait that nobody else will end, so that LOG_REQUEST and END_REQUEST still run. */
export function wake({ run }: RunningRequest): void {
  if (run.top.state === PARKED) indicateCompletion(run, RQ_NOTIFICATION_FINISH_REQUEST);
  else if (!run.over) expire(run, run.bottom, null);
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

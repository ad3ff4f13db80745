// Who builds the house and lets a request in? The requests that run, and the wait for their end when a server closes.
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../terms/notification-status.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { indicateCompletion } from "../engine/complete.ts";
import { PARKED } from "../engine/frame.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** Longest time that timers take, in milliseconds. */
const MOST_MS = 2_147_483_647;

/** A request that can be given up. */
export interface RunningRequest {
  readonly run: RequestRun;
  /** The request whose child it is; that one has the client. */
  parent(): object | null;
  /** Ends what goes to the client: a bare status where nothing has left, a broken transfer otherwise. */
  cut(status: number, outcome: TransferOutcome, error: unknown): void;
}

/** Requests of one set of modules. One that ends inside the call that began it is only counted. */
export class RunningRequests {
  readonly #waiting = new Set<RunningRequest>();
  #running = 0;
  /** The request that has just ended, if it did so before it was left waiting. */
  #ended: RunningRequest | null = null;
  #drained: (() => void) | null = null;

  began(): void {
    this.#running++;
  }

  /** The first walk of a request is over; if it has not ended, it waits for something. */
  left(request: RunningRequest): void {
    if (this.#ended !== request) this.#waiting.add(request);
    this.#ended = null;
  }

  ended(request: RunningRequest): void {
    if (!this.#waiting.delete(request)) this.#ended = request;
    this.#running--;
    if (this.#running === 0) this.#drained?.();
  }

  /** Waits for the end of every request, at most `deadline` milliseconds; what runs on then is cut. */
  async drain(deadline: number): Promise<void> {
    if (await this.#over(deadline)) return;
    const error = new Error("The server was closed before the response was complete");
    for (const request of [...this.#waiting]) {
      if (request.parent() === null) request.cut(503, "timeout", error);
    }
    // What waits for the client hears of the break and goes on by itself; then the others are woken.
    await turn();
    for (const request of [...this.#waiting]) wake(request);
    await turn();
  }

  #over(deadline: number): Promise<boolean> {
    if (this.#running === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const late = (): void => resolve(false);
      const timer = Number.isFinite(deadline)
        ? setTimeout(late, Math.min(deadline, MOST_MS))
        : undefined;
      this.#drained = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

/** Ends a wait that nobody else will end, so that LOG_REQUEST and END_REQUEST still run. */
function wake({ run }: RunningRequest): void {
  if (run.top.state === PARKED) indicateCompletion(run, RQ_NOTIFICATION_FINISH_REQUEST);
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

// Who builds the house and lets a request in? The one signal that tells that nobody waits for an answer any more.
import type { Client } from "../context/connection.ts";
import type { TimeLimitError } from "../terms/time-limit.ts";

/** The signal of one request, made when somebody asks for it. */
export class RequestSignal {
  readonly #controller = new AbortController();

  /**
   * @param incoming The signal of the Request, which some runtimes abort for every request once a head has left.
   * @param reached The limit that was reached before.
   * @param above The signal of the request whose child it is: what ends that one ends this one, and for its reason.
   */
  constructor(
    incoming: AbortSignal,
    client: Client,
    reached: TimeLimitError | null,
    above: AbortSignal | null,
  ) {
    if (reached !== null) this.abort(reached);
    else if (above?.aborted) this.abort(above.reason);
    else if (!client.connected()) this.clientGone();
    above?.addEventListener("abort", () => this.abort(above.reason), { once: true });
    incoming.addEventListener("abort", () => {
      if (!client.awaited()) return;
      if (above === null) this.clientGone();
      else this.abort(incoming.reason);
    }, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  clientGone(): void {
    this.abort(new DOMException("The client has left", "AbortError"));
  }
}

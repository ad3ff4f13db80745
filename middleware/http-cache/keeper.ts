// Which answers are kept for the next request? What becomes of an answer that has come: kept, refused, or known already.
import type { Awaitable, IHttpContext } from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { sharedIntent } from "./above.ts";
import { sendRecord } from "./answers.ts";
import { capture } from "./capture.ts";
import type { Flights, Landing } from "./flights.ts";
import type { Reading } from "./freshness.ts";
import { type Asked, freshened, intentOf, renewed } from "./intent.ts";
import type { Placed, Shelf } from "./shelf.ts";
import type { CachedResponse } from "./stores.ts";
import { describes, mayStandFor, restore } from "./validation.ts";

/** What the cache goes by when it keeps something. */
export interface KeepingRules {
  /** Bytes of a body that is kept. */
  readonly maxResponseSize: number;
  readonly reading: Reading;
}

/** Keeps answers, and lets those go on who wait for them. */
export class Keeper {
  constructor(
    private readonly flights: Flights,
    private readonly shelf: Shelf,
    private readonly rules: KeepingRules,
  ) {}

  /** Takes the answer to a request: keeps it, or has what is kept stand for it. */
  take(context: IHttpContext, asked: Asked): Awaitable<void> {
    if (context.getResponseHeadersSent()) return this.land(asked, "never");
    const { stale } = asked;
    if (stale !== null) {
      const conditional = restore(context, asked);
      const { statusCode } = context.getResponse().getStatus();
      if (conditional && statusCode === 304) return this.#revalidated(context, asked, stale);
      if (mayStandFor(stale, statusCode)) return sendRecord(context, stale);
      if (context.getRequest().getHttpMethod() === "HEAD" && statusCode === 200) {
        return this.#compared(context, asked, stale);
      }
    }
    return this.#updated(context, asked);
  }

  /** Keeps what a child has answered for its parent: the next who asks for that needs no child. */
  share(context: IHttpContext, asked: Asked, record: CachedResponse): void {
    const intent = sharedIntent(context, asked, record);
    if (intent === null) return;
    const { lead } = asked;
    asked.lead = null;
    this.#keep(context, asked, intent, lead);
  }

  /** The request is no longer waited for. */
  land(asked: Asked, landing: Landing): void {
    const { lead } = asked;
    asked.lead = null;
    this.#end(lead, landing);
  }

  #end(lead: string | null, landing: Landing): void {
    if (lead !== null) this.flights.end(lead, landing);
  }

  #updated(context: IHttpContext, asked: Asked): Awaitable<void> {
    const { maxResponseSize, reading } = this.rules;
    const intent = intentOf(context, asked, reading);
    if (typeof intent === "string") return this.land(asked, intent);
    context.getResponse().getCachePolicy().setIsCached();
    const { lead } = asked;
    asked.lead = null;
    return capture(context, maxResponseSize, (body) => {
      if (typeof body === "string") return this.#end(lead, body === "long" ? "never" : "failed");
      // Another answer has taken the place of this one behind UPDATE_REQUEST_CACHE, and what came is its body.
      const { statusCode } = context.getResponse().getStatus();
      if (statusCode !== intent.record.status) return this.#end(lead, "failed");
      const record = { ...intent.record, body };
      return this.#keep(context, asked, { ...intent, record }, lead);
    });
  }

  #revalidated(context: IHttpContext, asked: Asked, stale: CachedResponse): void {
    const { lead } = asked;
    asked.lead = null;
    const fresh = this.#freshen(context, asked, stale, lead);
    if (fresh === null) this.#end(lead, "never");
    sendRecord(context, fresh ?? freshened(context, stale));
  }

  /** The head of what is there now: if it is that of what is kept, that is fresh again, and gone if not (RFC 9111, 4.3.5). */
  #compared(context: IHttpContext, asked: Asked, stale: CachedResponse): Awaitable<void> {
    if (!describes(context, stale)) return this.shelf.drop([asked.keys.url]);
    this.#freshen(context, asked, stale, null);
  }

  /** Keeps a record again, with what was said of it now; null if it may not be. */
  #freshen(
    context: IHttpContext,
    asked: Asked,
    stale: CachedResponse,
    lead: string | null,
  ): CachedResponse | null {
    const intent = renewed(context, asked, stale, this.rules.reading);
    if (intent === null) return null;
    const record = { ...intent.record, body: stale.body };
    this.#keep(context, asked, { ...intent, record }, lead);
    return record;
  }

  /** Those who wait go on when it is kept; the client of this request does not wait for that. */
  #keep(context: IHttpContext, asked: Asked, placed: Placed, lead: string | null): Awaitable<void> {
    const kept = then(
      this.shelf.keep(context, asked.keys, placed),
      () => this.#end(lead, "kept"),
    );
    if (kept instanceof Promise) asked.keeping = kept;
    return kept;
  }
}

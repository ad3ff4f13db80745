// Which answers are kept for the next request? The output cache at its stages: looks up, waits, keeps, lets go.
import {
  type Awaitable,
  getRequestUrl,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  type IHttpContext,
  type ISendResponseProvider,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { parentAnswered } from "./above.ts";
import { sendRecord } from "./answers.ts";
import { Flights, type Landing } from "./flights.ts";
import { isForOrigin } from "./conditional.ts";
import { type Asked, isForced } from "./intent.ts";
import { Keeper, type KeepingRules } from "./keeper.ts";
import { keysOf } from "./keys.ts";
import type { Profiles } from "./profiles.ts";
import { Refresh } from "./refresh.ts";
import { Shelf } from "./shelf.ts";
import type { CachedResponse, CacheStore } from "./stores.ts";
import { tellLookup, tellResult } from "./trace.ts";
import { changedBy, inject, judge, mayLead, mayStandFor, restore } from "./validation.ts";
import { REFRESHED, wishesOf } from "./wishes.ts";

/** What the cache goes by. */
export interface CacheRules extends KeepingRules {
  readonly enabled: boolean;
  readonly profiles: Profiles;
  readonly store: CacheStore;
}

type Status = typeof RQ_NOTIFICATION_CONTINUE | typeof RQ_NOTIFICATION_FINISH_REQUEST;

/** How often a request waits for another before it goes on by itself. */
const ROUNDS = 3;

/** The output cache of one module. */
export class OutputCache {
  readonly #asked = new WeakMap<IHttpContext, Asked>();
  readonly #flights = new Flights();
  readonly #refresh = new Refresh(this.#flights);
  readonly #shelf: Shelf;
  readonly #keeper: Keeper;

  constructor(who: string, private readonly rules: CacheRules) {
    this.#shelf = new Shelf(who, rules.store);
    this.#keeper = new Keeper(this.#flights, this.#shelf, rules);
  }

  /** RESOLVE_REQUEST_CACHE: answers with what is kept, or remembers what was asked for. */
  resolve(context: IHttpContext): RQResult {
    const request = context.getRequest();
    const method = request.getHttpMethod();
    if (method !== "GET" && method !== "HEAD") return RQ_NOTIFICATION_CONTINUE;
    if (request.getHeader("Upgrade") !== null) return RQ_NOTIFICATION_CONTINUE;
    const asked = this.#askedBy(context);
    this.#asked.set(context, asked);
    if (!this.rules.enabled || asked.profile?.disables === true) return RQ_NOTIFICATION_CONTINUE;
    if (isForOrigin((name) => request.getHeader(name))) return RQ_NOTIFICATION_CONTINUE;
    return then(
      this.#answer(context, asked),
      (sent) => sent ? RQ_NOTIFICATION_FINISH_REQUEST : this.#miss(context, asked, 0),
    );
  }

  /** UPDATE_REQUEST_CACHE: keeps the answer, if it may be kept. */
  update(context: IHttpContext): Awaitable<void> {
    const asked = this.#asked.get(context);
    if (asked !== undefined && this.rules.enabled) return this.#keeper.take(context, asked);
  }

  /** LOG_REQUEST, which always runs: lets those go who wait, and forgets what a request has changed. */
  log(context: IHttpContext): Awaitable<void> {
    const asked = this.#asked.get(context);
    if (asked !== undefined) return this.#over(context, asked);
    const changed = this.rules.enabled ? changedBy(context) : [];
    if (changed.length > 0) return this.#shelf.drop(changed);
  }

  /** SEND_RESPONSE: the word of the profile; and a head that leaves before UPDATE is waited for by nobody. */
  send(context: IHttpContext, provider: ISendResponseProvider): void {
    const asked = this.#asked.get(context);
    if (asked === undefined || !provider.getHeadersBeingSent()) return;
    const more = (provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0;
    if (more) this.#keeper.land(asked, "never");
    const response = context.getResponse();
    if (asked.profile === null || response.getStatus().statusCode >= 400) return;
    if (response.getHeader("Cache-Control") !== null) return;
    response.setHeader("Cache-Control", asked.profile.word, true);
  }

  /** The last of END_REQUEST: what is to be kept is, and what was sent although it is stale is asked for anew. */
  end(context: IHttpContext): RQResult {
    const asked = this.#asked.get(context);
    if (asked?.meanwhile === true) return this.#refresh.begin(context, asked.keys.whole);
    if (asked !== undefined && asked.keeping !== null) return this.#kept(context, asked.keeping);
  }

  /** The answer leaves; the request ends when it is kept, so that Workers do not stop that. */
  async #kept(context: IHttpContext, keeping: Promise<void>): Promise<void> {
    await context.getResponse().flush(false, false);
    await keeping;
  }

  /** That has come to its end. */
  refreshed(context: IHttpContext): typeof RQ_NOTIFICATION_CONTINUE {
    return this.#refresh.end(context);
  }

  #askedBy(context: IHttpContext): Asked {
    const { profiles } = this.rules;
    const keys = keysOf(getRequestUrl(context));
    const refreshes = this.#refresh.arrived(context);
    const request = context.getRequest();
    return {
      keys,
      profile: profiles.some ? profiles.of(keys.pathname) : null,
      wishes: refreshes === null ? wishesOf((name) => request.getHeader(name)) : REFRESHED,
      at: Date.now(),
      lead: refreshes,
      stale: null,
      conditions: null,
      meanwhile: false,
      keeping: null,
    };
  }

  /** Sends what is kept, if it is good for this request. */
  #answer(context: IHttpContext, asked: Asked): Awaitable<boolean> {
    const { keys, profile } = asked;
    tellLookup(context);
    const found = this.#shelf.find(context, keys, profile?.caches === true);
    const answered = then(found, (record) => this.#sent(context, asked, record));
    return then(answered, (sent) => {
      tellResult(context, sent ? "FOUND" : "NOT_FOUND");
      return sent;
    });
  }

  #sent(context: IHttpContext, asked: Asked, record: CachedResponse | null): Awaitable<boolean> {
    if (record === null || isForced(context)) return false;
    return then(judge(context, record, asked.wishes), (verdict) => {
      asked.meanwhile = verdict === "meanwhile" && this.#refresh.possible;
      const good = verdict === "good" || asked.meanwhile;
      if (!good) asked.stale = record;
      else {
        sendRecord(context, record);
        const parent = parentAnswered(context);
        const above = parent === null ? undefined : this.#asked.get(parent);
        if (above !== undefined) this.#keeper.share(parent!, above, record);
      }
      return good;
    });
  }

  /** What the request wants is not there: it is fetched, once for all who want it. */
  #miss(context: IHttpContext, asked: Asked, round: number): Awaitable<Status> {
    if (asked.wishes.onlyIfCached) {
      context.getResponse().setStatus(504, "Gateway Timeout");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    const revalidates = asked.stale?.stated === true && inject(context, asked);
    if (asked.lead !== null || round === ROUNDS) return RQ_NOTIFICATION_CONTINUE;
    if (!revalidates && !mayLead(context, asked)) return RQ_NOTIFICATION_CONTINUE;
    if (this.#isAwaited(context, asked)) return RQ_NOTIFICATION_CONTINUE;
    const joined = this.#flights.join(asked.keys.whole);
    if (joined === "leads") asked.lead = asked.keys.whole;
    if (typeof joined === "string") return RQ_NOTIFICATION_CONTINUE;
    return joined.then((landing) => this.#landed(context, asked, landing, round));
  }

  /** Whether a parent of a child has asked for the same: it waits for the child, which is not to wait for it. */
  #isAwaited(context: IHttpContext, { keys }: Asked): boolean {
    for (let one = context.getParentContext(); one !== null; one = one.getParentContext()) {
      if (this.#asked.get(one)?.lead === keys.whole) return true;
    }
    return false;
  }

  /** Whoever was waited for has come to an end: if nothing came of it, somebody else tries. */
  #landed(
    context: IHttpContext,
    asked: Asked,
    landing: Landing | "late",
    round: number,
  ): Awaitable<Status> {
    restore(context, asked);
    asked.stale = null;
    return then(this.#answer(context, asked), (sent) => {
      if (sent) return RQ_NOTIFICATION_FINISH_REQUEST;
      return this.#miss(context, asked, landing === "failed" ? round + 1 : ROUNDS);
    });
  }

  /** Whatever has ended the request before UPDATE. */
  #over(context: IHttpContext, asked: Asked): void {
    restore(context, asked);
    this.#keeper.land(asked, "failed");
    const { stale } = asked;
    if (stale === null || context.getResponseHeadersSent()) return;
    const { statusCode } = context.getResponse().getStatus();
    if (mayStandFor(stale, statusCode)) sendRecord(context, stale);
  }
}

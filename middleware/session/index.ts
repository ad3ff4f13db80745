// What is known of a client from one request to the next? SessionModule: acquired, kept from others, let go.
import {
  type Awaitable,
  defineModule,
  type IHttpContext,
  type IHttpContext4,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { readCookie, writeCookie } from "./cookie.ts";
import { readSession, type SessionOptions, type SessionSettings } from "./options.ts";
import { HeldSession, type Session } from "./session.ts";
import { SessionLocks } from "./session-locks.ts";
import { forget, load, save, type SessionRecord, type SessionStore } from "./session-store.ts";

export type { SessionOptions } from "./options.ts";
export type { Session } from "./session.ts";
export type { SessionStore } from "./session-store.ts";

const NAME = "SessionModule";

/** A session that is used goes on from now; to write that down each time would make every read a write. */
const SLIDE = 0.1;

interface Held {
  readonly session: HeldSession;
  readonly record: SessionRecord | null;
  release(): Awaitable<void>;
}

const held = new WeakMap<IHttpContext, Held>();
/** Requests whose END_REQUEST came while they waited for their session: nobody would let it go any more. */
const over = new WeakSet<IHttpContext>();
const locksOf = new WeakMap<SessionStore, SessionLocks>();

/**
 * Sessions: values that are kept for a client, who is told their name in a cookie. They are there from
 * ACQUIRE_REQUEST_STATE to RELEASE_REQUEST_STATE, for `getSession`; requests of one session wait for each other. A session
 * begins with the first value that is set.
 *
 * @param options The section `sessionState`.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { Hono } from "hono";
 * import { getHttpContext, pipeline } from "@sluice/sluice";
 * import { getSession, session } from "@sluice/sluice/session";
 *
 * const app = new Hono();
 * app.use(pipeline(session({ cookieName: "visit", timeout: 20 })));
 * app.get("/", (c) => {
 *   const visit = getSession(getHttpContext(c));
 *   const count = (visit.get<number>("count") ?? 0) + 1;
 *   visit.set("count", count);
 *   return c.text(`visit ${count}`);
 * });
 * const first = await app.request("/");
 * const [Cookie] = first.headers.get("Set-Cookie")!.split(";");
 * console.log(await (await app.request("/", { headers: { Cookie } })).text()); // visit 2
 * ```
 */
export function session(options?: SessionOptions): ModuleDefinition {
  const settings = readSession(`session (${NAME})`, options);
  if (!settings.enabled) return defineModule({ name: NAME });
  return defineModule({
    name: NAME,
    onAcquireRequestState: (context) => acquire(context, settings),
    onReleaseRequestState: (context) => release(context, settings),
    onSendResponse(context, provider) {
      if (provider.getHeadersBeingSent()) tell(context, settings);
    },
    // Where FINISH_REQUEST has left RELEASE_REQUEST_STATE out.
    onEndRequest(context) {
      if (!held.has(context)) over.add(context);
      return release(context, settings);
    },
  });
}

/**
 * The session of a request; a child request has that of its parent.
 *
 * Throws an `Error` in front of ACQUIRE_REQUEST_STATE, and where there is no session module.
 */
export function getSession(context: IHttpContext): Session {
  const found = find(context);
  if (found !== undefined) return found.session;
  throw new Error(
    "getSession: the request has no session, wished for session() in its pipeline, and a call behind ACQUIRE_REQUEST_STATE",
  );
}

function find(context: IHttpContext): Held | undefined {
  for (let one: IHttpContext | null = context; one !== null; one = one.getParentContext()) {
    const found = held.get(one);
    if (found !== undefined) return found;
  }
}

/** A child uses what its parent holds: if it waited for that, it would wait for itself. */
function acquire(context: IHttpContext4, settings: SessionSettings): RQResult {
  if (find(context) !== undefined) return;
  const id = readCookie(context, settings.cookieName);
  if (id !== null) {
    return acquireKnown(context, settings, id).then(
      () => RQ_NOTIFICATION_CONTINUE,
      (error) => endedBy(error, context.signal),
    );
  }
  hold(context, settings, null, null, () => {});
}

async function acquireKnown(
  context: IHttpContext4,
  settings: SessionSettings,
  id: string,
): Promise<void> {
  const letGo = await lock(context, settings, id);
  let record: SessionRecord | null = null;
  try {
    record = await load(settings.store, id);
  } finally {
    // A name that is not known here is not taken over: somebody else might have chosen it.
    if (record === null || over.has(context)) await letGo();
  }
  if (over.has(context)) return;
  if (record === null) hold(context, settings, null, null, () => {});
  else hold(context, settings, id, record, letGo);
}

/** A client that leaves while it waits is no fault of anybody's. */
function endedBy(error: unknown, signal: AbortSignal): typeof RQ_NOTIFICATION_FINISH_REQUEST {
  const hasLeft = signal.aborted && error === signal.reason &&
    (error as Error).name === "AbortError";
  if (!hasLeft) throw error;
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

function lock(
  context: IHttpContext4,
  { store, readOnly }: SessionSettings,
  id: string,
): Awaitable<() => Awaitable<void>> {
  if (store.lock !== undefined) return readOnly ? () => {} : store.lock(id, context.signal);
  const locks = locksOf.get(store) ?? new SessionLocks();
  locksOf.set(store, locks);
  return locks.enter(id, readOnly, context.signal);
}

function hold(
  context: IHttpContext4,
  { readOnly }: SessionSettings,
  id: string | null,
  record: SessionRecord | null,
  letGo: () => Awaitable<void>,
): void {
  const host = { isReadOnly: readOnly, isHeadSent: () => context.getResponseHeadersSent() };
  const session = new HeldSession(host, id, record?.data ?? {});
  held.set(context, { session, record, release: letGo });
}

function release(context: IHttpContext, settings: SessionSettings): void | Promise<void> {
  // Caches can see neither what an answer was made of, nor a cookie that is written when the head leaves.
  if (find(context)?.session.isUsed === true) {
    context.getResponse().getCachePolicy().disableUserCache();
  }
  const own = held.get(context);
  if (own === undefined || own.session.isReleased) return;
  own.session.isReleased = true;
  if (own.record !== null || own.session.isChanged) return keep(own, settings);
}

async function keep({ session, record, release }: Held, settings: SessionSettings): Promise<void> {
  const { store, timeout } = settings;
  try {
    if (session.formerId !== null) await forget(store, session.formerId);
    if (session.isAbandoned) await (session.isNew ? undefined : forget(store, session.id));
    else if (session.isChanged || slides(record, settings)) {
      await save(store, session.id, session.data, timeout);
    }
  } finally {
    await release();
  }
}

/** Who only reads holds no lock of the store, and must not write over what somebody else has written. */
function slides(record: SessionRecord | null, settings: SessionSettings): boolean {
  const { timeout, readOnly, store } = settings;
  const used = timeout - ((record?.ends ?? 0) - Date.now());
  return !(readOnly && store.lock !== undefined) && used > timeout * SLIDE;
}

/** In the last moment, so that nobody clears it away; a child may be the one that sends the head. */
function tell(context: IHttpContext, settings: SessionSettings): void {
  const cookie = told(context);
  if (cookie !== null) writeCookie(context, cookie.id, settings);
}

/** What the client has to be told: a name, or to forget the one that it has; null for nothing. */
function told(context: IHttpContext): { readonly id: string | null } | null {
  const own = find(context)?.session;
  if (own === undefined) return null;
  if (own.isAbandoned) return own.isNew ? null : { id: null };
  return own.needsCookie ? { id: own.id } : null;
}

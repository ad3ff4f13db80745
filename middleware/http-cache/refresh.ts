// Which answers are kept for the next request? A stale one is sent, and the origin asked behind it: by a child request.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_NO_PRECONDITION,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  EXECUTE_FLAG_NO_HEADERS,
  FAILED,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import type { Flights } from "./flights.ts";

const CLONE = CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_NO_PRECONDITION;
const EXECUTE = EXECUTE_FLAG_BUFFER_RESPONSE | EXECUTE_FLAG_NO_HEADERS |
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE | EXECUTE_FLAG_DISABLE_CUSTOM_ERROR;

/** What the client wants of the answer that it gets; the next one is for everybody. */
const OWN = ["Range", "If-Range", "Cache-Control", "Pragma"];

/** Asks the origin anew, in the place of clients that do not wait for it; once for all of a key. */
export class Refresh {
  /** Of child requests: the key for which they ask, until they have got as far as the cache. */
  readonly #keys = new WeakMap<IHttpContext, string>();
  /** The child of a request. */
  readonly #children = new WeakMap<IHttpContext, IHttpContext>();
  /** Whether child requests can be made where this pipeline is. */
  #possible = true;

  constructor(private readonly flights: Flights) {}

  get possible(): boolean {
    return this.#possible;
  }

  /** The key for which a request asks in the place of others; null if it is a client's own. */
  arrived(context: IHttpContext): string | null {
    const key = this.#keys.get(context) ?? null;
    this.#keys.delete(context);
    return key;
  }

  /** Ends the answer to the client, and asks behind it. */
  begin(context: IHttpContext, key: string): RQResult {
    if (this.flights.has(key) || this.flights.join(key) !== "leads") return;
    return context.getResponse().flush(false, false).then(() => this.#ask(context, key));
  }

  /** The child has come to its end; only if it has not got as far as the cache is there something to do. */
  end(context: IHttpContext): typeof RQ_NOTIFICATION_CONTINUE {
    const child = this.#children.get(context);
    const key = child === undefined ? null : this.arrived(child);
    if (key !== null) this.flights.end(key, "failed");
    return RQ_NOTIFICATION_CONTINUE;
  }

  #ask(
    context: IHttpContext,
    key: string,
  ): typeof RQ_NOTIFICATION_PENDING | typeof RQ_NOTIFICATION_CONTINUE {
    const child = context.cloneContext(CLONE).httpContext;
    if (child === null) return this.#failed(key);
    const request = child.getRequest();
    request.setHttpMethod("GET");
    for (const name of OWN) request.deleteHeader(name);
    this.#keys.set(child, key);
    this.#children.set(context, child);
    const { hr, completionExpected } = context.executeRequest(
      true,
      child,
      EXECUTE,
      context.getUser(),
    );
    if (!FAILED(hr)) return completionExpected ? RQ_NOTIFICATION_PENDING : this.end(context);
    this.#possible = false;
    child.releaseClonedContext();
    return this.#failed(key);
  }

  #failed(key: string): typeof RQ_NOTIFICATION_CONTINUE {
    this.flights.end(key, "failed");
    return RQ_NOTIFICATION_CONTINUE;
  }
}

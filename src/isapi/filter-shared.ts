// How does an old filter feel at home? What all filters of one request have in common.
import type { IHttpContext4 } from "../terms/http-context.ts";

/** What was agreed on for one request. */
export class SharedByFilters {
  /** Header lines for a response that is a 401. */
  denialHeaders: (readonly [name: string, value: string])[] = [];
  private readonly handled = new Map<number, unknown>();

  /** No further filter is to hear of this notification. `token` tells it from others of its type. */
  handle(type: number, token: unknown): void {
    this.handled.set(type, token);
  }

  isHandled(type: number, token: unknown): boolean {
    return this.handled.has(type) && this.handled.get(type) === token;
  }
}

const known = new WeakMap<object, SharedByFilters>();

/** What the filters of a request share. */
export function sharedOf(context: IHttpContext4): SharedByFilters {
  let shared = known.get(context);
  if (shared === undefined) known.set(context, shared = new SharedByFilters());
  return shared;
}

// Who knocks? The one door to hono's types; an inline specifier, because a bare name fails in a module imported by URL.

/**
 * Hono's context of one request.
 *
 * @internal Documented by hono; the tag keeps the doc lint from asking for its documentation here.
 */
export type HonoContext = import("npm:hono@^4.13").Context;

/**
 * A Hono middleware.
 *
 * @internal As above.
 */
export type HonoMiddleware = import("npm:hono@^4.13").MiddlewareHandler;

/** What a Hono middleware calls to let the rest of the app run. */
export type HonoNext = import("npm:hono@^4.13").Next;

/** A Hono app. */
export type HonoApp = import("npm:hono@^4.13").Hono;

// Who knocks? The one door to hono's types; an inline specifier, because a bare name fails in a module imported by URL.
export type { Context, Hono, MiddlewareHandler, Next } from "npm:hono@^4.13";

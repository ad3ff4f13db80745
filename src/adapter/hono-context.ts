// Who knocks? The Hono context of a request: the app's own, or one made for middlewares that run before any routing.
import type { FetchApp } from "../server/options.ts";
import type { RequestLife } from "../server/request-life.ts";
import { HonoDownstream } from "./hono-downstream.ts";
import type { HonoApp, HonoContext } from "./hono-types.ts";

const made = new WeakMap<RequestLife, HonoContext>();

/**
 * The context for Hono middlewares of a request.
 *
 * Around a Hono app there is no context before the app routes; one is then made by a second app of the same class, so
 * that this library needs no hono of its own.
 */
export function contextFor(parts: RequestLife): HonoContext {
  const { downstream } = parts;
  if (downstream instanceof HonoDownstream) return downstream.context;
  let c = made.get(parts);
  if (c === undefined) made.set(parts, c = makeContext(parts, parts.core.options.app));
  return c;
}

function makeContext(parts: RequestLife, app: FetchApp | undefined): HonoContext {
  const Class = app?.constructor as (new () => HonoApp) | undefined;
  if (typeof (app as Partial<HonoApp> | undefined)?.all !== "function" || Class === undefined) {
    throw new TypeError("honoModule: the app behind the pipeline is no Hono app, wished for one");
  }
  let context: HonoContext | undefined;
  const probe = new Class();
  probe.all("*", (c) => {
    context = c;
    return new Response(null);
  });
  probe.fetch(parts.incoming, parts.env as object, parts.executionCtx as undefined);
  return context!;
}

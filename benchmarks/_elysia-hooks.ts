// How fast is it? Hooks of Elysia that do nothing, on whichever copy of Elysia a runtime has.
import type { Elysia } from "npm:elysia@1.4.30";
import { BODY } from "./_middlewares.ts";

/** Adds hooks of one kind, or spread over those in front of and behind the handler, and the one route. */
export function hooked(app: Elysia, count: number, kinds: "one kind" | "all kinds"): Elysia {
  const hooks = [
    () => app.onBeforeHandle(() => {}),
    () => app.onRequest(() => {}),
    () => app.onTransform(() => {}),
    () => app.onAfterHandle(() => {}),
    () => app.mapResponse(() => {}),
  ];
  for (let i = 0; i < count; i++) hooks[kinds === "one kind" ? 0 : i % hooks.length]();
  app.get("/", () => BODY);
  return app;
}

// How fast is it? oak with middlewares that do nothing: the copy on npm, which brings a Response and a server of Node's own.
import { Application, Router } from "npm:@oakserver/oak@14.1.0";
import { BODY } from "./_middlewares.ts";
import type { Fetch } from "./_contestant.ts";

/** That copy has the Request of undici in its types; at run time it takes the runtime's own. */
type Handle = (request: Request) => Promise<Response | undefined>;

/** Middlewares as oak has them: always asynchronous. */
function application(count: number): Application {
  const app = new Application();
  for (let i = 0; i < count; i++) {
    app.use(async (_context, next) => {
      await next();
    });
  }
  const router = new Router();
  router.get("/", ({ response }) => {
    response.body = BODY;
  });
  app.use(router.routes());
  return app;
}

/** As a function; what it answers is no Response that Deno.serve would take. */
export function oak(count: number): Fetch {
  const app = application(count);
  const handle = app.handle.bind(app) as unknown as Handle;
  return async (request) => (await handle(request))!;
}

/** As a server on a port that was free a moment ago: oak says 0 where it is asked for any. */
export function listen(count: number, told: (port: number) => void): void {
  const probe = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = probe.addr;
  probe.close();
  const app = application(count);
  app.addEventListener("listen", () => told(port));
  app.listen({ hostname: "127.0.0.1", port });
}

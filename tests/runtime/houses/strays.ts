// What of requests that are for no house? They are for a server whose module looks at everything of them.
import {
  createWebServer,
  defineModule,
  type IHttpContext4,
  type ModuleDefinition,
} from "../../../mod.ts";
import { type House, ledger } from "./_kit.ts";

/** Looks at everything of a request that a module may look at. */
export const curious: ModuleDefinition = defineModule({
  name: "Curious",
  async onBeginRequest(context: IHttpContext4) {
    const request = context.getRequest();
    for (
      const name of [
        "URL",
        "QUERY_STRING",
        "ALL_HTTP",
        "ALL_RAW",
        "HTTP_HOST",
        "SERVER_NAME",
        "SERVER_PORT",
        "PATH_INFO",
        "HTTP___PROTO__",
        "CONTENT_LENGTH",
        "__proto__",
        "REMOTE_ADDR",
      ]
    ) {
      context.getServerVariable(name);
    }
    for (const name of ["__proto__", "constructor", "Cookie", "Range"]) request.getHeader(name);
    context.getScriptName();
    context.getPhysicalPath();
    context.getUrlInfo();
    request.getRawHttpRequest().cookedUrl;
    request.getRemainingEntityBytes();
    for (let hr = 0; hr >= 0;) {
      ({ hr } = await request.readEntityBody(new Uint8Array(4_096), false));
    }
  },
});

/** What arrived, in the ledger. */
const arriving = defineModule({
  name: "Arriving",
  onBeginRequest(context: IHttpContext4) {
    const seen = (ledger.strays ??= []) as string[];
    seen.push(context.getScriptName());
  },
});

const app = {
  fetch: ({ url }: Request): Response =>
    /^[a-z]+:\/\/[^/]*\/$/.test(url)
      ? new Response("fine")
      : new Response("No such house", { status: 404 }),
};
const options = {
  app,
  limits: { requestTimeout: 500, maxEntityBytes: 1_000 },
};
const reading = createWebServer({ ...options, modules: [arriving, curious] });
const unread = createWebServer({ ...options, modules: arriving });

/** Whether a body is read, the request says. */
export const strays: House = (request, env, context) =>
  (request.headers.has("X-Unread") ? unread : reading).fetch(request, env, context);

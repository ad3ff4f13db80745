// Shows three modules that meet in one pipeline: a hit in the cache skips the handler, never the log.
// Pages: OnAuthenticateRequest, OnResolveRequestCache, OnUpdateRequestCache, OnLogRequest of CHttpModule.
import {
  createWebServer,
  defineModule,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromMemory,
  type IHttpUser,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type WebServerOptions,
} from "@sluice/sluice";

const tokens = new Map([["ada-1815", "Ada"], ["grace-1906", "Grace"]]);
const kept = new Map<string, { chunks: HTTP_DATA_CHUNK[]; until: number }>();

/** A user is anything that answers to IHttpUser. */
const user = (name: string): IHttpUser => ({
  getRemoteUserName: () => name,
  getUserName: () => name,
  getAuthenticationType: () => "Token",
  getPassword: () => "",
  referenceUser() {},
  dereferenceUser() {},
  supportsIsInRole: () => false,
  isInRole: () => ({ hr: 0, inRole: false }),
  getUserVariable: () => null,
});

const auth = defineModule({
  name: "TokenAuthentication",
  onAuthenticateRequest(context, provider) {
    const { queryString } = context.getRequest().getRawHttpRequest().cookedUrl;
    const bearer = context.getRequest().getHeader("Authorization")?.replace(/^Bearer /i, "");
    const name = tokens.get(bearer ?? new URLSearchParams(queryString).get("token") ?? "");
    if (name) provider.setUser(user(name)); // without a user the core ends the request: 401
    else context.getResponse().setHeader("WWW-Authenticate", "Bearer", true);
  },
});

const cache = defineModule({
  name: "OutputCache",
  onResolveRequestCache(context) {
    const page = kept.get(context.getScriptName());
    if (!page || page.until < Date.now()) return;
    context.getResponse().setHeader("X-Cache", "hit", true);
    context.getResponse().writeEntityChunks(page.chunks, true, false);
    return RQ_NOTIFICATION_FINISH_REQUEST; // every later stage is skipped, except log and end
  },
  onUpdateRequestCache(context) {
    const { statusCode, entityChunks } = context.getResponse().getRawHttpResponse();
    if (context.getRequest().getHttpMethod() !== "GET" || statusCode !== 200) return;
    if (kept.size >= 100) kept.clear(); // a cache has to have an end
    const until = Date.now() + 5_000;
    kept.set(context.getScriptName(), { chunks: [...entityChunks], until });
  },
});

const page = defineModule({
  name: "SlowPage",
  async onExecuteRequestHandler(context) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const buffer = `This page was made at ${new Date().toISOString()}.\n`;
    const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer } as const;
    context.getResponse().writeEntityChunks([chunk], true, false);
  },
});

const log = defineModule({
  name: "OneLineLog",
  onLogRequest(context) {
    const { statusCode } = context.getResponse().getStatus();
    const how = context.getResponse().getHeader("X-Cache") ?? "-";
    console.log(context.getUser()?.getUserName() || "-", context.getScriptName(), statusCode, how);
  },
});

export const options: WebServerOptions = { modules: [log, cache, auth, page], anonymous: false };

export default createWebServer(options);

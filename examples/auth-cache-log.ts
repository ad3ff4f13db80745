// Shows three modules that meet in one pipeline: a hit in the cache skips the handler, never the log.
// Pages: OnAuthenticateRequest, OnResolveRequestCache, OnUpdateRequestCache, OnLogRequest of CHttpModule.
import {
  createWebServer,
  defineModule,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpUser,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
  type WebServerOptions,
} from "@sluice/sluice";

const tokens = new Map([["ada-1815", "Ada"], ["grace-1906", "Grace"]]);
const kept = new Map<string, { chunks: HTTP_DATA_CHUNK[]; until: number }>();
const keepMs = 5_000;

const urlOf = (context: IHttpContext) =>
  new URL(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl);

/** A user is anything that answers to IHttpUser. */
const user = (name: string): IHttpUser => ({
  getRemoteUserName: () => name,
  getUserName: () => name,
  getAuthenticationType: () => "Token",
  getPassword: () => "",
  referenceUser() {},
  dereferenceUser() {},
  supportsIsInRole: () => false,
  isInRole: () => ({ hr: S_OK, inRole: false }),
  getUserVariable: () => null,
});

const authentication = defineModule({
  name: "TokenAuthentication",
  onAuthenticateRequest(context, provider) {
    const bearer = context.getRequest().getHeader("Authorization")?.replace(/^Bearer /i, "");
    const name = tokens.get(bearer ?? urlOf(context).searchParams.get("token") ?? "");
    if (name) return provider.setUser(user(name));
    context.getResponse().setStatus(401, "Unauthorized");
    context.getResponse().setHeader("WWW-Authenticate", "Bearer", true);
    return RQ_NOTIFICATION_FINISH_REQUEST; // every later stage is skipped, except log and end
  },
});

const cache = defineModule({
  name: "OutputCache",
  onResolveRequestCache(context) {
    const page = kept.get(urlOf(context).pathname);
    context.getResponse().setHeader("X-Cache", page ? "hit" : "miss", true);
    if (!page || page.until < Date.now()) return;
    context.getResponse().writeEntityChunks(page.chunks, true, false);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
  onUpdateRequestCache(context) {
    const { entityChunks } = context.getResponse().getRawHttpResponse();
    if (kept.size >= 100) kept.clear(); // a cache has to have an end
    kept.set(urlOf(context).pathname, { chunks: [...entityChunks], until: Date.now() + keepMs });
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
    const response = context.getResponse();
    const who = context.getUser()?.getUserName() || "-";
    const how = response.getHeader("X-Cache") ?? "-";
    console.log(`${who} ${urlOf(context).pathname} ${response.getStatus().statusCode} ${how}`);
  },
});

export const options: WebServerOptions = {
  modules: [log, cache, authentication, page], // the order of this list is not the order of stages
  anonymous: false,
};

export default createWebServer(options);

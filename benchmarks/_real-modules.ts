// How fast is it? Ten modules that do what Hono's middlewares of the same names do, each in its stage.
import {
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "@sluice/sluice";
import { LIMIT, log, ORIGIN, SECURE, TOKEN } from "./_real-facts.ts";

const LANGUAGES = ["en", "fr"];
const COOKIE_OPTIONS = "; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Strict";
const FORM = /^\b(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

const set = (context: IHttpContext, name: string, value: string): void =>
  void context.getResponse().setHeader(name, value, true);

function refuse(context: IHttpContext, status: number, reason: string): RQResult {
  context.getResponse().setStatus(status, reason);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

const poweredBy = defineModule({
  name: "PoweredBy",
  onBeginRequest: (context) => set(context, "X-Powered-By", "Bench"),
});

const timing = defineModule({
  name: "Timing",
  create() {
    const began = performance.now();
    return {
      onBeginRequest: () => RQ_NOTIFICATION_CONTINUE,
      onSendResponse(context) {
        const total = (performance.now() - began).toFixed(1);
        set(context, "Server-Timing", `total;dur=${total};desc="Total Response Time"`);
      },
    };
  },
});

const logger = defineModule({
  name: "Logger",
  create() {
    const began = Date.now();
    return {
      onBeginRequest(context) {
        log(`<-- ${context.getRequest().getHttpMethod()} ${context.getScriptName()}`);
      },
      onLogRequest(context) {
        const { statusCode } = context.getResponse().getStatus();
        const request = `${context.getRequest().getHttpMethod()} ${context.getScriptName()}`;
        log(`--> ${request} ${statusCode} ${Date.now() - began}ms`);
      },
    };
  },
});

const requestId = defineModule({
  name: "RequestId",
  onBeginRequest(context) {
    let id = context.getRequest().getHeader("X-Request-Id");
    if (!id || id.length > 255 || /[^\w\-=]/.test(id)) id = crypto.randomUUID();
    set(context, "X-Request-Id", id);
  },
});

const secure = Object.entries(SECURE);
const secureHeaders = defineModule({
  name: "SecureHeaders",
  onBeginRequest(context) {
    for (const [name, value] of secure) set(context, name, value);
  },
});

const cors = defineModule({
  name: "Cors",
  onAuthenticateRequest(context) {
    set(context, "Access-Control-Allow-Origin", "*");
    if (context.getRequest().getHttpMethod() !== "OPTIONS") return;
    set(context, "Access-Control-Allow-Methods", "GET,HEAD,PUT,POST,DELETE,PATCH");
    return refuse(context, 204, "No Content");
  },
});

const bodyLimit = defineModule({
  name: "BodyLimit",
  onBeginRequest(context) {
    const length = context.getRequest().getHeader("Content-Length");
    if (length && Number(length) > LIMIT) return refuse(context, 413, "Payload Too Large");
  },
});

const bearer = defineModule({
  name: "Bearer",
  onAuthenticateRequest(context) {
    const header = context.getRequest().getHeader("Authorization");
    if (!header) return refuse(context, 401, "Unauthorized");
    const [scheme, token] = header.split(" ");
    if (scheme.toLowerCase() !== "bearer" || !/^[A-Za-z0-9._~+/-]+=*$/.test(token ?? "")) {
      return refuse(context, 400, "Bad Request");
    }
    if (token !== TOKEN) return refuse(context, 401, "Unauthorized");
  },
});

const csrf = defineModule({
  name: "Csrf",
  onAuthorizeRequest(context) {
    const request = context.getRequest();
    if (/^(GET|HEAD|OPTIONS)$/.test(request.getHttpMethod())) return;
    if (!FORM.test(request.getHeader("Content-Type") ?? "text/plain")) return;
    if (request.getHeader("Sec-Fetch-Site") === "same-origin") return;
    if (request.getHeader("Origin") !== ORIGIN) return refuse(context, 403, "Forbidden");
  },
});

/** The first language of the cookie or of the client's list that is spoken here. */
function languageOf(context: IHttpContext): string | undefined {
  const request = context.getRequest();
  const cookie = /(?:^|; *)language=([^;]*)/.exec(request.getHeader("Cookie") ?? "")?.[1];
  const accepted = (request.getHeader("Accept-Language") ?? "").split(",")
    .map((item) => item.split(";")[0].trim().toLowerCase());
  return [cookie, ...accepted].find((one) => one !== undefined && LANGUAGES.includes(one));
}

const language = defineModule({
  name: "Language",
  onAcquireRequestState(context) {
    const spoken = languageOf(context);
    if (spoken) set(context, "Set-Cookie", `language=${spoken}${COOKIE_OPTIONS}`);
  },
});

/** The ten, in the order of Hono's stack. */
export function realModules(): ModuleDefinition[] {
  return [
    poweredBy,
    timing,
    logger,
    requestId,
    secureHeaders,
    cors,
    bodyLimit,
    bearer,
    csrf,
    language,
  ];
}

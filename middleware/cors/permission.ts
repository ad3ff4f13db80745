// Whose pages may read an answer? The headers that tell the client.
import type { IHttpContext } from "../../mod.ts";
import { namesIn } from "../_shared/names.ts";
import type { AllowHeaders, CorsOrigin } from "./options.ts";

/** What one origin may do, as the values of headers. */
export interface Permission {
  readonly allowed: boolean;
  readonly credentials: boolean;
  readonly maxAge: string | null;
  readonly allRequested: boolean;
  readonly headers: string | null;
  readonly methods: string | null;
  readonly exposed: string | null;
}

/** Makes the values ready. */
export function permissionOf(rule: CorsOrigin): Permission {
  const { allowHeaders, maxAge = -1 } = rule;
  return {
    allowed: rule.allowed ?? true,
    credentials: rule.allowCredentials ?? false,
    maxAge: maxAge < 0 ? null : String(maxAge),
    allRequested: (allowHeaders as AllowHeaders | undefined)?.allowAllRequestedHeaders ?? false,
    headers: joined(namesIn([], allowHeaders, "header")),
    methods: joined(namesIn([], rule.allowMethods, "method")),
    exposed: joined(namesIn([], rule.exposeHeaders, "header")),
  };
}

function joined(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(",");
}

/** Whether a request asks if another one would be allowed. */
export function isPreflight(context: IHttpContext): boolean {
  const request = context.getRequest();
  return request.getHttpMethod() === "OPTIONS" &&
    request.getHeader("Access-Control-Request-Method") !== null;
}

/** The answer to such a question, but for what every answer says. */
export function answerPreflight(context: IHttpContext, permission: Permission): void {
  context.getResponse().setStatus(204, "No Content");
  const { allRequested, headers, methods, maxAge } = permission;
  const requested = context.getRequest().getHeader("Access-Control-Request-Headers");
  tell(context, "Access-Control-Allow-Headers", allRequested ? requested : headers);
  tell(context, "Access-Control-Allow-Methods", methods);
  tell(context, "Access-Control-Max-Age", maxAge);
}

/** Lets the pages of an origin read the answer; what the app says of it does not count. */
export function permit(context: IHttpContext, origin: string, permission: Permission): void {
  const credentials = "Access-Control-Allow-Credentials";
  tell(context, "Access-Control-Allow-Origin", origin);
  if (permission.credentials) tell(context, credentials, "true");
  // Said by the app for an origin of its own choice, it would hold for the one that is named here.
  else context.getResponse().deleteHeader(credentials);
  if (!isPreflight(context)) tell(context, "Access-Control-Expose-Headers", permission.exposed);
}

function tell(context: IHttpContext, name: string, value: string | null): void {
  if (value !== null) context.getResponse().setHeader(name, value, true);
}

/** Keeps caches from giving the answer for one origin to another. */
export function varyByOrigin(context: IHttpContext): void {
  const response = context.getResponse();
  const said = response.getHeader("Vary") ?? "";
  if (!/(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(said)) response.setHeader("Vary", "Origin", false);
}

// Whose pages may read an answer? CorsModule: preflights before all others, and the headers of every answer.
import {
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { type CorsOptions, type CorsOrigin, readCors } from "./options.ts";
import { ANY, nearest } from "./origins.ts";
import {
  answerPreflight,
  isPreflight,
  type Permission,
  permissionOf,
  permit,
  varyByOrigin,
} from "./permission.ts";

export type { AttributedNames, Named, NameElements, Names } from "../_shared/names.ts";
export type { AllowHeaders, CorsOptions, CorsOrigin } from "./options.ts";

const NAME = "CorsModule";

/** Who answers at the very beginning, too, and must not answer a preflight. */
const OTHERS = ["RequestFilteringModule", "IpRestrictionModule", "RewriteModule"];

/**
 * Cross-origin resource sharing: answers preflights before any other module sees them, and tells clients whose pages may
 * read an answer.
 *
 * @param options The section `cors`.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { cors } from "@sluice/sluice/cors";
 *
 * const server = createWebServer({
 *   modules: [cors({ add: [{ origin: "https://*.example.com", allowCredentials: true }] })],
 *   app: { fetch: () => new Response("hello") },
 * });
 * const headers = { Origin: "https://www.example.com" };
 * const answer = await server.fetch(new Request("http://localhost/", { headers }));
 * console.log(answer.headers.get("Access-Control-Allow-Origin")); // https://www.example.com
 * ```
 */
export function cors(options?: CorsOptions): ModuleDefinition {
  const told = readCors(`cors (${NAME})`, options);
  if (told.enabled === false) return defineModule({ name: NAME });
  const sharing = new Sharing(told.add ?? [], told.failUnlistedOrigins ?? false);
  return defineModule({
    name: NAME,
    priority: { onBeginRequest: PRIORITY_ALIAS_FIRST },
    before: OTHERS,
    onBeginRequest: (context) => sharing.begin(context),
    onSendResponse(context, provider) {
      if (provider.getHeadersBeingSent()) sharing.tell(context);
    },
  });
}

class Sharing {
  readonly #permissionOf: (origin: string) => Permission | undefined;
  readonly #fails: boolean;
  /** Whether the answer is the same for all: then "*" is said, and no cache has to tell origins apart. */
  readonly #isForAll: boolean;

  constructor(add: readonly CorsOrigin[], fails: boolean) {
    this.#permissionOf = nearest(
      add.map((one) => ({ pattern: one.origin.toLowerCase(), value: permissionOf(one) })),
    );
    this.#fails = fails;
    this.#isForAll = add.length === 1 && add[0].origin === ANY;
  }

  begin(context: IHttpContext): RQResult {
    const origin = context.getRequest().getHeader("Origin");
    if (origin === null) return RQ_NOTIFICATION_CONTINUE;
    const permission = this.#permissionOf(origin);
    if (permission?.allowed !== true) return this.#refuse(context, origin);
    if (!isPreflight(context)) return RQ_NOTIFICATION_CONTINUE;
    answerPreflight(context, permission);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }

  /** In the last moment, and whatever the status: others may have cleared the response, and pages want to read errors. */
  tell(context: IHttpContext): void {
    if (!this.#isForAll) varyByOrigin(context);
    // Said to those without an origin, too: what a cache has from them goes to pages of all origins.
    const origin = this.#isForAll ? ANY : context.getRequest().getHeader("Origin");
    const permission = origin === null ? undefined : this.#permissionOf(origin);
    if (origin === null || permission?.allowed !== true) return;
    permit(context, origin, permission);
  }

  /** Clients name the origin of our own pages, too, when those post something. */
  #refuse(context: IHttpContext, origin: string): RQResult {
    if (!this.#fails || isOwn(context, origin)) return RQ_NOTIFICATION_CONTINUE;
    context.getResponse().setStatus(403, "Forbidden");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }
}

/** The scheme does not count: behind a proxy it is not known. */
function isOwn(context: IHttpContext, origin: string): boolean {
  const host = context.getRequest().getRawHttpRequest().cookedUrl.host;
  return /^https?:\/\/(.*)$/i.exec(origin)?.[1].toLowerCase() === host.toLowerCase();
}

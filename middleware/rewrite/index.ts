// Where does a URL lead? RewriteModule: the factory.
import {
  type Awaitable,
  defineModule,
  type IHttpContext,
  type ISendResponseProvider,
  type ModuleDefinition,
  PRIORITY_ALIAS_HIGH,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { namesIn } from "../_shared/names.ts";
import { Place } from "../_shared/place.ts";
import { END, NEXT, type Outcome, STOP } from "./actions.ts";
import { checkOptions, WHO } from "./check-options.ts";
import { askRules, compileLocations, compileRules, inputOf } from "./inbound.ts";
import { lookupsOf } from "./lookups.ts";
import type { ProxyOptions, RewriteOptions } from "./options.ts";
import { compileOutbound } from "./outbound.ts";
import { decodeText } from "./plain-text.ts";
import { passOn } from "./proxy.ts";
import { rewriteResponse } from "./response-rewriter.ts";
import { RuleState } from "./rule-state.ts";
import type { Lookups } from "./template.ts";

export type * from "./options.ts";
export type * from "./outbound-options.ts";
export type { PatternSyntax } from "./pattern.ts";
export type { Named, NameElements, Names } from "../_shared/names.ts";

/**
 * Leads URLs to others, by rules: RewriteModule of IIS (URL Rewrite 2). Rules for requests are asked in BEGIN_REQUEST:
 * first the global ones, then those of the site, then those of the folders in which the URL lies. Rules for responses
 * change headers and addresses in pages while they are sent. Patterns take a time that grows with what they search, and
 * no faster, whatever a client sends.
 *
 * @param options The section `rewrite`.
 * @returns The module.
 * Throws a `TypeError` that names the option for one that is none, a pattern that is none, a name that nobody knows.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { rewrite } from "@sluice/sluice/rewrite";
 *
 * const server = createWebServer({
 *   modules: [rewrite({
 *     rules: [{
 *       match: { url: "^article/([0-9]+)/([_0-9a-z-]+)" },
 *       action: { type: "Rewrite", url: "article?id={R:1}&title={R:2}" },
 *     }],
 *   })],
 *   app: { fetch: (request) => new Response(request.url) },
 * });
 * const answer = await server.fetch(new Request("http://localhost/article/234/some-title"));
 * console.log(await answer.text()); // http://localhost/article?id=234&title=some-title
 * ```
 */
export function rewrite(options?: RewriteOptions): ModuleDefinition {
  const given = checkOptions(options);
  const place = new Place(WHO);
  const lookups = lookupsOf(given);
  const { outboundRules, proxy = {} } = given;
  const responseRules = outboundRules === undefined
    ? []
    : compileOutbound(outboundRules, lookups, place.at("outboundRules"));
  const forwards = proxy.enabled === true;
  const changed: Changed = new WeakMap();
  return defineModule<ModuleDefinition>({
    name: "RewriteModule",
    priority: { onBeginRequest: PRIORITY_ALIAS_HIGH, onSendResponse: PRIORITY_ALIAS_HIGH },
    before: ["StaticCompressionModule", "DynamicCompressionModule"],
    // Pages of errors are pages like any others.
    after: ["CustomErrorModule"],
    ...routing(router(given, lookups, place), changed, forwards),
    ...(forwards ? forwarding(changed, proxy) : {}),
    onSendResponse(context, provider) {
      const state = changed.get(context);
      if (state?.logsOriginal === true && provider.getReadyToLogData()) {
        logOriginal(state, provider);
      }
      if (responseRules.length > 0 && provider.getHeadersBeingSent()) {
        rewriteResponse(responseRules, context);
      }
    },
  });
}

/** What the rules make of a request. */
type Router = (state: RuleState) => Awaitable<Outcome>;

/** Requests whose URL was changed. */
type Changed = WeakMap<IHttpContext, RuleState>;

/** Asks the rules; a request that they lead to another server is a 404 where nobody forwards it. */
function routing(route: Router, changed: Changed, forwards: boolean): ModuleDefinition {
  return {
    onBeginRequest(context) {
      const state = new RuleState(context);
      const after = (outcome: Outcome): RQResult => {
        if (state.original !== null) changed.set(context, state);
        return outcome === END ? RQ_NOTIFICATION_FINISH_REQUEST : RQ_NOTIFICATION_CONTINUE;
      };
      return then(route(state), after) as RQResult;
    },
    onMapRequestHandler(context) {
      const led = changed.get(context)?.forward ?? null;
      if (forwards || led === null) return RQ_NOTIFICATION_CONTINUE;
      context.getResponse().setStatus(404, "Not Found", 4);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  };
}

/** Asks the other server that the rules have led a request to. */
function forwarding(changed: Changed, proxy: ProxyOptions): ModuleDefinition {
  return {
    onPreExecuteRequestHandler(context) {
      const led = changed.get(context)?.forward ?? null;
      if (led === null) return;
      context.setRequestHandled();
      return passOn(context, led, proxy).then(() => RQ_NOTIFICATION_CONTINUE) as RQResult;
    },
  };
}

/** Logs have the URL that a client has asked for. */
function logOriginal({ original }: RuleState, provider: ISendResponseProvider): void {
  const record = provider.getLogData();
  if (record === null) return;
  const [stem, ...query] = original!.split("?");
  record.uriStem = decodeText(stem);
  record.uriQuery = query.join("?");
}

/** Asks all rules for requests in their order. */
function router(options: RewriteOptions, lookups: Lookups, place: Place): Router {
  const names = namesIn([], options.allowedServerVariables, "name");
  const allowed = new Set(names.map((name) => name.toUpperCase()));
  const everywhere = { lookups, allowed, base: "" };
  const globals = compileRules(
    options.globalRules,
    { lookups, allowed: null, base: "" },
    place.at("globalRules"),
  );
  const rules = compileRules(options.rules, everywhere, place.at("rules"));
  const folders = compileLocations(options.locations, everywhere, place.at("locations"));
  const ofSite: Router = (state) => {
    const here = folders.filter(({ base }) => inputOf(base, state.path) !== null);
    const all = here.length === 0 ? rules : [rules, ...here.map((one) => one.rules)].flat();
    return askRules(all, state);
  };
  const behindGlobals = (state: RuleState, outcome: Outcome): Awaitable<Outcome> =>
    outcome === NEXT || (outcome === STOP && state.forward === null) ? ofSite(state) : outcome;
  return (state) => then(askRules(globals, state), (one) => behindGlobals(state, one));
}

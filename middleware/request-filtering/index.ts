// Which requests are turned away before anything looks at them? RequestFilteringModule: the factory.
import {
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { checksOf } from "./filter.ts";
import { checkOptions, type RequestFilteringOptions } from "./options.ts";
import { RequestParts } from "./parts.ts";

export type * from "./options.ts";
export type {
  AttributedCollection,
  Collection,
  CollectionElements,
} from "../_shared/collection.ts";
export type { AttributedNames, Named, NameElements, Names } from "../_shared/names.ts";

/**
 * Turns requests away whose size, verb, path, query string or headers no site wants: RequestFilteringModule of IIS,
 * with its defaults. It answers at the very beginning, with 404 and a sub-status that says why, 413.1 or 431, and asks
 * for the connection to be closed. A URL that another module has changed in BEGIN_REQUEST is looked at again.
 *
 * @param options The section `requestFiltering`.
 * @returns The module.
 * Throws a `TypeError` that names the option for one that is none.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { requestFiltering } from "@sluice/sluice/request-filtering";
 *
 * const server = createWebServer({
 *   modules: [requestFiltering({
 *     requestLimits: { maxUrl: 1024 },
 *     verbs: { allowUnlisted: false, add: [{ verb: "GET" }, { verb: "HEAD" }] },
 *     hiddenSegments: ["private"],
 *   })],
 *   app: { fetch: () => new Response("hello") },
 * });
 * const answer = await server.fetch(new Request("http://localhost/private/a"));
 * console.log(answer.status); // 404
 * ```
 */
export function requestFiltering(options?: RequestFilteringOptions): ModuleDefinition {
  const given = checkOptions(options);
  const checks = checksOf(given);
  const filter = (context: IHttpContext): RQResult => {
    const parts = new RequestParts(context);
    for (const check of checks) {
      const denial = check(parts);
      if (denial === null) continue;
      const response = context.getResponse();
      response.setStatus(denial.statusCode, denial.reason, denial.subStatus);
      response.setNeedDisconnect();
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    return RQ_NOTIFICATION_CONTINUE;
  };
  const removing: ModuleDefinition = {
    onSendResponse: (context) => void context.getResponse().deleteHeader("Server"),
  };
  return defineModule<ModuleDefinition>({
    name: "RequestFilteringModule",
    priority: PRIORITY_ALIAS_FIRST,
    before: ["RewriteModule"],
    onBeginRequest: filter,
    onPostBeginRequest: (context) =>
      context.getRequest().getUrlChanged() ? filter(context) : RQ_NOTIFICATION_CONTINUE,
    ...(given.removeServerHeader === true ? removing : {}),
  });
}

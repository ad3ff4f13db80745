// Who may see a URL? UrlAuthorizationModule: the factory.
import {
  defineModule,
  E_ACCESSDENIED,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { flag, listOf, readOptions, type Rule, section, text, word } from "../_shared/options.ts";
import { authorizer } from "./rules.ts";

/** Whom a rule means, and for which verbs. */
export interface RuleSubject {
  /** Names of users with commas between; "*" is everybody, "?" the anonymous user. Their case does not count. */
  readonly users?: string;
  /** Names of roles with commas between. */
  readonly roles?: string;
  /** HTTP verbs with commas between, in their case; all of them where nothing is said. */
  readonly verbs?: string;
}

/** A rule of the section: it means a user who has one of its names or one of its roles. */
export interface AuthorizationRule extends RuleSubject {
  /** Whether they may, or may not. */
  readonly accessType: "Allow" | "Deny";
}

/** Options of the section `authorization`. */
export interface UrlAuthorization {
  /** Whether a page for logging on is left out. No module here has one: it changes nothing. */
  readonly bypassLoginPages?: boolean;
  /** Whether the inherited rule, which allows everybody, does not count. */
  readonly clear?: boolean;
  /** Inherited rules that do not count: `{ users: "*" }`. */
  readonly remove?: readonly RuleSubject[];
  /** Rules. As soon as one of them allows somebody, the inherited one does not count. */
  readonly add?: readonly AuthorizationRule[];
}

const NAME = "UrlAuthorizationModule";

/** What a server starts with. */
const INHERITED: AuthorizationRule = { accessType: "Allow", users: "*" };

const SUBJECT = { users: text, roles: text, verbs: text };

const rule: Rule<AuthorizationRule> = (value, place) => {
  section<AuthorizationRule>({ accessType: word("Allow", "Deny"), ...SUBJECT }, ["accessType"])(
    value,
    place,
  );
  if (/[^\s,]/.test(`${value.users ?? ""}${value.roles ?? ""}`)) return;
  throw place.at("users").error("is missing", 'names of users, or the option "roles"');
};

/**
 * Lets users in by rules, in AUTHORIZE_REQUEST; others get 401. Deny rules count before Allow rules; who is in no rule is
 * not let in. Use `location` to have other rules for some URLs.
 *
 * @param options The section `authorization`.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { createWebServer, location } from "@sluice/sluice";
 * import { urlAuthorization } from "@sluice/sluice/url-authorization";
 *
 * const server = createWebServer({
 *   modules: [location("/admin/*", [urlAuthorization({ add: [{ accessType: "Allow", roles: "admins" }] })])],
 *   app: { fetch: () => new Response("hello") },
 * });
 * const statusOf = async (url: string) => (await server.fetch(new Request(url))).status;
 * console.log(await statusOf("http://localhost/"), await statusOf("http://localhost/admin/")); // 200 401
 * ```
 */
export function urlAuthorization(options?: UrlAuthorization): ModuleDefinition {
  const told = readOptions<UrlAuthorization>(`urlAuthorization (${NAME})`, options, {
    bypassLoginPages: flag,
    clear: flag,
    remove: listOf(section<RuleSubject>(SUBJECT)),
    add: listOf(rule, keyOf),
  });
  const isAllowed = authorizer(rulesOf(told));
  return defineModule({
    name: NAME,
    onAuthorizeRequest(context) {
      if (isAllowed(context.getUser(), context.getRequest().getHttpMethod())) {
        return RQ_NOTIFICATION_CONTINUE;
      }
      context.getResponse().setStatus(401, "Unauthorized", 0, E_ACCESSDENIED);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
}

function rulesOf({ clear = false, remove = [], add = [] }: UrlAuthorization): AuthorizationRule[] {
  const isGone = clear || add.some(({ accessType }) => accessType === "Allow") ||
    remove.some((one) => keyOf(one) === keyOf(INHERITED));
  return isGone ? [...add] : [INHERITED, ...add];
}

/** Two rules may not be about the same users, roles and verbs. */
function keyOf({ users = "", roles = "", verbs = "" }: RuleSubject): string {
  return `${users} / ${roles} / ${verbs}`;
}

// Who sends a name and a password? BasicAuthenticationModule: the user, or the question for one.
import {
  type Awaitable,
  defineModule,
  E_ACCESSDENIED,
  type IAuthenticationProvider,
  type IHttpContext,
  type ModuleDefinition,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { LOGON_METHOD, type LogonMethod } from "../_shared/logon-method.ts";
import {
  callable,
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  section,
  text,
} from "../_shared/options.ts";
import { Place } from "../_shared/place.ts";
import { userOf } from "../_shared/user.ts";
import { type Credentials, isBasic, readCredentials } from "./credentials.ts";
import { knownUsers } from "./known-users.ts";

export type { Credentials } from "./credentials.ts";
export type { LogonMethod } from "../_shared/logon-method.ts";

/** A user with a password, in the place of a Windows account. */
export interface BasicUser {
  /** The name, perhaps with its domain, "DOMAIN\\kim". Its case does not count. */
  readonly name: string;
  /** The password. */
  readonly password: string;
  /** Names of roles; none where nothing is said. */
  readonly roles?: readonly string[];
}

/** What is known of a user who was let in. */
export interface LogonAnswer {
  /** Names of roles; none where nothing is said. */
  readonly roles?: readonly string[];
}

/** Says whether credentials are good; true or an object if they are. What it throws is answered with 500. */
export type Logon = (
  credentials: Credentials,
  context: IHttpContext,
) => Awaitable<boolean | LogonAnswer | null>;

/** Options of the section `basicAuthentication`, and where users come from. */
export interface BasicAuthentication {
  /** Whether the module does anything; true where nothing is said. */
  readonly enabled?: boolean;
  /** The domain of a user who gives none; it becomes a part of the name. None where nothing is said. */
  readonly defaultLogonDomain?: string;
  /** What the client is asked for; the host that it asked where nothing is said. */
  readonly realm?: string;
  /** How Windows would log a user on. It changes nothing. */
  readonly logonMethod?: LogonMethod;
  /** Users that are known. Ours. */
  readonly users?: readonly BasicUser[];
  /** A function in the place of `users`. Ours. */
  readonly logon?: Logon;
}

const NAME = "BasicAuthenticationModule";
const WHO = `basicAuthentication (${NAME})`;
const TYPE = "Basic";

// RFC 7617, 2: nobody could ever send such a name.
const USER_NAME = fitting<string>(
  (value) => typeof value === "string" && /^[^:]+$/.test(value),
  "a name without a colon, and not empty",
);

/**
 * Authenticates users by name and password, RFC 7617. Wrong ones are answered with 401.1. Requests without any go on, so
 * list `anonymousAuthentication({ enabled: false })` or a rule of `urlAuthorization` as well; every 401 of the pipeline
 * asks for credentials. Use it over TLS only.
 *
 * @param options The section `basicAuthentication`, with `users` or `logon`.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { basicAuthentication } from "@sluice/sluice/basic-authentication";
 *
 * const server = createWebServer({
 *   modules: [basicAuthentication({ realm: "office", users: [{ name: "kim", password: "secret" }] })],
 *   anonymous: false,
 *   app: { fetch: () => new Response("hello") },
 * });
 * const ask = (headers?: HeadersInit) => server.fetch(new Request("http://localhost/", { headers }));
 * console.log((await ask()).headers.get("WWW-Authenticate")); // Basic realm="office", charset="UTF-8"
 * console.log((await ask({ Authorization: `Basic ${btoa("kim:secret")}` })).status); // 200
 * ```
 */
export function basicAuthentication(options?: BasicAuthentication): ModuleDefinition {
  const told = readOptions<BasicAuthentication>(WHO, options, {
    enabled: flag,
    defaultLogonDomain: text,
    realm: fitting(isRealm, "a text without control characters"),
    logonMethod: LOGON_METHOD,
    users: listOf(
      section<BasicUser>({ name: USER_NAME, password: text, roles: listOf(filled) }, [
        "name",
        "password",
      ]),
      ({ name }) => name,
    ),
    logon: callable<Logon>(),
  });
  if (told.enabled === false) return defineModule({ name: NAME });
  const { defaultLogonDomain = "", realm = "" } = told;
  const logon = logonOf(told, defaultLogonDomain);
  return defineModule({
    name: NAME,
    onAuthenticateRequest: (context, provider) =>
      authenticate(context, provider, logon, defaultLogonDomain),
    onSendResponse(context, provider) {
      if (provider.getHeadersBeingSent()) challenge(context, realm);
    },
  });
}

function isRealm(value: unknown): boolean {
  // deno-lint-ignore no-control-regex -- they would end the header
  return typeof value === "string" && !/[\x00-\x1f\x7f]/.test(value);
}

function logonOf({ users, logon }: BasicAuthentication, defaultLogonDomain: string): Logon {
  const place = new Place(WHO, "users");
  if (users !== undefined && logon !== undefined) {
    throw place.error("and logon are there", "one of them");
  }
  if (users === undefined && logon === undefined) {
    throw place.error("is missing", "an array of users, or the option logon");
  }
  return logon ?? knownUsers(users!, defaultLogonDomain);
}

function authenticate(
  context: IHttpContext,
  provider: IAuthenticationProvider,
  logon: Logon,
  defaultLogonDomain: string,
): RQResult {
  const header = context.getRequest().getHeader("Authorization");
  if (!isBasic(header) || context.getUser() !== null) return RQ_NOTIFICATION_CONTINUE;
  const credentials = readCredentials(header, defaultLogonDomain);
  return credentials === null ? refuse(context) : enter(context, provider, logon, credentials);
}

function enter(
  context: IHttpContext,
  provider: IAuthenticationProvider,
  logon: Logon,
  credentials: Credentials,
): Awaitable<REQUEST_NOTIFICATION_STATUS> {
  const told = logon(credentials, context);
  // A logon may have promises of its own making.
  const later = typeof told === "object" && told !== null && "then" in told;
  return then(later ? Promise.resolve(told) : told, (answer) => {
    if (answer !== true && (typeof answer !== "object" || answer === null)) return refuse(context);
    const { remoteName, userName, domain, password } = credentials;
    provider.setUser(userOf({
      name: domain === "" ? userName : `${domain}\\${userName}`,
      remoteName,
      type: TYPE,
      password,
      roles: answer === true ? [] : answer.roles ?? [],
    }));
    return RQ_NOTIFICATION_CONTINUE;
  });
}

function refuse(context: IHttpContext): REQUEST_NOTIFICATION_STATUS {
  context.getResponse().setStatus(401, "Unauthorized", 1, E_ACCESSDENIED);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

/** Asks for credentials with every 401, whoever said it; the questions of others stay. */
function challenge(context: IHttpContext, realm: string): void {
  const response = context.getResponse();
  if (response.getStatus().statusCode !== 401) return;
  const name = realm || context.getRequest().getHeader("Host") || "localhost";
  const quoted = name.replace(/["\\]/g, "\\$&");
  const question = `Basic realm="${quoted}", charset="UTF-8"`;
  // A child that was refused too, the page of an error say, has asked it already.
  if (response.getHeader("WWW-Authenticate")?.includes(question)) return;
  response.setHeader("WWW-Authenticate", question, false);
}

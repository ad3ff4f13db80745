// May a client stay unknown? AnonymousAuthenticationModule: the user without a name, or 401.2.
import {
  defineModule,
  E_ACCESSDENIED,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_LAST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { LOGON_METHOD, type LogonMethod } from "../_shared/logon-method.ts";
import { flag, readOptions, text } from "../_shared/options.ts";
import { isAnonymous, userOf } from "../_shared/user.ts";

export type { LogonMethod } from "../_shared/logon-method.ts";

/** Options of the section `anonymousAuthentication`. */
export interface AnonymousAuthentication {
  /** Whether requests without a user are let through; true where nothing is said. */
  readonly enabled?: boolean;
  /** The Windows account of such requests. There are no accounts here: it changes nothing. */
  readonly userName?: string;
  /** The password of the account. It changes nothing. */
  readonly password?: string;
  /** How Windows would log the account on. It changes nothing. */
  readonly logonMethod?: LogonMethod;
}

const NAME = "AnonymousAuthenticationModule";

/** In no role but the one without a name, and of no type. */
const NOBODY = userOf({ name: "", remoteName: "", type: "", password: "", roles: [] });

/**
 * Makes a request without credentials one of the anonymous user, or, with `enabled` false, refuses it with 401.2. Whom
 * another module has authenticated keeps his name.
 *
 * @param options The section `anonymousAuthentication`.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { anonymousAuthentication } from "@sluice/sluice/anonymous-authentication";
 *
 * const server = createWebServer({
 *   modules: [anonymousAuthentication({ enabled: false })],
 *   app: { fetch: () => new Response("for members") },
 * });
 * const answer = await server.fetch(new Request("http://localhost/"));
 * console.log(answer.status); // 401
 * ```
 */
export function anonymousAuthentication(options?: AnonymousAuthentication): ModuleDefinition {
  const { enabled = true } = readOptions<AnonymousAuthentication>(
    `anonymousAuthentication (${NAME})`,
    options,
    { enabled: flag, userName: text, password: text, logonMethod: LOGON_METHOD },
  );
  return enabled ? letting() : refusing();
}

/** Last of all, so that every other way of authentication has had its turn. */
function letting(): ModuleDefinition {
  return defineModule({
    name: NAME,
    priority: PRIORITY_ALIAS_LAST,
    onAuthenticateRequest(context, provider) {
      if (context.getUser() === null) provider.setUser(NOBODY);
    },
  });
}

/** Behind the stage, because nobody can set a user any more. */
function refusing(): ModuleDefinition {
  return defineModule({
    name: NAME,
    priority: PRIORITY_ALIAS_FIRST,
    onPostAuthenticateRequest(context) {
      if (!isAnonymous(context.getUser())) return RQ_NOTIFICATION_CONTINUE;
      context.getResponse().setStatus(401, "Unauthorized", 2, E_ACCESSDENIED);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
}

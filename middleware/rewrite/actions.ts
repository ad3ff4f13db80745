// Where does a URL lead? What rules do.
import { FAILED, HttpDataChunkFromMemory } from "../../mod.ts";
import type { Place } from "../_shared/place.ts";
import type { Action } from "./options.ts";
import type { RuleState } from "./rule-state.ts";
import { compileTemplate, type Escape, type Lookups, type Template } from "./template.ts";

/** The next rule is asked. */
export const NEXT = 0;
/** No further rule is asked; the request goes on. */
export const STOP = 1;
/** The request has its answer. */
export const END = 2;
/** What comes behind a rule. */
export type Outcome = typeof NEXT | typeof STOP | typeof END;

/** Reads everything that an action needs, and gives what does it. */
export type ActionOf = (state: RuleState) => () => Outcome;

const REDIRECTIONS = {
  Permanent: [301, "Moved Permanently"],
  Found: [302, "Found"],
  SeeOther: [303, "See Other"],
  Temporary: [307, "Temporary Redirect"],
} as const;

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Makes an action ready. */
export function compileAction(
  action: Action,
  { lookups, base }: { readonly lookups: Lookups; readonly base: string },
  place: Place,
): ActionOf {
  const template = (key: "url" | "statusReason" | "statusDescription"): Template =>
    compileTemplate(action[key] ?? "", lookups, place.at(key));
  const url = targetOf(action, template("url"), base);
  switch (action.type) {
    case "Rewrite":
      return rewriteTo(url, action.logRewrittenUrl === true);
    case "Redirect":
      return redirectTo(url, action);
    case "CustomResponse":
      return respond(action, template("statusReason"), template("statusDescription"));
    case "AbortRequest":
      return ({ context }) => () => {
        context.getResponse().resetConnection();
        return END;
      };
    default:
      return () => () => NEXT;
  }
}

/**
 * Plain text of a path as it has to stand in a URL to mean the same there. What IIS would write without escapes keeps
 * none: an ampersand in a query is one between parameters, see {UrlEncode:...}.
 */
const plainText: Escape = (text, inQuery) =>
  text.replace(inQuery ? /[\0-\x20%#\x7f]/g : /[\0-\x20%#?\\\x7f]/g, encodeURIComponent);

/** A target within the site, or at another server. */
interface Target {
  /** The path from the root, and the query; null at another server. */
  readonly path: string | null;
  /** The whole address. */
  readonly href: string;
}

function targetOf(
  { appendQueryString = true }: Action,
  template: Template,
  base: string,
): (state: RuleState) => Target {
  const isAbsolute = SCHEME.test(template.source) || template.source.startsWith("//");
  return (state) => {
    const text = template.expand(state, plainText);
    const query = appendQueryString ? state.variable("QUERY_STRING") : "";
    const url = withQuery(text, query);
    const secure = state.variable("HTTPS").toLowerCase() === "on";
    const origin = `http${secure ? "s" : ""}://${state.variable("HTTP_HOST")}`;
    // Only what a rule says itself, or what its references say in full, leads to another host.
    if (isAbsolute || ABSOLUTE.test(url)) return toAbsolute(url, origin);
    const path = url.startsWith("/") ? url : `${base}/${url}`;
    return { path, href: origin + path };
  };
}

function withQuery(url: string, query: string): string {
  if (query === "") return url;
  const sign = !url.includes("?") ? "?" : /[?&]$/.test(url) ? "" : "&";
  return url + sign + query;
}

/** An absolute address that is one of the site itself is a path of it. */
function toAbsolute(url: string, origin: string): Target {
  try {
    const target = new URL(url, origin);
    const own = target.origin === new URL(origin).origin;
    return { path: own ? target.pathname + target.search : null, href: target.href };
  } catch {
    return { path: null, href: url };
  }
}

function rewriteTo(target: (state: RuleState) => Target, logsTarget: boolean): ActionOf {
  return (state) => {
    const { path, href } = target(state);
    return () => {
      const { context } = state;
      const request = context.getRequest();
      const original = state.original ??= state.variable("HTTP_URL");
      request.setHeader("X-Original-URL", original, true);
      state.logsOriginal = !logsTarget;
      if (FAILED(request.setUrl(path ?? href, true))) {
        context.getResponse().setStatus(400, "Bad Request");
        return END;
      }
      state.moved();
      if (path === null) state.forward = href;
      return path === null ? STOP : NEXT;
    };
  };
}

function redirectTo(
  target: (state: RuleState) => Target,
  { redirectType = "Permanent" }: Action,
): ActionOf {
  return (state) => {
    const { href } = target(state);
    return () => {
      const response = state.context.getResponse();
      response.redirect(href, false);
      const [statusCode, reason] = REDIRECTIONS[redirectType];
      response.setStatus(statusCode, reason);
      return END;
    };
  };
}

function respond(action: Action, reason: Template, description: Template): ActionOf {
  const { statusCode = 200, subStatusCode = 0 } = action;
  return (state) => {
    const [why, body] = [reason.expand(state), description.expand(state)];
    return () => {
      const response = state.context.getResponse();
      if (FAILED(response.setStatus(statusCode, why, subStatusCode))) {
        response.setStatus(statusCode, "", subStatusCode);
      }
      if (body === "") return END;
      response.setHeader("Content-Type", "text/plain; charset=utf-8", true);
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: body };
      response.writeEntityChunks([chunk], true, true);
      return END;
    };
  };
}

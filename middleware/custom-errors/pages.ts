// What does a client see of an error? The pages that are there without anybody's doing: one line, or everything.
import type { IHttpContext } from "../../mod.ts";
import { NOTIFICATION_NAMES } from "../_shared/notification-names.ts";
import { escapeHtml } from "../_shared/std-html.ts";

/** One line for each status that a visitor meets; it says what happened, and nothing of the server. */
const LINES: Readonly<Record<number, string>> = {
  400: "The server could not understand this request.",
  401: "You have to sign in to see this.",
  403: "You are not allowed to see this.",
  404: "The resource you are looking for has been removed, had its name changed, " +
    "or is temporarily unavailable.",
  405: "This cannot be done with this resource.",
  408: "The request took too long to arrive.",
  410: "The resource was removed, and will not come back.",
  412: "The resource is not in the state that the request was made for.",
  413: "The request is larger than the server allows.",
  414: "The address is longer than the server allows.",
  429: "There were too many requests; try again later.",
  500: "Something went wrong on the server.",
  501: "The server does not know how to do this.",
  502: "Another server that is needed for this gave no useful answer.",
  503: "The server is not available at the moment; try again later.",
  504: "Another server that is needed for this took too long to answer.",
};

/** The page where no other is there. */
export function plainPage(statusCode: number): string {
  return LINES[statusCode] ?? (statusCode < 500 ? LINES[400] : LINES[500]);
}

const STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#f4f5f7}" +
  "main{max-width:46rem;margin:3rem auto;padding:1.5rem 2rem;background:#fff;" +
  "border-top:4px solid #b3261e;border-radius:4px}h1{font-size:1.4rem;margin:0 0 1rem}" +
  "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin:1rem 0}" +
  "dt{color:#5f6368}dd{margin:0;overflow-wrap:anywhere}a{color:#0b57d0}";

/**
 * Everything that is known of an error.
 *
 * @param link Where more can be read; status, sub-status and error code go along in its query. Null for none.
 */
export function detailedPage(context: IHttpContext, link: string | null): string {
  const { statusCode, subStatus, reason, errorToReport, module, notification } = context
    .getResponse().getStatus();
  const hr = `0x${(errorToReport >>> 0).toString(16).padStart(8, "0")}`;
  const status = `${statusCode}.${subStatus} ${reason}`;
  const { fullUrl } = context.getRequest().getRawHttpRequest().cookedUrl;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Module", module],
    ["Notification", NOTIFICATION_NAMES.get(notification) ?? null],
    ["Handler", context.getScriptMap()?.getName() ?? null],
    ["Error code", hr],
    ["Requested URL", `${context.getRequest().getHttpMethod()} ${fullUrl}`],
    ["Physical path", context.getPhysicalPath()],
    ["Logon user", context.getUser()?.getUserName() || "anonymous"],
  ];
  const list = rows.map(([name, value]) =>
    `<dt>${name}</dt><dd>${escapeHtml(value ?? "not yet determined")}</dd>`
  );
  // The description is HTML already: whoever has set it has had it encoded, unless he knew better.
  const said = context.getResponse().getErrorDescription();
  const more = link === null ? "" : `<p><a href="${
    escapeHtml(
      `${link}${link.includes("?") ? "&" : "?"}` +
        `error=${statusCode},${subStatus},${hr}`,
    )
  }">More about this error</a></p>`;
  return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${
    escapeHtml(status)
  }</title>` +
    `<style>${STYLE}</style><main><h1>HTTP Error ${escapeHtml(status)}</h1>` +
    `<p>${escapeHtml(plainPage(statusCode))}</p>${said === null ? "" : `<p>${said}</p>`}` +
    `<dl>${list.join("")}</dl>${more}</main></html>`;
}

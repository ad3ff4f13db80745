// Who builds the house and lets a request in? The detailed error page, for whoever develops on this machine.
import { HttpDataChunkFromMemory } from "../terms/data-chunk.ts";
import { STAGES } from "../plan/stages.ts";
import { encodeHtml } from "../context/html.ts";
import type { HttpRequest } from "../context/http-request.ts";
import type { ResponseState } from "../context/response-state.ts";
import type { Failure } from "./failure.ts";

const LOOPBACK = /^((::ffff:)?127(\.\d{1,3}){3}|::1|\[::1\]|localhost)$/;

/** Whether the client is on this machine; where the runtime does not tell, the host that was asked for decides. */
function isLocal(request: HttpRequest): boolean {
  const remote = request.getRemoteAddress();
  return LOOPBACK.test(remote?.address ?? request.url.url.hostname);
}

/** Gives an error status without a body the page that explains it (ruling 22). */
export function explain(
  state: ResponseState,
  failure: Failure | null,
  request: HttpRequest,
): void {
  const { status } = state;
  if (status.statusCode < 400 || state.chunks.length > 0 || !isLocal(request)) return;
  state.headers.set("Content-Type", "text/html; charset=utf-8", true);
  state.add({ dataChunkType: HttpDataChunkFromMemory, buffer: page(state, failure) });
}

function page(state: ResponseState, failure: Failure | null): string {
  const { status } = state;
  const title = encodeHtml(`${status.statusCode}.${status.subStatus} ${status.reason}`);
  const stage = STAGES.find((s) => s.bit === status.notification)?.name ?? "none";
  const rows = [
    ["Module", encodeHtml(status.module ?? "none")],
    ["Notification", stage],
    ["Error", `0x${(status.errorToReport >>> 0).toString(16).padStart(8, "0")}`],
    ["Description", state.description ?? "none"],
  ];
  const { cause } = failure ?? { cause: null };
  const stack = cause instanceof Error ? `<pre>${encodeHtml(cause.stack ?? "")}</pre>` : "";
  const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("");
  return `<!DOCTYPE html><meta charset="utf-8"><title>${title}</title><style>body{font:16px/1.5 system-ui;margin:2rem}` +
    `dt{color:#666}dd{margin:0 0 .5rem}</style><h1>${title}</h1><dl>${list}</dl>${stack}`;
}

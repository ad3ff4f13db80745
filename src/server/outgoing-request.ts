// Who builds the house and lets a request in? The Request that goes on to the app, with what modules have changed.
import type { HttpRequest } from "../context/http-request.ts";
import type { Plan } from "../plan/plan.ts";
import type { ReadEntity } from "../raised/read-entity.ts";

/** The Request that arrived, if nothing about it has changed; else one with the changes, and with the bytes that
 * nobody has read. */
export function outgoingRequest(
  incoming: Request,
  part: HttpRequest | null,
  plan: Plan,
  reader: () => ReadEntity,
): Request {
  const filtered = plan.readEntity.length > 0 && mayHaveBody(incoming.method) &&
    incoming.body !== null;
  if (!filtered && (part === null || !part.changed)) return incoming;
  const method = part?.method ?? incoming.method;
  const init: RequestInit & { duplex?: "half" } = { method };
  if (part?.headers.changed) {
    init.headers = new Headers();
    part.headers.copyTo(init.headers as Headers);
  }
  if (filtered || part?.entity.touched) {
    init.body = mayHaveBody(method) ? reader().downstream() : null;
    init.duplex = "half";
  }
  const source = part?.url.routed ? new Request(part.url.href, incoming) : incoming;
  return new Request(source, init);
}

function mayHaveBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

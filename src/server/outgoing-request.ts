// Who builds the house and lets a request in? The Request that goes on to the app, with what modules have changed.
import type { HttpRequest } from "../context/http-request.ts";
import { arrivedUrl } from "../wire/arrived-url.ts";
import type { Plan } from "../plan/plan.ts";
import type { ReadEntity } from "../raised/read-entity.ts";

type Init = RequestInit & { duplex?: "half" };

/** Methods that no Request can be made with. */
export const IMPOSSIBLE = /^(CONNECT|TRACE|TRACK)$/i;
const BODYLESS = /^(GET|HEAD)$/i;

/**
 * The Request that arrived, if nothing about it has changed; else one with the changes, and with the bytes that nobody
 * has read.
 *
 * @param routes Whether whoever gets it looks for a handler by its URL; otherwise SetUrl is only for modules (ruling 29).
 */
export function outgoingRequest(
  incoming: Request,
  part: HttpRequest | null,
  plan: Plan,
  request: { reader(): ReadEntity },
  routes: boolean,
): Request {
  const measured = (part?.entity.measured ?? false) && !incoming.headers.has("Content-Length");
  const filtered = (measured || plan.readEntity.length > 0) && mayHaveBody(incoming.method) &&
    incoming.body !== null && !incoming.bodyUsed;
  const rerouted = routes && (part?.url.routed ?? false);
  if (!filtered && !rerouted && (part === null || !part.changed)) return incoming;
  const method = part?.method ?? incoming.method;
  const init: Init = { headers: headersOf(incoming, part) };
  const replaced = filtered || (part?.entity.touched ?? false);
  const href = rerouted ? part!.url.href : incoming.url;
  if (!replaced && mayHaveBody(method) && !incoming.bodyUsed) {
    return requestOf(rerouted ? new Request(href, incoming) : incoming, init, method);
  }
  // A body that was read cannot be taken over, nor one that the new method cannot have: built from the URL alone.
  const body = replaced && mayHaveBody(method) ? request.reader().downstream() : null;
  if (body !== null) Object.assign(init, { body, duplex: "half" });
  init.signal = incoming.signal;
  return requestOf(arrivedUrl(href).href, init, method);
}

/**
 * A Request with exactly this method. The constructor refuses some that arrive all the same, and writes others in
 * capitals: "post" would then be one thing for entries and modules, and another one for the app.
 */
function requestOf(input: Request | string, init: Init, method: string): Request {
  const request = new Request(input, { ...init, method: IMPOSSIBLE.test(method) ? "GET" : method });
  if (request.method !== method) Object.defineProperty(request, "method", { value: method });
  return request;
}

function headersOf(incoming: Request, part: HttpRequest | null): Headers {
  if (!part?.headers.changed) return incoming.headers;
  const headers = new Headers();
  part.headers.copyTo(headers);
  return headers;
}

function mayHaveBody(method: string): boolean {
  return !BODYLESS.test(method) && !IMPOSSIBLE.test(method);
}

// Who builds the house and lets a request in? What Node's own response can do that a fetch Response has no word for.
import type { HRESULT } from "../terms/hresult.ts";
import type { ResponseReach } from "../context/response-door.ts";
import { Trailers } from "../context/trailers.ts";

type HeadFields = Record<string, string | readonly string[] | number>;

/** A stream of HTTP/2. */
interface NodeStream {
  close(code: number): void;
  readonly session?: { close(): void };
}

/** The ServerResponse that an adapter for Node hands over beside the Request. */
interface NodeOutgoing {
  readonly stream?: NodeStream;
  readonly req?: { readonly method?: string };
  writeHead(status: number, fields?: HeadFields): unknown;
  addTrailers(fields: Record<string, string>): void;
}

function outgoingOf(env: unknown): NodeOutgoing | null {
  const facts = env as { outgoing?: unknown; server?: { outgoing?: unknown } } | null | undefined;
  const outgoing = facts?.outgoing ?? facts?.server?.outgoing;
  const known = typeof (outgoing as NodeOutgoing | null | undefined)?.addTrailers === "function";
  return known ? outgoing as NodeOutgoing : null;
}

/** What the runtime can do with the response of a request, as far as anybody but Node can. */
export function reachOf(env: unknown, upgradable: () => HRESULT): ResponseReach {
  const outgoing = outgoingOf(env);
  return {
    upgradable,
    trailers: new Trailers(outgoing === null ? null : sender(outgoing)),
    resetStream: (errorCode) => outgoing?.stream?.close(errorCode >>> 0),
    goAway: () => outgoing?.stream?.session?.close(),
  };
}

function sender(outgoing: NodeOutgoing): (fields: Record<string, string>) => void {
  let framed = outgoing.stream !== undefined;
  return (fields) => {
    if (!framed) frame(outgoing, fields);
    framed = true;
    outgoing.addTrailers(fields);
  };
}

/** In HTTP/1.1 trailers have a place only behind the last chunk, so a body with them goes in chunks. */
function frame(outgoing: NodeOutgoing, fields: Record<string, string>): void {
  const writeHead = outgoing.writeHead.bind(outgoing);
  outgoing.writeHead = (status, given = {}) => {
    const bodyless = status === 204 || status === 304 || outgoing.req?.method === "HEAD";
    if (bodyless) return writeHead(status, given);
    const kept = Object.entries(given).filter(([name]) => name.toLowerCase() !== "content-length");
    const head: HeadFields = Object.fromEntries(kept);
    head["transfer-encoding"] = "chunked";
    head["trailer"] ??= Object.keys(fields).join(", ");
    return writeHead(status, head);
  };
}

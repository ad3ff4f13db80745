// Who builds the house and lets a request in? Who is at the other end, as each runtime tells it.
import { AF_INET, AF_INET6, type SOCKADDR } from "../terms/sockaddr.ts";
import { runtimeName } from "./capabilities.ts";
import type { ConnectionFacts } from "../context/http-request.ts";

interface RuntimeAddress {
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

interface NodeSocket {
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly localAddress?: string;
  readonly localPort?: number;
}

/** What runtimes hand to `fetch` besides the Request. */
interface RuntimeFacts {
  /** Deno. */
  readonly remoteAddr?: RuntimeAddress;
  /** Node, through its adapter. */
  readonly incoming?: { readonly socket?: NodeSocket; readonly httpVersion?: string };
  /** Bun hands over its server. */
  requestIP?(request: Request): RuntimeAddress | null;
  readonly server?: RuntimeFacts;
}

/** What can be known of a connection; null where the runtime says nothing. */
export function connectionFacts(request: Request, env: unknown): ConnectionFacts {
  const facts = (typeof env === "object" && env !== null ? env : {}) as RuntimeFacts;
  const socket = facts.incoming?.socket;
  const bun = facts.server ?? facts;
  const remote = facts.remoteAddr ??
    (typeof bun.requestIP === "function" ? bun.requestIP(request) : null);
  return {
    remoteAddress: toSockaddr(remote?.hostname ?? remote?.address, remote?.port) ??
      toSockaddr(socket?.remoteAddress, socket?.remotePort) ??
      toSockaddr(edgeAddress(request), 0),
    localAddress: toSockaddr(socket?.localAddress, socket?.localPort) ?? hostOf(request),
    httpVersion: versionOf(facts.incoming?.httpVersion ?? protocolOf(request)),
  };
}

/** Only on workerd does the platform set this header; anywhere else a client could name any address. */
function edgeAddress(request: Request): string | undefined {
  if (runtimeName() !== "workerd") return undefined;
  return request.headers.get("cf-connecting-ip") ?? undefined;
}

/** workerd tells the protocol in `request.cf`. */
function protocolOf(request: Request): string {
  const { cf } = request as Request & { cf?: { httpProtocol?: string } };
  return cf?.httpProtocol?.replace("HTTP/", "") ?? "1.1";
}

function versionOf(text: string): ConnectionFacts["httpVersion"] {
  const [major, minor] = text.split(".").map(Number);
  return Object.freeze({ majorVersion: major || 1, minorVersion: minor || 0 });
}

/** A Request knows no local end; the address that the client asked for stands in where it is one. */
function hostOf(request: Request): SOCKADDR | null {
  const url = new URL(request.url);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return /^[\d.]+$|:/.test(host) ? toSockaddr(host, port) : null;
}

function toSockaddr(address: string | undefined, port: number | undefined): SOCKADDR | null {
  if (address === undefined || address === "") return null;
  return { family: address.includes(":") ? AF_INET6 : AF_INET, address, port: port ?? 0 };
}

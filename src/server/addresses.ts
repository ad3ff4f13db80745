// Who builds the house and lets a request in? Who is at the other end, as each runtime tells it.
import { AF_INET, AF_INET6, type SOCKADDR } from "../terms/sockaddr.ts";
import type { ConnectionFacts } from "../context/http-request.ts";
import type { TlsFacts } from "../context/tls-facts.ts";
import { runtimeName } from "./capabilities.ts";
import { type CfFacts, tlsFacts, type TlsSocket } from "./tls.ts";
import { arrivedUrl } from "../wire/arrived-url.ts";

interface RuntimeAddress {
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
}

interface NodeSocket extends TlsSocket {
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
  /** Bun hands over its server, which knows where it listens; for each address of the machine it says "::" or "0.0.0.0". */
  requestIP?(request: Request): RuntimeAddress | null;
  readonly address?: RuntimeAddress | null;
  readonly server?: RuntimeFacts;
}

/** What can be known of the connection of a request, found out when somebody asks. */
export class RuntimeConnection implements ConnectionFacts {
  readonly #request: Request;
  readonly #facts: RuntimeFacts;
  #remote: SOCKADDR | null | undefined;
  #local: SOCKADDR | null | undefined;
  #tls: TlsFacts | null | undefined;

  constructor(request: Request, env: unknown) {
    this.#request = request;
    this.#facts = (typeof env === "object" && env !== null ? env : {}) as RuntimeFacts;
    // Bun knows a client only as long as it has not been answered.
    if (this.#bun !== null) this.#remote = this.#remoteAddress(this.#bun);
  }

  /** Null where the runtime says nothing. */
  get remoteAddress(): SOCKADDR | null {
    return this.#remote === undefined ? this.#remote = this.#remoteAddress() : this.#remote;
  }

  /** What the client has asked for stands in only where the runtime says nothing. */
  get localAddress(): SOCKADDR | null {
    const socket = this.#facts.incoming?.socket;
    const listener = this.#bun?.address;
    return toSockaddr(socket?.localAddress, socket?.localPort) ??
      toSockaddr(listener?.address, listener?.port) ?? hostOf(this.#request);
  }

  get httpVersion(): ConnectionFacts["httpVersion"] {
    const told = this.#facts.incoming?.httpVersion ?? this.#cf?.httpProtocol;
    return versionOf(told?.replace("HTTP/", "") ?? "1.1");
  }

  get tls(): TlsFacts | null {
    return this.#tls === undefined
      ? this.#tls = tlsFacts(this.#facts.incoming?.socket, this.#cf)
      : this.#tls;
  }

  get #bun(): RuntimeFacts | null {
    const bun = this.#facts.server ?? this.#facts;
    return typeof bun.requestIP === "function" ? bun : null;
  }

  /** workerd tells what it knows here. */
  get #cf(): CfFacts | undefined {
    return (this.#request as Request & { cf?: CfFacts }).cf;
  }

  #remoteAddress(bun?: RuntimeFacts | null): SOCKADDR | null {
    const { remoteAddr, incoming } = this.#facts;
    const remote = remoteAddr ?? bun?.requestIP?.(this.#request);
    const socket = incoming?.socket;
    return toSockaddr(remote?.hostname ?? remote?.address, remote?.port) ??
      toSockaddr(socket?.remoteAddress, socket?.remotePort) ??
      toSockaddr(edgeAddress(this.#request), 0);
  }
}

/** Only on workerd does the platform set this header; anywhere else a client could name any address. */
function edgeAddress(request: Request): string | undefined {
  if (runtimeName() !== "workerd") return undefined;
  return request.headers.get("cf-connecting-ip") ?? undefined;
}

function versionOf(text: string): ConnectionFacts["httpVersion"] {
  const [major, minor] = text.split(".").map(Number);
  return Object.freeze({ majorVersion: major || 1, minorVersion: minor || 0 });
}

/** The origin that was asked for last, and its address: most requests ask for the same one. */
let asked = "";
let address: SOCKADDR | null = null;

/** A Request knows no local end; the address that the client asked for stands in where it is one. */
function hostOf({ url }: Request): SOCKADDR | null {
  const path = url.indexOf("/", url.indexOf("//") + 2);
  const origin = path < 0 ? url : url.slice(0, path);
  if (origin !== asked) [asked, address] = [origin, addressOf(url)];
  return address === null ? null : { ...address };
}

function addressOf(arrived: string): SOCKADDR | null {
  const url = arrivedUrl(arrived);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return /^[\d.]+$|:/.test(host) ? toSockaddr(host, port) : null;
}

/** A listener for both families tells a client of the older one as an address of the newer. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

function toSockaddr(told: string | undefined, port: number | undefined): SOCKADDR | null {
  if (told === undefined || told === "") return null;
  const address = told.replace(MAPPED, "");
  return { family: address.includes(":") ? AF_INET6 : AF_INET, address, port: port ?? 0 };
}

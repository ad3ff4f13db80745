// Who builds the house and lets a request in? How a request becomes a WebSocket: each runtime has its own way.
import type { HeaderTable } from "../context/header-table.ts";
import { type RuntimeSocket, type SocketEvents, StandardSocket } from "../wire/runtime-socket.ts";
import { runtimeName } from "./capabilities.ts";

/** The 101 to answer with, and the socket behind it. */
export interface Upgrade {
  readonly response: Response;
  readonly socket: RuntimeSocket;
}

type Upgrader = (request: Request, headers: HeaderTable, events: SocketEvents) => Upgrade;
type BrowserSocket = ConstructorParameters<typeof StandardSocket>[0];

interface DenoLike {
  upgradeWebSocket(
    request: Request,
    options: { protocol?: string },
  ): { readonly socket: BrowserSocket; readonly response: Response };
}

interface PairConstructor {
  new (): readonly [unknown, BrowserSocket & { accept(): void }];
}

const UPGRADERS: Readonly<Record<string, Upgrader>> = { deno: onDeno, workerd: onWorkerd };

/** What the runtime says itself in a 101. */
const OF_THE_RUNTIME: ReadonlySet<string> = new Set([
  "connection",
  "upgrade",
  "sec-websocket-accept",
  "sec-websocket-extensions",
  "sec-websocket-protocol",
]);

/** How this runtime upgrades; null where a fetch handler cannot ask it to. */
export function upgrader(): Upgrader | null {
  return UPGRADERS[runtimeName()] ?? null;
}

/** Whether a request asks for a WebSocket (RFC 6455, 4.2.1). */
export function asksForWebSocket({ method, headers }: Request): boolean {
  if (method !== "GET") return false;
  const upgrade = headers.get("upgrade");
  if (upgrade === null) return false;
  // workerd shows its programs less of the handshake, and takes no list of protocols.
  if (runtimeName() === "workerd") return upgrade.trim().toLowerCase() === "websocket";
  return lists(upgrade, "websocket") && lists(headers.get("connection"), "upgrade") &&
    headers.get("sec-websocket-version")?.trim() === "13" &&
    /^[A-Za-z0-9+/]{22}==$/.test(headers.get("sec-websocket-key")?.trim() ?? "");
}

function lists(value: string | null, token: string): boolean {
  return value !== null && value.split(",").some((one) => one.trim().toLowerCase() === token);
}

function onDeno(request: Request, headers: HeaderTable, events: SocketEvents): Upgrade {
  const { Deno } = globalThis as unknown as { Deno: DenoLike };
  const protocol = headers.get("sec-websocket-protocol") ?? undefined;
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol });
  copyInto(response.headers, headers);
  return { response, socket: new StandardSocket(socket, events, true) };
}

function onWorkerd(_request: Request, headers: HeaderTable, events: SocketEvents): Upgrade {
  const { WebSocketPair } = globalThis as unknown as { WebSocketPair: PairConstructor };
  const [client, server] = Object.values(new WebSocketPair()) as unknown as InstanceType<
    PairConstructor
  >;
  const socket = new StandardSocket(server, events);
  server.accept();
  const init = { status: 101, webSocket: client } as ResponseInit;
  const response = new Response(null, init);
  const protocol = headers.get("sec-websocket-protocol");
  if (protocol !== null) response.headers.set("Sec-WebSocket-Protocol", protocol);
  copyInto(response.headers, headers);
  // What is sent before the response is kept by the runtime, so the socket counts as open.
  queueMicrotask(() => events.opened());
  return { response, socket };
}

function copyInto(target: Headers, headers: HeaderTable): void {
  for (const [name, value] of headers.entries()) {
    if (!OF_THE_RUNTIME.has(name.toLowerCase())) target.append(name, value);
  }
}

// Who builds the house and lets a request in? What the runtime really does where a fetch handler cannot promise it.

/** `real`: it happens; `advisory`: the other end is told and decides; `absent`: nothing comes of it. */
export type Capability = "real" | "advisory" | "absent";

/** The account of one runtime. */
export interface Capabilities {
  /** "deno", "workerd", "bun", "node" or "unknown". */
  readonly runtime: string;
  /** SetNeedDisconnect, HSE_STATUS_ERROR and the flags of ISAPI that ask for it close the connection. */
  readonly disconnect: Capability;
  /** A client that leaves is noticed while a body is sent. */
  readonly clientGone: Capability;
  /** A client that leaves is noticed before the head has left. */
  readonly clientGoneBeforeHead: Capability;
  /** A reset reaches the client as a broken transfer. */
  readonly reset: Capability;
  /** The code of ResetStream reaches a client of HTTP/2. */
  readonly streamReset: Capability;
  /** SetNeedGoAway keeps the client from sending more on this connection. */
  readonly goAway: Capability;
  /** Fields behind the body. */
  readonly trailers: Capability;
  /** A 103 before the answer. */
  readonly earlyHints: Capability;
  /** What PushPromise names arrives before it is asked for; `advisory`: in a Link header. */
  readonly push: Capability;
  /** A body can be read while the answer is sent. */
  readonly duplex: Capability;
  /** Time passes while code runs. */
  readonly clock: Capability;
  /** A compressor can let go of what it holds back. */
  readonly compression: Capability;
  /** A request can become a WebSocket, with IWebSocketContext behind it. */
  readonly webSocket: Capability;
  /** The address and the port that a request has come to are told; `advisory`: they are what the client's Host says. */
  readonly localAddress: Capability;
  /** The certificate of a client is told; `advisory`: what stands in it, without its bytes. */
  readonly clientCertificate: Capability;
}

const COMMON = {
  clientGone: "real",
  reset: "real",
  trailers: "absent",
  earlyHints: "absent",
  push: "advisory",
  streamReset: "absent",
  duplex: "real",
  clock: "real",
  compression: "real",
  clientCertificate: "absent",
  localAddress: "advisory",
  webSocket: "absent",
} as const;

const runtimes = (): Readonly<Record<string, Omit<Capabilities, "runtime">>> => ({
  deno: {
    ...COMMON,
    disconnect: "advisory",
    goAway: "advisory",
    clientGoneBeforeHead: "real",
    webSocket: "real",
  },
  workerd: {
    ...COMMON,
    disconnect: "absent",
    goAway: "absent",
    clientGoneBeforeHead: "absent",
    clock: "advisory",
    clientCertificate: "advisory",
    webSocket: "real",
  },
  bun: {
    ...COMMON,
    disconnect: "real",
    goAway: "real",
    clientGoneBeforeHead: "real",
    localAddress: "real",
  },
  node: {
    ...COMMON,
    disconnect: "real",
    goAway: "real",
    streamReset: "real",
    trailers: "real",
    clientGoneBeforeHead: "real",
    clientCertificate: "real",
    localAddress: "real",
  },
  unknown: {
    ...COMMON,
    disconnect: "advisory",
    goAway: "advisory",
    clientGoneBeforeHead: "advisory",
  },
});

/** The name of the runtime that this runs on. */
export function runtimeName(): string {
  const agent = (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent ?? "";
  if (agent === "Cloudflare-Workers") return "workerd";
  const { Deno, Bun, process } = globalThis as unknown as Record<string, unknown>;
  if (Deno !== undefined) return "deno";
  if (Bun !== undefined) return "bun";
  return process === undefined ? "unknown" : "node";
}

/** What the runtime really does. */
export function capabilities(): Capabilities {
  const runtime = runtimeName();
  return Object.freeze({ runtime, ...runtimes()[runtime] });
}

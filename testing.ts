/**
 * The test kit: pipelines tried in one line, through bare sockets, in no time, and by their traces.
 *
 * @example A house in one line, and a budget of thirty seconds without waiting for it
 * ```ts
 * import { house, virtualClock } from "@sluice/sluice/testing";
 *
 * Deno.test("a handler that never answers is ended after thirty seconds", async () => {
 *   using clock = virtualClock();
 *   const never = { name: "Never", onBeginRequest: () => new Promise<void>(() => {}) };
 *   const answer = house(never, { limits: { moduleTimeout: 30_000 } }).get("/");
 *   await clock.tick(30_000);
 *   if ((await answer).status !== 503) throw new Error("not ended");
 * });
 * ```
 *
 * @example A client that leaves in the middle of an answer
 * ```ts
 * import { house, RawSocket } from "@sluice/sluice/testing";
 *
 * const big = { name: "Big", onBeginRequest: () => {} };
 * await using served = await house(big, { app: { fetch: () => new Response("x".repeat(1e6)) } }).listen();
 * const socket = await RawSocket.open(served.port);
 * await socket.request("GET", "/");
 * await socket.leaveAt(1_000);
 * ```
 *
 * @module
 */
export { type House, house, type HouseModules, type Registering } from "./src/testing/house.ts";
export { type Handler, listen, type Listener } from "./src/testing/listen.ts";
export {
  type Answer,
  type ByteSource,
  concat,
  type Fields,
  type Framing,
  type Outcome,
  RawResponse,
} from "./src/testing/raw-response.ts";
export { type Pace, type RawRequest, RawSocket } from "./src/testing/raw-socket.ts";
export { TraceRecord, traceRecord } from "./src/testing/trace-record.ts";
export { VirtualClock, virtualClock } from "./src/testing/virtual-clock.ts";

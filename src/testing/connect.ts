// How is a pipeline tried? Over sockets of whatever runtime the test runs on.
import { connectDeno, type DenoNet } from "./deno-socket.ts";
import { connectNode } from "./node-socket.ts";
import type { Socket } from "./socket.ts";

/** Connects, with what the runtime offers: Deno's own sockets, or `node:net` on Node and Bun. */
export async function connect(hostname: string, port: number): Promise<Socket> {
  const { Deno: deno } = globalThis as { Deno?: DenoNet };
  if (typeof deno?.connect === "function") return await connectDeno(deno, hostname, port);
  return await connectNode(hostname, port);
}

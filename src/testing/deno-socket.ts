// How is a pipeline tried? Over the TCP connection of Deno.
import type { Socket } from "./socket.ts";

/** As much of Deno as a client needs. */
export interface DenoNet {
  connect(options: { hostname: string; port: number }): Promise<{
    readonly localAddr: { readonly port: number };
    read(space: Uint8Array): Promise<number | null>;
    write(bytes: Uint8Array): Promise<number>;
    close(): void;
  }>;
}

/** Connects by `Deno.connect`. */
export async function connectDeno(deno: DenoNet, hostname: string, port: number): Promise<Socket> {
  const connection = await deno.connect({ hostname, port });
  let closed = false;
  return {
    localPort: connection.localAddr.port,
    async read() {
      const space = new Uint8Array(65_536);
      try {
        const count = await connection.read(space);
        return count === null ? null : space.subarray(0, count);
      } catch (error) {
        return ended(error);
      }
    },
    async write(bytes) {
      let rest = bytes;
      while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
    },
    close() {
      if (!closed) connection.close();
      closed = true;
    },
  };
}

/** A reset is an end like a close: what is missing tells the difference. */
function ended(error: unknown): null {
  const { name } = error as { name?: string };
  if (name === "ConnectionReset" || name === "BrokenPipe" || name === "NotConnected") return null;
  throw error;
}

// How is a pipeline tried? Over the TCP connection of Node and Bun, taken from `node:net` without an import.
import type { Socket } from "./socket.ts";

/** Bytes that are read ahead: few, so that not reading is felt by the server. */
const READ_AHEAD = 1024;

/** As much of a net.Socket as a client needs. */
interface NetSocket {
  readonly localPort?: number;
  on(event: string, told: (error?: unknown) => void): this;
  once(event: string, told: (error?: unknown) => void): this;
  read(): Uint8Array | null;
  write(bytes: Uint8Array, written: (error?: unknown) => void): boolean;
  destroy(): void;
}

interface Net {
  connect(options: { host: string; port: number; highWaterMark: number }): NetSocket;
}

/** Connects by `node:net`. Throws an `Error` on a runtime that has no sockets. */
export async function connectNode(host: string, port: number): Promise<Socket> {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): Net | undefined };
  };
  const net = process?.getBuiltinModule?.("node:net");
  if (net === undefined) {
    throw new Error("RawSocket: this runtime has no sockets, wished for Deno, Node 20.16 or Bun");
  }
  const socket = net.connect({ host, port, highWaterMark: READ_AHEAD });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", () => resolve()).once("error", reject);
  });
  return reading(socket);
}

function reading(socket: NetSocket): Socket {
  let over = false;
  let wake = (): void => {};
  for (const event of ["readable", "end", "close", "error"]) {
    socket.on(event, () => {
      over ||= event !== "readable";
      wake();
    });
  }
  return {
    localPort: socket.localPort ?? 0,
    async read() {
      for (;;) {
        const bytes = socket.read();
        if (bytes !== null) return new Uint8Array(bytes);
        if (over) return null;
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => error ? reject(error) : resolve());
      }),
    close: () => socket.destroy(),
  };
}

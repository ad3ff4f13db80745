// Who serves the app on Bun? Bun.serve, on a free port, which is printed.
import process from "node:process";

interface BunServer {
  readonly port: number;
}
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    idleTimeout: number;
    fetch(request: Request, server: BunServer): Response | Promise<Response>;
  }): BunServer;
};

const { default: app } = await import(`file://${process.argv[2]}`);
const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 60, fetch: app.fetch });
console.log(JSON.stringify({ port }));

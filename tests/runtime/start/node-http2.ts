// What does a client of HTTP/2 get from Node? The app behind @hono/node-server on HTTP/2 without TLS, asked by Node's client.
import { serve } from "@hono/node-server";
import { connect, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import process from "node:process";

const { default: app } = await import(`file://${process.argv[2]}`);
const server = serve(
  { fetch: app.fetch, hostname: "127.0.0.1", port: 0, createServer },
  async ({ port }: AddressInfo) => {
    const told = {
      whole: await ask(port, "/later/whole"),
      streamed: await ask(port, "/later/streamed"),
      reset: await ask(port, "/later/reset"),
      goaway: await ask(port, "/later/goaway"),
    };
    console.log(JSON.stringify(told));
    server.close();
    process.exit(0);
  },
);

interface Told {
  body: string;
  trailers?: Record<string, unknown>;
  /** The code of RST_STREAM. */
  code: number;
  goaway: boolean;
}

/** Sends one request on a connection of its own. */
function ask(port: number, path: string): Promise<Told> {
  const session = connect(`http://127.0.0.1:${port}`);
  const told: Told = { body: "", code: -1, goaway: false };
  session.on("goaway", () => told.goaway = true);
  session.on("error", () => {});
  const stream = session.request({ ":path": path });
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    told.body += text;
    app.fetch(new Request("http://localhost/paced/reset")); // What has begun has come.
  });
  stream.on("trailers", (fields: Record<string, unknown>) => told.trailers = { ...fields });
  stream.on("error", () => {});
  return new Promise((resolve) => {
    stream.on("close", () => {
      told.code = stream.rstCode ?? -1;
      setTimeout(() => {
        session.destroy();
        resolve(told);
      }, 200);
    });
    stream.end();
  });
}

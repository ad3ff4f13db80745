// Who serves the app on Node? @hono/node-server, the adapter that Hono's users have, on a free port, which is printed.
import { serve } from "@hono/node-server";
import process from "node:process";

const { default: app } = await import(`file://${process.argv[2]}`);
serve(
  { fetch: app.fetch, hostname: "127.0.0.1", port: 0 },
  ({ port }) => console.log(JSON.stringify({ port })),
);

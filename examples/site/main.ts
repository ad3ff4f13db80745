// What does `deno task start` do? This file: serves the site on a free port, until it is told to end.
import { createSite } from "./site.ts";

const flag = Deno.args.indexOf("--port");
const asked = (flag >= 0 ? Deno.args[flag + 1] : Deno.env.get("PORT")) ?? "0";
const port = Number(asked);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`Cannot listen on port "${asked}": wished for a number from 0 to 65535`);
  Deno.exit(1);
}

const site = await createSite();
const listener = Deno.serve({
  hostname: "127.0.0.1",
  port,
  onListen: ({ port }) => console.log(`Sluice is listening on http://127.0.0.1:${port}/`),
}, (request) => site.fetch(request));

let ending = false;
async function end(): Promise<void> {
  if (ending) Deno.exit(130); // asked twice: the visitor is in a hurry
  ending = true;
  await site.close({ deadline: 2_000 });
  await listener.shutdown();
  Deno.exit(0);
}
Deno.addSignalListener("SIGINT", end);
if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", end);

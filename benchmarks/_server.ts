// How fast is it? One contestant as a server on a free port of the loopback; it prints its address.
import { CONTESTANTS } from "./_contestants.ts";
import { BODY } from "./_modules.ts";

const [id] = Deno.args;
const contestant = CONTESTANTS.find((one) => one.id === id);
if (id !== "raw" && contestant === undefined) {
  throw new RangeError(`No contestant is called "${id}"`);
}
const handler = contestant?.make() ?? (() => new Response(BODY));
Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, handler);

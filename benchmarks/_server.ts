// How fast is it? One contestant as a server on a free port of the loopback; it prints its address.
import { contestant } from "./_all.ts";

const say = (port: number): void => console.log(`http://127.0.0.1:${port}/`);

const id = Deno.args[0];
if (id === "oak-10") {
  (await import("./_peer-oak.ts")).listen(10, say);
} else {
  const handler = await contestant(id).make();
  Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: ({ port }) => say(port) },
    (request) => handler(request),
  );
}

// Does the example do what it says? The last answer on a connection (ihttpresponse-setneeddisconnect-method).
import { assertEquals, assertStringIncludes } from "../_assert.ts";
import server, { options } from "../../examples/need-disconnect.ts";
import { RawSocket } from "../_raw.ts";
import { traced } from "./_traced.ts";

Deno.test("Example need-disconnect: the answer is whole and says that it is the last", async () => {
  const response = await server.fetch(new Request("http://localhost/?last"));
  const body = await response.text();
  assertEquals(response.headers.get("Connection"), "close");
  assertEquals(JSON.parse(body).answer, "complete, with its length");
});

Deno.test("Example need-disconnect: without the wish the connection stays", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(response.headers.has("Connection"), false);
  await response.body?.cancel();
});

Deno.test("Example need-disconnect: over a socket the header goes out and the body is complete", async () => {
  const listener = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => server.fetch(request),
  );
  try {
    using socket = await RawSocket.open(listener.addr.port);
    await socket.request("GET", "/?last");
    const answer = await (await socket.response()).rest();
    assertEquals(answer.header("connection"), "close");
    assertEquals(answer.framing, "length");
    assertEquals(answer.outcome, "complete");
    assertStringIncludes(answer.text, "disconnect");
  } finally {
    await listener.shutdown();
  }
});

Deno.test("Example need-disconnect: only BEGIN_REQUEST calls the module", async () => {
  const { text, calls } = traced(options);
  await text("/?last");
  assertEquals(calls().filter((call) => call.startsWith("Farewell")), ["Farewell BEGIN"]);
});

// Does the example talk? Two clients in one room, and a page for those who ask for no WebSocket.
import server from "../../examples/websocket-chat.ts";
import { assertEquals, assertStringIncludes } from "../_assert.ts";
import { FrameClient, OP } from "../_websocket.ts";

Deno.test("Example websocket-chat: what one says, everybody hears, also who is there", async () => {
  await using listener = Deno.serve({ port: 0, onListen() {} }, (request) => server.fetch(request));
  const { port } = listener.addr;
  using ada = await FrameClient.open(port);
  assertEquals(await ada.text(), "1 in the room");
  {
    using grace = await FrameClient.open(port);
    assertEquals([await ada.text(), await grace.text()], ["2 in the room", "2 in the room"]);
    const long = "Guten Tag, ".repeat(200) + "Ada — Grüße!";
    await grace.send(OP.TEXT, long);
    assertEquals([await ada.text(), await grace.text()], [long, long]);
    await grace.close(1000);
    assertEquals((await grace.frame())?.opcode, OP.CLOSE);
  }
  assertEquals(await ada.text(), "1 in the room");
});

Deno.test("Example websocket-chat: a request without a handshake gets the page", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertStringIncludes(response.headers.get("Content-Type") ?? "", "text/html");
  assertStringIncludes(await response.text(), "new WebSocket(");
});

// Which method does the app see? The one that has arrived, or that a module has set, letter by letter.
import { defineModule, type WebServer } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { RawSocket } from "../_raw.ts";
import { house } from "./_kit.ts";

const app = {
  fetch: async (request: Request) => new Response(request.method + await request.text()),
};
const marking = defineModule({
  name: "Marking",
  onBeginRequest: (context) => void context.getRequest().setHeader("X-Marked", "yes", true),
});

/** What the app says of a method that comes over the wire: `new Request` would not let it pass. */
async function told(server: WebServer, method: string, body?: string): Promise<string> {
  const listening = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request, info) => server.fetch(request, info),
  );
  const socket = await RawSocket.open(listening.addr.port);
  try {
    await socket.request(method, "/", { Connection: "close" }, body);
    const answer = await socket.response(method);
    return `${answer.status} ${(await answer.rest()).text}`;
  } finally {
    socket.leave();
    await listening.shutdown();
  }
}

for (const method of ["TRACE", "TRACK", "get", "Head", "PURGE"]) {
  Deno.test(`a request whose headers a module has changed keeps the method ${method}`, async () => {
    assertEquals(await told(house(marking, { app }).server, method), `200 ${method}`);
  });
}

Deno.test(`"post" is not made "POST" behind an entry for POST, and keeps its body`, async () => {
  assertEquals(await told(house(marking, { app }).server, "post", " body"), "200 post body");
});

// @see ihttprequest-sethttpmethod-method
Deno.test("IHttpRequest.setHttpMethod with TRACE reaches the app", async () => {
  const setting = defineModule({
    name: "Setting",
    onBeginRequest: (context) => void context.getRequest().setHttpMethod("TRACE"),
  });
  const { text } = house(setting, { app });
  assertEquals(await text("/"), "TRACE");
});

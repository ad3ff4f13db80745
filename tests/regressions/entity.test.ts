// What does a reader get of a request body that a module has replaced? Semantics 4.2.
import { defineModule } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "./_kit.ts";

const POST = { method: "POST", body: "short", headers: { "Content-Length": "5" } };
const app = { fetch: () => new Response("app") };

/** Replaces the first bytes of a body with twenty others. */
const replacing = () => {
  let raised = 0;
  return defineModule({
    name: "Replacing",
    onReadEntity(_context, provider) {
      if (raised++ === 0) provider.setEntity(new TextEncoder().encode("0123456789ABCDEFGHIJ"));
    },
  });
};

// Semantics 4.2: clients test GetRemainingEntityBytes > 0 first.
Deno.test("IReadEntityProvider.setEntity: the usual loop reads all of what is longer than its buffer", async () => {
  const { seen, text } = house((seen) => [
    replacing(),
    defineModule({
      name: "Reading",
      async onBeginRequest(context) {
        const request = context.getRequest();
        const buffer = new Uint8Array(8);
        while (request.getRemainingEntityBytes() > 0) {
          const { hr, bytesReceived } = await request.readEntityBody(buffer, false);
          if (hr < 0) break;
          seen.push(new TextDecoder().decode(buffer.subarray(0, bytesReceived)));
        }
      },
    }),
  ], { app });
  await text("/", POST);
  assertEquals(seen.join(""), "0123456789ABCDEFGHIJ");
});

Deno.test("IReadEntityProvider.setEntity: a piece that a handler keeps to itself is not the end of the body", async () => {
  let kept = "";
  const keeping = defineModule({
    name: "Keeping",
    onReadEntity(_context, provider) {
      const piece = new TextDecoder().decode(provider.getEntity());
      const end = piece === "";
      provider.setEntity(new TextEncoder().encode(end ? kept : ""));
      kept = end ? "" : kept + piece;
    },
  });
  const body = ReadableStream.from(
    ["one ", "two ", "three"].map((t) => new TextEncoder().encode(t)),
  );
  const { text } = house([keeping], {
    app: { fetch: async (request: Request) => new Response(await request.text()) },
  });
  assertEquals(
    await text("/", { method: "POST", body, duplex: "half" } as RequestInit),
    "one two three",
  );
});

// Whose is a buffer? One of Node's, too, is its owner's again: its `slice` is a view of the same memory, and no copy.
import { Buffer } from "node:buffer";
import { defineModule, memoryFiles } from "../../mod.ts";
import { HSE_STATUS_PENDING } from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { done, isapiHouse, onCompletion, unbuffered, writeAsync } from "../conformance/_isapi.ts";
import { house, memory } from "./_kit.ts";

Deno.test("writeEntityChunks: a Buffer may be used again behind the call", async () => {
  const { text } = house(defineModule({
    name: "Ported",
    onExecuteRequestHandler(context) {
      const buffer = Buffer.from("one ");
      context.getResponse().writeEntityChunks(memory(buffer), true, true);
      buffer.write("two!");
      context.getResponse().writeEntityChunks(memory(buffer), true, true);
    },
  }));
  assertEquals(await text(), "one two!");
});

Deno.test("WriteClient: a Buffer may be used again in the callback", async () => {
  const { get } = isapiHouse((ecb) => {
    const buffer = Buffer.from("one ");
    unbuffered(ecb);
    onCompletion(ecb, [], (e, count) => {
      buffer.write("two!");
      return count === 2 ? done(e) : writeAsync(e, buffer);
    });
    writeAsync(ecb, buffer);
    return HSE_STATUS_PENDING;
  });
  assertEquals(await (await get("/a.dll")).text(), "one two!");
});

Deno.test("memoryFiles: a Buffer may be used again", () => {
  const buffer = Buffer.from("one");
  const files = memoryFiles({ "/a.txt": buffer });
  buffer.write("two");
  assertEquals(files.open("/a.txt"), new TextEncoder().encode("one"));
});

// Does the example do what it says? A room that is listened to in one long answer, and survives who leaves it.
import { assert, assertEquals } from "../_assert.ts";
import server, { options } from "../../examples/isapi-chat.ts";
import { traced } from "./_traced.ts";

const ask = (path: string) => server.fetch(new Request(new URL(path, "http://localhost")));
const listen = async () => (await ask("/")).body!.pipeThrough(new TextDecoderStream()).getReader();

Deno.test("Example isapi-chat: everybody hears what is said, who leaves is missed, the talk ends", async () => {
  const ada = await listen();
  assertEquals((await ada.read()).value, "1 in the room\n");
  const ben = await listen();
  assertEquals((await ben.read()).value, "2 in the room\n");
  const said = (await ask("/say?the+gate+is+open%21")) as Response;
  assertEquals(await said.text(), "2 have heard it\n");
  assertEquals((await ben.read()).value, "the gate is open!\n");
  await ben.cancel();
  let heard = "";
  for (let part = await ada.read(); !part.done; part = await ada.read()) heard += part.value;
  const lines = heard.split("\n");
  assert(lines.indexOf("2 in the room") < lines.indexOf("the gate is open!"));
  assert(lines.includes("1 in the room"), heard);
  assertEquals(lines.at(-2), "Good night.");
  assertEquals(await (await ask("/say?anybody")).text(), "0 have heard it\n");
});

Deno.test("Example isapi-chat: the extension runs in EXECUTE, and each line is a send", async () => {
  const { text, calls, events } = traced(options);
  assert((await text()).endsWith("Good night.\n"));
  assertEquals(calls().filter((call) => call.startsWith("Isapi")), ["IsapiModule EXECUTE"]);
  const sends = events.filter(({ name, bytes = 0 }) =>
    name === "GENERAL_FLUSH_RESPONSE_END" && bytes > 0
  );
  assertEquals(sends.length, 5);
});

// How does a module see every byte that leaves? addBodyFilter, ours: a transformer or a TransformStream (ruling 10).
import { type BodyFilter, type BodyFilterController, defineModule } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, handler, head, within, write } from "./_response.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const shouting: BodyFilter = {
  transform: (chunk, controller) => controller.enqueue(encode(decode(chunk).toUpperCase())),
};

/** A module that adds these filters before the handler runs. */
function filtering(...filters: BodyFilter[]) {
  return defineModule({
    name: "Filtering",
    onPreExecuteRequestHandler(context) {
      for (const filter of filters) context.getResponse().addBodyFilter(filter);
    },
  });
}

const pieces = handler(async (context) => {
  write(context, "one ");
  await context.getResponse().flush(false, true);
  write(context, "two");
});

Deno.test("Ruling 10 addBodyFilter changes a buffered body and its Content-Length never contradicts it", async () => {
  const doubling: BodyFilter = {
    transform(chunk, controller) {
      controller.enqueue(chunk);
      controller.enqueue(chunk);
    },
  };
  const { text, headers } = await answer([
    filtering(doubling),
    handler((context) => write(context, "ab")),
  ]);
  assertEquals([text, headers.get("content-length") ?? "4"], ["abab", "4"]);
});

Deno.test("Ruling 10 addBodyFilter: a body that somebody sees leave passes a filter once, too", async () => {
  const ends: string[] = [];
  const marking: BodyFilter = { transform: (chunk) => encode(`!${decode(chunk)}`) };
  const watching = defineModule({
    name: "Watching",
    onTransferEnd: (_context, { bytes, outcome }) => void ends.push(`${outcome} ${bytes}`),
  });
  const { text, headers } = await answer([
    filtering(marking),
    watching,
    handler((context) => write(context, "ab")),
  ]);
  assertEquals([text, headers.get("content-length"), ends], ["!ab", "3", ["complete 3"]]);
});

Deno.test("Ruling 10 addBodyFilter changes every piece of a body sent in pieces", async () => {
  assertEquals((await answer([filtering(shouting), pieces])).text, "ONE TWO");
});

Deno.test("Ruling 10 addBodyFilter takes a TransformStream", async () => {
  const stream = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => controller.enqueue(encode(decode(chunk).toUpperCase())),
  });
  assertEquals((await answer([filtering(stream), pieces])).text, "ONE TWO");
});

Deno.test("Ruling 10 several filters stand behind each other in the order in which they were added", async () => {
  const quoting = (mark: string): BodyFilter => ({
    transform: (chunk, controller) => controller.enqueue(encode(mark + decode(chunk) + mark)),
  });
  const modules = [
    filtering(quoting("'"), quoting('"')),
    handler((context) => write(context, "a")),
  ];
  assertEquals((await answer(modules)).text, `"'a'"`);
});

Deno.test("Ruling 10 a Flush reaches the filter, so held bytes leave with it", async () => {
  let held = "";
  const letGo = (controller: BodyFilterController): void => {
    if (held !== "") controller.enqueue(encode(`<${held}>`));
    held = "";
  };
  const holding: BodyFilter = {
    transform(chunk) {
      held += decode(chunk);
    },
    sync: letGo,
    flush: letGo,
  };
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => open = resolve);
  const waiting = handler(async (context) => {
    write(context, "first");
    await context.getResponse().flush(false, true);
    await gate;
    write(context, "second");
  });
  const response = await head([filtering(holding), waiting]);
  const reader = response.body!.getReader();
  assertEquals(decode((await within(reader.read())).value!), "<first>");
  open();
  assertEquals(decode((await within(reader.read())).value!), "<second>");
});

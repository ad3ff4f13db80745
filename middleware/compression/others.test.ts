// How does a body become shorter? Where others have a hand in it: a filter, a module that answers anew, a child request.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  PRIORITY_ALIAS_FIRST,
} from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { begin, handler, write } from "../../tests/conformance/_response.ts";
import { ask, TEXT, text } from "./_ask.ts";

Deno.test("compression: what a filter changes is compressed behind it", async () => {
  const upper = begin((context) => {
    context.getResponse().addBodyFilter({
      transform: (bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes).toUpperCase()),
    });
  });
  const { coding, text: body } = await ask([upper, text()]);
  assertEquals([coding, body], ["gzip", TEXT.toUpperCase()]);
});

Deno.test("compression: whoever puts another answer in the place of a compressed one is not garbled", async () => {
  const other = defineModule({
    name: "Other",
    priority: PRIORITY_ALIAS_FIRST,
    onSendResponse(context) {
      const response = context.getResponse();
      response.clear();
      response.setHeader("Content-Type", "text/plain", true);
      write(context, "another answer");
    },
  });
  const streamed = {
    fetch: () =>
      new Response(ReadableStream.from([new TextEncoder().encode(TEXT)]), {
        headers: { "Content-Type": "text/plain" },
      }),
  };
  for (const options of [{ rest: { app: streamed } }, {}]) {
    const { coding, text: body } = await ask(
      "rest" in options ? [other] : [other, text()],
      options,
    );
    assertEquals([coding, body], [null, "another answer"]);
  }
});

/** A parent whose child writes the text; what the parent says itself is put in front. */
function family(executeFlags: number, own = "") {
  return handler(async (context) => {
    context.getResponse().setHeader("Content-Type", "text/plain", true);
    if (context.getParentContext() !== null) return write(context, TEXT);
    if (own !== "") write(context, own);
    const { httpContext } = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS);
    httpContext!.getRequest().setUrl("/child", true);
    context.executeRequest(true, httpContext!, executeFlags, null);
    await Promise.resolve();
  });
}

Deno.test("compression: the answer of a child that is the client's is compressed", async () => {
  const { coding, text: body } = await ask(family(0));
  assertEquals([coding, body], ["gzip", TEXT]);
});

Deno.test("compression: what a child adds to its parent's answer is compressed with it, once", async () => {
  for (const own of ["", "own ".repeat(100)]) {
    for (const flags of [EXECUTE_FLAG_NO_HEADERS, EXECUTE_FLAG_BUFFER_RESPONSE]) {
      const { coding, text: body } = await ask(family(flags, own));
      assertEquals([coding, body], ["gzip", own + TEXT]);
    }
    assertEquals((await ask(family(0, own))).text, own + TEXT);
  }
});

// What may follow a last flush? Writes that are discarded, a flush that fails, and no send at the end.
import { defineModule, ERROR_CONNECTION_INVALID, HRESULT_FROM_WIN32, S_OK } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, begin, handler, memory, sending, write } from "./_response.ts";

// @see ihttpresponse-writeentitychunks-method
Deno.test("A-35 IHttpResponse.writeEntityChunks after the last flush succeeds and is discarded", async () => {
  let hr: unknown;
  const { text } = await answer([
    begin(async (context) => {
      write(context, "all");
      await context.getResponse().flush(false, false);
    }),
    handler((context) => {
      hr = context.getResponse().writeEntityChunks(memory("too late"), true, true).hr;
    }),
  ]);
  assertEquals([hr, text], [S_OK, "all"]);
});

// @see ihttpresponse-flush-method
Deno.test("A-35 IHttpResponse.flush after the last flush answers CONNECTION_INVALID", async () => {
  const hrs: number[] = [];
  await answer(begin(async (context) => {
    write(context, "all");
    await context.getResponse().flush(false, false);
    hrs.push((await context.getResponse().flush(false, true)).hr);
    hrs.push(context.getResponse().flush(true, false).hr);
  }));
  const invalid = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);
  assertEquals(hrs, [invalid, invalid]);
});

// @see ihttpresponse-flush-method
Deno.test("A-35 the implicit send is left out after a last flush, and the stages go on", async () => {
  const seen: string[] = [];
  await answer([
    begin(async (context) => {
      write(context, "all");
      await context.getResponse().flush(false, false);
    }),
    handler((context) => {
      write(context, "discarded");
      seen.push("execute");
    }),
    defineModule({ name: "End", onPostEndRequest: () => void seen.push("end") }),
    sending(() => void seen.push("send")),
  ]);
  assertEquals(seen, ["send", "execute", "end"]);
});

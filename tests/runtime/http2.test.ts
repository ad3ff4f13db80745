// What of the later interfaces is there for HTTP/2 alone? Node has streams and sessions; the others keep theirs to themselves.
import { fileURLToPath } from "node:url";
import { assertEquals } from "../_assert.ts";
import { bundle } from "../_tools/bundle.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

Deno.test("Node, HTTP/2: trailers, the code of ResetStream, and GOAWAY reach the client", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-http2-" });
  try {
    await bundle(here("app.ts"), `${folder}/app.mjs`);
    await bundle(here("start/node-http2.ts"), `${folder}/http2.mjs`);
    const signal = AbortSignal.timeout(30_000);
    const args = [`${folder}/http2.mjs`, `${folder}/app.mjs`];
    const { stdout, stderr } = await new Deno.Command("node", { args, signal }).output();
    const text = new TextDecoder();
    const said = text.decode(stdout);
    if (said === "") throw new Error(`Node said: ${text.decode(stderr).slice(0, 2_000)}`);
    const { whole, streamed, reset, goaway } = JSON.parse(said);
    assertEquals([whole.body, whole.trailers], ["a body with a trailer", { "x-sum": "abc" }]);
    assertEquals([streamed.body, streamed.trailers], ["first last", { "x-sum": "late" }]);
    assertEquals([reset.body, reset.code], ["begun", 8]);
    assertEquals([goaway.body, goaway.code, goaway.goaway], ["the last answer", 0, true]);
    assertEquals(whole.goaway, false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

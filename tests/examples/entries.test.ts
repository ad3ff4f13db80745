// Do the entries for the platforms run? The Workers one in real workerd, the Deno Deploy one as the platform calls it.
import { assert, assertEquals, assertGreater, assertMatch } from "../_assert.ts";
import { buildWorker } from "../../examples/build.ts";
import deploy from "../../examples/deno-deploy.ts";
import worker from "../../examples/workers/worker.ts";
import { start } from "../runtime/_runtimes.ts";

const ask = (path: string) => new Request(new URL(path, "http://localhost"));

Deno.test("Example deno-deploy: says where and how long", async () => {
  const response = await deploy.fetch(ask("/hello/reader"));
  assertEquals(response.headers.get("X-Region"), "local");
  assertMatch(response.headers.get("Server-Timing") ?? "", /^pipeline;dur=\d+\.\d$/);
  assertEquals(await response.text(), "Hello reader, from Deno.\n");
});

Deno.test("Example worker: the bindings reach the app, the runtime is named as it is", async () => {
  const response = await worker.fetch(ask("/"), { GREETING: "Good evening" });
  assertEquals(await response.text(), "Good evening from the edge.\n");
  assert(["real", "advisory"].includes(response.headers.get("X-Disconnect") ?? ""));
});

Deno.test("Example worker: as one ES module in workerd, with an answer in pieces", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-worker-" });
  try {
    await buildWorker(`${folder}/app.mjs`);
    const workerd = await start("workerd", folder);
    try {
      const base = `http://127.0.0.1:${workerd.port}`;
      const hello = await fetch(`${base}/`);
      assertEquals(await hello.text(), "Hello from the edge.\n");
      assertEquals(hello.headers.get("X-Disconnect"), "absent");
      const pieces: string[] = [];
      const countdown = await fetch(`${base}/countdown`);
      for await (const piece of countdown.body!.pipeThrough(new TextDecoderStream())) {
        pieces.push(piece);
      }
      // A client that dawdles finds two of them together.
      assertEquals(pieces.join(""), "3\n2\n1\n");
      assertGreater(pieces.length, 1);
    } finally {
      await workerd.stop();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

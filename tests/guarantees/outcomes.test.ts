// Promise 1: does every request end once? The matrix of the shared table, on this runtime, without a process of its own.
import { listen } from "../../testing.ts";
import { hushed } from "../regressions/_kit.ts";
import app from "../runtime/app.ts";
import { Client } from "../runtime/_client.ts";
import { outcomes } from "../runtime/cases/outcomes.ts";

for (const { title, run } of outcomes) {
  Deno.test(title, async () => {
    await using served = await listen(app.fetch);
    const server = { runtime: "deno", port: served.port } as Client["server"];
    // 48 requests, each of which is waited for in its own time.
    await hushed(() => run(new Client(server)), 60_000);
  });
}

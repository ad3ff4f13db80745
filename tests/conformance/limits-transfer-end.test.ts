// How is the end of a transfer told? onTransferEnd of defineModule: once, with the bytes that left and the outcome (ruling 1).
import { defineModule, type TransferEnd } from "../../mod.ts";
import { assert, assertEquals, assertGreaterOrEqual } from "../_assert.ts";
import { turn } from "../_waits.ts";
import { answer, handler, head, transferEnd, within, write } from "./_response.ts";

Deno.test("Ruling 1 onTransferEnd is told the bytes of a buffered answer", async () => {
  const { module, ended } = transferEnd();
  await answer([module, handler((context) => write(context, "grüße"))]);
  const { bytes, outcome, duration } = await ended;
  assertEquals([bytes, outcome], [7, "complete"]);
  assertGreaterOrEqual(duration, 0);
});

Deno.test("Ruling 1 onTransferEnd is told the sum of all flushes, once", async () => {
  const { module, ended, all } = transferEnd();
  await answer([
    module,
    handler(async (context) => {
      for (const part of ["one", "three"]) {
        write(context, part);
        await context.getResponse().flush(false, true);
      }
      write(context, "x");
    }),
  ]);
  assertEquals((await ended).bytes, 9);
  await turn();
  assertEquals(all.length, 1);
});

Deno.test("Ruling 1 onTransferEnd comes after END_REQUEST and after the last byte", async () => {
  const seen: string[] = [];
  const { module, ended } = transferEnd();
  const response = await head([
    module,
    defineModule({
      name: "Order",
      onEndRequest: () => void seen.push("end"),
      onTransferEnd: () => void seen.push("transfer end"),
    }),
    handler(async (context) => {
      await context.getResponse().flush(false, true);
      write(context, "x".repeat(1000));
    }),
  ]);
  const text = await within(response.text());
  seen.push(`read ${text.length}`);
  await ended;
  assertEquals(seen.indexOf("end"), 0);
  assertEquals(seen.length, 3);
});

Deno.test("Ruling 1 onTransferEnd is told the request that it is for", async () => {
  let tell: (path: string) => void;
  const path = new Promise<string>((resolve) => tell = resolve);
  const module = defineModule({
    name: "Path",
    onTransferEnd(context) {
      tell(context.getRequest().getRawHttpRequest().cookedUrl.absPath);
    },
  });
  await answer([module, handler((context) => write(context, "x"))], "/told");
  assertEquals(await within(path), "/told");
});

Deno.test("Ruling 1 onTransferEnd says client-gone when the client stops reading", async () => {
  const { module, ended } = transferEnd();
  const response = await head([
    module,
    handler(async (context) => {
      for (let i = 0; i < 100; i++) {
        write(context, "x".repeat(65_536));
        await context.getResponse().flush(false, true);
      }
    }),
  ]);
  await response.body!.cancel();
  assertEquals((await ended).outcome, "client-gone");
});

Deno.test("Ruling 1 onTransferEnd says reset after ResetConnection", async () => {
  const { module, ended } = transferEnd();
  const answered = answer([
    module,
    handler(async (context) => {
      write(context, "first");
      await context.getResponse().flush(false, true);
      context.getResponse().resetConnection();
    }),
  ]);
  await answered.catch(() => null);
  const { outcome, bytes } = await ended;
  assertEquals([outcome, bytes], ["reset", 5]);
});

Deno.test("Ruling 1 onTransferEnd says error when a handler throws after the head", async () => {
  const { module, ended } = transferEnd();
  const broken = new Error("broken");
  const answered = answer([
    module,
    handler(async (context) => {
      await context.getResponse().flush(false, true);
      throw broken;
    }),
  ]);
  await answered.catch(() => null);
  assertEquals((await ended).outcome, "error");
});

Deno.test("Ruling 1 onTransferEnd says complete with no bytes for HEAD", async () => {
  const { module, ended } = transferEnd();
  const modules = [module, handler((context) => write(context, "hello"))];
  await answer(modules, "/", { method: "HEAD" });
  const { outcome, bytes } = await ended;
  assertEquals([outcome, bytes], ["complete", 0]);
});

Deno.test("Ruling 1 onTransferEnd that throws disturbs neither the client nor the next module", async () => {
  const ends: TransferEnd[] = [];
  const { module, ended } = transferEnd();
  const throwing = defineModule({
    name: "Throwing",
    onTransferEnd(_context, end) {
      ends.push(end);
      throw new Error("broken");
    },
  });
  const { text } = await answer([throwing, module, handler((context) => write(context, "fine"))]);
  await ended;
  assertEquals([text, ends.length], ["fine", 1]);
  assert(ends[0].outcome === "complete");
});

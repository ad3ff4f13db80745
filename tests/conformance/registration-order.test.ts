// What do before and after mean? Contract section 2 and ruling 8.
import { Hono } from "hono";
import { defineModule, pipeline, PRIORITY_ALIAS_HIGH } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, named, noting, tracing } from "./_notes.ts";

Deno.test("R.8 before puts a module in front of one that is listed earlier", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onBeginRequest"]),
    noting("B", seen, ["onBeginRequest"], { before: ["A"] }),
  ], { app });
  await text();
  assertEquals(seen, ["B BeginRequest", "A BeginRequest"]);
});

Deno.test("R.8 after puts a module behind one that is listed later", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onBeginRequest"], { after: ["B"] }),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  await text();
  assertEquals(seen, ["B BeginRequest", "A BeginRequest"]);
});

Deno.test("R.8 before and after leave the order of other modules alone", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onEndRequest"]),
    noting("B", seen, ["onEndRequest"]),
    noting("C", seen, ["onEndRequest"], { before: ["B"] }),
    noting("D", seen, ["onEndRequest"]),
  ], { app });
  await text();
  assertEquals(seen, ["A", "C", "B", "D"].map((name) => `${name} EndRequest`));
});

Deno.test("R.8 a constraint that agrees with the priority classes changes nothing", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onBeginRequest"], { after: ["B"] }),
    noting("B", seen, ["onBeginRequest"], { priority: PRIORITY_ALIAS_HIGH }),
  ], { app });
  await text();
  assertEquals(seen, ["B BeginRequest", "A BeginRequest"]);
});

Deno.test("R.8 an unknown name in before or after is ignored", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onBeginRequest"], { after: ["Nobody"] }),
    noting("B", seen, ["onBeginRequest"], { before: ["NoOne"] }),
  ], { app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["A BeginRequest", "B BeginRequest"]);
});

Deno.test("R.8 an unknown name in before or after is told as a trace warning", async () => {
  const { events, trace } = tracing();
  const lonely = defineModule({ name: "Lonely", before: ["Nobody"], onBeginRequest() {} });
  await house(lonely, { app, trace }).text();
  const warnings = named(events, "TRACE_WARNING").map((w) => `${w.module} ${w.message}`);
  assert(warnings.some((w) => w.includes("Lonely") && w.includes("Nobody")), warnings.join("; "));
});

/** Runs `work` and counts what it writes with console.error. */
async function consoleErrors(work: () => Promise<void>): Promise<number> {
  const { error } = console;
  let count = 0;
  console.error = () => void (count += 1);
  try {
    await work();
  } finally {
    console.error = error;
  }
  return count;
}

Deno.test("R.8 a cycle of pipelines that meet at request time is a 500 and one console error", async () => {
  const first = defineModule({ name: "First", after: ["Second"], onBeginRequest() {} });
  const second = defineModule({ name: "Second", after: ["First"], onBeginRequest() {} });
  const hono = new Hono();
  hono.use("/both/*", pipeline(first));
  hono.use("/both/*", pipeline(second));
  hono.use("/one/*", pipeline(first));
  hono.get("*", (c) => c.text("page"));
  const errors = await consoleErrors(async () => {
    const response = await hono.request("/both/page");
    assertEquals([response.status, (await response.text()).includes("page")], [500, false]);
  });
  assertEquals(errors, 1);
  assertEquals(await (await hono.request("/one/page")).text(), "page");
});

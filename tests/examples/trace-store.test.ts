// Does the site's memory have an end? The store of traces, filled beyond its bounds.
import { assertEquals, assertLessOrEqual } from "../_assert.ts";
import type { TraceEvent } from "../../mod.ts";
import { TraceStore } from "../../examples/site/trace-store.ts";

/** An event of the run that a request with this header belongs to. */
function event(id: string, name = "NOTIFY_MODULE_START"): TraceEvent {
  const context = { getRequest: () => ({ getHeader: () => id }), getParentContext: () => null };
  return { name, sequence: 0, time: 0, context } as unknown as TraceEvent;
}

Deno.test("TraceStore keeps the newest runs, 64 at most", () => {
  const store = new TraceStore();
  for (let run = 0; run < 1000; run++) store.note(event(`run-number-${run}`));
  assertLessOrEqual(store.size, 64);
  assertEquals(store.read("run-number-0")?.events.length, 0);
  assertEquals(store.read("run-number-999")?.events.length, 1);
});

Deno.test("TraceStore keeps 400 events of a run, and sees its end behind them", () => {
  const store = new TraceStore();
  for (let count = 0; count < 1000; count++) store.note(event("one-long-run"));
  store.note(event("one-long-run", "GENERAL_REQUEST_END"));
  assertEquals(store.read("one-long-run")?.events.length, 400);
  assertEquals(store.read("one-long-run")?.done, true);
});

Deno.test("TraceStore forgets a run after two minutes", () => {
  const store = new TraceStore();
  const now = Date.now;
  try {
    store.note(event("an-old-run"));
    Date.now = () => now() + 121_000;
    assertEquals(store.read("another-run"), { events: [], done: false });
    assertEquals(store.size, 0);
  } finally {
    Date.now = now;
  }
});

Deno.test("TraceStore takes no names but those that a page makes", () => {
  const store = new TraceStore();
  for (const name of ["", "short", "x".repeat(41), "../../etc", "a b c d e f"]) {
    store.note(event(name));
    assertEquals(store.read(name), null);
  }
  assertEquals(store.size, 0);
});

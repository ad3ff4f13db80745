// Promise 6, no stall: is a timer left behind a request, however it ends? Counted by a clock that stands still.
// The runner's own watch over timers is off unless it is asked for, so nothing here leans on it.
import type { Limits } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app } from "../conformance/_notes.ts";
import { byClock, hushed } from "../regressions/_kit.ts";
import { ENDINGS, HOUR, read } from "./_endings.ts";
import { TIMES } from "./_limits.ts";

for (const [how, { modules, app: behind = app, ask = read }] of Object.entries(ENDINGS)) {
  for (const limits of TIMES.map((limit): Limits => ({ [limit]: HOUR }))) {
    Deno.test(`${Object.keys(limits)}: no timer is left behind a request that ends ${how}`, async () => {
      await hushed(byClock(async (clock) => {
        let over = false;
        ask(house(modules, { app: behind, limits })).then(() => over = true);
        for (let n = 0; n < 10; n++) await clock.tick(5);
        assertEquals([over, clock.timers], [true, 0]);
      }));
    });
  }
}

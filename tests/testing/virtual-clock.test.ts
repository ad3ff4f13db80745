// Does time stand still until it is told to go? The virtual clock, alone and under time limits.
import { house, RawSocket, virtualClock } from "../../testing.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../_assert.ts";
import { app } from "../conformance/_notes.ts";
import { byClock, hushed } from "../regressions/_kit.ts";

Deno.test("virtualClock: timers fire when the clock has come to them, in order, and not before", async () => {
  const seen: string[] = [];
  using clock = virtualClock();
  setTimeout(() => seen.push("b"), 20);
  setTimeout((word: string) => seen.push(word), 10, "a");
  const every = setInterval(() => seen.push("i"), 15);
  const never = setTimeout(() => seen.push("never"), 12);
  clearTimeout(never);
  await clock.tick(9);
  assertEquals(seen, []);
  await clock.tick(21);
  assertEquals(seen, ["a", "i", "b", "i"]);
  clearInterval(every);
  await clock.tick(100);
  assertEquals([seen.length, clock.timers, clock.elapsed], [4, 0, 130]);
});

Deno.test("virtualClock: Date.now and performance.now follow it, and are given back", async () => {
  const { now } = Date;
  {
    using clock = virtualClock();
    const before = [Date.now(), performance.now()];
    await clock.tick(3_600_000);
    assertEquals([Date.now() - before[0], Math.round(performance.now() - before[1])], [
      3_600_000,
      3_600_000,
    ]);
    assertThrows(() => virtualClock(), Error, "one at a time");
  }
  assert(Date.now === now);
  assertEquals(Object.hasOwn(performance, "now"), false);
  using again = virtualClock();
  assertEquals(again.elapsed, 0);
});

Deno.test("virtualClock: a moment that is reckoned from performance.now is due in whole milliseconds, whenever it began", async () => {
  for (let n = 0, began = 16_284.26; n < 5; n++, began += 0.37) {
    // With a fraction, some of these would be due a trillionth of a millisecond late.
    performance.now = () => began; // The clock takes it away with its own.
    let fired = 0;
    using clock = virtualClock();
    const end = performance.now() + 100;
    await clock.tick(7);
    setTimeout(() => fired = clock.elapsed, end - performance.now());
    await clock.tick(93);
    assertEquals(fired, 100);
  }
});

Deno.test("virtualClock: a timer is what the runtime's own is: it can be let go of, and cleared", async () => {
  const shape = (timer: unknown): string[] =>
    ["ref", "unref", "hasRef"].map((name) => typeof (timer as Record<string, unknown>)[name]);
  const real = setTimeout(() => {}, 0);
  clearTimeout(real);
  using clock = virtualClock();
  const seen: string[] = [];
  const timer = setTimeout(() => seen.push("cleared"), 10);
  assertEquals([typeof timer, ...shape(timer)], [typeof real, ...shape(real)]);
  clearTimeout(Number(timer));
  const every = setInterval(() => seen.push("every"), 10);
  await clock.tick(25);
  clearInterval(every);
  clearTimeout(real);
  assertEquals([seen, clock.timers], [["every", "every"], 0]);
});

Deno.test("virtualClock.tick: what is no time is refused, and the clock stands where it stood", async () => {
  using clock = virtualClock();
  for (const wrong of [-1, NaN, Infinity]) {
    await assertRejects(() => clock.tick(wrong), RangeError, `tick: ${wrong} is no time`);
  }
  assertEquals(clock.elapsed, 0);
});

Deno.test("virtualClock: what a timer starts is due on the way, too", async () => {
  const seen: number[] = [];
  using clock = virtualClock();
  const again = (): void => {
    seen.push(clock.elapsed);
    if (seen.length < 3) setTimeout(again, 10);
  };
  setTimeout(again, 10);
  await clock.tick(60);
  assertEquals(seen, [10, 20, 30]);
});

const never = { name: "Never", onBeginRequest: () => new Promise<void>(() => {}) };

for (const limit of ["requestTimeout", "stageTimeout", "moduleTimeout"] as const) {
  Deno.test(`virtualClock: ${limit} of an hour ends to the millisecond, and leaves no timer`, async () => {
    const { get } = house(never, { app, limits: { [limit]: 3_600_000 } });
    await hushed(byClock(async (clock) => {
      let status = 0;
      const answer = get().then((response) => void (status = response.status));
      await clock.tick(3_599_999);
      assertEquals([status, clock.timers], [0, 1]);
      await clock.tick(1);
      await answer;
      assertEquals([status, clock.timers], [503, 0]);
    }));
  });
}

Deno.test("virtualClock: requests over sockets work while it stands still", async () => {
  const { listen } = house([], { app });
  await using served = await listen();
  using socket = await RawSocket.open(served.port);
  using clock = virtualClock();
  await socket.request("GET", "/");
  assertEquals((await (await socket.response()).rest()).text, "app");
  assertEquals(clock.elapsed, 0);
});

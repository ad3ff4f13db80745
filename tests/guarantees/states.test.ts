// Is every event that can meet a state answered as the specification says? All pairs once, as a table.
import { assertEquals } from "../_assert.ts";
import { hushed } from "../regressions/_kit.ts";
import { canMeet, type Event, EVENTS, explore, type State, STATES } from "./_explore.ts";

const REFUSED = "0x80070006";

/**
 * What the specification expects (2.1, 2.4, 2.5, 11.1; ). "inside" is inside the call;
 * "then" is when the handler has left the stack, its promise has become PENDING, the read has ended or the app has
 * answered. What is not listed cannot be.
 */
const EXPECTED: Record<State, Partial<Record<Event, string>>> = {
  calling: {
    "CONTINUE": "then next",
    "PENDING": "nothing",
    "FINISH": "then LOG",
    "throw": "then 500 and LOG",
    "indicate(CONTINUE)": "then next",
    "indicate(PENDING)": "then re-entered",
    "indicate(FINISH)": "then LOG",
    "post": "0x00000000, then re-entered",
  },
  held: {
    "CONTINUE": "next",
    "PENDING": "nothing",
    "FINISH": "LOG",
    "throw": "500 and LOG",
    "indicate(CONTINUE)": "then next",
    "indicate(PENDING)": "then re-entered",
    "indicate(FINISH)": "then LOG",
    "post": "0x00000000, then re-entered",
  },
  parked: {
    "indicate(CONTINUE)": "inside next",
    "indicate(PENDING)": "inside re-entered",
    "indicate(FINISH)": "inside LOG",
    "post": "0x00000000, re-entered",
  },
  reading: {
    "indicate(CONTINUE)": "then next",
    "indicate(PENDING)": "inside re-entered, then re-entered",
    "indicate(FINISH)": "then LOG",
    "post": "0x00000000, re-entered, then re-entered",
    "operation ends": "re-entered",
  },
  "re-entered": {
    "CONTINUE": "then next",
    "PENDING": "nothing",
    "FINISH": "then LOG",
    "throw": "then 500 and LOG",
    "indicate(CONTINUE)": "inside next",
    "indicate(PENDING)": "then re-entered",
    "indicate(FINISH)": "inside LOG",
    "post": "0x00000000, then re-entered",
  },
  "re-held": {
    "CONTINUE": "next",
    "PENDING": "nothing",
    "FINISH": "LOG",
    "throw": "500 and LOG",
    "indicate(CONTINUE)": "then next",
    "indicate(PENDING)": "then re-entered",
    "indicate(FINISH)": "then LOG",
    "post": "0x00000000, then re-entered",
  },
  settling: {
    "indicate(CONTINUE)": "then next",
    "indicate(PENDING)": "then next",
    "indicate(FINISH)": "then next",
    "post": `${REFUSED}, then next`,
    "operation ends": "next",
  },
  raised: {
    "indicate(CONTINUE)": "inside re-entered",
    "indicate(PENDING)": "inside parker re-entered",
    "indicate(FINISH)": "inside re-entered",
    "post": "0x00000000, parker re-entered",
  },
  app: {
    "indicate(CONTINUE)": "then app answered",
    "indicate(PENDING)": "then app answered",
    "indicate(FINISH)": "then app answered",
    "post": `${REFUSED}, then app answered`,
  },
  over: {
    "indicate(CONTINUE)": "nothing",
    "indicate(PENDING)": "nothing",
    "indicate(FINISH)": "nothing",
    "post": REFUSED,
  },
};

Deno.test("11.1 every event that can meet a state has the answer of the specification", async () => {
  const found: Record<string, Record<string, string>> = {};
  await hushed(async () => {
    for (const state of STATES) {
      found[state] = {};
      for (const event of EVENTS.filter((event) => canMeet(state, event))) {
        found[state][event] = await explore(state, event);
      }
    }
  });
  const width = Math.max(...EVENTS.map((event) => event.length));
  for (const [state, row] of Object.entries(found)) {
    for (const [event, word] of Object.entries(row)) {
      console.log(`${state.padEnd(12)}${event.padEnd(width + 2)}${word}`);
    }
  }
  assertEquals(found, EXPECTED as typeof found);
});

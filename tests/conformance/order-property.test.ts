// Does the order hold for modules nobody thought of? Random lists against a small model of semantics 1.3.
import {
  defineModule,
  type ModuleDefinition,
  type PriorityAlias,
  RQ_NOTIFICATION_CONTINUE,
} from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, type Handler } from "./_notes.ts";
import { random } from "./_random.ts";

const CLASSES: readonly PriorityAlias[] = ["FIRST", "HIGH", "MEDIUM", "LOW", "LAST"];
const TRIED: readonly Handler[] = [
  "onBeginRequest",
  "onPostBeginRequest",
  "onEndRequest",
  "onSendResponse",
];

interface Sample {
  readonly name: string;
  readonly handlers: readonly Handler[];
  readonly priority: { [K in Handler]?: PriorityAlias };
  readonly before: string[];
  readonly after: string[];
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  const keyed = list.map((item) => [next(), item] as const);
  return keyed.sort((a, b) => a[0] - b[0]).map(([, item]) => item);
}

/** Modules with random handlers and classes, and constraints that agree with one hidden order. */
function samples(next: () => number): Sample[] {
  const names = Array.from({ length: 2 + Math.floor(next() * 7) }, (_, i) => `M${i}`);
  const hidden = shuffled(names, next);
  const list = names.map((name): Sample => {
    const handlers = TRIED.filter(() => next() < 0.8);
    const priority: Sample["priority"] = {};
    for (const h of handlers) if (next() < 0.5) priority[h] = CLASSES[Math.floor(next() * 5)];
    return { name, handlers, priority, before: [], after: [] };
  });
  for (const a of list) {
    for (const b of list) {
      if (hidden.indexOf(a.name) >= hidden.indexOf(b.name) || next() > 0.12) continue;
      if (next() < 0.5) a.before.push(b.name);
      else b.after.push(a.name);
    }
  }
  return shuffled(list, next);
}

/** Whether `a` has to stand before `b`, directly or through others. */
function precedes(list: readonly Sample[], a: string, b: string): boolean {
  const of = (name: string) => list.find((s) => s.name === name)!;
  return list.some((s) =>
    (of(a).before.includes(s.name) || s.after.includes(a)) &&
    (s.name === b || precedes(list, s.name, b))
  );
}

/** The model: class, then list, both turned round for RQ_SEND_RESPONSE; then the first that no other has to precede. */
function expected(list: readonly Sample[], handler: Handler): string[] {
  const pre = handler.replace("onPost", "on") as Handler;
  const rank = (s: Sample) => CLASSES.indexOf(s.priority[handler] ?? s.priority[pre] ?? "MEDIUM");
  const sorted = CLASSES.flatMap((_, r) =>
    list.filter((s) => s.handlers.includes(handler) && rank(s) === r)
  );
  if (handler === "onSendResponse") sorted.reverse();
  const left = sorted.map((s) => s.name);
  const order: string[] = [];
  while (left.length > 0) {
    const free = left.find((name) => !left.some((other) => precedes(list, other, name)))!;
    order.push(...left.splice(left.indexOf(free), 1));
  }
  return order;
}

function moduleOf(sample: Sample, seen: string[]): ModuleDefinition {
  const { handlers, ...rest } = sample;
  const note = (h: Handler) => () => {
    seen.push(`${h} ${sample.name}`);
    return RQ_NOTIFICATION_CONTINUE;
  };
  return defineModule({ ...rest, ...Object.fromEntries(handlers.map((h) => [h, note(h)])) });
}

const orderOf = (seen: readonly string[], handler: Handler): string[] =>
  seen.filter((n) => n.startsWith(`${handler} `)).map((n) => n.slice(handler.length + 1));

// @see request-processing-constants
Deno.test("12.4 PRIORITY_ALIAS_*, list and constraints give the model's order, 1,000 seeds", async () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const list = samples(random(seed));
    const { text, seen } = house((seen: string[]) => list.map((s) => moduleOf(s, seen)), { app });
    await text();
    for (const h of TRIED) {
      const message = `Seed ${seed}, ${h}: ${JSON.stringify(list)}`;
      assertEquals(orderOf(seen, h), expected(list, h), message);
    }
  }
});

// @see request-processing-constants
Deno.test("12.4 constraints that leave no choice give one order from any list, 200 seeds", async () => {
  const chain = ["M0", "M1", "M2", "M3", "M4", "M5"];
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const list = shuffled(chain, next).map((name): Sample => {
      const place = chain.indexOf(name);
      const after = place > 0 ? [chain[place - 1]] : [];
      return { name, handlers: ["onBeginRequest"], priority: {}, before: [], after };
    });
    const { text, seen } = house((seen: string[]) => list.map((s) => moduleOf(s, seen)), { app });
    await text();
    assertEquals(orderOf(seen, "onBeginRequest"), chain, `Seed ${seed}`);
  }
});

/** A ring of `length` modules, each said by `before` or by `after`, among others that are free. */
function ring(length: number, next: () => number): Sample[] {
  const list = Array.from({ length: length + 2 }, (_, i): Sample => ({
    name: `M${i}`,
    handlers: ["onBeginRequest"],
    priority: {},
    before: [],
    after: [],
  }));
  for (let i = 0; i < length; i++) {
    const follower = (i + 1) % length;
    if (next() < 0.5) list[i].before.push(`M${follower}`);
    else list[follower].after.push(`M${i}`);
  }
  return shuffled(list, next);
}

/** Whether a message names a whole ring in its order, closed at its first member. */
function printsRing(message: string, length: number): boolean {
  const path = (message.match(/M\d+/g) ?? []).map((name) => Number(name.slice(1)));
  const walk = (step: number) => (from: number) =>
    Array.from({ length: length + 1 }, (_, i) => (from + step * i + length * length) % length);
  return Array.from({ length }, (_, i) => i).some((from) =>
    [walk(1), walk(-1)].some((w) => path.join(" ").includes(w(from).join(" ")))
  );
}

// @see request-processing-constants
Deno.test("R.8 a cycle of before and after is an error at start that prints the path, 200 seeds", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const length = 2 + Math.floor(next() * 4);
    const list = ring(length, next);
    const error = assertThrows(() =>
      house((seen: string[]) => list.map((s) => moduleOf(s, seen)), { app })
    );
    const message = String(error);
    assert(printsRing(message, length), `Seed ${seed}: ${message}`);
  }
});

Deno.test("R.8 a module that has to run before itself is a cycle", () => {
  const alone = defineModule({ name: "Alone", before: ["Alone"], onBeginRequest() {} });
  const error = assertThrows(() => house(alone, { app }));
  assert(String(error).includes("Alone"), String(error));
});

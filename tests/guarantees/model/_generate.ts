// Which programs are tried? Random ones, biased towards what parks, completes, flushes and goes wrong.
import fc from "fast-check";
import { type Handler, HANDLERS } from "../../conformance/_notes.ts";
import {
  type Action,
  type Answer,
  type AppPlan,
  HEADERS,
  type How,
  type ModulePlan,
  type Program,
  type Script,
  type Slot,
} from "./_program.ts";

type Weighted<T> = { weight: number; arbitrary: fc.Arbitrary<T> };
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>): Weighted<T> => ({
  weight,
  arbitrary,
});

const text = fc.constantFrom("a", "bb", "ccc", "");
const name = fc.constantFrom(...HEADERS);
const how = fc.constantFrom<How>("await", "await", "loose", "async");
const handler = fc.constantFrom<Handler>(...HANDLERS);
const bit = fc.constantFrom<0 | 2>(0, 0, 2);

const post = fc.record({
  do: fc.constant("complete" as const),
  how: fc.constant("post" as const),
  value: fc.nat(9),
  when: fc.constantFrom<"now" | "micro" | number>("now", "micro", 1, 2, 4),
});
const indicate = fc.record({
  do: fc.constant("complete" as const),
  how: fc.constant("indicate" as const),
  value: fc.constantFrom(0, 0, 0, 1, 2),
  when: fc.constantFrom<"now" | "micro" | number>("now", "micro", 1, 2, 4),
});
const plain = (word: "clear" | "unbuffer" | "handled" | "error" | "reset" | "sent" | "custom") =>
  fc.constant<Action>({ do: word });

/** What any handler may do to the response, without waiting and without a promise. */
const edits: Weighted<Action>[] = [
  often(
    2,
    fc.record({
      do: fc.constant("status" as const),
      code: fc.constantFrom(200, 201, 404, 500, 204),
    }),
  ),
  often(
    4,
    fc.record({
      do: fc.constant("header" as const),
      name,
      value: fc.constantFrom("1", "2"),
      replace: fc.boolean(),
    }),
  ),
  often(1, fc.record({ do: fc.constant("delete" as const), name })),
  often(1, plain("clear")),
  often(1, plain("sent")),
];
const operations: Weighted<Action>[] = [
  often(8, fc.record({ do: fc.constant("write" as const), text, how })),
  often(7, fc.record({ do: fc.constant("flush" as const), how, more: fc.boolean() })),
  often(
    4,
    fc.record({
      do: fc.constant("read" as const),
      how: fc.constantFrom<"await" | "async">("await", "async"),
    }),
  ),
];
const completions: Weighted<Action>[] = [often(6, post), often(6, indicate)];
const states: Weighted<Action>[] = [
  often(1, plain("handled")),
  often(1, plain("error")),
  often(1, plain("reset")),
];
/** What only a deterministic handler may do. */
const control: Weighted<Action>[] = [
  often(2, plain("unbuffer")),
  often(2, plain("custom")),
  often(1, fc.record({ do: fc.constant("disable" as const), slot: handler })),
  often(2, fc.record({ do: fc.constant("next" as const), status: bit })),
  often(2, fc.record({ do: fc.constant("last" as const), status: bit })),
];
const waits: Weighted<Action>[] = [
  often(5, fc.record({ do: fc.constant("tick" as const), n: fc.integer({ min: 1, max: 3 }) })),
  often(1, fc.constant<Action>({ do: "leave" })),
];

/** After IndicateCompletion a module touches nothing any more; a second completion is all that it may try. */
function leaving({ actions, ...script }: Script): Script {
  const place = actions.findIndex((a) =>
    a.do === "complete" && a.how === "indicate" && a.when === "now"
  );
  if (place < 0) return { ...script, actions };
  const rest = actions.slice(place + 1).filter((a) => a.do === "complete");
  return { ...script, actions: [...actions.slice(0, place + 1), ...rest] };
}

/** What cannot be where a promise is not awaited is left out or dropped. */
function fitting(given: Script): Script {
  const script = leaving(given);
  if (script.async) return script;
  const actions = script.actions.flatMap((action): Action[] => {
    if (action.do === "tick" || action.do === "leave") return [];
    if (!("how" in action) || action.how !== "await") return [action];
    return action.do === "read" ? [] : [{ ...action, how: "loose" } as Action];
  });
  return { ...script, actions };
}

/** A script of so many actions. */
function scripts(kinds: Weighted<Action>[], answers: Weighted<Answer>[]): fc.Arbitrary<Script> {
  return fc.record({
    async: fc.boolean(),
    actions: fc.array(fc.oneof(...kinds), { maxLength: 4 }),
    answer: fc.oneof(...answers),
  }).map(fitting);
}

const answers: Weighted<Answer>[] = [
  often(7, fc.constant("op")),
  often(4, fc.constant(1)),
  often(1, fc.constant(0)),
  often(1, fc.constant(2)),
  often(1, fc.constant("throw")),
];
const common = [...edits, ...operations, ...completions, ...states, ...waits];
const deterministic = scripts([...common, ...control], answers);
const custom = scripts(common, answers);
const sending = scripts(
  [
    ...edits,
    often(
      4,
      fc.record({ do: fc.constant("write" as const), text, how: fc.constant<How>("async") }),
    ),
    often(1, fc.record({ do: fc.constant("flush" as const), how, more: fc.boolean() })),
    often(2, fc.constant<Action>({ do: "tick", n: 1 })),
  ],
  answers.filter((_, place) => place !== 0),
);
const reading = scripts([...edits, often(2, fc.constant<Action>({ do: "tick", n: 1 }))], [
  often(6, fc.constant(0)),
  often(1, fc.constant(1)),
  often(1, fc.constant(2)),
  often(1, fc.constant("throw")),
]);

const scriptOf = (slot: Slot): fc.Arbitrary<Script> =>
  slot === "onSendResponse"
    ? sending
    : slot === "onReadEntity"
    ? reading
    : slot === "onCustomRequestNotification"
    ? custom
    : deterministic;

const slots = fc.uniqueArray(
  fc.oneof(
    often<Slot>(12, handler),
    often<Slot>(1, fc.constant("onExecuteRequestHandler")),
    often<Slot>(1, fc.constant("onSendResponse")),
    often<Slot>(1, fc.constant("onReadEntity")),
    often<Slot>(2, fc.constant("onCustomRequestNotification")),
  ),
  { minLength: 1, maxLength: 4 },
);
const classes = fc.constantFrom("FIRST" as const, "HIGH" as const, "LOW" as const, "LAST" as const);

const modules: fc.Arbitrary<ModulePlan> = slots.chain((chosen) =>
  fc.record({
    handlers: fc.tuple(...chosen.map(scriptOf)).map((list) =>
      Object.fromEntries(chosen.map((slot, place) => [slot, list[place]]))
    ),
    completions: fc.array(deterministic, { maxLength: 2 }),
    priority: fc.option(fc.record({ slot: fc.constantFrom(...chosen), alias: classes }), {
      freq: 3,
    })
      .map((chosen) => chosen ? { [chosen.slot]: chosen.alias } : {}),
  })
);

const app: fc.Arbitrary<AppPlan> = fc.record({
  status: fc.constantFrom(200, 200, 201, 404, 500),
  text: fc.constantFrom("app", "", "a longer answer of the app"),
  headers: fc.array(fc.tuple(name, fc.constantFrom("app", "3")), { maxLength: 2 })
    .map((list) => [...new Map(list)]),
});

/** Any program. */
export const programs: fc.Arbitrary<Program> = fc.record({
  mount: fc.constantFrom("server" as const, "hono" as const),
  method: fc.constantFrom(
    "GET" as const,
    "GET" as const,
    "POST" as const,
    "POST" as const,
    "HEAD" as const,
  ),
  entity: fc.constantFrom("entity", "x", ""),
  app: fc.option(app, { freq: 4 }),
  modules: fc.array(modules, { minLength: 1, maxLength: 3 }),
}).map((program) => {
  const lost = program.mount === "hono" && !program.app;
  return lost ? { ...program, mount: "server" } : program;
});

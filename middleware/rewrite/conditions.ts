// Where does a URL lead? What has to hold for a rule besides its pattern.
import type { Place } from "../_shared/place.ts";
import type { Condition, Conditions } from "./options.ts";
import { compilePattern, type Found, type PatternSyntax } from "./pattern.ts";
import type { FileKind, RuleState } from "./rule-state.ts";
import { compileTemplate, type Lookups } from "./template.ts";

/** Conditions, made ready. Whether they hold; a promise where the answer has to be waited for, and asked for again. */
export type ConditionCheck = (state: RuleState) => boolean | Promise<void>;

/** How one condition comes out. */
interface Outcome {
  readonly holds: boolean;
  /** The match, for its groups. */
  readonly found: Found | null;
  readonly isPlain: boolean;
}

type Check = (state: RuleState) => Outcome | Promise<void>;

const NO_CONDITIONS: ConditionCheck = () => true;

/** Makes conditions ready. */
export function compileConditions(
  said: Conditions | readonly Condition[] | undefined,
  { syntax, lookups }: { readonly syntax?: PatternSyntax; readonly lookups: Lookups },
  place: Place,
): ConditionCheck {
  const conditions: Conditions = isList(said) ? { add: said } : said ?? {};
  const { add = [], logicalGrouping = "MatchAll", trackAllCaptures = false } = conditions;
  if (add.length === 0) return NO_CONDITIONS;
  const where = isList(said) ? place : place.at("add");
  const checks = add.map((one, index) => {
    const input = compileTemplate(one.input, lookups, where.at(index).at("input"));
    const test = compileTest(one, syntax, where.at(index).at("pattern"));
    return checkOf(input, test, one.negate === true);
  });
  const all = logicalGrouping === "MatchAll";
  return (state) => checkAll(checks, state, { all, trackAllCaptures });
}

function checkAll(
  checks: readonly Check[],
  state: RuleState,
  { all, trackAllCaptures }: { all: boolean; trackAllCaptures: boolean },
): boolean | Promise<void> {
  for (const check of checks) {
    const outcome = check(state);
    if (outcome instanceof Promise) return outcome;
    if (outcome.holds && outcome.found !== null) note(state, outcome, trackAllCaptures);
    if (outcome.holds !== all) return outcome.holds;
  }
  return all;
}

/** The groups that {C:n} stands for from now on. */
function note(state: RuleState, { found, isPlain }: Outcome, track: boolean): void {
  const known = state.conditionGroups;
  const { groups } = found!;
  const joins = track && known.length > 0;
  state.conditionGroups = joins ? [...known, ...groups.slice(1)] : groups;
  state.conditionIsPlain = isPlain || (joins && state.conditionIsPlain);
}

type Test = (input: string, state: RuleState) => boolean | Found | null | Promise<void>;

function compileTest(
  { pattern = "", matchType = "Pattern", ignoreCase }: Condition,
  syntax: PatternSyntax | undefined,
  place: Place,
): Test {
  if (matchType === "Pattern") {
    const matcher = compilePattern({ pattern, syntax, ignoreCase }, place);
    return (input) => matcher.find(input);
  }
  const wished: FileKind = matchType === "IsFile" ? "file" : "directory";
  return (input, state) => {
    const kind = state.kindOf(input);
    return kind instanceof Promise ? kind : kind === wished;
  };
}

function checkOf(
  input: ReturnType<typeof compileTemplate>,
  test: Test,
  negate: boolean,
): Check {
  return (state) => {
    const result = test(input.expand(state), state);
    if (result instanceof Promise) return result;
    const found = typeof result === "boolean" ? null : result;
    const matches = result !== null && result !== false;
    const isPlain = input.isPlain || (input.hasConditions && state.conditionIsPlain);
    return { holds: matches !== negate, found, isPlain };
  };
}

function isList(
  said: Conditions | readonly Condition[] | undefined,
): said is readonly Condition[] {
  return Array.isArray(said);
}

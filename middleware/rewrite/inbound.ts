// Where does a URL lead? Rules for requests: whether one is for a URL, and the order in which they are asked.
import { FAILED } from "../../mod.ts";
import type { Place } from "../_shared/place.ts";
import { type ActionOf, compileAction, NEXT, type Outcome, STOP } from "./actions.ts";
import { compileConditions, type ConditionCheck } from "./conditions.ts";
import type { InboundRule, RuleLocation } from "./options.ts";
import { compilePattern, type Matcher } from "./pattern.ts";
import type { RuleState } from "./rule-state.ts";
import { compileTemplate, type Lookups, type Template } from "./template.ts";

/** A variable that a rule sets. */
interface VariableToSet {
  readonly name: string;
  readonly value: Template;
  readonly replace: boolean;
}

/** A rule, made ready. */
export interface Rule {
  /** The folder below which it sees URLs; empty for the root. */
  readonly base: string;
  readonly matcher: Matcher;
  readonly negate: boolean;
  readonly conditions: ConditionCheck;
  readonly variables: readonly VariableToSet[];
  readonly action: ActionOf;
  readonly stops: boolean;
}

/** What rules are made ready with. */
export interface Surroundings {
  readonly lookups: Lookups;
  /** Variables that may be set, in capitals; null for all. */
  readonly allowed: ReadonlySet<string> | null;
  /** The folder of the rules; empty for the root. */
  readonly base: string;
}

/** Makes rules ready. */
export function compileRules(
  rules: readonly InboundRule[] | undefined,
  around: Surroundings,
  place: Place,
): Rule[] {
  return (rules ?? []).flatMap((rule, index) =>
    rule.enabled === false ? [] : [compileRule(rule, around, place.at(index))]
  );
}

function compileRule(rule: InboundRule, around: Surroundings, place: Place): Rule {
  const { lookups, base } = around;
  const { match: { url, ignoreCase, negate = false }, patternSyntax: syntax } = rule;
  const source = { pattern: url, syntax, ignoreCase };
  return {
    base,
    matcher: compilePattern(source, place.at("match").at("url")),
    negate,
    conditions: compileConditions(rule.conditions, { syntax, lookups }, place.at("conditions")),
    variables: compileVariables(rule, around, place.at("serverVariables")),
    action: compileAction(rule.action ?? { type: "None" }, around, place.at("action")),
    stops: rule.stopProcessing === true,
  };
}

function compileVariables(
  { serverVariables = [] }: InboundRule,
  { lookups, allowed }: Surroundings,
  place: Place,
): VariableToSet[] {
  return serverVariables.map(({ name, value, replace = true }, index) => {
    const here = place.at(index);
    if (allowed !== null && !allowed.has(name.toUpperCase())) {
      throw here.at("name").wrong(name, "one of allowedServerVariables");
    }
    return { name, value: compileTemplate(value, lookups, here.at("value")), replace };
  });
}

/** Asks rules in their order, from one on. Waits where a file has to be looked for, and asks that rule again. */
export function askRules(
  rules: readonly Rule[],
  state: RuleState,
  from = 0,
): Outcome | Promise<Outcome> {
  for (let index = from; index < rules.length; index++) {
    const rule = rules[index];
    const meets = isFor(rule, state);
    if (meets instanceof Promise) return meets.then(() => askRules(rules, state, index));
    if (!meets) continue;
    const outcome = perform(rule, state);
    if (outcome !== NEXT) return outcome;
    if (rule.stops) return STOP;
  }
  return NEXT;
}

function isFor(rule: Rule, state: RuleState): boolean | Promise<void> {
  const input = inputOf(rule.base, state.path);
  if (input === null) return false;
  const found = rule.matcher.find(input);
  if ((found === null) !== rule.negate) return false;
  state.begin(found?.groups ?? []);
  return rule.conditions(state);
}

/** The path below a folder, without a slash in front; null if it lies elsewhere. */
export function inputOf(base: string, path: string): string | null {
  if (base === "") return path.slice(1);
  const start = path.slice(0, base.length).toLowerCase();
  const rest = path.slice(base.length);
  return start === base.toLowerCase() && (rest === "" || rest.startsWith("/"))
    ? rest.slice(1)
    : null;
}

/** Everything that a rule says is read before anything of it is done. */
function perform(rule: Rule, state: RuleState): Outcome {
  const act = rule.action(state);
  const values = rule.variables.map(({ value }) => value.expand(state));
  rule.variables.forEach((variable, index) => setVariable(state, variable, values[index]));
  return act();
}

function setVariable(
  { context }: RuleState,
  { name, replace }: VariableToSet,
  value: string,
): void {
  const old = context.getServerVariable(name).value ?? "";
  if (!replace && old !== "") return;
  const header = /^HTTP_(.+)/i.exec(name)?.[1].replaceAll("_", "-").toLowerCase();
  if (header === undefined) return void context.setServerVariable(name, value);
  // What is no value, a text with a line break say, must not leave the client's own in its place.
  const isSet = value !== "" && !FAILED(context.setServerVariable(name, value));
  if (!isSet) context.getRequest().deleteHeader(header);
}

/** The rules of folders, those of the upper ones first. */
export function compileLocations(
  locations: readonly RuleLocation[] | undefined,
  around: Omit<Surroundings, "base">,
  place: Place,
): { readonly base: string; readonly rules: Rule[] }[] {
  const made = (locations ?? []).map(({ path, rules }, index) => ({
    base: path,
    rules: compileRules(rules, { ...around, base: path }, place.at(index).at("rules")),
  }));
  return made.sort((a, b) => a.base.length - b.base.length);
}

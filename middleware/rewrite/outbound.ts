// Where does a URL lead? Rules for responses, made ready: what each one looks at, and what it makes of it.
import type { Place } from "../_shared/place.ts";
import { wordsIn } from "../_shared/options.ts";
import { compileConditions, type ConditionCheck } from "./conditions.ts";
import type { CustomTags, OutboundRule, OutboundRules } from "./outbound-options.ts";
import { compilePattern, type Matcher } from "./pattern.ts";
import type { RuleState } from "./rule-state.ts";
import { compileTemplate, type Lookups, type Template } from "./template.ts";

/** A rule for responses, made ready. */
export interface ResponseRule {
  /** The header that it is for; null for the body. */
  readonly header: string | null;
  /** The attributes that it is for, "img src"; null for the whole text. */
  readonly attributes: ReadonlySet<string> | null;
  readonly preCondition: ConditionCheck;
  readonly matcher: Matcher;
  readonly negate: boolean;
  readonly conditions: ConditionCheck;
  /** What takes the place of the input; null for nothing. */
  readonly value: Template | null;
  readonly replace: boolean;
  readonly occurrences: number;
  readonly stops: boolean;
}

const TAGS: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  area: ["href"],
  base: ["href"],
  form: ["action"],
  frame: ["src", "longdesc"],
  head: ["profile"],
  iframe: ["src", "longdesc"],
  img: ["src", "longdesc", "usemap"],
  input: ["src", "usemap"],
  link: ["href"],
  script: ["src"],
};
const TAG_WISH =
  "A, Area, Base, Form, Frame, Head, IFrame, Img, Input, Link, Script, CustomTags or None";

/** Makes the rules ready. */
export function compileOutbound(
  { rules, preConditions = [], customTags = [] }: OutboundRules,
  lookups: Lookups,
  place: Place,
): ResponseRule[] {
  const known = new Map(preConditions.map((one, index) => {
    const around = { syntax: one.patternSyntax, lookups };
    const here = place.at("preConditions").at(index);
    patternsOnly(one.add, here.at("add"));
    return [one.name.toLowerCase(), compileConditions(one, around, here)];
  }));
  return rules.flatMap((rule, index) => {
    if (rule.enabled === false) return [];
    const here = place.at("rules").at(index);
    const preCondition = preConditionOf(rule, known, here.at("preCondition"));
    return [compileRule(rule, { lookups, customTags, preCondition }, here)];
  });
}

function preConditionOf(
  { preCondition }: OutboundRule,
  known: ReadonlyMap<string, ConditionCheck>,
  place: Place,
): ConditionCheck {
  if (preCondition === undefined) return () => true;
  const found = known.get(preCondition.toLowerCase());
  if (found === undefined) throw place.wrong(preCondition, "the name of one of preConditions");
  return found;
}

function compileRule(
  rule: OutboundRule,
  around: {
    readonly lookups: Lookups;
    readonly customTags: readonly CustomTags[];
    readonly preCondition: ConditionCheck;
  },
  place: Place,
): ResponseRule {
  const { match, patternSyntax: syntax, action = { type: "None" } } = rule;
  const { header, attributes } = targetOf(match, around.customTags, place.at("match"));
  const isWhole = header !== null || attributes !== null;
  if (!isWhole) checkSearch(rule, place);
  const conditions = Array.isArray(rule.conditions)
    ? rule.conditions
    : (rule.conditions as { add?: readonly [] } | undefined)?.add ?? [];
  patternsOnly(conditions, place.at("conditions"));
  const source = { pattern: match.pattern, syntax, ignoreCase: match.ignoreCase, whole: isWhole };
  return {
    header,
    attributes,
    preCondition: around.preCondition,
    matcher: compilePattern(source, place.at("match").at("pattern")),
    negate: match.negate === true,
    conditions: compileConditions(
      rule.conditions,
      { syntax, lookups: around.lookups },
      place.at("conditions"),
    ),
    value: action.type === "None"
      ? null
      : compileTemplate(action.value ?? "", around.lookups, place.at("action").at("value")),
    replace: (action as { replace?: boolean }).replace !== false,
    occurrences: match.occurrences || Infinity,
    stops: rule.stopProcessing === true,
  };
}

/** What a rule looks into: a header, attributes of tags, or, where both are null, the whole body. */
function targetOf(
  match: OutboundRule["match"],
  customTags: readonly CustomTags[],
  place: Place,
): Pick<ResponseRule, "header" | "attributes"> {
  if (match.serverVariable === undefined) {
    return { header: null, attributes: attributesOf(match, customTags, place) };
  }
  return { header: headerName(match.serverVariable, place.at("serverVariable")), attributes: null };
}

/** RESPONSE_X_NAME stands for the header X-Name. */
function headerName(variable: string, place: Place): string {
  const name = /^RESPONSE_(.+)$/i.exec(variable)?.[1];
  if (name === undefined || /^status$/i.test(name)) {
    throw place.wrong(variable, "RESPONSE_ with the name of a header");
  }
  return name.replaceAll("_", "-");
}

function attributesOf(
  { filterByTags = "None", customTags }: OutboundRule["match"],
  known: readonly CustomTags[],
  place: Place,
): ReadonlySet<string> | null {
  const found = new Set<string>();
  for (const word of wordsIn(filterByTags)) {
    const tag = word.toLowerCase();
    if (tag === "none") continue;
    if (tag === "customtags") {
      for (const one of customOf(customTags, known, place)) found.add(one);
    } else if (!Object.hasOwn(TAGS, tag)) {
      throw place.at("filterByTags").wrong(filterByTags, TAG_WISH);
    } else for (const attribute of TAGS[tag]) found.add(`${tag} ${attribute}`);
  }
  return found.size === 0 ? null : found;
}

function customOf(
  name: string | undefined,
  known: readonly CustomTags[],
  place: Place,
): string[] {
  const tags = known.find((one) => one.name.toLowerCase() === name?.toLowerCase());
  if (tags === undefined) throw place.at("customTags").wrong(name, "the name of one of customTags");
  return tags.tag.map(({ name, attribute }) => `${name} ${attribute}`.toLowerCase());
}

/** What the whole text cannot be asked for. */
function checkSearch({ match, patternSyntax }: OutboundRule, place: Place): void {
  if (patternSyntax === "Wildcard") {
    throw place.at("patternSyntax").wrong(
      patternSyntax,
      "ECMAScript or ExactMatch without filterByTags",
    );
  }
  if (match.negate === true) {
    throw place.at("match").at("negate").wrong(
      true,
      "false without filterByTags or serverVariable",
    );
  }
}

function patternsOnly(conditions: readonly { matchType?: string }[], place: Place): void {
  conditions.forEach(({ matchType = "Pattern" }, index) => {
    if (matchType === "Pattern") return;
    throw place.at(index).at("matchType").wrong(matchType, "Pattern in rules for responses");
  });
}

/** How often a rule may still replace something in one response. */
export class Budget {
  readonly #left = new Map<ResponseRule, number>();

  isSpent(rule: ResponseRule): boolean {
    return (this.#left.get(rule) ?? rule.occurrences) <= 0;
  }

  spend(rule: ResponseRule): void {
    this.#left.set(rule, (this.#left.get(rule) ?? rule.occurrences) - 1);
  }
}

/** What rules make of an input as a whole, an address or a header; each is given what the one before it has made. */
export function rewriteInput(
  rules: readonly ResponseRule[],
  input: string,
  state: RuleState,
  budget: Budget,
): string {
  for (const rule of rules) {
    if (budget.isSpent(rule)) continue;
    const found = rule.matcher.find(input);
    if ((found === null) !== rule.negate) continue;
    state.begin(found?.groups ?? []);
    if (rule.conditions(state) !== true) continue;
    if (rule.value !== null && (rule.replace || input === "")) {
      budget.spend(rule);
      input = rule.value.expand(state);
    }
    if (rule.stops) break;
  }
  return input;
}

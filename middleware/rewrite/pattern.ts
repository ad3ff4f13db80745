// Where does a URL lead? Patterns in their three syntaxes, and a search that nobody can make slow by what he asks for.
import type { Place } from "../_shared/place.ts";
import { type AST, parsePattern } from "../_shared/regexpp.ts";
import { costOf, longest } from "./pattern-cost.ts";
import { search } from "./pattern-machine.ts";
import { NoProgram, type Program, programOf } from "./pattern-program.ts";

/** How patterns are written. */
export type PatternSyntax = "ECMAScript" | "Wildcard" | "ExactMatch";

/** What was found. */
export interface Found {
  readonly index: number;
  readonly end: number;
  /** The whole match, and its groups; a group that took no part is empty. */
  readonly groups: readonly string[];
}

/** A pattern that can be looked for. */
export interface Matcher {
  /** Looks for it in a text, from a place on. */
  find(input: string, from?: number): Found | null;
  /** The most characters that have to be known to be sure of a match; Infinity if there is no bound. */
  readonly reach: number;
}

/** What is to be made a matcher. */
export interface PatternSource {
  readonly pattern: string;
  readonly syntax?: PatternSyntax;
  /** True where nothing is said. */
  readonly ignoreCase?: boolean;
  /** Whether wildcards and exact texts have to be the whole input; true where nothing is said. */
  readonly whole?: boolean;
}

/** Steps of backtracking that nobody notices. */
const BUDGET = 4_000_000;

/** Makes a pattern ready. Throws the error of its place for one that is none, or that could take for ever. */
export function compilePattern(source: PatternSource, place: Place): Matcher {
  const { pattern, ignoreCase = true } = source;
  const text = regularExpression(source);
  let expression: RegExp;
  let tree: AST.Pattern;
  try {
    expression = new RegExp(text, ignoreCase ? "gi" : "g");
    tree = parsePattern(text);
  } catch (error) {
    throw place.error(`is ${JSON.stringify(pattern)}`, `a regular expression: ${error}`);
  }
  const { degree, factor } = costOf(tree);
  // Where one pass is enough, and where few characters cannot become many steps, the runtime's own search is best.
  const most = degree <= 1 && factor <= 64 ? Infinity : (BUDGET / factor) ** (1 / degree);
  const slow = lazy(() => programOf(tree, ignoreCase));
  if (degree === Infinity) slow(place);
  return {
    reach: longest(tree),
    find: (input, from = 0) =>
      input.length - from <= most && degree < Infinity
        ? findQuickly(expression, input, from)
        : findSteadily(slow(place), input, from),
  };
}

function regularExpression(
  { pattern, syntax = "ECMAScript", whole = true }: PatternSource,
): string {
  if (syntax === "ECMAScript") return pattern;
  const literal = pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const text = syntax === "ExactMatch"
    ? literal
    : literal.replace(/\\\*|\\\?/g, (sign) => sign === "\\*" ? "([^]*)" : "[^]");
  return whole ? `^${text}$` : text;
}

/** Most patterns never need their program. */
function lazy(make: () => Program): (place: Place) => Program {
  let made: Program | null = null;
  return (place) => {
    try {
      return made ??= make();
    } catch (error) {
      if (!(error instanceof NoProgram)) throw error;
      const why = `could take very long, and cannot be run otherwise: ${error.message}`;
      throw place.error(why, "a pattern without a repetition inside a repetition");
    }
  };
}

function findQuickly(expression: RegExp, input: string, from: number): Found | null {
  expression.lastIndex = from;
  const found = expression.exec(input);
  if (found === null) return null;
  const groups = found.map((group) => group ?? "");
  return { index: found.index, end: found.index + found[0].length, groups };
}

function findSteadily(program: Program, input: string, from: number): Found | null {
  const places = search(program, input, from);
  if (places === null) return null;
  const groups: string[] = [];
  for (let slot = 0; slot < places.length; slot += 2) {
    groups.push(places[slot + 1] < 0 ? "" : input.slice(places[slot], places[slot + 1]));
  }
  return { index: places[0], end: places[1], groups };
}

// What do ready modules share? The door to regexpp, which reads regular expressions as trees.
import type { AST } from "./regexpp.d.ts";
// @ts-types="./regexpp.d.ts"
import { RegExpParser } from "npm:@eslint-community/regexpp@4.12.2";

export type { AST } from "./regexpp.d.ts";

/** The tree of a regular expression without flags. Throws a SyntaxError where it is none. */
export function parsePattern(source: string): AST.Pattern {
  return new RegExpParser().parsePattern(source);
}

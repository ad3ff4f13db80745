// What do ready modules share? The types of regexpp, as far as it is used; its own do not resolve everywhere.

/** The tree of a regular expression. */
export namespace AST {
  /** A regular expression. */
  interface Pattern {
    readonly type: "Pattern";
    readonly alternatives: readonly Alternative[];
  }
  /** One of the ways between which "|" stands. */
  interface Alternative {
    readonly elements: readonly Element[];
  }
  interface Group {
    readonly type: "Group";
    readonly raw: string;
    readonly alternatives: readonly Alternative[];
  }
  interface CapturingGroup {
    readonly type: "CapturingGroup";
    readonly raw: string;
    readonly alternatives: readonly Alternative[];
  }
  interface Character {
    readonly type: "Character";
    readonly raw: string;
    /** Its code. */
    readonly value: number;
  }
  interface CharacterSet {
    readonly type: "CharacterSet" | "CharacterClass" | "ExpressionCharacterClass";
    readonly raw: string;
  }
  interface Backreference {
    readonly type: "Backreference";
    readonly raw: string;
  }
  interface Quantifier {
    readonly type: "Quantifier";
    readonly raw: string;
    readonly min: number;
    /** Infinity where there is no end. */
    readonly max: number;
    readonly greedy: boolean;
    readonly element: Element;
  }
  interface EdgeAssertion {
    readonly type: "Assertion";
    readonly kind: "start" | "end";
    readonly raw: string;
  }
  interface WordBoundaryAssertion {
    readonly type: "Assertion";
    readonly kind: "word";
    readonly raw: string;
    readonly negate: boolean;
  }
  interface LookaroundAssertion {
    readonly type: "Assertion";
    readonly kind: "lookahead" | "lookbehind";
    readonly raw: string;
    readonly negate: boolean;
    readonly alternatives: readonly Alternative[];
  }
  type Assertion = EdgeAssertion | WordBoundaryAssertion | LookaroundAssertion;
  type Element =
    | Group
    | CapturingGroup
    | Character
    | CharacterSet
    | Backreference
    | Quantifier
    | Assertion;
}

/** Reads regular expressions. */
export class RegExpParser {
  parsePattern(source: string): AST.Pattern;
}

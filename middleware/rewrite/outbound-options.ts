// Where does a URL lead? What can be said about rules for responses.
import type { Condition, Conditions } from "./options.ts";
import type { PatternSyntax } from "./pattern.ts";

/** What a rule for responses has its pattern for. */
export interface OutboundMatch {
  /** The pattern. */
  readonly pattern: string;
  /** The tags whose addresses are looked at, with commas between: "A, Img, CustomTags"; "None" for the whole text. */
  readonly filterByTags?: string;
  /** The name of a collection of `customTags`. */
  readonly customTags?: string;
  /** The header that is looked at, RESPONSE_LOCATION for Location, in place of the body. */
  readonly serverVariable?: string;
  /** Whether the case of letters does not count; true where nothing is said. */
  readonly ignoreCase?: boolean;
  /** Whether the rule is for what does not match; false where nothing is said. */
  readonly negate?: boolean;
  /** How many times at most something is replaced in a response; 0, and nothing said, is without a bound. */
  readonly occurrences?: number;
}

/** What a rule for responses does. */
export interface OutboundAction {
  /** "Rewrite" or "None". */
  readonly type: "Rewrite" | "None";
  /** What takes the place of the input: an address, a header; of the match alone, where the whole text is looked at. */
  readonly value?: string;
  /** Whether a header is set also where it has a value; true where nothing is said. */
  readonly replace?: boolean;
}

/** A rule for responses. */
export interface OutboundRule {
  /** A name for people; no two rules have the same. */
  readonly name?: string;
  /** Whether it counts; true where nothing is said. */
  readonly enabled?: boolean;
  /** Whether no later rule is asked for an input that it has matched; false where nothing is said. */
  readonly stopProcessing?: boolean;
  /** How its patterns are written; "ECMAScript". */
  readonly patternSyntax?: PatternSyntax;
  /** The name of the pre-condition without which it is not asked. */
  readonly preCondition?: string;
  /** Its pattern. */
  readonly match: OutboundMatch;
  /** What has to hold besides; patterns only. */
  readonly conditions?: Conditions | readonly Condition[];
  /** What it does. */
  readonly action?: OutboundAction;
}

/** What has to hold for a response as a whole. */
export interface PreCondition {
  /** The name by which rules refer to it. */
  readonly name: string;
  /** Whether all have to hold, or one; "MatchAll". */
  readonly logicalGrouping?: "MatchAll" | "MatchAny";
  /** How its patterns are written; "ECMAScript". */
  readonly patternSyntax?: PatternSyntax;
  /** The conditions. */
  readonly add: readonly Condition[];
}

/** Attributes with addresses in them, of tags that are not built in. */
export interface CustomTags {
  /** The name by which rules refer to them. */
  readonly name: string;
  /** The tags. */
  readonly tag: readonly { readonly name: string; readonly attribute: string }[];
}

/** The section `outboundRules`. */
export interface OutboundRules {
  /** The rules. */
  readonly rules: readonly OutboundRule[];
  /** The pre-conditions. */
  readonly preConditions?: readonly PreCondition[];
  /** Tags that are not built in. */
  readonly customTags?: readonly CustomTags[];
}

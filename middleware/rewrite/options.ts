// Where does a URL lead? What can be said in the section, element by element.
import type { Names } from "../_shared/names.ts";
import type { OutboundRules } from "./outbound-options.ts";
import type { PatternSyntax } from "./pattern.ts";

/** One condition of a rule. */
export interface Condition {
  /** The text that is looked at; references in braces are replaced. */
  readonly input: string;
  /** What it has to match; not needed for IsFile and IsDirectory. */
  readonly pattern?: string;
  /** Whether the input is matched by the pattern, or is the path of a file or directory; "Pattern". */
  readonly matchType?: "Pattern" | "IsFile" | "IsDirectory";
  /** Whether the case of letters does not count; true where nothing is said. */
  readonly ignoreCase?: boolean;
  /** Whether the condition holds where it would not, and the other way round; false where nothing is said. */
  readonly negate?: boolean;
}

/** Several conditions. */
export interface Conditions {
  /** Whether all have to hold, or one; "MatchAll". */
  readonly logicalGrouping?: "MatchAll" | "MatchAny";
  /** Whether {C:n} counts the groups of all conditions that matched, not of the last one; false. */
  readonly trackAllCaptures?: boolean;
  /** The conditions. */
  readonly add?: readonly Condition[];
}

/** What a rule has its pattern for. */
export interface Match {
  /** The pattern. It sees the path below the rule's folder, decoded, without a slash in front and without the query. */
  readonly url: string;
  /** Whether the case of letters does not count; true where nothing is said. */
  readonly ignoreCase?: boolean;
  /** Whether the rule is for URLs that do not match; false where nothing is said. */
  readonly negate?: boolean;
}

/** A server variable that a rule sets. */
export interface RuleVariable {
  /** Its name; HTTP_NAME is the request header Name. */
  readonly name: string;
  /** Its value; an empty one takes a header away. */
  readonly value: string;
  /** Whether it is set also where it has a value; true where nothing is said. */
  readonly replace?: boolean;
}

/** What a rule does. */
export interface Action {
  /** What kind of thing. */
  readonly type: "Rewrite" | "Redirect" | "CustomResponse" | "AbortRequest" | "None";
  /** Where to, for Rewrite and Redirect: below the rule's folder, from the root with a slash in front, or absolute. */
  readonly url?: string;
  /** Whether the query string of the request goes along; true where nothing is said. */
  readonly appendQueryString?: boolean;
  /** The status of a redirection: 301, 302, 303 or 307; "Permanent". */
  readonly redirectType?: "Permanent" | "Found" | "SeeOther" | "Temporary";
  /** Whether logs have the URL that was made, not the one that arrived; false where nothing is said. */
  readonly logRewrittenUrl?: boolean;
  /** The status of a custom response. */
  readonly statusCode?: number;
  /** Its sub-status. */
  readonly subStatusCode?: number;
  /** Its reason. */
  readonly statusReason?: string;
  /** Its body, one line. */
  readonly statusDescription?: string;
}

/** A rule for requests. */
export interface InboundRule {
  /** A name for people; no two rules of one collection have the same. */
  readonly name?: string;
  /** Whether it counts; true where nothing is said. */
  readonly enabled?: boolean;
  /** Whether no later rule is asked where it has matched; false where nothing is said. */
  readonly stopProcessing?: boolean;
  /** How its patterns are written; "ECMAScript". */
  readonly patternSyntax?: PatternSyntax;
  /** Its pattern. */
  readonly match: Match;
  /** What has to hold besides. */
  readonly conditions?: Conditions | readonly Condition[];
  /** What it sets. */
  readonly serverVariables?: readonly RuleVariable[];
  /** What it does. */
  readonly action?: Action;
}

/** A table of texts. */
export interface RewriteMap {
  /** The name by which rules refer to it. */
  readonly name: string;
  /** What stands for a key that it does not have; empty where nothing is said. */
  readonly defaultValue?: string;
  /** Whether the case of letters does not count in keys; true where nothing is said. */
  readonly ignoreCase?: boolean;
  /** Its entries. */
  readonly add?: readonly { readonly key: string; readonly value: string }[] | {
    readonly [key: string]: string;
  };
}

/** A function that rules refer to as they do to a map. */
export interface RewriteProvider {
  /** The name by which rules refer to it. */
  readonly name: string;
  /** Gives the text for a key. */
  readonly rewrite: (value: string) => string;
}

/** What another server may be asked for. The attributes are those of the section `proxy`. */
export interface ProxyOptions {
  /** Whether rules may lead to other servers; false where nothing is said: such a request is 404.4. */
  readonly enabled?: boolean;
  /** Whether the other server is told the Host that the client has asked for; false where nothing is said. */
  readonly preserveHostHeader?: boolean;
  /** Whether the name of the other server in Location becomes that of this one; true where nothing is said. */
  readonly reverseRewriteHostInResponseHeaders?: boolean;
  /** How the other server is asked; `fetch` where nothing is said. Ours. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The rules of one folder. */
export interface RuleLocation {
  /** The path of the folder, "/blog". */
  readonly path: string;
  /** Its rules, asked behind those of the folders above. They see and make URLs below the folder. */
  readonly rules: readonly InboundRule[];
}

/** Options of the section `rewrite`. */
export interface RewriteOptions {
  /** Rules that are asked first, and may set any variable. */
  readonly globalRules?: readonly InboundRule[];
  /** The rules of the site. */
  readonly rules?: readonly InboundRule[];
  /** Rules of folders, as `location` elements have them. */
  readonly locations?: readonly RuleLocation[];
  /** Tables that rules refer to. */
  readonly rewriteMaps?: readonly RewriteMap[];
  /** Functions that rules refer to. */
  readonly providers?: readonly RewriteProvider[];
  /** Variables that rules may set. */
  readonly allowedServerVariables?: Names<"name">;
  /** Rules for responses. */
  readonly outboundRules?: OutboundRules;
  /** Whether and how rules may lead to other servers. */
  readonly proxy?: ProxyOptions;
}

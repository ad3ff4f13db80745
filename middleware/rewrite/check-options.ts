// Where does a URL lead? The check of what is said in the section.
import { names } from "../_shared/names.ts";
import {
  callable,
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  type Rule,
  section,
  text,
  whole,
  word,
} from "../_shared/options.ts";
import type { Place } from "../_shared/place.ts";
import type * as said from "./options.ts";
import type * as out from "./outbound-options.ts";

/** Who is told of wrong options. */
export const WHO = "rewrite (RewriteModule)";

const syntax = word("ECMAScript", "Wildcard", "ExactMatch");
const grouping = word("MatchAll", "MatchAny");
const folder: Rule<string> = fitting(
  (value) => typeof value === "string" && /^\/.*[^/]$/.test(value),
  'the path of a folder, such as "/blog"',
);

const conditionAttributes = section<said.Condition>({
  input: filled,
  pattern: text,
  matchType: word("Pattern", "IsFile", "IsDirectory"),
  ignoreCase: flag,
  negate: flag,
}, ["input"]);

const condition: Rule<said.Condition> = (value, place) => {
  conditionAttributes(value, place);
  const { matchType = "Pattern", pattern } = value;
  if (matchType === "Pattern" && pattern === undefined) missing(place, "pattern", "a pattern");
};

const conditionList = listOf(condition);
const conditionSection = section<said.Conditions>({
  logicalGrouping: grouping,
  trackAllCaptures: flag,
  add: conditionList,
});
const conditions: Rule<said.Conditions | readonly said.Condition[]> = (value, place) =>
  Array.isArray(value)
    ? conditionList(value, place)
    : conditionSection(value as said.Conditions, place);

const actionAttributes = section<said.Action>({
  type: word("Rewrite", "Redirect", "CustomResponse", "AbortRequest", "None"),
  url: text,
  appendQueryString: flag,
  redirectType: word("Permanent", "Found", "SeeOther", "Temporary"),
  logRewrittenUrl: flag,
  statusCode: whole(200, 599),
  subStatusCode: whole(0, 999),
  statusReason: text,
  statusDescription: text,
}, ["type"]);

const action: Rule<said.Action> = (value, place) => {
  actionAttributes(value, place);
  const { type, url, statusCode } = value;
  const leads = type === "Rewrite" || type === "Redirect";
  if (leads && url === undefined) missing(place, "url", `a URL for ${type}`);
  if (type === "CustomResponse" && statusCode === undefined) {
    missing(place, "statusCode", "a status");
  }
};

const inboundRule = section<said.InboundRule>({
  name: text,
  enabled: flag,
  stopProcessing: flag,
  patternSyntax: syntax,
  match: section<said.Match>({ url: text, ignoreCase: flag, negate: flag }, ["url"]),
  conditions,
  serverVariables: listOf(
    section<said.RuleVariable>({ name: filled, value: text, replace: flag }, ["name", "value"]),
  ),
  action,
}, ["match"]);

/** A rule need not have a name; two of one collection with the same one are refused, as IIS does with 500.19. */
const nameOf = ({ name }: { readonly name?: string }): string | undefined => name || undefined;

const inboundRules = listOf(inboundRule, nameOf);

const entries: Rule<Exclude<said.RewriteMap["add"], undefined>> = (value, place) => {
  const list = listOf(section<{ key: string; value: string }>({ key: text, value: text }));
  if (Array.isArray(value)) return list(value, place);
  for (const [key, one] of Object.entries(value)) text(one as string, place.at(key));
};

const outboundRule = section<out.OutboundRule>({
  name: text,
  enabled: flag,
  stopProcessing: flag,
  patternSyntax: syntax,
  preCondition: filled,
  match: section<out.OutboundMatch>({
    pattern: text,
    filterByTags: text,
    customTags: filled,
    serverVariable: filled,
    ignoreCase: flag,
    negate: flag,
    occurrences: whole(0),
  }, ["pattern"]),
  conditions,
  action: section<out.OutboundAction>({
    type: word("Rewrite", "None"),
    value: text,
    replace: flag,
  }, ["type"]),
}, ["match"]);

const outboundRules = section<out.OutboundRules>({
  rules: listOf(outboundRule, nameOf),
  preConditions: listOf(
    section<out.PreCondition>({
      name: filled,
      logicalGrouping: grouping,
      patternSyntax: syntax,
      add: conditionList,
    }, ["name", "add"]),
    (one) => one.name,
  ),
  customTags: listOf(
    section<out.CustomTags>({
      name: filled,
      tag: listOf(
        section<{ name: string; attribute: string }>({ name: filled, attribute: filled }, [
          "name",
          "attribute",
        ]),
      ),
    }, ["name", "tag"]),
    (one) => one.name,
  ),
}, ["rules"]);

const locations = listOf(
  section<said.RuleLocation>({ path: folder, rules: inboundRules }, ["path", "rules"]),
  (one) => one.path,
);

const rewriteMaps = listOf(
  section<said.RewriteMap>(
    { name: filled, defaultValue: text, ignoreCase: flag, add: entries },
    ["name"],
  ),
  (one) => one.name,
);

const providers = listOf(
  section<said.RewriteProvider>({ name: filled, rewrite: callable() }, ["name", "rewrite"]),
  (one) => one.name,
);

const proxy = section<said.ProxyOptions>({
  enabled: flag,
  preserveHostHeader: flag,
  reverseRewriteHostInResponseHeaders: flag,
  fetch: callable(),
});

/** Checks the options. What is inside of texts is checked where it is made ready. */
export function checkOptions(options?: said.RewriteOptions): said.RewriteOptions {
  return readOptions<said.RewriteOptions>(WHO, options, {
    globalRules: inboundRules,
    rules: inboundRules,
    locations,
    rewriteMaps,
    providers,
    allowedServerVariables: names("name"),
    outboundRules,
    proxy,
  });
}

function missing(place: Place, attribute: string, wished: string): never {
  throw place.at(attribute).error("is missing", wished);
}

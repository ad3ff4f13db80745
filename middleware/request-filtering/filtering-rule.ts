// Which requests are turned away before anything looks at them? Filtering rules: strings looked for in parts of a request.
import { namesIn } from "../_shared/names.ts";
import { type Denial, FILTERING_RULE_DENIED } from "./denials.ts";
import type { FilteringRule, RequestFilteringOptions } from "./options.ts";
import { hasStrayPercent, type RequestParts } from "./parts.ts";

/** Makes one rule ready. */
export function filteringRule(
  rule: FilteringRule,
  options: RequestFilteringOptions,
): (parts: RequestParts) => Denial | null {
  const small = (list: string[]): string[] => list.map((one) => one.toLowerCase());
  const strings = small(namesIn([], rule.denyStrings, "string"));
  const appliesTo = new Set(small(namesIn([], rule.appliesTo, "fileExtension")));
  const parts = scannedParts(rule, options);
  const isDenied = (text: string): boolean => strings.some((string) => text.includes(string));
  const strict = rule.denyUnescapedPercent !== false;
  return (request) => {
    if (appliesTo.size > 0 && !appliesTo.has(request.extension)) return null;
    const denied = parts(request).some(isDenied) ||
      (strict && rule.scanQueryString === true && hasStrayPercent(request.rawQuery));
    return denied ? FILTERING_RULE_DENIED : null;
  };
}

/** The texts that a rule looks at, in small letters. */
function scannedParts(
  rule: FilteringRule,
  options: RequestFilteringOptions,
): (request: RequestParts) => string[] {
  const headers = namesIn([], rule.scanHeaders, "requestHeader");
  const unescape = options.unescapeQueryString !== false;
  const free = new Set(
    namesIn([], options.alwaysAllowedQueryStrings, "queryString").map((one) => one.toLowerCase()),
  );
  return (request) => {
    const texts: string[] = [];
    if (rule.scanUrl === true) {
      texts.push(request.path.toLowerCase(), request.rawPath.toLowerCase());
    }
    if (rule.scanQueryString === true && !free.has(request.rawQuery.toLowerCase())) {
      texts.push(...request.queries(unescape));
    }
    for (const name of headers) {
      const value = request.request.getHeader(name);
      if (value !== null) texts.push(value.toLowerCase());
    }
    if (rule.scanAllRaw === true) texts.push(request.rawHeaders().toLowerCase());
    return texts;
  };
}

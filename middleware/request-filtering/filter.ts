// Which requests are turned away before anything looks at them? The checks, made ready once from the options.
import { collected } from "../_shared/collection.ts";
import { namesIn } from "../_shared/names.ts";
import * as denials from "./denials.ts";
import type { Denial } from "./denials.ts";
import { DENIED_EXTENSIONS, HIDDEN_SEGMENTS, LIMITS } from "./defaults.ts";
import { filteringRule } from "./filtering-rule.ts";
import type { FileExtension, RequestFilteringOptions, Verb, WebDavAttribute } from "./options.ts";
import { decoded, hasStrayPercent, type RequestParts } from "./parts.ts";

/** Says why a request is turned away; null if it is not. */
export type Check = (parts: RequestParts) => Denial | null;

/** All checks, in the order in which they are asked. */
export function checksOf(options: RequestFilteringOptions): Check[] {
  const always = lowerSet(namesIn([], options.alwaysAllowedUrls, "url"));
  const everywhere = always.size === 0
    ? (check: Check) => check
    : (check: Check): Check => (parts) =>
      always.has(parts.path.toLowerCase()) ? null : check(parts);
  return [
    wellFormed,
    ...limits(options),
    verbs(options),
    ...pathChecks(options).map(everywhere),
    ...queryChecks(options),
    ...(options.filteringRules ?? []).map((rule) => filteringRule(rule, options)),
  ];
}

const wellFormed: Check = ({ path, rawPath }) =>
  path.includes("\0") || hasStrayPercent(rawPath) ? denials.BAD_URL : null;

function limits({ requestLimits = {} }: RequestFilteringOptions): Check[] {
  const { maxAllowedContentLength, maxUrl, maxQueryString } = { ...LIMITS, ...requestLimits };
  const headers = collected([], requestLimits.headerLimits, "header", "adds");
  return [
    ({ request }) => {
      const length = request.getHeader("Content-Length");
      if (length === null) return null;
      if (!/^\d+$/.test(length)) return denials.BAD_LENGTH;
      return Number(length) > maxAllowedContentLength ? denials.BODY_TOO_LONG : null;
    },
    ({ rawPath }) => rawPath.length > maxUrl ? denials.URL_TOO_LONG : null,
    ({ rawQuery }) => rawQuery.length > maxQueryString ? denials.QUERY_TOO_LONG : null,
    ...headers.map(({ header, sizeLimit }): Check => ({ request }) => {
      const value = request.getHeader(header);
      const denied = value !== null && (sizeLimit === 0 || value.length > sizeLimit);
      return denied ? denials.HEADER_TOO_LONG : null;
    }),
  ];
}

function verbs(options: RequestFilteringOptions): Check {
  const told = options.verbs;
  const { allowUnlisted, webDav } = attributesOf(told);
  const allowed = new Map(collected<Verb, "verb">([], told, "verb", "adds").map(entry));
  return skipping(
    webDav,
    ({ method }) => allowed.get(method) ?? allowUnlisted ? null : denials.VERB_DENIED,
  );
}

function pathChecks(options: RequestFilteringOptions): Check[] {
  const sequences = lower(namesIn([], options.denyUrlSequences, "sequence"));
  const checks: Check[] = [];
  if (options.allowDoubleEscaping !== true) {
    checks.push(({ path, rawPath }) =>
      // A plus would be a blank if somebody decoded once more.
      rawPath.includes("+") || decoded(path) !== path ? denials.DOUBLE_ESCAPED : null
    );
  }
  if (options.allowHighBitCharacters === false) {
    checks.push(({ path }) => /[^\0-\x7f]/.test(path) ? denials.HIGH_BIT_CHARACTERS : null);
  }
  if (sequences.length > 0) {
    checks.push(({ path, rawPath }) =>
      containsAny(path, sequences) || containsAny(rawPath, sequences)
        ? denials.URL_SEQUENCE_DENIED
        : null
    );
  }
  return [...checks, extensions(options), hidden(options)];
}

function extensions(options: RequestFilteringOptions): Check {
  const told = options.fileExtensions;
  const { allowUnlisted, webDav } = attributesOf(told);
  const denied = DENIED_EXTENSIONS.map((fileExtension) => ({ fileExtension, allowed: false }));
  const list = collected<FileExtension, "fileExtension">(denied, told, "fileExtension", "adds");
  const allowed = new Map(
    list.map(({ fileExtension, allowed = true }) =>
      [fileExtension.toLowerCase(), allowed] as const
    ),
  );
  return skipping(
    webDav,
    ({ extension }) => allowed.get(extension) ?? allowUnlisted ? null : denials.EXTENSION_DENIED,
  );
}

function hidden(options: RequestFilteringOptions): Check {
  const told = options.hiddenSegments;
  const segments = lowerSet(namesIn(HIDDEN_SEGMENTS, told, "segment"));
  return skipping(
    attributesOf(told).webDav,
    (parts) =>
      parts.segments.some((segment) => segments.has(segment)) ? denials.HIDDEN_SEGMENT : null,
  );
}

function queryChecks(options: RequestFilteringOptions): Check[] {
  const sequences = lower(namesIn([], options.denyQueryStringSequences, "sequence"));
  if (sequences.length === 0) return [];
  const always = lowerSet(namesIn([], options.alwaysAllowedQueryStrings, "queryString"));
  const unescape = options.unescapeQueryString !== false;
  return [(parts) =>
    !always.has(parts.rawQuery.toLowerCase()) &&
      parts.queries(unescape).some((query) => containsAny(query, sequences))
      ? denials.QUERY_SEQUENCE_DENIED
      : null];
}

/** What a section says beside its list; a plain array says nothing. */
function attributesOf(told: unknown): { allowUnlisted: boolean; webDav: boolean } {
  const { allowUnlisted = true, applyToWebDAV = true } = (told ?? {}) as
    & WebDavAttribute
    & { allowUnlisted?: boolean };
  return { allowUnlisted, webDav: applyToWebDAV };
}

function skipping(webDav: boolean, check: Check): Check {
  return webDav ? check : (parts) => parts.isWebDav ? null : check(parts);
}

function entry({ verb, allowed = true }: Verb): readonly [string, boolean] {
  return [verb, allowed];
}

function containsAny(text: string, sequences: readonly string[]): boolean {
  const small = text.toLowerCase();
  return sequences.some((sequence) => small.includes(sequence));
}

function lower(list: readonly string[]): string[] {
  return list.map((one) => one.toLowerCase());
}

function lowerSet(list: readonly string[]): ReadonlySet<string> {
  return new Set(lower(list));
}

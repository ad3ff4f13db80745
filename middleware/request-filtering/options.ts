// Which requests are turned away before anything looks at them? What can be said about it, and the check of it.
import { type AttributedCollection, type Collection, collection } from "../_shared/collection.ts";
import { type AttributedNames, type Names, names } from "../_shared/names.ts";
import {
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  type Rules,
  section,
  whole,
} from "../_shared/options.ts";

/** An extension that is allowed or denied. */
export interface FileExtension {
  /** With its dot; "." alone stands for names that have none. */
  readonly fileExtension: string;
  /** True where nothing is said. */
  readonly allowed?: boolean;
}

/** A verb that is allowed or denied. */
export interface Verb {
  /** In its own case: verbs do not ignore it. */
  readonly verb: string;
  /** True where nothing is said. */
  readonly allowed?: boolean;
}

/** How long a header may be. */
export interface HeaderLimit {
  /** Its name. */
  readonly header: string;
  /** The most bytes of its value; 0 denies all requests that have the header. */
  readonly sizeLimit: number;
}

/** Whether a list counts for the methods of WebDAV too, as it does where nothing is said. */
export interface WebDavAttribute {
  /** True where nothing is said. */
  readonly applyToWebDAV?: boolean;
}

/** What becomes of a name that a list does not have. */
export interface ListAttributes extends WebDavAttribute {
  /** Whether it is allowed; true where nothing is said. */
  readonly allowUnlisted?: boolean;
}

/** How large a request may be. */
export interface RequestLimits {
  /** The most bytes of a body, by its Content-Length: 30,000,000. */
  readonly maxAllowedContentLength?: number;
  /** The most bytes of a path as the client wrote it: 4096. */
  readonly maxUrl?: number;
  /** The most bytes of a query string: 2048. */
  readonly maxQueryString?: number;
  /** Headers that have a limit of their own. */
  readonly headerLimits?: Collection<HeaderLimit, "header">;
}

/** Strings that are looked for in parts of a request. */
export interface FilteringRule {
  /** A name for people. */
  readonly name: string;
  /** Whether the path is looked at; false where nothing is said. */
  readonly scanUrl?: boolean;
  /** Whether the query string is looked at; false where nothing is said. */
  readonly scanQueryString?: boolean;
  /** Whether all headers are looked at, with their names; false where nothing is said. */
  readonly scanAllRaw?: boolean;
  /** Whether a percent sign that is no escape is refused in what is looked at; true where nothing is said. */
  readonly denyUnescapedPercent?: boolean;
  /** Headers that are looked at. */
  readonly scanHeaders?: Names<"requestHeader">;
  /** Extensions that the rule is for; all of them where nothing is said. */
  readonly appliesTo?: Names<"fileExtension">;
  /** What is looked for, ignoring case. */
  readonly denyStrings?: Names<"string">;
}

/** Options of the section `requestFiltering`. Collections that IIS has defaults for are added to those. */
export interface RequestFilteringOptions {
  /** Whether a path may have escapes that are an escape again when they are decoded; false where nothing is said. */
  readonly allowDoubleEscaping?: boolean;
  /** Whether a path may have characters outside of ASCII; true where nothing is said. */
  readonly allowHighBitCharacters?: boolean;
  /** Whether query strings are also looked at decoded; true where nothing is said. */
  readonly unescapeQueryString?: boolean;
  /** Whether the response loses its Server header; false where nothing is said. */
  readonly removeServerHeader?: boolean;
  /** Extensions: those of sources, settings and databases are denied. */
  readonly fileExtensions?: AttributedCollection<FileExtension, "fileExtension", ListAttributes>;
  /** Sizes. */
  readonly requestLimits?: RequestLimits;
  /** Verbs. */
  readonly verbs?: AttributedCollection<Verb, "verb", ListAttributes>;
  /** Names that no path may have between two slashes: "bin", "App_Data" and some others. */
  readonly hiddenSegments?: AttributedNames<"segment", WebDavAttribute>;
  /** What no path may have in it. */
  readonly denyUrlSequences?: Names<"sequence">;
  /** Paths that pass whatever is said about paths. */
  readonly alwaysAllowedUrls?: Names<"url">;
  /** What no query string may have in it. */
  readonly denyQueryStringSequences?: Names<"sequence">;
  /** Query strings that pass whatever is said about query strings. */
  readonly alwaysAllowedQueryStrings?: Names<"queryString">;
  /** Strings that are looked for in parts of a request. */
  readonly filteringRules?: readonly FilteringRule[];
}

const webDav: Rules<WebDavAttribute> = { applyToWebDAV: flag };
const list: Rules<ListAttributes> = { ...webDav, allowUnlisted: flag };
const dotted = fitting<string>(
  (value) => typeof value === "string" && /^\.[^/\\]*$/.test(value),
  'an extension with its dot, such as ".bak"',
);
const unslashed = fitting<string>(
  (value) => typeof value === "string" && !/[/\\]/.test(value),
  "one name between two slashes; for more, denyUrlSequences",
);
const extension = section<FileExtension>({ fileExtension: dotted, allowed: flag }, [
  "fileExtension",
]);
const verb = section<Verb>({ verb: filled, allowed: flag }, ["verb"]);
const headerLimit = section<HeaderLimit>({ header: filled, sizeLimit: whole(0) }, [
  "header",
  "sizeLimit",
]);
const filteringRule = section<FilteringRule>({
  name: filled,
  scanUrl: flag,
  scanQueryString: flag,
  scanAllRaw: flag,
  denyUnescapedPercent: flag,
  scanHeaders: names("requestHeader"),
  appliesTo: names("fileExtension", undefined, dotted),
  denyStrings: names("string"),
}, ["name"]);

/** Checks the options. */
export function checkOptions(options?: RequestFilteringOptions): RequestFilteringOptions {
  return readOptions<RequestFilteringOptions>(
    "requestFiltering (RequestFilteringModule)",
    options,
    {
      allowDoubleEscaping: flag,
      allowHighBitCharacters: flag,
      unescapeQueryString: flag,
      removeServerHeader: flag,
      fileExtensions: collection(extension, "fileExtension", list),
      requestLimits: section<RequestLimits>({
        maxAllowedContentLength: whole(0),
        maxUrl: whole(0),
        maxQueryString: whole(0),
        headerLimits: collection(headerLimit, "header"),
      }),
      verbs: collection(verb, "verb", list),
      hiddenSegments: names("segment", webDav, unslashed),
      denyUrlSequences: names("sequence"),
      alwaysAllowedUrls: names("url"),
      denyQueryStringSequences: names("sequence"),
      alwaysAllowedQueryStrings: names("queryString"),
      filteringRules: listOf(filteringRule, (one) => one.name),
    },
  );
}

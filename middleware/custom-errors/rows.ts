// What does a client see of an error? The rows of the section: which page is for which status.
import { fitting, type Rule, section, text, whole, word } from "../_shared/options.ts";
import type { Place } from "../_shared/place.ts";

/** How the page of an error comes to the client. */
export type ErrorResponseMode = "File" | "ExecuteURL" | "Redirect";

/** The page for one status. */
export interface HttpError {
  /** The status, 400 to 999. */
  readonly statusCode: number;
  /** The sub-status; -1 for all, which is the default. */
  readonly subStatusCode?: number;
  /** A file of the server's files, a URL of this site, or an address to go to, as `responseMode` says. */
  readonly path: string;
  /** A directory with one directory for each language ("en-US", "de"), below which the file is looked for first. */
  readonly prefixLanguageFilePath?: string;
  /** What the path is; "File" by default. */
  readonly responseMode?: ErrorResponseMode;
}

/** A status whose inherited page does not count. */
export type RemovedError = Pick<HttpError, "statusCode" | "subStatusCode">;

/** A page, as it was chosen. */
export interface ErrorPage {
  readonly mode: ErrorResponseMode;
  readonly path: string;
  readonly prefix: string | null;
}

const STATUS = whole(400, 999);
const SUB_STATUS: Rule<number> = fitting(
  (value) => Number.isInteger(value) && value as number >= -1 && value as number <= 999,
  "a whole number, -1 to 999",
);
const MODE = word<ErrorResponseMode>("File", "ExecuteURL", "Redirect");

const KEY = { statusCode: STATUS, subStatusCode: SUB_STATUS };
const ROW = section<HttpError>({
  ...KEY,
  path: text,
  prefixLanguageFilePath: fitting(
    (value) => typeof value === "string" && isOfSite(value),
    "a directory of the server's files",
  ),
  responseMode: MODE,
}, ["statusCode", "path"]);
const REMOVED = section<RemovedError>(KEY, ["statusCode"]);

const keyOf = ({ statusCode, subStatusCode = -1 }: RemovedError): string =>
  `${statusCode}.${subStatusCode}`;

/** The rule of the rows; two of one status are refused, as IIS does with 500.19. */
export const ERRORS: Rule<readonly HttpError[]> = (value, place) => {
  if (!Array.isArray(value)) throw place.wrong(value, "an array");
  const seen = new Set<string>();
  value.forEach((row: HttpError, index) => {
    const at = place.at(index);
    ROW(row, at);
    checkPath(row.path, row.responseMode ?? "File", at.at("path"));
    const key = keyOf(row);
    if (seen.has(key)) throw at.error(`is for ${key} again`, "one row for each status");
    seen.add(key);
  });
};

/** The rule of the elements remove. */
export const REMOVES: Rule<readonly RemovedError[]> = (value, place) => {
  if (!Array.isArray(value)) throw place.wrong(value, "an array");
  value.forEach((row: RemovedError, index) => REMOVED(row, place.at(index)));
};

/** Throws if a path is none of its kind. */
export function checkPath(path: string, mode: ErrorResponseMode, place: Place): void {
  const [fits, wished] = {
    File: [path !== "" && isOfSite(path), "the path of a file of the server's files"],
    ExecuteURL: [/^\/(?!\/)/.test(path), 'a URL of this site, such as "/error"'],
    Redirect: [/^(https?:\/\/|\/)/i.test(path), 'an address, such as "https://example.org/error"'],
  }[mode] as [boolean, string];
  if (!fits) throw place.wrong(path, wished);
}

/** Whether a path can be one of the server's files: no disk, no variable of the environment, no other site. */
function isOfSite(path: string): boolean {
  return !/^([a-z]:|%\w+%|[a-z]+:\/\/|\\\\)/i.test(path);
}

/** The pages of one section. */
export class ErrorPages {
  readonly #pages: ReadonlyMap<string, ErrorPage>;

  /** @param fallback Where no row is for a status. */
  constructor(rows: readonly HttpError[], private readonly fallback: ErrorPage | null) {
    this.#pages = new Map(rows.map((row) => [keyOf(row), {
      mode: row.responseMode ?? "File",
      path: row.path,
      prefix: row.prefixLanguageFilePath || null,
    }]));
  }

  /** The page of a status: the row of its sub-status, the one of all, the default; null if there is none. */
  of(statusCode: number, subStatusCode: number): ErrorPage | null {
    return this.#pages.get(`${statusCode}.${subStatusCode}`) ??
      this.#pages.get(`${statusCode}.-1`) ?? this.fallback;
  }
}

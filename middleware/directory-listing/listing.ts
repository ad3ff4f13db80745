// What lies in a folder? Its entries in the order that was asked for.
import type { DirectoryEntry } from "../../mod.ts";

/** By what a listing can be sorted. */
export type Sort = "name" | "size" | "date";

/** What is shown of a folder. */
export interface Listing {
  /** The path of the URL in plain text, with slashes at both ends. */
  readonly path: string;
  readonly entries: readonly DirectoryEntry[];
  readonly sort: Sort;
  readonly descending: boolean;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const COMPARE: Record<Sort, (a: DirectoryEntry, b: DirectoryEntry) => number> = {
  name: (a, b) => collator.compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  size: (a, b) => a.stat.size - b.stat.size,
  date: (a, b) => a.stat.modified.getTime() - b.stat.modified.getTime(),
};

/** Sorts entries as a query asks, folders first; equals by name. What begins with a dot is left out. */
export function order(
  path: string,
  found: readonly DirectoryEntry[],
  query: URLSearchParams,
): Listing {
  const asked = query.get("sort") ?? "";
  const sort = Object.hasOwn(COMPARE, asked) ? asked as Sort : "name";
  const descending = query.get("order") === "desc";
  const turn = descending ? -1 : 1;
  const entries = found.filter(({ name }) => !name.startsWith(".")).sort((a, b) =>
    Number(b.stat.directory) - Number(a.stat.directory) ||
    turn * COMPARE[sort](a, b) || COMPARE.name(a, b)
  );
  return { path, entries, sort, descending };
}

// In which ways is a page of the documentation accounted for? The kinds of rows that the parts are made of.

/** What became of one page. */
export type Account =
  | { readonly kind: "covered"; readonly by: string }
  | { readonly kind: "differs"; readonly by: string | null }
  | { readonly kind: "out"; readonly why: string }
  | { readonly kind: "open" };

/** Pages by the last part of their address. */
export type Pages = Readonly<Record<string, Account>>;

/** What the page says holds; the test file, below `tests`, names the page. */
export const covered = (by: string): Account => ({ kind: "covered", by });

/** Sluice departs from the page on purpose: a row of docs/differences.md names it and says why. */
export const differs = (by: string | null = null): Account => ({ kind: "differs", by });

/** The page is about something that has no meaning here. */
export const out = (why: string): Account => ({ kind: "out", why });

/** Nobody has accounted for the page yet. None may be left at the end. */
export const open: Account = { kind: "open" };

// What do ready modules share? Collections of the configuration: items that are added to, or taken from, inherited ones.
import { flag, listOf, type Rule, type Rules, section } from "./options.ts";

/** A collection written out as its elements: first `clear`, then `remove`, then `add`. */
export interface CollectionElements<T, K extends keyof T> {
  /** Whether what is inherited or built in does not count. */
  readonly clear?: boolean;
  /** Items that are taken out: their keys, or elements that have them. */
  readonly remove?: readonly (string | Pick<T, K>)[];
  /** Items that are added; one takes the place of an inherited one with its key. */
  readonly add?: readonly T[];
}

/** A collection: its items, or the elements of its section. */
export type Collection<T, K extends keyof T> = readonly T[] | CollectionElements<T, K>;

/** A collection whose section has attributes of its own: they stand beside the elements. */
export type AttributedCollection<T, K extends keyof T, A> =
  | readonly T[]
  | (CollectionElements<T, K> & A);

/**
 * The rule of a collection. Keys ignore case; two items of one key are refused, as IIS does with 500.19.
 *
 * @param attributes The rules of attributes that the section has besides its elements.
 */
export function collection<
  T extends object,
  K extends keyof T & string,
  A extends object = Record<never, never>,
>(
  item: Rule<T>,
  key: K,
  attributes?: Rules<A>,
): Rule<AttributedCollection<T, K, A>> {
  const keyOf = (one: string | Pick<T, K>): string => keyIn(one, key);
  const removed: Rule<string | Pick<T, K>> = (value, place) => {
    const found = typeof value === "string" ? value : value?.[key];
    if (typeof found !== "string") throw place.at(key).wrong(found, "a string");
  };
  const items = listOf(item, keyOf);
  const elements = section<CollectionElements<T, K>>({
    clear: flag,
    remove: listOf(removed, keyOf),
    add: items,
    ...attributes,
  });
  return (value, place) => {
    if (isList(value)) return items(value, place);
    if (typeof value === "object" && value !== null) return elements(value, place);
    throw place.wrong(value, "an array, or an object with clear, remove, add");
  };
}

/**
 * What a collection comes to.
 *
 * @param inherited What is there if nothing is said.
 * @param told What was said.
 * @param key The attribute that two items must not have in common.
 * @param plain Whether a plain array is added to what is inherited, or is the whole collection.
 */
export function collected<T extends object, K extends keyof T & string>(
  inherited: readonly T[],
  told: Collection<T, K> | undefined,
  key: K,
  plain: "adds" | "replaces",
): T[] {
  if (told === undefined) return [...inherited];
  const keyOf = (one: string | Pick<T, K>): string => keyIn(one, key).toLowerCase();
  const { clear = false, remove = [], add = [] }: CollectionElements<T, K> = isList(told)
    ? { clear: plain === "replaces", add: told }
    : told;
  const gone = new Set([...remove, ...add].map(keyOf));
  const left = clear ? [] : inherited.filter((one) => !gone.has(keyOf(one)));
  return [...left, ...add];
}

/** The key of an item, or of one that is to be removed. */
export function keyIn<T, K extends keyof T>(one: string | Pick<T, K>, key: K): string {
  return typeof one === "string" ? one : String(one?.[key]);
}

function isList<T, K extends keyof T>(told: Collection<T, K>): told is readonly T[] {
  return Array.isArray(told);
}

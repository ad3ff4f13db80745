// What do ready modules share? Collections whose items have nothing but a name: each may stand as a plain text.
import { fitting, flag, listOf, type Rule, type Rules, section } from "./options.ts";

/** A name, or the element that has it as its attribute. */
export type Named<K extends string> = string | { readonly [key in K]: string };

/** Names written out as the elements of their section: first `clear`, then `remove`, then `add`. */
export interface NameElements<K extends string> {
  /** Whether what is inherited or built in does not count. */
  readonly clear?: boolean;
  /** Names that are taken out. */
  readonly remove?: readonly Named<K>[];
  /** Names that are added. */
  readonly add?: readonly Named<K>[];
}

/** Names, or the elements of their section. */
export type Names<K extends string> = readonly Named<K>[] | NameElements<K>;

/** The same, in a section that has attributes of its own. */
export type AttributedNames<K extends string, A> =
  | readonly Named<K>[]
  | (NameElements<K> & A);

/**
 * The rule of names; two equal ones are refused.
 *
 * @param attributes The rules of attributes that the section has besides its elements.
 * @param rule What a name has to keep besides.
 */
export function names<K extends string, A extends object = Record<never, never>>(
  key: K,
  attributes?: Rules<A>,
  rule?: Rule<string>,
): Rule<AttributedNames<K, A>> {
  const filled: Rule<Named<K>> = fitting(
    (one) => isText(one) || isText((one as Record<K, unknown> | null)?.[key]),
    `a string that is not empty, or an object with ${key}`,
  );
  const item: Rule<Named<K>> = (one, place) => {
    filled(one, place);
    rule?.(nameOf(one, key), typeof one === "string" ? place : place.at(key));
  };
  const list = listOf(item, (one) => nameOf(one, key));
  const elements = section<NameElements<K>>({
    clear: flag,
    remove: list,
    add: list,
    ...attributes,
  });
  return (value, place) => {
    if (isList(value)) return list(value, place);
    if (typeof value === "object" && value !== null) return elements(value, place);
    throw place.wrong(value, "an array, or an object with clear, remove, add");
  };
}

/** What a collection of names comes to over inherited ones. An array adds to them. */
export function namesIn<K extends string>(
  inherited: readonly string[],
  told: Names<K> | undefined,
  key: K,
): string[] {
  if (told === undefined) return [...inherited];
  const { clear = false, remove = [], add = [] }: NameElements<K> = isList(told)
    ? { add: told }
    : told;
  const gone = new Set([...remove, ...add].map((one) => nameOf(one, key).toLowerCase()));
  const left = clear ? [] : inherited.filter((one) => !gone.has(one.toLowerCase()));
  return [...left, ...add.map((one) => nameOf(one, key))];
}

function nameOf<K extends string>(one: Named<K>, key: K): string {
  return typeof one === "string" ? one : one[key];
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isList<K extends string>(told: Names<K>): told is readonly Named<K>[] {
  return Array.isArray(told);
}

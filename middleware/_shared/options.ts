// What do ready modules share? The check of options: a table of rules, held against what a user has written.
import { Place } from "./place.ts";

/** Throws the error of the place where a value is not what it should be. */
export type Rule<T> = (value: T, place: Place) => void;

/** A rule for each option; the compiler asks for all of them. A rule is asked only where something is said. */
export type Rules<T extends object> = {
  readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>>;
};

/**
 * Checks the options of a module, at the call of its factory.
 *
 * @param who Factory and module, "staticFile (StaticFileModule)".
 * @param options What the user has written.
 * @param rules What may be written.
 * @returns The options; an empty object where there are none.
 * Throws a `TypeError` that names the module, the option, the value found and the value wished for.
 */
export function readOptions<T extends object>(
  who: string,
  options: T | undefined,
  rules: Rules<T>,
): T {
  const given = options === undefined ? {} as T : options;
  section(rules)(given, new Place(who));
  return given;
}

/** An element: an object with some of these attributes and elements, and no others. */
export function section<T extends object>(
  rules: Rules<T>,
  needed: readonly (keyof T & string)[] = [],
): Rule<T> {
  return (value, place) => {
    const known = Object.keys(rules);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw place.wrong(value, `an object with ${known.join(", ")}`);
    }
    for (const key of Object.keys(value)) {
      if (!known.includes(key)) throw place.at(key).error("is unknown", oneOfText(known));
    }
    for (const key of known as (keyof T & string)[]) {
      const found = value[key];
      if (found !== undefined) {
        rules[key](found as Exclude<T[typeof key], undefined>, place.at(key));
      } else if (needed.includes(key)) throw place.at(key).error("is missing", "a value");
    }
  };
}

/** A value that passes a test. */
export function fitting<T>(fits: (value: unknown) => boolean, wished: string): Rule<T> {
  return (value, place) => {
    if (!fits(value)) throw place.wrong(value, wished);
  };
}

/** True or false. */
export const flag: Rule<boolean> = fitting((value) => typeof value === "boolean", "true or false");

/** A text, perhaps an empty one. */
export const text: Rule<string> = fitting((value) => typeof value === "string", "a string");

/** A text that says something. */
export const filled: Rule<string> = fitting(
  (value) => typeof value === "string" && value !== "",
  "a string that is not empty",
);

/** A function. */
export function callable<T>(): Rule<T> {
  return fitting((value) => typeof value === "function", "a function");
}

/** A whole number within bounds. */
export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Rule<number> {
  const top = most === Number.MAX_SAFE_INTEGER ? "or more" : `to ${most}`;
  return fitting(
    (value) => Number.isSafeInteger(value) && value as number >= least && value as number <= most,
    `a whole number, ${least} ${top}`,
  );
}

/** One of several words, in their case. */
export function word<W extends string>(...words: readonly W[]): Rule<W> {
  return fitting((value) => words.includes(value as W), oneOfText(words));
}

/** Several words in one text, with commas between. */
export function words(...known: readonly string[]): Rule<string> {
  return fitting(
    (value) => typeof value === "string" && wordsIn(value).every((one) => known.includes(one)),
    `words with commas between, of ${known.join(", ")}`,
  );
}

/** The words of such a text. */
export function wordsIn(text: string): string[] {
  return text.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

/** An array whose items all keep a rule, and of which no two have the same key; undefined is none. */
export function listOf<T>(
  rule: Rule<T>,
  keyOf?: (item: T) => string | undefined,
): Rule<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw place.wrong(value, "an array");
    const keys = new Set<string>();
    value.forEach((item: T, index) => {
      rule(item, place.at(index));
      const key = keyOf?.(item)?.toLowerCase();
      if (key === undefined) return;
      if (keys.has(key)) throw place.at(index).error(`names "${keyOf!(item)}" again`, "it once");
      keys.add(key);
    });
  };
}

function oneOfText(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `one of ${words.join(", ")}`;
}

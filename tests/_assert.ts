// What is a fact? The one door to @std/assert: the npm copy carries no types, so they are given here, once.
import * as assertions from "@std/assert";

type AnyClass<T> = abstract new (...args: never[]) => T;
interface Assertions {
  assert(expr: unknown, msg?: string): asserts expr;
  assertEquals<T>(actual: T, expected: T, msg?: string): void;
  assertNotEquals<T>(actual: T, expected: T, msg?: string): void;
  assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T;
  assertGreater<T>(actual: T, expected: T, msg?: string): void;
  assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void;
  assertLess<T>(actual: T, expected: T, msg?: string): void;
  assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void;
  assertMatch(actual: string, expected: RegExp, msg?: string): void;
  assertNotMatch(actual: string, expected: RegExp, msg?: string): void;
  assertStringIncludes(actual: string, expected: string, msg?: string): void;
  assertRejects(
    fn: () => PromiseLike<unknown>,
    type?: AnyClass<Error>,
    includes?: string,
  ): Promise<unknown>;
  assertThrows(fn: () => unknown, type?: AnyClass<Error>, includes?: string): unknown;
}

const typed = assertions as unknown as Assertions;

export const assert: Assertions["assert"] = typed.assert;
export const assertEquals: Assertions["assertEquals"] = typed.assertEquals;
export const assertNotEquals: Assertions["assertNotEquals"] = typed.assertNotEquals;
export const assertStrictEquals: Assertions["assertStrictEquals"] = typed.assertStrictEquals;
export const assertGreater: Assertions["assertGreater"] = typed.assertGreater;
export const assertGreaterOrEqual: Assertions["assertGreaterOrEqual"] = typed.assertGreaterOrEqual;
export const assertLess: Assertions["assertLess"] = typed.assertLess;
export const assertLessOrEqual: Assertions["assertLessOrEqual"] = typed.assertLessOrEqual;
export const assertMatch: Assertions["assertMatch"] = typed.assertMatch;
export const assertNotMatch: Assertions["assertNotMatch"] = typed.assertNotMatch;
export const assertStringIncludes: Assertions["assertStringIncludes"] = typed.assertStringIncludes;
export const assertRejects: Assertions["assertRejects"] = typed.assertRejects;
export const assertThrows: Assertions["assertThrows"] = typed.assertThrows;

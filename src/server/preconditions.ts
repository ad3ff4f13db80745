// Who builds the house and lets a request in? Preconditions: words about the server that modules and entries ask for.
import { APP_POOL } from "../variables/place-variables.ts";
import { runtimeName } from "./capabilities.ts";

/** What is known of each word; whatever speaks of Windows or .NET does not hold. */
const WORDS: Readonly<Record<string, boolean>> = {
  integratedmode: true,
  isapimode: false,
  classicmode: false,
  bitness32: false,
  bitness64: true,
  managedhandler: false,
  "runtimeversionv1.0": false,
  "runtimeversionv1.1": false,
  "runtimeversionv2.0": false,
  "runtimeversionv4.0": false,
};
const RUNTIMES: readonly string[] = ["deno", "workerd", "node", "bun"];
const POOL = "apppoolname=";

/** Whether a precondition holds, and whether it is one that nobody knows; case is ignored. */
export function satisfiesPrecondition(
  precondition: string,
  pool: string = APP_POOL,
): { ret: boolean; unknownPrecondition: boolean } {
  const ret = typeof precondition === "string"
    ? truthOf(precondition.trim().toLowerCase(), pool)
    : null;
  return { ret: ret ?? false, unknownPrecondition: ret === null };
}

function truthOf(word: string, pool: string): boolean | null {
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  if (RUNTIMES.includes(word)) return word === runtimeName();
  if (!word.startsWith(POOL)) return null;
  const names = word.slice(POOL.length).split(";").map((name) => name.trim());
  return names.includes(pool.toLowerCase());
}

/** Whether every precondition of a list with commas holds. Throws a `TypeError` for one that nobody knows. */
export function satisfiesAll(who: string, list: string, pool?: string): boolean {
  const words = list.split(",").map((word) => word.trim()).filter((word) => word !== "");
  return words.map((word) => {
    const { ret, unknownPrecondition } = satisfiesPrecondition(word, pool);
    if (!unknownPrecondition) return ret;
    throw new TypeError(
      `${who}: preCondition is "${word}", wished for integratedMode, ISAPIMode, bitness32, bitness64, ` +
        `runtimeVersionv..., appPoolName=..., or the name of a runtime: ${RUNTIMES.join(", ")}`,
    );
  }).every((holds) => holds);
}

// What do the rule tests need of the reference? Makes their compact copies: deno run -A tests/_tools/reference.ts
// The full reference stands beside the project while it is built, and is not part of a clone.

/** The parts of reference/surface.json that are used here. */
interface Surface {
  surface: {
    interface: string;
    method: string;
    header: string;
    class: string;
    doc: string | null;
  }[];
  interfaces: { name: string; doc: string | null }[];
  constants: { name: string; value: number | string; header: string }[];
}

/** Pages of constants, structures and enumerations: no method has them as its page, and yet they say the most. */
const CONSTANT_PAGES = [
  "http-trace-event-structure",
  "request-notification-status-enumeration",
  "request-processing-constants",
  "tracing-constants",
];

/** Every page that a `@see` may name. */
export function pagesOf({ surface, interfaces }: Surface): string[] {
  const docs = [...surface, ...interfaces].flatMap(({ doc }) => doc?.replace(/\.md$/, "") ?? []);
  return [...new Set([...docs, ...CONSTANT_PAGES])].sort();
}

/** Names and values that the public vocabulary has to agree with. */
export interface Vocabulary {
  /** By header file: name and value. */
  constants: Record<string, Record<string, number | string>>;
  /** By interface of httpserv.h: the methods that have a meaning here, spelled as on their pages. */
  methods: Record<string, string[]>;
}

/** Every constant, and every method of httpserv.h that is not tied to Windows. */
export function vocabularyOf({ surface, constants }: Surface): Vocabulary {
  const vocabulary: Vocabulary = { constants: {}, methods: {} };
  for (const { header, name, value } of constants) {
    (vocabulary.constants[header] ??= {})[name] = value;
  }
  for (const { interface: owner, method, header, class: kind } of surface) {
    if (header !== "httpserv.h" || kind === "inapplicable") continue;
    const methods = vocabulary.methods[owner] ??= [];
    if (!methods.includes(method)) methods.push(method);
  }
  return vocabulary;
}

/** Reads the full reference, or gives null in a clone that stands alone. */
export async function readSurface(): Promise<Surface | null> {
  const path = new URL("../../../shared/reference/surface.json", import.meta.url);
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  const surface = await readSurface();
  if (!surface) throw new Error("There is no reference beside this clone");
  const rules = new URL("../rules/", import.meta.url);
  const write = (name: string, data: unknown) =>
    Deno.writeTextFile(new URL(name, rules), JSON.stringify(data, null, 2) + "\n");
  await write("pages.json", pagesOf(surface));
  await write("vocabulary.json", vocabularyOf(surface));
}

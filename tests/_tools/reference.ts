// What do the rule tests need of the reference? Makes their compact copies: deno run -A tests/_tools/reference.ts
// The full reference stands beside the project while it is built, and is not part of a clone.

/** The parts of reference/surface.json that are used here. */
interface Surface {
  surface: {
    interface: string;
    method: string;
    header: string;
    class: string;
    kind: string;
    why?: string;
    doc?: string | null;
  }[];
  interfaces: { name: string; header: string; doc?: string | null }[];
  constants: { name: string; value: number | string; header: string }[];
}

/** Pages of constants, structures and enumerations: no method has them as its page, and yet they say the most. */
const CONSTANT_PAGES = [
  "http-trace-event-structure",
  "request-notification-status-enumeration",
  "request-processing-constants",
  "tracing-constants",
];

/** Pages of ISAPI: an older collection, whose pages have numbers for names. The surface does not tell them. */
const ISAPI_PAGES = [
  "ms524476",
  "ms524477",
  "ms524596",
  "ms524598",
  "ms524707",
  "ms524709",
  "ms524968",
  "ms524981",
  "ms525010",
  "ms525017",
  "ms525207",
  "ms525511",
  "ms525519",
  "ms525658",
  "ms525683",
  "ms525729",
  "ms525792",
  "ms525867",
  "ms525925",
  "ms525973",
  "ms526034",
];

/** Every page that a `@see` may name. */
export function pagesOf({ surface, interfaces }: Surface): string[] {
  const docs = [...surface, ...interfaces].flatMap(({ doc }) => doc?.replace(/\.md$/, "") ?? []);
  return [...new Set([...docs, ...CONSTANT_PAGES, ...ISAPI_PAGES])].sort();
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

/** One method, callback or entry point of the headers, whatever the number of its C++ forms. */
export interface Method {
  readonly interface: string;
  readonly method: string;
  readonly header: string;
  readonly class: "core" | "edge" | "inapplicable";
  /** How many forms C++ has of it. */
  readonly forms: number;
  /** The slug of its page; null where there is none. */
  readonly page: string | null;
  /** Why it needs an adaptation, or has no meaning here. */
  readonly why?: string;
}

/** The headers whose methods this project answers for. */
const HEADERS = ["httpserv.h", "iiswebsocket.h", "httpcach.h"];

/** Every method of the headers, forms of one name joined. */
function methodsOf({ surface }: Surface): Method[] {
  const methods = new Map<string, Method>();
  for (const { interface: owner, method, header, class: kind, doc, why } of surface) {
    if (!HEADERS.includes(header)) continue;
    const forms = (methods.get(`${owner}::${method}`)?.forms ?? 0) + 1;
    const page = doc?.replace(/\.md$/, "") ?? null;
    const row = { interface: owner, method, header, class: kind as Method["class"], forms, page };
    methods.set(`${owner}::${method}`, why === undefined ? row : { ...row, why });
  }
  return [...methods.values()];
}

/** One sample program of the documentation. */
export interface Sample {
  /** Folder and file, or only the one where both are the same. */
  readonly name: string;
  /** Whether it means something outside Windows: "yes", "partly", "no", or "n/a" for a support file. */
  readonly offWindows: string;
}

/** The sample programs by name. */
export function samplesOf({ cases }: { cases: { file: string; off_windows: string }[] }): Sample[] {
  return cases.map(({ file, off_windows }) => {
    const [folder, name] = [file.split("/").at(-3)!, file.split("/").at(-1)!.slice(0, -4)];
    return { name: folder === name ? name : `${folder}/${name}`, offWindows: off_windows };
  });
}

/** The number and area of each measured behaviour. */
export function measuredOf({ cases }: { cases: { id: string; area: string }[] }) {
  return cases.map(({ id, area }) => ({ id, area }));
}

/** Reads a file of the full reference, or gives null in a clone that stands alone. */
async function read<T>(name: string): Promise<T | null> {
  const path = new URL("../../../shared/reference/" + name, import.meta.url);
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The surface of the headers. */
export const readSurface = (): Promise<Surface | null> => read("surface.json");
/** The documentation's sample programs. */
export const readSamples = (): Promise<Parameters<typeof samplesOf>[0] | null> =>
  read("doc-samples.json");
/** What was measured on a real server. */
export const readMeasured = (): Promise<Parameters<typeof measuredOf>[0] | null> =>
  read("measured-iis10.json");

if (import.meta.main) {
  const surface = await readSurface();
  if (!surface) throw new Error("There is no reference beside this clone");
  const rules = new URL("../rules/", import.meta.url);
  const write = (name: string, data: unknown) =>
    Deno.writeTextFile(new URL(name, rules), JSON.stringify(data, null, 2) + "\n");
  const rows = (name: string, data: unknown[]) =>
    Deno.writeTextFile(
      new URL(name, rules),
      `[\n${data.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`,
    );
  await write("pages.json", pagesOf(surface));
  await write("vocabulary.json", vocabularyOf(surface));
  await rows("methods.json", methodsOf(surface));
  const samples = await readSamples();
  const measured = await readMeasured();
  if (!samples || !measured) throw new Error("Samples or measurements are missing");
  await rows("samples.json", samplesOf(samples));
  await rows("measured.json", measuredOf(measured));
}

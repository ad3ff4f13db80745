// How fast is it? What was measured, as tables: on the terminal, as JSON, and in docs/PERFORMANCE.md.

/** What the issue wishes for, and what came out. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly goal: number;
  readonly side: "at most" | "at least";
  /** Behind the numbers; a ratio has none. */
  readonly unit?: string;
}

/** A table; the first column is text, the others are numbers in print. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Everything that one task has measured. */
export interface Result {
  readonly id: string;
  readonly date: string;
  readonly machine: string;
  /** What was measured with what. */
  readonly versions: Readonly<Record<string, string>>;
  /** How long, in words. */
  readonly effort: string;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

const DOCUMENT = new URL("../docs/PERFORMANCE.md", import.meta.url);
const CACHE = new URL("../.cache/bench/", import.meta.url);

/** Whether a goal is reached, by the numbers as they are printed. */
export function isMet({ measured, goal, side }: Goal): boolean {
  const shown = Number(printed(measured));
  return side === "at most" ? shown <= goal : shown >= goal;
}

/** A number with as many digits as it is worth. */
export function printed(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function goalTable(goals: readonly Goal[]): Table {
  const rows = goals.map((goal) => {
    const unit = goal.unit ? ` ${goal.unit}` : "";
    const measured = `${printed(goal.measured)}${unit}`;
    return [goal.what, measured, `${goal.side} ${goal.goal}${unit}`, isMet(goal) ? "yes" : "no"];
  });
  return { title: "Goals", columns: ["goal", "measured", "wished", "met"], rows };
}

/** All tables; the goals stand first in the document, and last on a terminal. */
function tablesOf({ goals, tables }: Result, first: boolean): readonly Table[] {
  const judged = goals.length > 0 ? [goalTable(goals)] : [];
  return first ? [...judged, ...tables] : [...tables, ...judged];
}

/** Prints the tables. */
export function show(result: Result): void {
  for (const { title, columns, rows } of tablesOf(result, false)) {
    console.log(`\n${title}`);
    const widths = columns.map((name, at) =>
      Math.max(name.length, ...rows.map((row) => row[at].length))
    );
    for (const row of [columns, ...rows]) {
      const cells = row.map((text, at) =>
        at === 0 ? text.padEnd(widths[0]) : text.padStart(widths[at])
      );
      console.log(cells.join("  ").trimEnd());
    }
  }
  console.log(`\n${circumstances(result)}`);
}

/** Writes the JSON of a task. */
export async function save(name: string, result: Result): Promise<void> {
  await Deno.mkdir(CACHE, { recursive: true });
  await Deno.writeTextFile(new URL(`${name}.json`, CACHE), JSON.stringify(result, null, 2));
}

/** Puts the tables between the two marks of the task in docs/PERFORMANCE.md. */
export async function writeDocument(result: Result): Promise<void> {
  const text = await Deno.readTextFile(DOCUMENT);
  await Deno.writeTextFile(DOCUMENT, replaced(text, result));
  const args = ["fmt", "--quiet", DOCUMENT.pathname];
  await new Deno.Command(Deno.execPath(), { args }).output();
}

/** The document with these tables in the place of those that stood there. */
export function replaced(document: string, result: Result): string {
  const [begin, end] = [`<!-- ${result.id} -->`, `<!-- end of ${result.id} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`docs/PERFORMANCE.md has no place for "${result.id}": ${begin} … ${end}`);
  }
  return document.slice(0, from + begin.length) + `\n\n${markdown(result)}\n\n` +
    document.slice(to);
}

function markdown(result: Result): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const tables = tablesOf(result, true).map(({ title, columns, rows }) => {
    const rule = columns.map((_, at) => at === 0 ? "---" : "---:");
    return [`**${title}**`, "", line(columns), line(rule), ...rows.map(line)].join("\n");
  });
  return [circumstances(result), ...tables].join("\n\n");
}

function circumstances({ date, machine, versions, effort }: Result): string {
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date.slice(0, 10)}, ${machine}; ${parts.join(", ")}. ${effort}.`;
}

// What does the access log tell? Files that are written one after the other, where there is a disk: Deno, Node, Bun.
import type { PartSink } from "./batches.ts";

/** When a new file is begun. */
export type Period = "Hourly" | "Daily" | "Weekly" | "Monthly" | "MaxSize";

/** Where a log is kept, and how it is cut into files. */
export interface FileRules {
  readonly directory: string;
  readonly period: Period;
  /** Bytes after which another file is begun, with MaxSize. */
  readonly truncateSize: number;
  /** Whether hours and days are those of the place. */
  readonly localTimeRollover: boolean;
  /** Whether there are fields of somebody's own, which the names of the files then tell. */
  readonly custom: boolean;
}

/** What is used of node:fs/promises. */
interface Disk {
  mkdir(path: string, options: { recursive: boolean }): Promise<unknown>;
  appendFile(path: string, text: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<{ readonly size: number }>;
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** The disk; null where there is none. */
export function disk(): Disk | null {
  // Asked for by call: an import would be part of every bundle, and keep it from Workers.
  const { process } = globalThis as { process?: NodeProcess };
  const found = process?.getBuiltinModule?.("node:fs/promises") as Partial<Disk> | undefined;
  return typeof found?.appendFile === "function" ? found as Disk : null;
}

/** The part of the log that a moment belongs to: the name of its file, without the ending. */
export function partOf(now: Date, { period, localTimeRollover, custom }: FileRules): string {
  const suffix = custom ? "_x" : "";
  if (period === "MaxSize") return `u_extend${suffix}`;
  const shift = localTimeRollover ? now.getTimezoneOffset() * 60_000 : 0;
  const [, year, month, day, hour] = /^..(..)-(..)-(..)T(..)/.exec(
    new Date(now.getTime() - shift).toISOString(),
  )!;
  const week = `0${Math.ceil(Number(day) / 7)}`;
  const rest = { Hourly: day + hour, Daily: day, Weekly: week, Monthly: "" }[period];
  return `u_ex${year}${month}${rest}${suffix}`;
}

/**
 * A sink that appends to files. Each file that it begins to write gets the directives first.
 *
 * @param directives Made anew for each file.
 */
export function fileSink(disk: Disk, rules: FileRules, directives: () => string[]): PartSink {
  const files = new LogFiles(disk, rules, directives);
  let last: Promise<void> = Promise.resolve();
  return (lines, part) => {
    const written = last.then(() => files.append(lines, part));
    last = written.catch(() => {});
    return written;
  };
}

class LogFiles {
  #current = "";
  #size = 0;
  #number = 0;
  #ready: Promise<unknown> | null = null;

  constructor(
    private readonly disk: Disk,
    private readonly rules: FileRules,
    private readonly directives: () => string[],
  ) {}

  async append(lines: readonly string[], part: string): Promise<void> {
    try {
      await this.#append(lines, part);
    } catch (error) {
      // The directory may have been taken away, or may come back: the next lines look for it again.
      this.#ready = null;
      this.#current = "";
      this.#number = 0;
      throw error;
    }
  }

  async #append(lines: readonly string[], part: string): Promise<void> {
    const { directory, period } = this.rules;
    await (this.#ready ??= this.disk.mkdir(directory, { recursive: true }));
    const file = period === "MaxSize" ? await this.#numbered(part) : part;
    const head = file === this.#current ? [] : this.directives();
    const text = [...head, ...lines].join("\r\n") + "\r\n";
    await this.disk.appendFile(`${directory}/${file}.log`, text);
    this.#current = file;
    this.#size += new TextEncoder().encode(text).byteLength;
  }

  /** The file that has room: the last one that there is, or the next. */
  async #numbered(part: string): Promise<string> {
    if (this.#number === 0) await this.#find(part);
    if (this.#size >= this.rules.truncateSize) {
      this.#number++;
      this.#size = 0;
    }
    return numbered(part, this.#number);
  }

  async #find(part: string): Promise<void> {
    const { directory } = this.rules;
    const names = new Set(await this.disk.readdir(directory));
    this.#number = 1;
    this.#size = 0;
    while (names.has(`${numbered(part, this.#number + 1)}.log`)) this.#number++;
    const name = `${numbered(part, this.#number)}.log`;
    if (names.has(name)) this.#size = (await this.disk.stat(`${directory}/${name}`)).size;
  }
}

function numbered(part: string, number: number): string {
  return part.replace("extend", `extend${number}`);
}

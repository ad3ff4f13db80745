// What do ready modules share? Where a value stands in somebody's options, and the words for a wrong one.

const LONGEST = 60;

/** The place of one value in the options of one module. */
export class Place {
  constructor(
    /** Who was told: factory and module, "staticFile (StaticFileModule)". */
    readonly who: string,
    /** The option, as it would be written in code: "mimeMap[2].mimeType"; empty for all of them. */
    readonly path: string = "",
  ) {}

  /** The place of an attribute or element of what stands here. */
  at(key: string | number): Place {
    const step = typeof key === "number" ? `[${key}]` : this.path === "" ? key : `.${key}`;
    return new Place(this.who, this.path + step);
  }

  /** The error for a value that is not what it should be; the only place where its text is made. */
  wrong(found: unknown, wished: string): TypeError {
    return this.error(`is ${show(found)}`, wished);
  }

  /** The error for what a value says, where it would not do to show the value alone. */
  error(found: string, wished: string): TypeError {
    const what = this.path === "" ? "the argument" : `option "${this.path}"`;
    return new TypeError(`${this.who}: ${what} ${found}, wished for ${wished}`);
  }
}

/** A value as it may stand in an error. */
function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  return clip(typeof value === "object" && value !== null ? shown(value) : literal(value));
}

function literal(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Objects that cannot be written as JSON are named after their class. */
function shown(value: object): string {
  const named = () => Object.prototype.toString.call(value);
  try {
    return JSON.stringify(value) ?? named();
  } catch {
    return named();
  }
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`;
}

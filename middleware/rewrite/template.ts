// Where does a URL lead? Texts with references in braces: {R:1}, {C:1}, {HTTP_HOST}, {ToLower:...}, {Map:...}.
import type { Place } from "../_shared/place.ts";
import { escapeHtml } from "../_shared/std-html.ts";
import { decodeText } from "./plain-text.ts";

/** What the references of a text stand for, now. */
export interface Values {
  /** A group of the rule's pattern, 0 for the whole match. */
  rule(group: number): string;
  /** A group of the conditions. */
  condition(group: number): string;
  /** Whether groups of conditions are plain text of the path, without escapes. */
  readonly conditionIsPlain: boolean;
  /** A server variable; empty if there is none. */
  variable(name: string): string;
}

/** Makes plain text fit for a URL; told whether it stands in the query. */
export type Escape = (text: string, inQuery: boolean) => string;

/** A text with references, made ready. */
export interface Template {
  /** The text as it was written. */
  readonly source: string;
  /** Whether it has plain text of the path in it: groups of the rule, and some variables. */
  readonly isPlain: boolean;
  /** Whether it has groups of conditions in it, which may be plain text. */
  readonly hasConditions: boolean;
  expand(values: Values, escape?: Escape): string;
}

/** Maps and providers, by their names in small letters. */
export type Lookups = ReadonlyMap<string, (key: string) => string>;

type Node = (values: Values, escape: Escape | undefined, inQuery: boolean) => string;

/** Variables that hold the path decoded. */
const PLAIN: ReadonlySet<string> = new Set(["URL", "PATH_INFO", "SCRIPT_NAME"]);

const FUNCTIONS: Readonly<Record<string, (text: string) => string>> = {
  htmlencode: escapeHtml,
  tolower: (text) => text.toLowerCase(),
  // Measured: a blank stays one.
  urlencode: (text) => encodeURIComponent(text.toWellFormed()).replaceAll("%20", " "),
  urldecode: decodeText,
};

/** Makes a text ready. Throws the error of its place for an open brace, or a name that nobody knows. */
export function compileTemplate(source: string, lookups: Lookups, place: Place): Template {
  const reader = new Reader(source, lookups, place);
  const nodes = reader.read(false);
  return {
    source,
    isPlain: reader.isPlain,
    hasConditions: reader.hasConditions,
    expand: (values, escape) => expand(nodes, values, escape, false),
  };
}

function expand(
  nodes: readonly Node[],
  values: Values,
  escape: Escape | undefined,
  inQuery: boolean,
): string {
  let text = "";
  for (const node of nodes) text += node(values, escape, inQuery || text.includes("?"));
  return text;
}

class Reader {
  isPlain = false;
  hasConditions = false;
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly lookups: Lookups,
    private readonly place: Place,
  ) {}

  /** Reads up to the end, or inside braces up to the one that closes them. */
  read(inside: boolean): Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.source.length) {
      const rest = this.source.slice(this.#at);
      if (inside && rest.startsWith("}")) {
        this.#at++;
        return nodes;
      }
      if (rest.startsWith("{")) nodes.push(this.#reference(rest));
      else {
        const literal = (inside ? /^[^{}]+/ : /^[^{]+/).exec(rest)![0];
        this.#at += literal.length;
        nodes.push(() => literal);
      }
    }
    if (inside) throw this.#wrong("a closing brace for each that opens");
    return nodes;
  }

  #reference(rest: string): Node {
    const name = /^\{([^{}:]+)([:}])/.exec(rest);
    if (name === null) throw this.#wrong("a name in each pair of braces");
    this.#at += name[0].length;
    return name[2] === "}" ? this.#variable(name[1]) : this.#call(name[1], rest);
  }

  #variable(name: string): Node {
    if (!PLAIN.has(name.toUpperCase())) return (values) => values.variable(name);
    this.isPlain = true;
    return (values, escape, inQuery) => escaped(values.variable(name), escape, inQuery);
  }

  #call(name: string, rest: string): Node {
    const group = /^\{([RC]):(\d{1,2})\}/i.exec(rest);
    if (group !== null) {
      this.#at += group[0].length - name.length - 2;
      if (group[1].toUpperCase() === "R") this.isPlain = true;
      else this.hasConditions = true;
      return toGroup(group[1].toUpperCase(), Number(group[2]));
    }
    const { isPlain, hasConditions } = this;
    const argument = this.read(true);
    const key = name.toLowerCase();
    const lookup = this.lookups.get(key);
    // What a table says, or what is encoded, is no plain text, whatever it was made of.
    if (lookup !== undefined || key === "urlencode") {
      Object.assign(this, { isPlain, hasConditions });
    }
    if (lookup !== undefined) return (values) => lookup(expand(argument, values, undefined, false));
    const call = FUNCTIONS[key];
    if (call === undefined) {
      throw this.#wrong(`a map, a provider or a function in place of ${name}`);
    }
    return toCall(key, call, argument);
  }

  #wrong(wished: string): TypeError {
    return this.place.wrong(this.source, wished);
  }
}

function toGroup(kind: string, group: number): Node {
  if (kind === "R") {
    return (values, escape, inQuery) => escaped(values.rule(group), escape, inQuery);
  }
  return (values, escape, inQuery) => {
    const text = values.condition(group);
    return values.conditionIsPlain ? escaped(text, escape, inQuery) : text;
  };
}

/** What is encoded or decoded is taken as it is, and plain text again behind the decoding. */
function toCall(key: string, call: (text: string) => string, argument: readonly Node[]): Node {
  if (key === "urlencode") return (values) => call(expand(argument, values, undefined, true));
  if (key === "urldecode") {
    return (values, escape, inQuery) =>
      escaped(call(expand(argument, values, undefined, inQuery)), escape, inQuery);
  }
  return (values, escape, inQuery) => call(expand(argument, values, escape, inQuery));
}

function escaped(text: string, escape: Escape | undefined, inQuery: boolean): string {
  return escape === undefined ? text : escape(text, inQuery);
}

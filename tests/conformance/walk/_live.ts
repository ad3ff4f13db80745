// Which objects are alive in a running request, and which methods do they have? A list that visits fill.
import type { Method } from "../../_tools/reference.ts";
import pages from "../../rules/pages.json" with { type: "json" };
import methods from "../../rules/methods.json" with { type: "json" };

export const METHODS = methods as readonly Method[];

/** The name of a method as it is written here. */
export const camel = (name: string): string => name[0].toLowerCase() + name.slice(1);

/** Interface and method as the pages write them. */
export const nameOf = (one: Method): string => `${one.interface}::${one.method}`;

/** An interface without the number of its version: all versions are one object. */
export const family = (name: string): string => name.replace(/\d$/, "");

const hasMethod = (object: object, name: string): boolean =>
  typeof (object as Record<string, unknown>)[name] === "function";

/** Ways in which a method is met, the better one last. */
const RANKS = { handedBack: 0, called: 1, host: 2 } as const;
type Rank = (typeof RANKS)[keyof typeof RANKS];

/** The words for the first two; of the host's own objects the class is told. */
const WORDS = ["held out again as the module made it", "called on the module's own object"];

/** What was met while requests were running. */
export class Live {
  /** Interface::Method of the pages, and where it was met. */
  readonly found = new Map<string, string>();
  /** Methods without a meaning here that were met nevertheless. */
  readonly forbidden = new Set<string>();
  readonly #ranks = new Map<string, Rank>();
  readonly #own = new WeakSet<object>();

  /** An object that the host holds out: whatever methods of its family it has are there. */
  see(owner: string, object: object | null | undefined): void {
    if (object === null || object === undefined) return;
    const rank = this.#own.has(object) ? RANKS.handedBack : RANKS.host;
    const { name } = object.constructor;
    for (const one of METHODS) {
      if (family(one.interface) !== owner || !hasMethod(object, camel(one.method))) continue;
      if (one.class === "inapplicable") this.forbidden.add(nameOf(one));
      else this.#note(nameOf(one), rank, name === "Object" ? "a plain object" : name);
    }
  }

  /** A method of an object of the module's own that the host has called. */
  called(owner: string, method: string): void {
    this.#note(`${owner}::${method}`, RANKS.called, "");
  }

  /** An object of the module's own; every method tells when the host calls it. */
  recorder<T extends object>(owner: string, base: T): T {
    this.#own.add(base);
    for (const { interface: name, method } of METHODS) {
      if (family(name) !== owner) continue;
      const inner = (base as Record<string, unknown>)[camel(method)];
      if (typeof inner !== "function") continue;
      const outer = (...args: unknown[]): unknown => {
        this.called(name, method);
        return inner.apply(base, args);
      };
      Object.defineProperty(base, camel(method), { value: outer });
    }
    return base;
  }

  #note(name: string, rank: Rank, where: string): void {
    if ((this.#ranks.get(name) ?? -1) >= rank) return;
    this.#ranks.set(name, rank);
    this.found.set(name, WORDS[rank] ?? where);
  }
}

/** The methods that have to be met. */
export const WANTED: readonly Method[] = METHODS.filter((one) => one.class !== "inapplicable");

/** The page of each interface and class of which something has to be met. */
export const INTERFACE_PAGES: ReadonlyMap<string, string> = new Map(
  WANTED.flatMap(({ interface: name }) => {
    const page = `${name.toLowerCase()}-${name.startsWith("C") ? "class" : "interface"}`;
    return pages.includes(page) ? [[page, name] as const] : [];
  }),
);

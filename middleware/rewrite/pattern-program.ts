// Where does a URL lead? A regular expression as a program that never has to try the same thing twice.
import type { AST } from "../_shared/regexpp.ts";

/** One instruction. */
export type Instruction =
  | { readonly op: "char"; readonly fits: (code: number) => boolean }
  /** Goes on at both places; first at the first one. */
  | { readonly op: "split"; readonly first: number; readonly second: number }
  | { readonly op: "jump"; readonly to: number }
  | { readonly op: "save"; readonly slot: number }
  /** Forgets captures of an earlier turn of a loop. */
  | { readonly op: "forget"; readonly from: number; readonly to: number }
  | { readonly op: "assert"; readonly holds: (input: string, at: number) => boolean }
  | { readonly op: "look"; readonly program: Program; readonly negate: boolean }
  | { readonly op: "match" };

/** A program, and how many places it notes: two for each group. */
export interface Program {
  readonly code: readonly Instruction[];
  readonly slots: number;
}

/** What a program cannot be made of. */
export class NoProgram extends Error {}

const MOST_INSTRUCTIONS = 4000;
const WORD = /[A-Za-z0-9_]/;

/** Makes the program of a pattern. Throws `NoProgram` for back-references, looks behind and what is too large. */
export function programOf(pattern: AST.Pattern, ignoreCase: boolean): Program {
  let groups = 1;
  const numbers = new Map<AST.CapturingGroup, number>();
  eachGroup(pattern.alternatives, (group) => numbers.set(group, groups++));
  const writer = new Writer(numbers, ignoreCase ? "i" : "", groups * 2);
  return writer.whole(pattern.alternatives);
}

class Writer {
  private code: Instruction[] = [];
  /** A class that is repeated remembers its characters once. */
  private readonly tests = new Map<string, (code: number) => boolean>();

  constructor(
    private readonly numbers: ReadonlyMap<AST.CapturingGroup, number>,
    private readonly flags: string,
    private readonly slots: number,
  ) {}

  whole(alternatives: readonly AST.Alternative[]): Program {
    const outer = this.code;
    const code = this.code = [];
    this.either(alternatives);
    this.add({ op: "match" });
    this.code = outer;
    return { code, slots: this.slots };
  }

  private add(instruction: Instruction): number {
    if (this.code.length >= MOST_INSTRUCTIONS) throw new NoProgram("it is too large");
    return this.code.push(instruction) - 1;
  }

  private either(alternatives: readonly AST.Alternative[]): void {
    const ends: number[] = [];
    alternatives.forEach(({ elements }, index) => {
      const isLast = index === alternatives.length - 1;
      const split = isLast ? -1 : this.add({ op: "match" });
      for (const element of elements) this.element(element);
      if (isLast) return;
      ends.push(this.add({ op: "match" }));
      this.code[split] = { op: "split", first: split + 1, second: this.code.length };
    });
    for (const end of ends) this.code[end] = { op: "jump", to: this.code.length };
  }

  private element(element: AST.Element): void {
    switch (element.type) {
      case "Character":
        return this.char(`\\u${element.value.toString(16).padStart(4, "0")}`);
      case "CharacterSet":
      case "CharacterClass":
        return this.char(element.raw);
      case "Group":
        return this.either(element.alternatives);
      case "CapturingGroup":
        return this.capture(element);
      case "Quantifier":
        return this.repeat(element);
      case "Assertion":
        return this.assertion(element);
      default:
        throw new NoProgram(`of ${element.raw}`);
    }
  }

  private char(raw: string): void {
    const fits = this.tests.get(raw) ?? characterTest(raw, this.flags);
    this.tests.set(raw, fits);
    this.add({ op: "char", fits });
  }

  private capture(group: AST.CapturingGroup): void {
    const slot = this.numbers.get(group)! * 2;
    this.add({ op: "save", slot });
    this.either(group.alternatives);
    this.add({ op: "save", slot: slot + 1 });
  }

  private repeat({ min, max, greedy, element }: AST.Quantifier): void {
    for (let turn = 0; turn < min; turn++) this.turn(element);
    if (max === Infinity) {
      const split = this.add({ op: "match" });
      this.turn(element);
      this.add({ op: "jump", to: split });
      this.fork(split, greedy);
      return;
    }
    const splits: number[] = [];
    for (let turn = min; turn < max; turn++) {
      splits.push(this.add({ op: "match" }));
      this.turn(element);
    }
    for (const split of splits) this.fork(split, greedy);
  }

  /** Lets a place go on behind itself, or at the end that has been written by now. */
  private fork(split: number, greedy: boolean): void {
    const [within, behind] = [split + 1, this.code.length];
    this.code[split] = greedy
      ? { op: "split", first: within, second: behind }
      : { op: "split", first: behind, second: within };
  }

  private turn(element: AST.Element): void {
    const inside: number[] = [];
    eachGroup([{ elements: [element] }], (group) => inside.push(this.numbers.get(group)! * 2));
    if (inside.length > 0) this.add({ op: "forget", from: inside[0], to: inside.at(-1)! + 2 });
    this.element(element);
  }

  private assertion(assertion: AST.Assertion): void {
    if (assertion.kind === "lookbehind") throw new NoProgram(`of ${assertion.raw}`);
    if (assertion.kind === "lookahead") {
      const program = this.whole(assertion.alternatives);
      this.add({ op: "look", program, negate: assertion.negate });
      return;
    }
    this.add({ op: "assert", holds: holds(assertion) });
  }
}

/** Whether a character is the one, or of the class, that is written so; each is looked at once. */
function characterTest(raw: string, flags: string): (code: number) => boolean {
  const pattern = new RegExp(`^(?:${raw})$`, flags);
  const known = new Map<number, boolean>();
  return (code) => {
    const found = known.get(code) ?? pattern.test(String.fromCharCode(code));
    known.set(code, found);
    return found;
  };
}

function holds(assertion: AST.Assertion): (input: string, at: number) => boolean {
  if (assertion.kind === "start") return (_: string, at: number) => at === 0;
  if (assertion.kind === "end") return (input: string, at: number) => at === input.length;
  const { negate } = assertion as AST.WordBoundaryAssertion;
  const isWord = (input: string, at: number): boolean => WORD.test(input[at] ?? "");
  return (input: string, at: number) => (isWord(input, at - 1) !== isWord(input, at)) !== negate;
}

/** Calls back for each group, in the order of their opening brackets. */
function eachGroup(
  alternatives: readonly { readonly elements: readonly AST.Element[] }[],
  found: (group: AST.CapturingGroup) => void,
): void {
  for (const { elements } of alternatives) {
    for (const element of elements) {
      if (element.type === "CapturingGroup") found(element);
      if (element.type === "Quantifier") eachGroup([{ elements: [element.element] }], found);
      else if ("alternatives" in element) eachGroup(element.alternatives, found);
    }
  }
}

// Where does a URL lead? What runs the program of a regular expression, in time that grows with the input and no faster.
import type { Instruction, Program } from "./pattern-program.ts";

/** Steps after which a search is given up; only looks ahead at every place of a long input come so far. */
const MOST_STEPS = 50_000_000;

type Look = Extract<Instruction, { readonly op: "look" }>;

/** A search that took too long. */
class TooSlow extends Error {}

/**
 * Searches like a RegExp, with the same result. It walks the same ways in the same order, but notes where it has been:
 * a place of the program at a place of the input from which no way led to a match leads to none later either.
 *
 * @returns The places of the match and its groups, -1 for a group that took no part; null if there is no match.
 */
export function search(program: Program, input: string, from: number): Int32Array | null {
  const run = new Run(input);
  const places = new Int32Array(program.slots).fill(-1);
  const seen = new Seen(program, input);
  for (let start = from; start <= input.length; start++) {
    const end = run.match(program, start, places, seen);
    if (end < 0) continue;
    places[0] = start;
    places[1] = end;
    return places;
  }
  return null;
}

/** The pairs of an instruction and a place in the input that have been tried. */
class Seen {
  readonly #bits: Uint32Array;
  readonly #width: number;

  constructor(program: Program, input: string) {
    this.#width = input.length + 1;
    this.#bits = new Uint32Array((program.code.length * this.#width >>> 5) + 1);
  }

  /** Notes a pair; false if it was there already. */
  note(pc: number, at: number): boolean {
    const bit = pc * this.#width + at;
    const mask = 1 << (bit & 31);
    const word = bit >>> 5;
    if ((this.#bits[word] & mask) !== 0) return false;
    this.#bits[word] |= mask;
    return true;
  }
}

class Run {
  #steps = 0;
  /** What looks ahead have tried in vain. */
  readonly #inVain = new Map<Program, Seen>();

  constructor(private readonly input: string) {}

  /** The end of a match that begins at `start`, or -1. Groups are noted in `places`. */
  match({ code }: Program, start: number, places: Int32Array, seen: Seen): number {
    // Pairs: where to go on, or, written as a negative number, which place to put back.
    const stack: number[] = [0, start];
    while (stack.length > 0) {
      const at = stack.pop()!;
      const pc = stack.pop()!;
      if (pc < 0) places[-1 - pc] = at;
      else {
        const end = this.#walk(code, pc, at, { places, seen, stack });
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  /** Looks ahead. What led nowhere once leads nowhere again; what is on the way to a match is tried anew. */
  #look(program: Program, at: number, places: Int32Array): number {
    const seen = this.#inVain.get(program) ?? new Seen(program, this.input);
    const end = this.match(program, at, places, seen);
    if (end < 0) this.#inVain.set(program, seen);
    else this.#inVain.delete(program);
    return end;
  }

  /** Whether looking ahead allows the way; the groups of what was seen are kept. */
  #sees(
    { program, negate }: Look,
    at: number,
    places: Int32Array,
    keep: (slot: number, place: number) => void,
  ): boolean {
    const inner = places.slice();
    const end = this.#look(program, at, inner);
    if ((end >= 0) === negate) return false;
    if (!negate) inner.forEach((place, slot) => place !== places[slot] && keep(slot, place));
    return true;
  }

  /** Follows one way to its end; the others are put on the stack. */
  #walk(
    code: readonly Instruction[],
    pc: number,
    at: number,
    { places, seen, stack }: { places: Int32Array; seen: Seen; stack: number[] },
  ): number {
    const keep = (slot: number, place: number): void => {
      stack.push(-1 - slot, places[slot]);
      places[slot] = place;
    };
    while (seen.note(pc, at)) {
      if (++this.#steps > MOST_STEPS) throw new TooSlow(`More than ${MOST_STEPS} steps`);
      const one = code[pc++];
      switch (one.op) {
        case "match":
          return at;
        case "char":
          if (at >= this.input.length || !one.fits(this.input.charCodeAt(at++))) return -1;
          break;
        case "split":
          stack.push(one.second, at);
          pc = one.first;
          break;
        case "jump":
          pc = one.to;
          break;
        case "save":
          keep(one.slot, at);
          break;
        case "forget":
          for (let slot = one.from; slot < one.to; slot++) keep(slot, -1);
          break;
        case "assert":
          if (!one.holds(this.input, at)) return -1;
          break;
        case "look":
          if (!this.#sees(one, at, places, keep)) return -1;
      }
    }
    return -1;
  }
}

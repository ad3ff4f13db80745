// In which order may happen what the specification does not order? Every one, one after the other.

/** One choice on the way. */
interface Choice {
  taken: number;
  readonly of: number;
}

/** All ways of choosing, the first of each choice first; a play asks it for each choice on its way. */
export class Orders {
  readonly #path: Choice[] = [];
  #depth = 0;

  /** Which of so many comes first this time. */
  choose(of: number): number {
    if (of === 1) return 0;
    const choice = this.#path[this.#depth++] ?? this.#path[this.#path.push({ taken: 0, of }) - 1];
    return choice.taken;
  }

  /** Turns to the next way; false when all have been gone. */
  next(): boolean {
    this.#depth = 0;
    for (let last = this.#path.at(-1); last; last = this.#path.at(-1)) {
      if (++last.taken < last.of) return true;
      this.#path.pop();
    }
    return false;
  }
}

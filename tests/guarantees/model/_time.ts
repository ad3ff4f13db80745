// When does something happen in the model? Microtasks first in, first out; then what ends soon; then one turn of the clock.
//
// The specification orders three things and no more: what runs inside a call, PostCompletion in the next microtask, and
// everything else "later". So an operation that ends by itself is only known to end before the clock's next turn. A program
// in which the difference can be seen is not a program that the specification decides, and is given back.
import { Orders } from "./_orders.ts";

/** The specification does not say what happens. */
export class Silent extends Error {
  override name = "Silent";
}

interface Item {
  readonly order: number;
  readonly run: () => void;
}

/** Time in the model. */
export class Time {
  readonly #micro: Item[] = [];
  readonly #soon: Item[] = [];
  readonly #clock: (Item & { readonly due: number })[] = [];
  #now = 0;
  #order = 0;

  /** @param orders Chooses what of that which is to end soon ends next. */
  constructor(readonly orders: Orders = new Orders()) {}

  /** In the next microtask, behind those that were asked for before. */
  micro(run: () => void): void {
    this.#micro.push({ order: this.#order++, run });
  }

  /** In some later microtask, and before the clock's next turn; `early` says that it may also be done by now. */
  soon(run: () => void, early = false): void {
    this.#soon.push({ order: early ? -1 : this.#order++, run });
  }

  /** So many turns of the clock later. */
  after(turns: number, run: () => void): void {
    this.#clock.push({ order: this.#order++, due: this.#now + turns, run });
  }

  /** Runs until nothing is left; `stuck` is asked then, and says whether it has made something happen. */
  run(stuck: () => boolean): void {
    for (;;) {
      this.#settle();
      const next = this.#earliest();
      if (next) {
        this.#now = next.due;
        next.run();
      } else if (!stuck()) return;
    }
  }

  #settle(): void {
    for (;;) {
      const micro = this.#micro.shift();
      if (!micro) {
        if (this.#soon.length === 0) return;
        const [soon] = this.#soon.splice(this.orders.choose(this.#soon.length), 1);
        soon.run();
        continue;
      }
      if (this.#soon.some(({ order }) => order < micro.order)) throw new Silent("a race");
      micro.run();
    }
  }

  #earliest(): (Item & { due: number }) | undefined {
    this.#clock.sort((a, b) => a.due - b.due || a.order - b.order);
    return this.#clock.shift();
  }
}

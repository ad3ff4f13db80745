// Which answers are kept for the next request? What is remembered of URLs besides their answers, within bounds.

/** What an entry weighs besides its key. */
const WEIGHT = 64;

/** A map whose keys come from clients: beyond so many letters what was set longest ago is forgotten. */
export class BoundedMap<V> {
  readonly #entries = new Map<string, V>();
  #letters = 0;

  /** @param most Letters of all keys. */
  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#letters += key.length + WEIGHT;
    for (const eldest of this.#entries.keys()) {
      if (this.#letters <= this.most) break;
      this.delete(eldest);
    }
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#letters -= key.length + WEIGHT;
  }
}

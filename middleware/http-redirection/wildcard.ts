// Where has it gone? Which paths a wildcard takes, and what its stars have taken of them.

/** A path with stars, each of which takes any number of characters. */
export class Wildcard {
  readonly #pieces: readonly string[];

  constructor(pattern: string) {
    const rooted = pattern.startsWith("/") || pattern.startsWith("*") ? pattern : `/${pattern}`;
    this.#pieces = rooted.toLowerCase().split("*");
  }

  /**
   * What the stars take, each as little as it can, the last one the rest; null if the path is another. In one pass, so
   * that no pattern takes long.
   */
  take(path: string): readonly string[] | null {
    const lower = path.toLowerCase();
    const [first, ...others] = this.#pieces;
    const last = others.pop();
    if (last === undefined) return lower === first ? [] : null;
    if (!lower.startsWith(first) || !lower.endsWith(last)) return null;
    const end = path.length - last.length;
    const taken: string[] = [];
    let from = first.length;
    for (const piece of others) {
      const at = lower.indexOf(piece, from);
      if (at < 0 || at + piece.length > end) return null;
      taken.push(path.slice(from, at));
      from = at + piece.length;
    }
    return from <= end ? [...taken, path.slice(from, end)] : null;
  }
}

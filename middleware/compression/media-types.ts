// How does a body become shorter? Only if its media type says so: the collections dynamicTypes and staticTypes.

/** One media type, or many by a star. */
export interface CompressedType {
  /** The type; a star stands for every subtype, and two of them for every type. */
  readonly mimeType: string;
  /** Whether bodies of it are compressed; true by default. */
  readonly enabled?: boolean;
}

/** What is worth it where nothing is said; media that are compressed in themselves are not. */
export const BUILT_IN: readonly CompressedType[] = [
  ..."text/* message/* image/svg+xml image/bmp image/x-icon font/ttf font/otf".split(" "),
  ...[
    "javascript",
    "x-javascript",
    "json",
    "ld+json",
    "manifest+json",
    "problem+json",
    "geo+json",
    "vnd.api+json",
    "graphql-response+json",
    "x-ndjson",
    "xml",
    "xhtml+xml",
    "rss+xml",
    "atom+xml",
    "xaml+xml",
    "soap+xml",
    "problem+xml",
    "wasm",
    "rtf",
    "vnd.ms-fontobject",
  ].map((subtype) => `application/${subtype}`),
].map((mimeType) => ({ mimeType }));

/** The types of one collection. */
export class MediaTypes {
  readonly #enabled: ReadonlyMap<string, boolean>;
  /** By header, as answers have it: there are few, and each is asked for again and again. */
  readonly #known = new Map<string, boolean>();

  constructor(types: readonly CompressedType[]) {
    this.#enabled = new Map(types.map((t) => [t.mimeType.toLowerCase(), t.enabled ?? true]));
  }

  /** Whether a body with this Content-Type is compressed; the most exact entry decides. */
  has(contentType: string): boolean {
    const known = this.#known.get(contentType);
    if (known !== undefined) return known;
    const type = contentType.split(";", 1)[0].trim().toLowerCase();
    const enabled = this.#enabled.get(type) ??
      this.#enabled.get(`${type.split("/", 1)[0]}/*`) ?? this.#enabled.get("*/*") ?? false;
    if (this.#known.size < 1000) this.#known.set(contentType, enabled);
    return enabled;
  }
}

// How do bytes come in and go out? A file as a Blob that is read only when its bytes are wanted.

/** Opens a part of a file; `end` is the first byte that is not wanted. */
export type OpenRange = (start: number, end: number) => ReadableStream<Uint8Array>;

/**
 * A Blob over a file, for runtimes whose own Blobs of files hold the whole content in memory.
 *
 * The runtime knows nothing of these bytes: joined into another Blob they are empty, so whoever sends one reads its
 * stream.
 */
export class FileBlob extends Blob {
  readonly #start: number;
  readonly #end: number;
  readonly #open: OpenRange;
  readonly #type: string;

  constructor(open: OpenRange, start: number, end: number, type = "") {
    super([]);
    this.#open = open;
    this.#start = start;
    this.#end = Math.max(start, end);
    this.#type = type;
  }

  override get size(): number {
    return this.#end - this.#start;
  }

  override get type(): string {
    return this.#type;
  }

  override slice(start = 0, end = this.size, type = ""): Blob {
    const at = (place: number): number =>
      place < 0 ? Math.max(0, this.size + place) : Math.min(place, this.size);
    return new FileBlob(this.#open, this.#start + at(start), this.#start + at(end), type);
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#open(this.#start, this.#end) as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer();
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override text(): Promise<string> {
    return new Response(this.stream()).text();
  }
}

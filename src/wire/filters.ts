// How do bytes come in and go out? Body filters: every piece of a body passes them in order, and Flush reaches them.
import type {
  BodyFilter,
  BodyFilterController,
  BodyFilterStream,
  BodyTransformer,
} from "../terms/body-filter.ts";
import type { Piece, PieceReader } from "./pieces.ts";
import { unshared } from "./slab.ts";

/** The filters of one response, in the order in which they were added. */
export class FilterChain {
  readonly #filters: readonly BodyTransformer[];

  constructor(filters: readonly BodyFilter[]) {
    this.#filters = filters.map((f) => "writable" in f ? new StreamFilter(f) : f);
  }

  /** What the pieces of one send become; `end` lets go of everything that is held back. */
  through(pieces: readonly Piece[], end: boolean): PieceReader {
    let wanted = true;
    const filtered = this.#run(pieces, end, () => wanted);
    return {
      read: async () => {
        const { done, value } = await filtered.next();
        return done ? null : value;
      },
      cancel: (reason) => {
        wanted = false;
        for (const piece of pieces) if (!(piece instanceof Uint8Array)) piece.cancel(reason);
        for (const filter of this.#filters) filter.cancel?.(reason);
      },
    };
  }

  async *#run(
    pieces: readonly Piece[],
    end: boolean,
    wanted: () => boolean,
  ): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) yield* await this.#pass([unshared(piece)], 0);
      else {
        for (let bytes = await piece.read(); bytes !== null; bytes = await piece.read()) {
          yield* await this.#pass([bytes], 0);
        }
      }
    }
    // A piece that was cancelled has ended, too, and no filter may take that for the end of the body.
    if (!wanted()) return;
    // What one filter lets go of still has to pass the ones behind it.
    for (let i = 0; i < this.#filters.length; i++) {
      const filter = this.#filters[i];
      const last = end ? filter.flush : filter.sync;
      if (last === undefined) continue;
      yield* await this.#pass(await gather((c) => last.call(filter, c)), i + 1);
    }
  }

  async #pass(chunks: Uint8Array[], from: number): Promise<Uint8Array[]> {
    for (let i = from; i < this.#filters.length; i++) {
      const out: Uint8Array[] = [];
      for (const chunk of chunks) {
        out.push(...await gather((c) => this.#filters[i].transform(chunk, c)));
      }
      chunks = out;
    }
    return chunks;
  }
}

type Produce = (
  controller: BodyFilterController,
) => Uint8Array | void | Promise<Uint8Array | void>;

async function gather(produce: Produce): Promise<Uint8Array[]> {
  const out: Uint8Array[] = [];
  const enqueue = (chunk: Uint8Array): void => {
    if (chunk.byteLength > 0) out.push(chunk);
  };
  const returned = await produce({ enqueue });
  if (returned instanceof Uint8Array) enqueue(returned);
  return out;
}

/** A TransformStream as a filter. It has no word for Flush, so in the middle it gives what has come out so far. */
class StreamFilter implements BodyTransformer {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #out: Uint8Array[] = [];
  readonly #ended: Promise<void>;

  constructor(stream: BodyFilterStream) {
    this.#writer = (stream.writable as WritableStream<Uint8Array>).getWriter();
    this.#ended = this.#read(stream.readable);
    this.#ended.catch(() => {});
  }

  async transform(chunk: Uint8Array, controller: BodyFilterController): Promise<void> {
    await this.#writer.write(chunk);
    this.sync(controller);
  }

  sync(controller: BodyFilterController): void {
    for (const chunk of this.#out.splice(0)) controller.enqueue(chunk);
  }

  async flush(controller: BodyFilterController): Promise<void> {
    await this.#writer.close();
    await this.#ended;
    this.sync(controller);
  }

  /** Nobody wants the rest. */
  cancel(reason: unknown): void {
    this.#writer.abort(reason).catch(() => {});
  }

  async #read(readable: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of readable) this.#out.push(chunk);
  }
}

/** Whether something can be a filter. */
export function isFilter(filter: unknown): boolean {
  const { transform, writable } = (filter ?? {}) as Record<string, unknown>;
  return typeof transform === "function" || writable instanceof WritableStream;
}

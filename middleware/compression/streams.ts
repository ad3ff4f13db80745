// How does a body become shorter? On its way: what goes in comes out compressed, and nothing of it is held back.
import type { BodyFilterController, BodyTransformer } from "../../mod.ts";

/** What is used of a stream of node:zlib. */
export interface Encoder {
  write(chunk: Uint8Array, done: (error?: Error | null) => void): boolean;
  flush(kind: number, done: () => void): void;
  end(): void;
  destroy(): void;
  on(event: "data", take: (chunk: Uint8Array) => void): void;
  on(event: "end", told: () => void): void;
  on(event: "error", told: (error: Error) => void): void;
}

/**
 * One body on its way. Nothing is held back: who sends in pieces means each of them to arrive, whether it is a module
 * that flushes or a stream of the app, of which nobody knows when it will have more.
 */
export class StreamCompressor implements BodyTransformer {
  #encoder: Encoder | null = null;
  #out: Uint8Array[] = [];
  #failed: ((error: Error) => void) | null = null;

  constructor(
    private readonly create: () => Encoder,
    private readonly flushKind: number,
  ) {}

  transform(chunk: Uint8Array, controller: BodyFilterController): Promise<void> {
    return this.#run(controller, (encoder, done) => {
      encoder.write(chunk, () => {});
      encoder.flush(this.flushKind, done);
    });
  }

  flush(controller: BodyFilterController): Promise<void> {
    return this.#run(controller, (encoder, done) => {
      encoder.on("end", done);
      encoder.end();
    });
  }

  cancel(): void {
    this.#encoder?.destroy();
  }

  #run(
    controller: BodyFilterController,
    work: (encoder: Encoder, done: () => void) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#failed = reject;
      work(this.#encoder ??= this.#begin(), () => {
        for (const bytes of this.#out.splice(0)) controller.enqueue(bytes);
        resolve();
      });
    });
  }

  #begin(): Encoder {
    const encoder = this.create();
    encoder.on("data", (bytes) => void this.#out.push(bytes));
    encoder.on("error", (error) => this.#failed?.(error));
    return encoder;
  }
}

// What do several suites share? Something to write, in one line.
import { HttpDataChunkFromMemory, type IHttpContext } from "../mod.ts";

/** A chunk of text or bytes. */
export const chunk = (buffer: string | Uint8Array) =>
  ({ dataChunkType: HttpDataChunkFromMemory, buffer }) as const;

/** Several of them. */
export const memory = (...texts: (string | Uint8Array)[]) => texts.map(chunk);

/** A buffered write that says that more follows. */
export function write(context: IHttpContext, ...texts: (string | Uint8Array)[]): void {
  context.getResponse().writeEntityChunks(memory(...texts), true, true);
}

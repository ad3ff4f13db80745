// How does a file come to the client? Which of its forms: siblings that were compressed before, "page.html.gz" for example.
import {
  type Awaitable,
  type ContextFiles,
  getFiles,
  type IHttpContext,
  type IHttpFileInfo,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { favouriteCoding } from "../_shared/codings.ts";

/** What is appended to a name, by content coding; of codings that a client likes equally, the first is taken. */
const SUFFIXES: Readonly<Record<string, string>> = { br: ".br", zstd: ".zst", gzip: ".gz" };

/** How long it is remembered which siblings there are, in milliseconds; a file that changes is looked at anew. */
const MEMORY = 10_000;

/** A form of a file. */
export interface FileForm {
  readonly file: IHttpFileInfo;
  /** Its content coding; null for the file itself. */
  readonly coding: string | null;
}

interface Known {
  readonly codings: readonly string[];
  readonly until: number;
}

/** The siblings of files. */
export class Siblings {
  readonly #known = new WeakMap<IHttpFileInfo, Known>();

  /** The form that a request likes best; at once where the files are there at once. */
  choose(context: IHttpContext, file: IHttpFileInfo): Awaitable<FileForm> {
    const itself: FileForm = { file, coding: null };
    const accepted = context.getRequest().getHeader("Accept-Encoding");
    const files = accepted ? getFiles(context) : null;
    if (files === null) return itself;
    return then(this.#codingsOf(files, file), (codings) => {
      const coding = favouriteCoding(accepted, codings);
      if (coding === null) return itself;
      return then(
        files.find(file.getFilePath() + SUFFIXES[coding]),
        (sibling) => sibling === null ? itself : { file: sibling, coding },
      );
    });
  }

  #codingsOf(files: ContextFiles, file: IHttpFileInfo): Awaitable<readonly string[]> {
    const known = this.#known.get(file);
    const now = Date.now();
    if (known !== undefined && now < known.until) return known.codings;
    const names = Object.keys(SUFFIXES);
    const stats = names.map((coding) => files.stat(file.getFilePath() + SUFFIXES[coding]));
    return then(allOf(stats), (found) => {
      // One that saves nothing is not worth the work of the client.
      const codings = names.filter((_, index) => {
        const stat = found[index];
        return stat !== null && !stat.directory && stat.size < file.getSize();
      });
      this.#known.set(file, { codings, until: now + MEMORY });
      return codings;
    });
  }
}

/** All values, at once if none is promised. */
function allOf<T>(values: readonly Awaitable<T>[]): Awaitable<readonly T[]> {
  return values.some((value) => value instanceof Promise)
    ? Promise.all(values)
    : values as readonly T[];
}

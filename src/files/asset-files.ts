// Where do files lie? In the static assets of a Worker, behind their binding.
import { shown } from "../terms/shown.ts";
import type { FileDriver, FileStat } from "./file-driver.ts";
import { FileBlob } from "../wire/file-blob.ts";
import { StreamPiece } from "../wire/pieces.ts";
import { type AssetManifest, KnownAssets } from "./asset-manifest.ts";
import { checkedPath } from "./file-path.ts";

export type { AssetEntry, AssetManifest } from "./asset-manifest.ts";

/** The binding of static assets: anything that answers a request by its URL. */
export interface AssetsBinding {
  /** Answers a request for an asset. */
  fetch(request: Request): Promise<Response>;
}

/** Assets have no host; one that cannot be another's. */
const ORIGIN = "https://assets.invalid";

/**
 * The static assets of a Worker. What the binding answers with 200 is a file, what it redirects to the same path with a
 * slash a directory; such assets cannot be listed, and have no time of change, for which 1970 stands. With a manifest
 * those are files that it names, which can be listed, and nothing but content is asked for. Assets cannot be watched.
 *
 * @param binding The binding of the assets, `env.ASSETS` for example. Set `not_found_handling` to "none" there, or every
 * path is a file.
 * @param manifest What there is, made by whoever builds the Worker.
 * Throws a `TypeError` that names an entry of the manifest that is none.
 */
export function assetFiles(binding: AssetsBinding, manifest?: AssetManifest): FileDriver {
  if (typeof binding?.fetch !== "function") {
    throw new TypeError(
      `assetFiles: binding is ${shown(binding)}, wished for an object with fetch()`,
    );
  }
  return manifest === undefined
    ? new AssetFiles(binding)
    : new ListedAssets(binding, new KnownAssets(manifest));
}

/** The assets that a manifest names. */
class ListedAssets implements FileDriver {
  readonly immediate = true;
  readonly #assets: AssetFiles;

  constructor(binding: AssetsBinding, private readonly known: KnownAssets) {
    this.#assets = new AssetFiles(binding);
  }

  stat(path: string): FileStat | null {
    return this.known.stat(checkedPath(path) ?? "");
  }

  open(path: string): Blob | null {
    const stat = this.stat(path);
    if (stat === null || stat.directory) return null;
    return this.#assets.blob(checkedPath(path)!, stat.size);
  }

  list(path: string): readonly string[] | null {
    return this.known.list(checkedPath(path) ?? "");
  }
}

class AssetFiles implements FileDriver {
  readonly #binding: AssetsBinding;

  constructor(binding: AssetsBinding) {
    this.#binding = binding;
  }

  async stat(path: string): Promise<FileStat | null> {
    const checked = checkedPath(path);
    if (checked === "/") return DIRECTORY;
    const found = checked === null ? null : await this.#ask(checked, "HEAD");
    if (found === null) return null;
    if (found === "directory") return DIRECTORY;
    const { headers } = found;
    return {
      size: await this.#sizeOf(found, checked!),
      modified: new Date(headers.get("Last-Modified") ?? 0),
      directory: false,
      readOnly: true,
      etag: headers.get("ETag")?.replace(/^W\//, ""),
    };
  }

  async open(path: string): Promise<Blob | null> {
    const checked = checkedPath(path);
    const stat = checked === null ? null : await this.stat(checked);
    if (checked === null || stat === null || stat.directory) return null;
    return this.blob(checked, stat.size);
  }

  /** An asset that is asked for when somebody reads. */
  blob(path: string, size: number): Blob {
    const answer = () => this.#ask(path, "GET");
    return new FileBlob((start, end) => partOf(answer, start, end), 0, size);
  }

  list(): null {
    return null;
  }

  /** The answer for an asset; "/page.html" may be told to stand at "/page", which is followed once. */
  async #ask(path: string, method: string): Promise<Response | "directory" | null> {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), ORIGIN);
    const first = await this.#fetch(url, method);
    if (first.status < 300 || first.status > 399) return found(first);
    const next = new URL(first.headers.get("Location") ?? "", url);
    if (next.pathname === `${url.pathname}/`) return "directory";
    return next.origin === url.origin ? found(await this.#fetch(next, method)) : null;
  }

  /** The size that is told; the whole asset is read where none is. */
  async #sizeOf(response: Response, path: string): Promise<number> {
    const told = response.headers.get("Content-Length");
    if (told !== null) return Number(told);
    const whole = await this.#ask(path, "GET");
    return whole instanceof Response ? (await whole.blob()).size : 0;
  }

  #fetch(url: URL, method: string): Promise<Response> {
    return this.#binding.fetch(new Request(url, { method, redirect: "manual" }));
  }
}

const DIRECTORY: FileStat = { size: 0, modified: new Date(0), directory: true };

function found(response: Response): Response | null {
  return response.status === 200 ? response : null;
}

/** The bytes of a part of an asset, which is asked for when somebody reads. */
function partOf(
  ask: () => Promise<Response | "directory" | null>,
  start: number,
  end: number,
): ReadableStream<Uint8Array> {
  let piece: StreamPiece | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (piece === null) {
        const answer = await ask();
        const body = answer instanceof Response ? answer.body : null;
        if (body === null && end > start) throw new Error("The asset is gone");
        if (body === null || end === start) return controller.close();
        piece = new StreamPiece(body, { startingOffset: start, length: end - start });
      }
      const bytes = await piece.read();
      if (bytes === null) controller.close();
      else controller.enqueue(bytes);
    },
    cancel: (reason) => piece?.cancel(reason),
  }, { highWaterMark: 0 });
}

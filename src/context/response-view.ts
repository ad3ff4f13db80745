// What does a module hold in its hand? A response that is still being built, shown as a Response to a foreign middleware.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { type Piece, toPiece } from "../wire/pieces.ts";
import { isNullBodyStatus } from "../wire/response-head.ts";
import type { HeaderTable } from "./header-table.ts";
import type { Status } from "./status.ts";

/** What a view shows. */
export interface ViewedResponse {
  status: Status;
  readonly headers: HeaderTable;
  take(): HTTP_DATA_CHUNK[];
}

/** Shows status, headers and body. The chunks stay where they are until somebody reads the body or replaces the view. */
export class ResponseView {
  readonly response: Response;
  private taken: HTTP_DATA_CHUNK[] | null = null;
  private pieces: Piece[] | null = null;

  constructor(private readonly viewed: ViewedResponse, headSent: boolean) {
    const { statusCode, reason } = viewed.status;
    const bare = headSent || isNullBodyStatus(statusCode);
    const body = bare ? null : new ReadableStream<Uint8Array>({
      pull: (controller) => this.pull(controller),
    }, { highWaterMark: 0 });
    this.response = new Response(body, { status: statusCode, statusText: reason });
    viewed.headers.copyTo(this.response.headers);
  }

  /** The view was handed back as it is, perhaps with other headers. */
  keep(viewed: ViewedResponse): void {
    viewed.headers.clear();
    viewed.headers.rebase(this.response.headers);
  }

  /** Another Response takes the place of the view; the view's body may be inside it, so it keeps the chunks. */
  detach(viewed: ViewedResponse): void {
    this.taken ??= viewed.take();
    viewed.headers.clear();
  }

  private async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.pieces ??= (this.taken ??= this.viewed.take()).map(toPiece);
    for (let piece = this.pieces[0]; piece !== undefined; piece = this.pieces[0]) {
      const bytes = piece instanceof Uint8Array ? piece : await piece.read();
      if (bytes === null || piece instanceof Uint8Array) this.pieces.shift();
      if (bytes !== null && bytes.byteLength > 0) return controller.enqueue(bytes);
    }
    controller.close();
  }
}

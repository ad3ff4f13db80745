// What do ready modules share? The typed door to @std/http; the npm copy carries no types.
import * as negotiation from "npm:deno-std@1.4.0/http/negotiation.js";

/** A request, as far as its headers are looked at. */
interface Asking {
  readonly headers: { get(name: string): string | null };
}

/** The media type, of those that there are, that a request likes best; undefined if it takes none of them. */
export const accepts = negotiation.accepts as unknown as (
  request: Asking,
  ...types: string[]
) => string | undefined;

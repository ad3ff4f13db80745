// What do ready modules share? The typed door to @std/http; the npm copy carries no types.
import * as negotiation from "npm:deno-std@1.4.0/http/negotiation.js";

/** A request, as far as its headers are looked at. */
interface Asking {
  readonly headers: { get(name: string): string | null };
}

interface Negotiation {
  accepts(request: Asking, ...types: string[]): string | undefined;
  acceptsEncodings(request: Asking, ...codings: string[]): string | undefined;
}

const typed = negotiation as unknown as Negotiation;

/** The media type, of those that there are, that a request likes best; undefined if it takes none of them. */
export const accepts: Negotiation["accepts"] = typed.accepts;

/** The content coding, of those that there are, that a request likes best; undefined if it takes none of them. */
export const acceptsEncodings: Negotiation["acceptsEncodings"] = typed.acceptsEncodings;

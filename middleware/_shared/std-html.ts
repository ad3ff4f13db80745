// What do ready modules share? The typed door to @std/html; the npm copy carries no types.
import * as html from "npm:deno-std@1.4.0/html/entities.js";

/** Writes text so that HTML shows it as it is, in elements and in quoted attributes. */
export const escapeHtml: (text: string) => string =
  (html as unknown as { escape(text: string): string }).escape;

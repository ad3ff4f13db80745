// What do ready modules share? The typed door to @std/crypto; the npm copy carries no types.
import * as safe from "npm:deno-std@1.4.0/crypto/timing_safe_equal.js";

/** Whether two digests of one length are the same, told in a time that does not depend on where they differ. */
export const timingSafeEqual: (a: Uint8Array, b: Uint8Array) => boolean =
  (safe as unknown as { timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean }).timingSafeEqual;

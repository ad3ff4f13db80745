// What does a module hold in its hand? A call that is refused, told to those who watch: few modules look at an HRESULT.
import type { HRESULT } from "../terms/hresult.ts";
import { shown } from "../terms/shown.ts";

/** Who passes a warning on; it costs nothing while nobody watches. */
export interface Warned {
  warn(message: string): void;
}

/** Gives the error back, having told what was found. */
export function refused(door: Warned, call: string, found: unknown, hr: HRESULT): HRESULT {
  door.warn(`${call} is refused with 0x${(hr >>> 0).toString(16)}; it was given ${shown(found)}`);
  return hr;
}

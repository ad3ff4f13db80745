// What does a module hold in its hand? The status of a response.
import { type HRESULT, S_OK } from "../terms/hresult.ts";

/** The status of a response, with what is told about an error. */
export interface Status {
  readonly statusCode: number;
  readonly reason: string;
  readonly subStatus: number;
  readonly errorToReport: HRESULT;
  readonly exception: unknown;
  readonly trySkipCustomErrors: boolean;
  /** Who set it, and in which notification; null and 0 for the untouched status. */
  readonly module: string | null;
  readonly notification: number;
}

/** Whether a text can stand behind the number in a status line. */
export function isReason(reason: unknown): reason is string {
  return typeof reason === "string" && /^[\t\x20-\x7e\x80-\xff]*$/.test(reason);
}

/** Whether an answer can have this status; 101 only where something can come of it. */
export function isStatus(code: number): boolean {
  return Number.isInteger(code) && (code === 101 || (code >= 200 && code <= 599));
}

/** The status that nobody has set. */
export const UNTOUCHED: Status = Object.freeze({
  statusCode: 200,
  reason: "OK",
  subStatus: 0,
  errorToReport: S_OK,
  exception: null,
  trySkipCustomErrors: false,
  module: null,
  notification: 0,
});

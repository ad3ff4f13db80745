// How does an old extension feel at home? What its calls answer: TRUE, or FALSE with a Win32 code.
import {
  ERROR_CONNECTION_INVALID,
  ERROR_NETNAME_DELETED,
  ERROR_NOT_ENOUGH_MEMORY,
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  NO_ERROR,
} from "../terms/hresult.ts";
import type { FlushResult } from "../terms/http-response.ts";
import type { HSE_RESULT } from "../terms/hse-structs.ts";

const GONE = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);
/** What HRESULTs begin with that are made of a Win32 code. */
const FACILITY_WIN32 = 0x8007;

/** A send that nothing more fits into. */
export const NO_ROOM: FlushResult = {
  hr: HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY),
  bytesSent: 0,
  completionExpected: false,
};

/** How an operation has ended: bytes of its own, and a Win32 code. */
export interface IoOutcome {
  readonly bytes: number;
  readonly error: number;
}

/** TRUE. A new object each time: it belongs to the caller. */
export function done(): HSE_RESULT {
  return { ret: true, error: NO_ERROR };
}

/** FALSE. */
export function failed(error: number): HSE_RESULT {
  return { ret: false, error };
}

/** TRUE for no error. */
export function resultOf(error: number): HSE_RESULT {
  return { ret: error === NO_ERROR, error };
}

/** The code that a result was made of; the result itself, unsigned, where it was made of none. */
export function win32Of(hr: HRESULT): number {
  if (hr >= 0) return NO_ERROR;
  return (hr >>> 16) === FACILITY_WIN32 ? hr & 0xFFFF : hr >>> 0;
}

/** The same for an operation with the client: whether the extension has closed the connection makes a difference. */
export function ioErrorOf(hr: HRESULT, closed: boolean): number {
  const error = win32Of(hr);
  if (closed && (hr === GONE || error === ERROR_OPERATION_ABORTED)) return ERROR_NETNAME_DELETED;
  return hr === GONE ? ERROR_OPERATION_ABORTED : error;
}

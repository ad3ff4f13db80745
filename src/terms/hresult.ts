// Terms: what do the pages call it?
// This file: result codes, how a Win32 code becomes one, and how failure is told.

export * from "./win32-error.ts";

/**
 * A result: a signed 32-bit number, negative on failure.
 *
 * Texts write failures in hexadecimal and unsigned; `value | 0` is the number used here.
 */
export type HRESULT = number;

/** Success. */
export const S_OK: HRESULT = 0;

/** Success, with "no" for an answer. */
export const S_FALSE: HRESULT = 1;

/** The data is not there yet. */
export const E_PENDING: HRESULT = -2147483638;

/** The method is not available in this version or on this runtime. */
export const E_NOTIMPL: HRESULT = -2147467263;

/** The object has no such interface. */
export const E_NOINTERFACE: HRESULT = -2147467262;

/** A value that has to be there is null. */
export const E_POINTER: HRESULT = -2147467261;

/** Failed, and nothing more is known. */
export const E_FAIL: HRESULT = -2147467259;

/** The call does not fit the state of the object. */
export const E_UNEXPECTED: HRESULT = -2147418113;

/** The caller may not do that; the same number as ERROR_ACCESS_DENIED gives. */
export const E_ACCESSDENIED: HRESULT = -2147024891;

/** There is no memory left. */
export const E_OUTOFMEMORY: HRESULT = -2147024882;

/** An argument is wrong; the same number as ERROR_INVALID_PARAMETER gives. */
export const E_INVALIDARG: HRESULT = -2147024809;

/**
 * Tells whether a result means success.
 *
 * @param hr The result to look at.
 * @returns True for zero and above.
 */
export function SUCCEEDED(hr: HRESULT): boolean {
  return hr >= 0;
}

/**
 * Tells whether a result means failure.
 *
 * @param hr The result to look at.
 * @returns True below zero.
 */
export function FAILED(hr: HRESULT): boolean {
  return hr < 0;
}

/**
 * Makes a result of a Win32 error code.
 *
 * Zero gives S_OK, and what is a failing result already, signed or unsigned, is passed through, as
 * the macro of the same name does.
 *
 * @param code The error code, for example ERROR_HANDLE_EOF.
 * @returns The result, signed, in the form 0x8007 followed by the code's lower 16 bits.
 */
export function HRESULT_FROM_WIN32(code: number): HRESULT {
  const signed = code | 0;
  return signed <= 0 ? signed : (0x80070000 | (signed & 0xffff)) | 0;
}

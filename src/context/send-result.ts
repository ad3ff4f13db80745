// What does a module hold in its hand? What those are told who have asked for a send.
import type { HRESULT } from "../terms/hresult.ts";
import type { FlushResult } from "../terms/http-response.ts";
import type { Outcome, Outstanding } from "../engine/outstanding.ts";

/** What the caller of an asynchronous send is told. */
export function told(sending: Outstanding): FlushResult {
  const { hr, bytes, expected } = sending.now();
  return { hr, bytesSent: bytes, completionExpected: expected };
}

/** What the caller of a synchronous send waits for. */
export function toResult({ hr, bytes }: Outcome): FlushResult {
  return result(hr, bytes);
}

/** Nothing is expected any more. */
export function result(hr: HRESULT, bytesSent: number): FlushResult {
  return { hr, bytesSent, completionExpected: false };
}

/** The answer of a call that needed no send. */
export function answer(
  async: boolean,
  hr: HRESULT,
  bytesSent: number,
): FlushResult | Promise<FlushResult> {
  const told = result(hr, bytesSent);
  return async ? told : Promise.resolve(told);
}

// What do the rooms of an ISAPI extension share? Calls without their first argument, and a callback that notes.
import * as ISAPI from "../../../isapi.ts";

export type Ecb = ISAPI.EXTENSION_CONTROL_BLOCK;
export type Proc = (ecb: Ecb) => number | Promise<number>;

const { HSE_IO_ASYNC, HSE_IO_SYNC } = ISAPI;

export const ask = (ecb: Ecb, code: number, ...args: unknown[]): ISAPI.HSE_RESULT =>
  ecb.serverSupportFunction(ecb.connID, code, ...args);
export const write = (ecb: Ecb, text: string | Uint8Array) =>
  Promise.resolve(ecb.writeClient(ecb.connID, text, HSE_IO_SYNC));
export const writeAsync = (ecb: Ecb, bytes: string | Uint8Array) =>
  ecb.writeClient(ecb.connID, bytes, HSE_IO_ASYNC) as ISAPI.HSE_IO_RESULT;
export const done = (ecb: Ecb, status?: number) =>
  ask(ecb, ISAPI.HSE_REQ_DONE_WITH_SESSION, status);
export const flushes = (ecb: Ecb) => ask(ecb, ISAPI.HSE_REQ_SET_FLUSH_FLAG, true);

/** Names a callback that is told how often it was called, and notes what it was told. */
export function onIo(
  ecb: Ecb,
  then: (count: number, bytes: number, error: number) => unknown = () => done(ecb),
): string[] {
  const seen: string[] = [];
  ask(ecb, ISAPI.HSE_REQ_IO_COMPLETION, (_: Ecb, __: unknown, bytes: number, error: number) => {
    seen.push(`${bytes} ${error}`);
    then(seen.length, bytes, error);
  });
  return seen;
}

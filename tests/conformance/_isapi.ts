// What do the tests of ISAPI extensions share? An extension of one function behind a handler entry, and calls without their first argument.
import type { ModuleInput, WebServerOptions } from "../../mod.ts";
import {
  type EXTENSION_CONTROL_BLOCK,
  HSE_IO_ASYNC,
  type HSE_IO_RESULT,
  HSE_IO_SYNC,
  HSE_REQ_DONE_WITH_SESSION,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_SET_FLUSH_FLAG,
  type HSE_RESULT,
  HSE_STATUS_SUCCESS,
  HSE_VERSION,
  type ISAPI_ENTRY,
  type IsapiExtension,
  isapiExtension,
} from "../../isapi.ts";
import { type House, house } from "../_house.ts";

export type Ecb = EXTENSION_CONTROL_BLOCK;
export type Proc = ISAPI_ENTRY["httpExtensionProc"];

/** An extension that is nothing but its HttpExtensionProc. */
export function extension(
  proc: Proc,
  more: Partial<ISAPI_ENTRY> = {},
  name?: string,
): IsapiExtension {
  return isapiExtension({
    getExtensionVersion: () => ({
      ret: true,
      extensionVersion: HSE_VERSION,
      extensionDesc: "under test",
    }),
    httpExtensionProc: proc,
    ...more,
  }, name);
}

/** A server with one extension behind "*.dll", and other modules around it. */
export function isapiHouse(
  proc: Proc | IsapiExtension,
  modules: ModuleInput = [],
  options: Omit<WebServerOptions, "modules" | "handlers"> = {},
): House {
  const scriptProcessor = typeof proc === "function" ? extension(proc) : proc;
  const entry = {
    name: "isapi",
    path: "*.dll",
    verb: "*",
    modules: "IsapiModule",
    scriptProcessor,
  };
  return house(modules as never, { ...options, handlers: [entry] });
}

/** ServerSupportFunction with whatever a request answers besides `ret` and `error`. */
export function ask<T extends object = HSE_RESULT>(ecb: Ecb, code: number, ...args: unknown[]) {
  return ecb.serverSupportFunction(ecb.connID, code, ...args) as HSE_RESULT & T;
}

/** WriteClient that is waited for. */
export const write = (ecb: Ecb, text: string | Uint8Array): Promise<HSE_IO_RESULT> =>
  Promise.resolve(ecb.writeClient(ecb.connID, text, HSE_IO_SYNC));

/** WriteClient that answers at once. */
export const writeAsync = (ecb: Ecb, text: string | Uint8Array): HSE_IO_RESULT =>
  ecb.writeClient(ecb.connID, text, HSE_IO_ASYNC) as HSE_IO_RESULT;

/** Names the callback; `seen` gets "bytes error" of each operation before it is called. */
export function onCompletion(
  ecb: Ecb,
  seen: string[],
  then: (ecb: Ecb, count: number) => unknown = done,
): HSE_RESULT {
  let count = 0;
  return ask(
    ecb,
    HSE_REQ_IO_COMPLETION,
    (e: Ecb, context: unknown, bytes: number, error: number) => {
      seen.push(`${context} ${bytes} ${error}`);
      return then(e, ++count);
    },
    "io",
  );
}

/** Ends the session. */
export const done = (ecb: Ecb, status?: number): HSE_RESULT =>
  ask(ecb, HSE_REQ_DONE_WITH_SESSION, status);

/** Switches buffering off. */
export const unbuffered = (ecb: Ecb): HSE_RESULT => ask(ecb, HSE_REQ_SET_FLUSH_FLAG, true);

/** A POST of so many bytes; each byte tells its place. */
export const post = (size: number, headers: HeadersInit = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Length": String(size), ...headers },
  body: Uint8Array.from({ length: size }, (_, i) => i % 251),
});

/** Answers with a text. */
export const saying = (text: string): Proc => (ecb) => {
  write(ecb, text);
  return HSE_STATUS_SUCCESS;
};

/** Looks at one control block, and gives what was seen. */
export async function look<T>(
  see: (ecb: Ecb) => T,
  path = "/a.dll",
  init: RequestInit = {},
  options: Parameters<typeof isapiHouse>[2] = {},
): Promise<T> {
  let seen: T | undefined;
  const { get } = isapiHouse(
    (ecb) => {
      seen = see(ecb);
      return HSE_STATUS_SUCCESS;
    },
    [],
    options,
  );
  await (await get(path, init)).body?.cancel();
  return seen as T;
}

// How is a pipeline tried? In one line: `house(modules).get("/path")` builds a server around modules and asks it.
import type { ModuleInput } from "../plan/read-modules.ts";
import type { PFN_REGISTERMODULE } from "../terms/module-registration.ts";
import { createWebServer, type WebServer } from "../server/create-web-server.ts";
import type { WebServerOptions } from "../server/options.ts";
import { listen, type Listener } from "./listen.ts";

/** A server built for one test, and what its modules noted. */
export interface House {
  /** The server itself. */
  readonly server: WebServer;
  /** Notes in the order in which modules wrote them. */
  readonly seen: string[];
  /** Sends a GET, or the request that `init` describes, to `http://localhost` + path, without a socket. */
  get(path?: string, init?: RequestInit): Promise<Response>;
  /** The same, and reads the whole body as text. */
  text(path?: string, init?: RequestInit): Promise<string>;
  /** Listens on a free port of this machine, for a `RawSocket`. Stop it at the end of the test. */
  listen(): Promise<Listener>;
}

/**
 * A RegisterModule function, without its parameters: only the other function, which is given the notes, then says what
 * `seen` is. Overloads would say it too, but a test could no longer use what it takes from the call inside the call.
 */
export interface Registering {
  /** Its name is the module's. */
  readonly name: string;
  /** Three, or fewer where a parameter is not used. */
  readonly length: number;
  /** Any function. */
  readonly apply: unknown;
}

/** Modules in any form. */
export type HouseModules = Exclude<ModuleInput, PFN_REGISTERMODULE> | Registering;

/**
 * Builds a server around modules.
 *
 * @param modules Modules in any form; or a function with one parameter that gives them: it is handed the list of notes.
 * @param options As those of `createWebServer`.
 */
export function house(
  modules: HouseModules | ((seen: string[]) => ModuleInput),
  options: Omit<WebServerOptions, "modules"> = {},
): House {
  const seen: string[] = [];
  const list = typeof modules === "function" && modules.length === 1 && !modules.prototype
    ? (modules as (seen: string[]) => ModuleInput)(seen)
    : modules as ModuleInput;
  const server = createWebServer({ ...options, modules: list });
  const get = async (path = "/", init?: RequestInit): Promise<Response> =>
    await server.fetch(new Request(new URL(path, "http://localhost"), init));
  return {
    server,
    seen,
    get,
    text: async (path, init) => await (await get(path, init)).text(),
    listen: () => listen((request, info) => server.fetch(request, info)),
  };
}

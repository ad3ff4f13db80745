// How is a request tried in one line? `house(modules).get("/path")` builds a server around modules and asks it.
import {
  createWebServer,
  type ModuleInput,
  type PFN_REGISTERMODULE,
  type WebServer,
  type WebServerOptions,
} from "../mod.ts";

/** A server built for one test, and what its modules noted. */
export interface House {
  readonly server: WebServer;
  /** Notes in the order in which modules wrote them. */
  readonly seen: string[];
  /** Sends a GET, or the request that `init` describes, to `http://localhost` + path. */
  get(path?: string, init?: RequestInit): Promise<Response>;
  /** The same, and reads the whole body as text. */
  text(path?: string, init?: RequestInit): Promise<string>;
}

/**
 * A RegisterModule function, without its parameters: only the other function, which is given the notes, then says what
 * `seen` is. Overloads would say it too, but a test could no longer use what it takes from the call inside the call.
 */
interface Registering {
  readonly name: string;
  readonly length: number;
  readonly apply: unknown;
}
type Modules = Exclude<ModuleInput, PFN_REGISTERMODULE> | Registering;

/** Builds a server around `modules`; a function with one parameter is given the list of notes first. */
export function house(
  modules: Modules | ((seen: string[]) => ModuleInput),
  options: Omit<WebServerOptions, "modules"> = {},
): House {
  const seen: string[] = [];
  const list = typeof modules === "function" && modules.length === 1 && !modules.prototype
    ? (modules as (seen: string[]) => ModuleInput)(seen)
    : modules as ModuleInput;
  const server = createWebServer({ ...options, modules: list });
  const get = async (path = "/", init?: RequestInit): Promise<Response> =>
    await server.fetch(new Request(new URL(path, "http://localhost"), init));
  return { server, seen, get, text: async (path, init) => await (await get(path, init)).text() };
}

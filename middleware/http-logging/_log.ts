// What does the access log tell? A server with a log for tests: requests go in, lines come out.
import { createWebServer, type ModuleInput, type WebServerOptions } from "../../mod.ts";
import { type HttpLogging, httpLogging } from "./index.ts";

/** A server with a log whose lines are kept. */
export interface Logged {
  fetch(path: string, init?: RequestInit, context?: unknown): Promise<Response>;
  /** Closes the server, and gives every line without its directives. */
  lines(): Promise<string[]>;
  /** Lines as they were handed over, directives included. */
  readonly batches: readonly (readonly string[])[];
}

/** Builds the server; the log is the first of its modules. */
export function logged(
  options: HttpLogging,
  modules: ModuleInput = [],
  rest: Omit<WebServerOptions, "modules"> = {},
): Logged {
  const batches: (readonly string[])[] = [];
  const log = httpLogging({ sink: (lines) => void batches.push(lines), ...options });
  const server = createWebServer({ ...rest, modules: [log, modules].flat() as ModuleInput });
  return {
    batches,
    fetch: async (path, init, context) =>
      await server.fetch(new Request(`http://localhost${path}`, init), undefined, context),
    lines: async () => {
      await server.close();
      return batches.flat().filter((line) => !line.startsWith("#"));
    },
  };
}

/** Fields without those that change from run to run. */
export const FLAGS = "Method,UriStem,UriQuery,HttpStatus,HttpSubStatus,Win32Status,BytesSent";

// By which names are its facts known? Request headers as variables: one by its name, or all of them as a text.
import { REQUEST_HEADER_NAMES } from "../terms/header-ids.ts";
import type { HeaderTable } from "../context/header-table.ts";
import type { Compute } from "./source.ts";

/**
 * The name of the header that a variable stands for; null if it stands for none.
 *
 * In HTTP_X_Y a low line means a dash; HEADER_ takes the rest as it is written, for headers whose own name has low lines.
 */
export function headerOf(variable: string): string | null {
  if (/^http_./i.test(variable)) return variable.slice(5).replaceAll("_", "-");
  return /^header_./i.test(variable) ? variable.slice(7) : null;
}

/** ALL_HTTP and ALL_RAW: a line for each header. */
export const headerVariables = (): Readonly<Record<string, Compute>> => ({
  ALL_HTTP: ({ request }) =>
    lines(
      request.headers,
      (name, value) => `HTTP_${name.toUpperCase().replaceAll("-", "_")}:${value}`,
    ),
  ALL_RAW: ({ request }) =>
    lines(
      request.headers,
      (name, value) => `${spelling(name.toLowerCase()) ?? name}: ${value}`,
    ),
});

/** Runtimes tell header names in small letters only; those that have a number get their usual spelling back. */
function spelling(key: string): string | undefined {
  return REQUEST_HEADER_NAMES.find((name) => name.toLowerCase() === key);
}

function lines(headers: HeaderTable, line: (name: string, value: string) => string): string {
  return headers.entries().map(([name, value]) => `${line(name, value)}\r\n`).join("");
}

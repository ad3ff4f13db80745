// What is running now? The list as a page for people.
import { escapeHtml } from "../_shared/std-html.ts";
import type { RunningRequest } from "./running.ts";

const COLUMNS: Record<string, (request: RunningRequest) => string | number> = {
  "Id": ({ id }) => id,
  "Verb": ({ verb }) => verb,
  "URL": ({ host, url }) => `${host}${url}`,
  "Client": ({ client }) => client,
  "User": ({ user }) => user,
  "Stage": ({ stage, isWaiting }) => `${stage}${isWaiting ? "" : " (running)"}`,
  "Module": ({ module }) => module,
  "Time (ms)": ({ time }) => time,
  "In stage": ({ timeInStage }) => timeInStage,
  "In module": ({ timeInModule }) => timeInModule,
};

const STYLE = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color-scheme:light dark}" +
  "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;" +
  "border-bottom:1px solid #8886}td{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}";

/** Nothing of the page but its own style is let in, whatever stands in a URL. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/** Writes the page; it asks again every two seconds. */
export function pageOf(requests: readonly RunningRequest[]): string {
  const row = (tag: string, cells: readonly (string | number)[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(String(cell))}</${tag}>`).join("")}</tr>\n`;
  const columns = Object.values(COLUMNS);
  const rows = requests.map((request) => row("td", columns.map((of) => of(request)))).join("");
  const table = `<table>\n${row("th", Object.keys(COLUMNS))}${rows}</table>`;
  return '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Running requests</title>' +
    '<meta http-equiv="refresh" content="2"><meta name="viewport" content="width=device-width">' +
    `<style>${STYLE}</style></head>\n<body>\n<h1>Running requests</h1>\n` +
    `${requests.length === 0 ? "<p>None.</p>" : table}\n</body>\n</html>\n`;
}

// What lies in a folder? The page: a trail of folders, a table that can be sorted, and what it comes to.
import type { DirectoryEntry } from "../../mod.ts";
import { escapeHtml } from "../_shared/std-html.ts";
import type { Listing, Sort } from "./listing.ts";
import { STYLE } from "./style.ts";

/** What showFlags says. */
type Shown = ReadonlySet<string>;

/** The page of a folder. */
export function page(listing: Listing, shown: Shown): string {
  const { path, entries } = listing;
  const title = path === "/" ? "Home" : path.split("/").at(-2)!;
  const rows = entries.map((entry) => row(entry, shown));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} - folder</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${trail(path)}
<table>
<thead><tr>${columns(listing, shown)}</tr></thead>
<tbody>
${[...path === "/" ? [] : [parent(shown)], ...rows].join("\n")}
</tbody>
</table>
<p class="sum">${sum(entries)}</p>
</main>
</body>
</html>
`;
}

/** Each folder on the way, as a link that needs no more than its depth. */
function trail(path: string): string {
  const names = ["Home", ...path.split("/").slice(1, -1)];
  const steps = names.map((name, index) => {
    const depth = names.length - index - 1;
    const current = depth === 0 ? ' aria-current="page"' : "";
    return `<a href="${"../".repeat(depth) || "./"}"${current}>${escapeHtml(name)}</a>`;
  });
  return `<nav aria-label="Folders"><h1>${steps.join("<i>/</i>")}</h1></nav>`;
}

const hasDate = (shown: Shown): boolean =>
  ["Date", "Time", "LongDate"].some((flag) => shown.has(flag));

function columns(listing: Listing, shown: Shown): string {
  const all = [column(listing, "name", "Name")];
  if (hasDate(shown)) all.push(column(listing, "date", "Changed"));
  if (shown.has("Size")) all.push(column(listing, "size", "Size"));
  return all.join("");
}

/** A second click turns the order round. */
function column(listing: Listing, sort: Sort, label: string): string {
  const sorted = listing.sort === sort;
  const turned = sorted && !listing.descending ? "&amp;order=desc" : "";
  const state = sorted ? ` aria-sort="${listing.descending ? "descending" : "ascending"}"` : "";
  return `<th scope="col" class="${sort}"${state}><a href="?sort=${sort}${turned}">${label}</a></th>`;
}

function parent(shown: Shown): string {
  const date = hasDate(shown) ? '<td class="date"></td>' : "";
  const size = shown.has("Size") ? '<td class="size"></td>' : "";
  return `<tr><td class="name up"><a href="../">Parent folder</a></td>${date}${size}</tr>`;
}

function row(entry: DirectoryEntry, shown: Shown): string {
  const cells = [nameCell(entry, shown)];
  if (hasDate(shown)) cells.push(dateCell(entry, shown));
  if (shown.has("Size")) cells.push(sizeCell(entry));
  return `<tr>${cells.join("")}</tr>`;
}

function nameCell({ name, stat: { directory } }: DirectoryEntry, shown: Shown): string {
  // With "./" in front, a name with a colon in it is not read as a scheme.
  const href = `./${encodeURIComponent(name)}${directory ? "/" : ""}`;
  const label = directory || shown.has("Extension") ? name : withoutExtension(name);
  const kind = directory ? "folder" : kindOf(name);
  return `<td class="name ${kind}"><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></td>`;
}

/** In UTC: the page says the same to everybody. */
function dateCell({ stat: { modified } }: DirectoryEntry, shown: Shown): string {
  const iso = modified.toISOString();
  const parts: string[] = [];
  if (shown.has("LongDate")) {
    parts.push(modified.toLocaleDateString("en", { dateStyle: "full", timeZone: "UTC" }));
  } else if (shown.has("Date")) parts.push(iso.slice(0, 10));
  if (shown.has("Time")) parts.push(iso.slice(11, 16));
  return `<td class="date"><time datetime="${iso}" title="UTC">${parts.join(" ")}</time></td>`;
}

function sizeCell({ stat: { directory, size } }: DirectoryEntry): string {
  if (directory) return '<td class="size"></td>';
  return `<td class="size" title="${size.toLocaleString("en")} bytes">${bytes(size)}</td>`;
}

function withoutExtension(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}

const KINDS: Record<string, RegExp> = {
  picture: /\.(png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|heic|jxl)$/i,
  sound: /\.(mp3|ogg|opus|wav|flac|m4a|aac|weba)$/i,
  film: /\.(mp4|webm|mov|mkv|avi|ogv|m4v)$/i,
  parcel: /\.(zip|gz|tgz|tar|7z|bz2|xz|zst|br|jar|deb|rpm)$/i,
  code: /\.([cm]?[jt]sx?|css|html?|json|xml|wasm|py|rb|go|rs|c|h|cpp|sh|ya?ml|toml)$/i,
};

function kindOf(name: string): string {
  return Object.keys(KINDS).find((kind) => KINDS[kind].test(name)) ?? "file";
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

function bytes(size: number): string {
  let [value, unit] = [size, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

function sum(entries: readonly DirectoryEntry[]): string {
  const folders = entries.filter(({ stat }) => stat.directory).length;
  const files = entries.length - folders;
  const total = entries.reduce((all, { stat }) => all + stat.size, 0);
  const parts: string[] = [];
  if (folders > 0) parts.push(`${folders} ${folders === 1 ? "folder" : "folders"}`);
  if (files > 0) parts.push(`${files} ${files === 1 ? "file" : "files"} with ${bytes(total)}`);
  return parts.join(", ") || "Nothing in here";
}

// What does a client see of an error? Files as pages, in the language of the client where there is one.
import { getFiles, type IHttpContext, type IHttpFileInfo } from "../../mod.ts";
import { isDirectory } from "../_shared/directories.ts";
import type { ErrorPage } from "./rows.ts";

/** Media types of what pages are written in. */
const TYPES: Readonly<Record<string, string>> = {
  htm: "text/html; charset=utf-8",
  html: "text/html; charset=utf-8",
  xhtml: "application/xhtml+xml",
  xml: "text/xml; charset=utf-8",
  json: "application/json",
  md: "text/markdown; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  gif: "image/gif",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
};

/** Languages of a client that are looked for. */
const MOST_LANGUAGES = 5;

/** A file, and the media type of its content. */
export interface ErrorFile {
  readonly file: IHttpFileInfo;
  readonly mimeType: string;
}

/** Looks for the file of a page; null if there is none, or none that may be read. Let go of it when it has been sent. */
export async function findFile(context: IHttpContext, page: ErrorPage): Promise<ErrorFile | null> {
  const files = getFiles(context);
  if (files === null) return null;
  const root = context.getApplication().getApplicationPhysicalPath();
  for (const name of namesOf(context, page)) {
    const path = files.below(root, name);
    const file = path === null ? null : await files.find(path);
    if (file === null) continue;
    if (!isDirectory(file)) return { file, mimeType: typeOf(name) };
    file.dereferenceCacheData();
  }
  return null;
}

function typeOf(name: string): string {
  return TYPES[/\.([^./]*)$/.exec(name)?.[1].toLowerCase() ?? ""] ?? TYPES.html;
}

/** Paths below the root of the site: one for each language, from the client's most wanted on, and one for none. */
function namesOf(context: IHttpContext, { path, prefix }: ErrorPage): string[] {
  const name = trimmed(path);
  if (prefix === null) return [name];
  const accepted = context.getRequest().getHeader("Accept-Language") ?? "";
  const languages = [...languagesIn(accepted), "en-US", "en"];
  const base = trimmed(prefix);
  return [...new Set(languages).values()].map((tag) => `${base}/${tag}/${name}`)
    .concat(`${base}/${name}`);
}

function languagesIn(header: string): string[] {
  const weighed = header.split(",").map((one) => {
    const [tag, weight = "q=1"] = one.split(";").map((part) => part.trim());
    return { tag, weight: Number(weight.replace(/^q=/i, "")) };
  }).filter(({ tag, weight }) => /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0);
  weighed.sort((a, b) => b.weight - a.weight);
  return weighed.slice(0, MOST_LANGUAGES).flatMap(({ tag }) => [tag, tag.split("-")[0]]);
}

/** Without slashes at both ends, and with none the other way. */
function trimmed(path: string): string {
  return path.replaceAll("\\", "/").replace(/^\/+|\/+$/g, "");
}

// What does a module hold in its hand? Where a redirection leads, and the short page for clients that do not follow it.
import { encodeHtml } from "./html.ts";

/** The absolute address; with `includeParameters` the query of the request goes along. */
export function redirect(url: string, base: URL, includeParameters: boolean): string {
  let target: URL;
  try {
    target = new URL(url, base);
  } catch {
    return url;
  }
  if (includeParameters && base.search.length > 1) {
    target.search = target.search.length > 1
      ? target.search + "&" + base.search.slice(1)
      : base.search;
  }
  return target.href;
}

/** The body of a redirection that has none of its own. */
export function linkPage(target: string): string {
  const safe = encodeHtml(target);
  return `<!DOCTYPE html><title>Document moved</title><p>This document is now at <a href="${safe}">${safe}</a>.`;
}

// How fast is it? What both stacks of ten agree on, and where their log goes; nothing of Sluice is loaded with it.

export const TOKEN = "c2x1aWNl";
export const ORIGIN = "https://example.com";
/** Bytes that a body may have. */
export const LIMIT = 1_048_576;

/** What is set whatever the request says. */
export const SECURE: Readonly<Record<string, string>> = {
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Origin-Agent-Cluster": "?1",
  "Referrer-Policy": "no-referrer",
  "Strict-Transport-Security": "max-age=15552000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-DNS-Prefetch-Control": "off",
  "X-Frame-Options": "SAMEORIGIN",
  "X-XSS-Protection": "0",
};

let lastLine = "";

/** Where the access log goes: it is written, and nobody pays for a disk. */
export function log(line: string): void {
  lastLine = line;
}

/** The line that was written last. */
export const logged = (): string => lastLine;

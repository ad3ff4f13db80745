// Who builds the house and lets a request in? Paths in plain text, as they are written in entries and locations.

/**
 * The path in plain text. A router behind decodes it too: what stands before it must not be passed by an escape.
 * One that cannot be decoded stays as it is.
 */
export function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replace(/%[0-7][0-9a-f]/gi, (escape) => decodeURIComponent(escape));
  }
}

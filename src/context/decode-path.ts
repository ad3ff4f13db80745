// What does a module hold in its hand? Paths in plain text, as they are written in entries and locations.

/**
 * The path in plain text. A router behind decodes it too: what stands before it must not be passed by an escape.
 * What cannot be decoded stays as it is.
 */
export function decodePath(path: string): string {
  return path.includes("%") ? path.replace(/(?:%[0-9a-f]{2})+/gi, decode) : path;
}

function decode(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

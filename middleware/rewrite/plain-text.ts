// Where does a URL lead? Paths and other texts without their escapes.

const ODD_PATH = /\\|\/\/|\/\.{1,2}(?:\/|$)/;

/** A text decoded once; escapes that are no UTF-8 stay. */
export function decodeText(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** A decoded path as IIS would have it: one slash between names, and none of them "." or "..". */
export function canonical(path: string): string {
  if (!ODD_PATH.test(path)) return path;
  const names: string[] = [];
  const parts = path.split(/[/\\]+/).slice(1);
  parts.forEach((part, index) => {
    if (part === "..") names.pop();
    if (part !== "." && part !== "..") names.push(part);
    else if (index === parts.length - 1) names.push("");
  });
  return `/${names.join("/")}`;
}

// Terms: what do the pages call it?
// This file: how a value that was found is written in an error.

/** A value as an error tells it: texts in quotation marks, so that "true" and true look different. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return String(value);
}

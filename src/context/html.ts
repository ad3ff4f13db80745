// What does a module hold in its hand? Text that is safe inside a page.

/** The text with everything that HTML would read as markup written as a reference. */
export function encodeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

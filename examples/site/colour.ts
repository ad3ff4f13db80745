// How does source text become readable HTML? This file: escaping, and a colour for each kind of word.

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it may stand in HTML, also between double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

const KEYWORDS = "as|async|await|class|const|default|else|export|extends|false|for|from|function|" +
  "get|if|import|interface|let|new|null|of|override|private|readonly|return|this|true|type|" +
  "typeof|undefined|void|while";

/** What a word of TypeScript can be, tried in this order; the name of the group is the CSS class. */
const WORDS = new RegExp(
  [
    String.raw`(?<comment>//.*|/\*[^]*?\*/)`,
    String.raw`(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\])*\x60)`,
    String.raw`(?<keyword>\b(?:${KEYWORDS})\b)`,
    String.raw`(?<constant>\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b\d[\d_]*\b)`,
    String.raw`(?<type>\b[A-Z]\w*)`,
    String.raw`(?<verb>\b\w+(?=\())`,
  ].join("|"),
  "g",
);

/** TypeScript as HTML with a `span` around each word that has a colour. */
export function colourTypeScript(source: string): string {
  let html = "";
  let end = 0;
  for (const match of source.matchAll(WORDS)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    html += escapeHtml(source.slice(end, match.index));
    html += `<span class="${kind}">${escapeHtml(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(source.slice(end));
}

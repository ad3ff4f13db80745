// How does the index page come about? This file: fills page.html with the examples and their programs.
import { examples } from "./catalogue.ts";
import type { Example, Try } from "./example.ts";
import { colourTypeScript, escapeHtml } from "./colour.ts";

const here = new URL("./", import.meta.url);
const read = (path: string) => Deno.readTextFile(new URL(path, here));

/** The page as it is sent, with every program read from its file. */
export async function renderIndex(): Promise<string> {
  const page = await read("page.html");
  const sections = await Promise.all(examples.map(renderExample));
  return page
    .replace("<!-- contents -->", () => examples.map(renderLink).join("\n"))
    .replace("<!-- examples -->", () => sections.join("\n"));
}

/** The page for every address that leads nowhere. */
export function renderNotFound(path: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Nothing here: Sluice</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/page.css">
  <main class="lost">
    <h1>No water runs here.</h1>
    <p>There is nothing at <code>${escapeHtml(path)}</code>.</p>
    <p><a href="/">Back to the gates</a></p>
  </main>
</html>
`;
}

function renderLink({ name, title, page }: Example): string {
  return `<li><a href="#${name}"><b>${escapeHtml(title)}</b> <span>${
    escapeHtml(page)
  }</span></a></li>`;
}

async function renderExample(example: Example): Promise<string> {
  const source = (await read(`../${example.file}`)).trimEnd();
  const id = example.name;
  return `
<section class="example" id="${id}" aria-labelledby="${id}-title">
  <header>
    <h2 id="${id}-title">${escapeHtml(example.title)}</h2>
    <p class="page">${escapeHtml(example.page)}</p>
    <p>${escapeHtml(example.shows)}</p>
  </header>
  <div class="run" data-example="${id}">
    <div class="tries">${example.tries.map(renderTry).join("")}${renderDoor(example)}</div>
    <code class="command"></code>
    <p class="summary" role="status"></p>
    <div class="drawing"></div>
    <div class="answer" hidden></div>
  </div>
  <figure class="program">
    <figcaption>
      <code>examples/${example.file}</code> <span>${source.split("\n").length} lines</span>
    </figcaption>
    <pre tabindex="0" role="region" aria-label="The program ${example.file}"><code>${
    colourTypeScript(source)
  }</code></pre>
  </figure>
</section>`;
}

function renderDoor({ name, door }: Example): string {
  if (door === undefined) return "";
  return ` <a class="door" href="example/${name}/" target="_blank">${escapeHtml(door)}</a>`;
}

function renderTry({ label, path, headers = {} }: Try): string {
  const data = escapeHtml(JSON.stringify(headers));
  return `<button type="button" data-path="${escapeHtml(path)}" data-headers="${data}">${
    escapeHtml(label)
  }</button>`;
}

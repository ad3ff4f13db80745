// What lies in a folder? How the page looks: light or dark as the reader likes it, narrow where the screen is.

/** The drawing in front of a name, by kind: nothing has to be loaded, and it has the colour of its row. */
const SHAPES: Record<string, string> = {
  up: "M8 13V4M4 8l4-4 4 4",
  folder: "M2 4h4l2 2h6v7H2z",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  picture: "M2 3h12v10H2zM2 11l4-4 3 3 2-2 3 3",
  sound:
    "M6 12V4l6-1v8M6 12a2 1.6 0 1 1-4 0 2 1.6 0 0 1 4 0zM12 11a2 1.6 0 1 1-4 0 2 1.6 0 0 1 4 0z",
  film: "M2 3h12v10H2zM7 6l3 2-3 2z",
  parcel: "M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6",
  code: "M6 4L2 8l4 4M10 4l4 4-4 4",
};

const shapes = Object.entries(SHAPES).map(([kind, path]) => {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' ` +
    `stroke='black' stroke-width='1.3' stroke-linejoin='round'><path d='${path}'/></svg>`;
  const url = `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
  return `.${kind}::before { -webkit-mask-image: ${url}; mask-image: ${url}; }`;
}).join("\n");

/** The style sheet of the page. */
export const STYLE: string = `
:root { --ink: #1f2933; --soft: #5f6b78; --line: #e3e8ee; --paper: #fff; --back: #f4f6f8; --link: #0b5cad; --touch: #eef4fb; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #9aa6b2; --line: #2c343d; --paper: #1b2128; --back: #12161b; --link: #7db7f0; --touch: #232c36; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 60rem; margin: 2.5rem auto; padding: 0 1rem; }
h1 { margin: 0 0 1.25rem; font-size: 1.35rem; font-weight: 600; overflow-wrap: anywhere; }
h1 i { margin: 0 .45em; color: var(--soft); font-style: normal; font-weight: 400; }
h1 a[aria-current] { color: var(--ink); }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
th, td { padding: .55rem 1rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
tbody tr:hover td { background: var(--touch); }
th { font-size: .82rem; font-weight: 600; white-space: nowrap; }
th a { color: var(--soft); }
th[aria-sort] a { color: var(--ink); }
th[aria-sort="ascending"] a::after { content: " \\2191"; }
th[aria-sort="descending"] a::after { content: " \\2193"; }
td.name { padding-left: 2.9rem; position: relative; overflow-wrap: anywhere; }
td.name::before { content: ""; position: absolute; left: 1rem; top: .75rem; width: 1.15rem; height: 1.15rem; background: var(--soft); -webkit-mask-size: contain; mask-size: contain; -webkit-mask-repeat: no-repeat; mask-repeat: no-repeat; }
td.folder::before { background: var(--link); }
td.date, td.size { color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; width: 1%; }
th.size, td.size { text-align: right; }
.sum { margin: 1rem .25rem; color: var(--soft); font-size: .88rem; }
${shapes}
@media (max-width: 34rem) {
  main { margin: 1.25rem auto; }
  th.date, td.date { display: none; }
  th, td { padding: .6rem .75rem; }
  td.name { padding-left: 2.6rem; }
  td.name::before { left: .75rem; top: .8rem; }
}
`;

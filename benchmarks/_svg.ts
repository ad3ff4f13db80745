// How fast is it? Lines through measured points, as an SVG of our own: axes, a legend, nothing that moves.

/** One line. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One plot. */
export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Both axes count from zero, or in powers of ten; "x" is powers of ten on that axis alone. */
  readonly scale: "linear" | "log" | "x";
  readonly series: readonly Series[];
}

/** An axis: where a value lies between 0 and 1, and which values are written at it. */
interface Axis {
  place(value: number): number;
  readonly ticks: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 400;
const EDGE = { left: 76, right: 24, top: 44, bottom: 100 };
/** Told apart by people who see few colours, too, and drawn with different marks. */
const COLOURS = ["#0a58a8", "#c2410c", "#15803d", "#7c3aed", "#525252"];

function linear(most: number): Axis {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough)!;
  const end = Math.ceil(most / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, n) => n * step);
  return { place: (value) => value / end, ticks };
}

function logarithmic(least: number, most: number): Axis {
  const from = Math.floor(Math.log10(least) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(most) - 1e-9));
  const every = Math.ceil((to - from) / 7);
  const ticks: number[] = [];
  for (let power = from; power <= to; power += every) ticks.push(10 ** power);
  return { place: (value) => (Math.log10(value) - from) / (to - from), ticks };
}

function axes({ scale, series }: Plot): [Axis, Axis] {
  const points = series.flatMap(({ points }) => points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const x = scale === "linear"
    ? linear(Math.max(...xs))
    : logarithmic(Math.min(...xs), Math.max(...xs));
  const y = scale === "log"
    ? logarithmic(Math.min(...ys), Math.max(...ys))
    : linear(Math.max(...ys));
  return [x, y];
}

/** A number as it is written at an axis. */
export function written(value: number): string {
  if (value === 0) return "0";
  const units: [number, string][] = [[1e9, "G"], [1e6, "M"], [1e3, "k"]];
  for (const [size, unit] of units) {
    if (value >= size) return `${Number((value / size).toPrecision(3))} ${unit}`;
  }
  return value < 0.001 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
const text = (x: number, y: number, words: string, rest = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${rest}>${escaped(words)}</text>`;

function mark(index: number, x: number, y: number): string {
  const colour = COLOURS[index % COLOURS.length];
  if (index % 2 === 0) {
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="${colour}"/>`;
  }
  return `<rect x="${(x - 3).toFixed(1)}" y="${(y - 3).toFixed(1)}" width="6" height="6" ` +
    `fill="${colour}"/>`;
}

/** The plot as a document of its own. */
export function svg(plot: Plot): string {
  const [x, y] = axes(plot);
  const inner = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const at = (value: number): number => EDGE.left + x.place(value) * inner.width;
  const up = (value: number): number => EDGE.top + (1 - y.place(value)) * inner.height;
  const [bottom, right] = [EDGE.top + inner.height, EDGE.left + inner.width];
  const parts = [
    text(EDGE.left, 26, plot.title, ' font-size="16" font-weight="600"'),
    ...y.ticks.flatMap((value) => [
      `<path d="M${EDGE.left} ${up(value).toFixed(1)}H${right}" stroke="#ddd"/>`,
      text(EDGE.left - 8, up(value) + 4, written(value), ' text-anchor="end"'),
    ]),
    ...x.ticks.flatMap((value) => [
      `<path d="M${at(value).toFixed(1)} ${bottom}v5" stroke="#333"/>`,
      text(at(value), bottom + 19, written(value), ' text-anchor="middle"'),
    ]),
    `<path d="M${EDGE.left} ${bottom}H${right}" stroke="#333"/>`,
    text((EDGE.left + right) / 2, bottom + 38, plot.x, ' text-anchor="middle"'),
    text(
      0,
      0,
      plot.y,
      ` text-anchor="middle" transform="translate(18 ${(EDGE.top + bottom) / 2}) rotate(-90)"`,
    ),
    ...plot.series.map((series, index) => line(series, index, at, up)),
    ...plot.series.map(({ name }, index) => legend(name, index, bottom + 62)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="#222">\n` +
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n${parts.join("\n")}\n</svg>\n`;
}

function line(
  { points }: Series,
  index: number,
  at: (x: number) => number,
  up: (y: number) => number,
): string {
  const path = points.map(([x, y]) => `${at(x).toFixed(1)} ${up(y).toFixed(1)}`).join("L");
  const colour = COLOURS[index % COLOURS.length];
  return [
    `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...points.map(([x, y]) => mark(index, at(x), up(y))),
  ].join("\n");
}

/** Two in a row. */
function legend(name: string, index: number, top: number): string {
  const x = EDGE.left + (index % 2) * 310;
  const y = top + Math.floor(index / 2) * 18;
  return mark(index, x, y - 4) + text(x + 10, y, name);
}

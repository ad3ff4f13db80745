// How fast is it? The site of ready modules against the same of Hono's middlewares, and a minute of load: `deno task bench:site`.
import type { Goal, Table } from "./_report.ts";
import { printed } from "./_report.ts";
import { median, quarters } from "./_rounds.ts";
import { Served } from "./_served.ts";
import { SITES } from "./_site-server.ts";
import { type Options, task, wanted } from "./_task.ts";
import { versions } from "./_versions.ts";
import { load, NO_WRK, wrkVersion } from "./_wrk.ts";

const ROUNDS = 9;
const MILLISECONDS = 1000;
const MINUTE = 60_000;
/** Before anything counts: a whole site is much to learn for a compiler. */
const WARM_UP = 5000;

const BROWSER = { "Accept-Encoding": "gzip, deflate, br, zstd", Accept: "*/*" };
const KEEPER = { Authorization: `Basic ${btoa("keeper:windlass")}` };

/** What visitors ask for, in turn: path, headers of its own, and whether they have it already. */
const VISIT: readonly (readonly [path: string, headers: Record<string, string>, has?: true])[] = [
  ["/", {}],
  ["/style.css", {}],
  ["/favicon.svg", {}],
  ["/pictures/lock.svg", {}],
  ["/how.html", {}],
  ["/style.css", {}, true],
  ["/pictures/step-1.svg", {}],
  ["/pictures/step-2.svg", {}],
  ["/visit.html", {}],
  ["/downloads/passages-2026.csv", { Origin: "https://other.example" }],
  ["/keeper/", KEEPER],
  ["/", {}, true],
];

/** A site that is being served, and the file with what wrk asks it. */
interface Site {
  readonly id: string;
  readonly served: Served;
  readonly script: string;
}

async function start(id: string, folder: string): Promise<Site> {
  const program = new URL("./_site-server.ts", import.meta.url).href;
  const served = await Served.start(Deno.execPath(), ["run", "-A", "--no-check", program, id]);
  const script = `${folder}/${id}.lua`;
  await Deno.writeTextFile(script, await scriptFor(served.address));
  return { id, served, script };
}

/** The requests as wrk reads them. Each is sent twice before: what is compressed, or kept, is so for the second. */
async function scriptFor(address: string): Promise<string> {
  const requests: string[] = [];
  for (const [path, own, has] of VISIT) {
    const headers: Record<string, string> = { ...BROWSER, ...own };
    for (let times = 0; times < 2; times++) {
      const response = await fetch(new URL(path, address), { headers });
      await response.body?.cancel();
      if (response.status >= 400) throw new Error(`${path} is answered with ${response.status}`);
      if (has) headers["If-None-Match"] = response.headers.get("ETag") ?? "";
    }
    const said = Object.entries(headers).map(([name, value]) =>
      `["${name}"]=${JSON.stringify(value)}`
    );
    requests.push(`wrk.format("GET", "${path}", {${said.join(", ")}})`);
  }
  return `local at = 0
function init() asked = { ${requests.join(", ")} } end
function request() at = at % #asked + 1; return asked[at] end
`;
}

/** Requests per second, by the clock or by the work of the server. */
async function ask({ served, script }: Site, milliseconds: number, clock: Options["clock"]) {
  const before = await served.worked();
  const { requests, perSecond } = await load(served.address, milliseconds, {}, "-s", script);
  return clock === "time" ? perSecond : requests / (await served.worked() - before) * 1e9;
}

async function measure(
  sites: readonly Site[],
  rounds: number,
  milliseconds: number,
  clock: Options["clock"],
): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(sites.map(({ id }) => [id, []]));
  for (const site of sites) await ask(site, Math.min(WARM_UP, 5 * milliseconds), clock);
  for (let round = 0; round < rounds; round++) {
    for (const site of round % 2 === 0 ? sites : sites.toReversed()) {
      rates.get(site.id)!.push(await ask(site, milliseconds, clock));
    }
  }
  return rates;
}

/** A long load on one site, with its memory on the way in MiB. A request that fails is an error of this function. */
async function endure({ served, script }: Site, milliseconds: number) {
  const memory: number[] = [];
  const look = async () => void memory.push(await served.memory() / 1_048_576);
  const timer = setInterval(look, milliseconds / 12);
  const { requests, perSecond } = await load(served.address, milliseconds, {}, "-s", script);
  clearInterval(timer);
  return { requests, perSecond, memory };
}

function ratesTable(rates: Map<string, number[]>, of: string): Table {
  const rows = [...rates].map(([id, own]) => {
    const shares = own.map((rate, round) => rate / (rates.get(of)?.[round] ?? NaN));
    const half = quarters(shares).map(printed).join(" to ");
    return [SITES[id].name, printed(median(own)), printed(median(shares)), half];
  });
  return {
    title: "A site of ready modules",
    columns: ["", "requests in a second", `x ${SITES[of].name}`, "middle half"],
    rows,
  };
}

async function site(options: Options) {
  const wrk = await wrkVersion();
  if (wrk === null) throw new Error(NO_WRK);
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const milliseconds = options.smoke ? 300 : MILLISECONDS;
  const folder = await Deno.makeTempDir({ prefix: "sluice-bench-" });
  const ids = Object.keys(SITES).filter((id) => wanted(options, id));
  const sites = await Promise.all(ids.map((id) => start(id, folder)));
  try {
    const rates = await measure(sites, rounds, milliseconds, options.clock);
    const long = await endure(sites[0], options.smoke ? 2000 : MINUTE);
    const middle = Math.floor(long.memory.length / 2);
    const growth = median(long.memory.slice(middle)) / median(long.memory.slice(0, middle));
    const own = rates.get("sluice") ?? [];
    const shares = own.map((rate, round) => rate / (rates.get("hono")?.[round] ?? NaN));
    const goals: Goal[] = [
      {
        what: "the site, x Hono's own middlewares",
        measured: median(shares),
        goal: 2.5,
        side: "at least",
      },
      {
        what: "memory, second half of a minute x first half",
        measured: growth,
        goal: 1.1,
        side: "at most",
      },
    ];
    const lasting: Table = {
      title: "A minute of load on it",
      columns: ["", "requests", "failed", "in a second", "MiB"],
      rows: [[
        SITES[sites[0].id].name,
        String(long.requests),
        "0", // Or there would have been an error.
        printed(long.perSecond),
        `${printed(Math.min(...long.memory))} to ${printed(Math.max(...long.memory))}`,
      ]],
    };
    return {
      versions: { ...await versions("hono"), wrk },
      effort: `Medians of ${rounds} interleaved rounds of ${milliseconds} ms, 64 connections, ` +
        `${VISIT.length} requests of a visit in turn` +
        (options.clock === "cpu" ? ", by the time that the server works" : ""),
      tables: [ratesTable(rates, "hono"), lasting],
      goals: goals.filter(({ measured }) => Number.isFinite(measured)),
    };
  } finally {
    await Promise.all(sites.map(({ served }) => served.close()));
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await task("site", site);

// How fast is it? Over loopback, as shares of a raw server of the same runtime, by wrk: `deno task bench:wire`.
import { PEERS, preparePeers } from "./_peers.ts";
import { REAL_HEADERS } from "./_real.ts";
import { type Goal, printed, type Table } from "./_report.ts";
import { median, quarters } from "./_rounds.ts";
import { Served } from "./_served.ts";
import { type Options, task, wanted } from "./_task.ts";
import { versionOf, versions } from "./_versions.ts";
import { load, NO_WRK, wrkVersion } from "./_wrk.ts";
import { type Entry, GROUPS } from "./_servers.ts";

/** Rates of one server, one for each round, in requests per second of the clock or of work. */
type Rates = Map<string, number[]>;

const ROUNDS = 9;
const MILLISECONDS = 500;

/** Starts everything, and asks one server after the other, each second round the other way. */
async function measure(
  entries: readonly Entry[],
  rounds: number,
  milliseconds: number,
  clock: Options["clock"],
): Promise<Rates> {
  const starters = await preparePeers();
  const servers = await Promise.all(
    entries.map(async (entry) => ({ ...entry, served: await start(entry, starters) })),
  );
  const rates: Rates = new Map(entries.map(({ id }) => [id, []]));
  try {
    for (const { id, served } of servers) await ask(id, served, milliseconds, clock);
    for (let round = 0; round < rounds; round++) {
      for (const { id, served } of round % 2 === 0 ? servers : servers.toReversed()) {
        rates.get(id)!.push(await ask(id, served, milliseconds, clock));
      }
    }
  } finally {
    await Promise.all(servers.map(({ served }) => served.close()));
  }
  return rates;
}

function start(
  { id, runtime, contestant }: Entry,
  starters: Awaited<ReturnType<typeof preparePeers>>,
): Promise<Served> {
  if (runtime === "Deno") return Served.deno(contestant ?? id);
  const [program, script] = runtime === "Node" ? starters.node : starters.bun;
  return Served.start(program, [script, contestant ?? id]);
}

/** Requests per second; by the work of the server alone, a machine that does other things disturbs less. */
async function ask(
  id: string,
  served: Served,
  milliseconds: number,
  clock: Options["clock"],
): Promise<number> {
  const before = await served.worked();
  const headers = id.startsWith("real-") ? REAL_HEADERS : {};
  const { requests, perSecond } = await load(served.address, milliseconds, headers);
  if (clock === "time") return perSecond;
  return requests / (await served.worked() - before) * 1e9;
}

/** Shares of another server's rate in the same round. */
function shares(rates: Rates, id: string, of: string): number[] {
  const others = rates.get(of);
  return others === undefined
    ? [NaN]
    : rates.get(id)?.map((rate, round) => rate / others[round]) ?? [NaN];
}

function tables(rates: Rates): Table[] {
  return GROUPS.map(({ title, raw, hono, entries }) => ({
    title,
    columns: ["", `x ${raw.name}`, "middle half", `x ${hono.name}`],
    rows: entries.filter(({ id }) => rates.has(id)).map(({ id, name }) => {
      const ofRaw = shares(rates, id, raw.id);
      const half = quarters(ofRaw).map(printed).join(" to ");
      return [name, printed(median(ofRaw)), half, printed(median(shares(rates, id, hono.id)))];
    }),
  })).filter(({ rows }) => rows.length > 0);
}

function goals(rates: Rates): Goal[] {
  const atLeast = (what: string, id: string, of: string, goal: number): Goal => ({
    what,
    measured: median(shares(rates, id, of)),
    goal,
    side: "at least",
  });
  return [
    atLeast("own entry, ten modules, x raw Deno.serve", "plain-10", "bare", 0.95),
    atLeast("around a Hono app, ten modules, x raw Deno.serve", "around-10", "bare", 0.8),
    atLeast("as Hono middleware, ten modules, x raw Deno.serve", "inside-10", "bare", 0.7),
    atLeast("ten realistic modules, own entry, x Hono's own", "real-own", "real-hono", 2.7),
    atLeast("ten realistic modules, in Hono, x Hono's own", "real-inside", "real-hono", 2.7),
    atLeast("ten realistic modules, x raw with the headers", "real-own", "real-raw", 0.8),
  ].filter(({ measured }) => Number.isFinite(measured));
}

async function wire(options: Options) {
  const wrk = await wrkVersion();
  if (wrk === null) throw new Error(NO_WRK);
  const all = GROUPS.flatMap(({ entries }) => entries);
  const entries = all.filter(({ id }) => wanted(options, id));
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const milliseconds = options.smoke ? 60 : MILLISECONDS;
  const rates = await measure(entries, rounds, milliseconds, options.clock);
  const node = await versionOf("node") ?? "absent";
  const { BUN } = await import("../tests/runtime/_runtimes.ts");
  return {
    versions: {
      ...await versions("hono", "@hono/node-server", "h3", "elysia", "@oakserver/oak"),
      ...PEERS,
      Node: node,
      Bun: BUN,
      wrk,
    },
    effort: `Medians of ${rounds} interleaved rounds of ${milliseconds} ms, 64 connections` +
      (options.clock === "cpu" ? ", by the time that the server works" : ""),
    tables: tables(rates),
    goals: goals(rates),
  };
}

if (import.meta.main) await task("wire", wire);

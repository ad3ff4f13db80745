// How fast is it? Bodies in pieces over loopback: the first flushed chunk, and how fast chunks follow: `deno task bench:stream`.
import { FIRSTS } from "./_first.ts";
import { type Goal, printed, type Table } from "./_report.ts";
import { median, quarters, rotated } from "./_rounds.ts";
import { Served } from "./_served.ts";
import { STREAMS } from "./_streams.ts";
import { type Options, task, wanted } from "./_task.ts";
import { drain } from "./_tcp.ts";
import { versions } from "./_versions.ts";

type Found = Map<string, number[]>;

const SIZES = [1_024, 16_384];
const CHUNKS = 10_000;
const ROUNDS = 9;
/** Answers for each round whose first chunk is timed. */
const ANSWERS = 10;
const WARM_UP = 3;

/** Starts a server for each, and asks them in turn, each round beginning with another one. */
async function inTurns(
  ids: readonly string[],
  rounds: number,
  ask: (port: number) => Promise<number>,
): Promise<Found> {
  const servers = await Promise.all(ids.map(async (id) => ({ id, at: await Served.deno(id) })));
  const found: Found = new Map(ids.map((id) => [id, []]));
  try {
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const { id, at } of rotated(servers, round + WARM_UP)) {
        const time = await ask(at.port);
        if (round >= 0) found.get(id)!.push(time);
      }
    }
  } finally {
    await Promise.all(servers.map(({ at }) => at.close()));
  }
  return found;
}

/** Milliseconds up to the first byte of the body, the median of some answers. */
async function first(port: number, answers: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < answers; n++) times.push((await drain(port, "/")).first);
  return median(times);
}

/** Milliseconds of a whole answer. */
async function whole(port: number, chunks: number, size: number): Promise<number> {
  const { last, bytes } = await drain(port, `/?chunks=${chunks}&size=${size}`);
  if (bytes < chunks * size) throw new Error(`${bytes} bytes came, of ${chunks} times ${size}`);
  return last;
}

function firstTable(found: Found): Table {
  const rows = FIRSTS.filter(({ id }) => found.has(id)).map(({ id, name }) => {
    const times = found.get(id)!;
    return [name, `${printed(median(times))} ms`, quarters(times).map(printed).join(" to ")];
  });
  return {
    title: "The first flushed chunk at the client",
    columns: ["", "time", "middle half"],
    rows,
  };
}

function rateTable(found: Found, size: number): Table {
  const ratio = (id: string, of: string): number[] =>
    found.get(id)!.map((time, round) => (found.get(of)?.[round] ?? NaN) / time);
  const rows = STREAMS.filter(({ id }) => found.has(id)).map(({ id, name }) => {
    const ofRaw = ratio(id, "stream-raw");
    const ofHono = median(ratio(id, "stream-hono"));
    return [
      name,
      printed(median(ofRaw)),
      quarters(ofRaw).map(printed).join(" to "),
      printed(ofHono),
    ];
  });
  return {
    title: `Throughput in chunks of ${size / 1_024} KiB over loopback`,
    columns: ["", "x pull stream", "middle half", "x Hono's stream()"],
    rows,
  };
}

/** What a writer of small pieces is worth. */
function rateGoals(found: Found, size: number): Goal[] {
  const atLeast = (id: string, of: string, what: string, goal: number): Goal => ({
    what: `chunks of ${size / 1_024} KiB, ${what}`,
    measured: median((found.get(id) ?? []).map((time, n) => (found.get(of)?.[n] ?? NaN) / time)),
    goal,
    side: "at least",
  });
  const wished = [
    atLeast("stream-isapi-flush", "stream-raw", "WriteClient, flushed, x pull stream", 0.5),
    atLeast("stream-isapi", "stream-raw", "WriteClient, buffered, x pull stream", 0.5),
    atLeast("stream-flush", "stream-hono", "write and flush, x Hono's stream()", 1),
  ];
  return wished.filter(({ measured }) => Number.isFinite(measured));
}

function goals(found: Found): Goal[] {
  return FIRSTS.filter(({ id }) => found.has(id) && /own|inside/.test(id)).map(({ id, name }) => ({
    what: `first flushed chunk, ${name}`,
    measured: median(found.get(id)!),
    goal: 2,
    side: "at most" as const,
    unit: "ms",
  }));
}

async function measure(options: Options) {
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const [chunks, answers] = options.smoke ? [50, 1] : [CHUNKS, ANSWERS];
  const only = (all: readonly { id: string }[]): string[] =>
    all.map(({ id }) => id).filter((id) => wanted(options, id));
  const firsts = await inTurns(only(FIRSTS), rounds, (port) => first(port, answers));
  const tables = [firstTable(firsts)];
  const wished = goals(firsts);
  for (const size of SIZES) {
    const found = await inTurns(only(STREAMS), rounds, (port) => whole(port, chunks, size));
    tables.push(rateTable(found, size));
    wished.push(...rateGoals(found, size));
  }
  return {
    versions: await versions("hono"),
    effort: `Medians of ${rounds} interleaved rounds: ${answers} answers for the first chunk, ` +
      `one of ${chunks} chunks for the throughput`,
    tables: tables.filter(({ rows }) => rows.length > 0),
    goals: wished,
  };
}

if (import.meta.main) await task("stream", measure);

// How fast is it? How a server grows that offers a GiB to a client that reads slowly: `deno task bench:memory`.
import { OFFERS } from "./_offers.ts";
import type { Goal } from "./_report.ts";
import { median } from "./_rounds.ts";
import { Served } from "./_served.ts";
import { type Options, task, wanted } from "./_task.ts";
import { drain, sip } from "./_tcp.ts";
import { versions } from "./_versions.ts";

const MIB = 1_048_576;
/** Pieces of 64 KiB in a GiB. */
const CHUNKS = 16_384;
const ROUNDS = 3;
const MILLISECONDS = 2_500;

/** What is held is what stays when garbage is collected at once; else V8 lets some tens of MiB of it lie. */
const KINDS = { held: ["--v8-flags=--expose-gc"], whole: [] };
type Kind = keyof typeof KINDS;

/** Growth of resident memory, in MiB, at its highest while one client reads. */
async function growth(
  id: string,
  kind: Kind,
  chunks: number,
  milliseconds: number,
): Promise<number> {
  const server = await Served.deno(id, ...KINDS[kind]);
  try {
    await drain(server.port, "/?chunks=16").catch(() => {});
    const before = await server.memory();
    let most = before;
    const watching = setInterval(async () => {
      most = Math.max(most, await server.memory());
    }, 20);
    await sip(server.port, `/?chunks=${chunks}`, milliseconds);
    clearInterval(watching);
    return (Math.max(most, await server.memory()) - before) / MIB;
  } finally {
    await server.close();
  }
}

async function measure(options: Options) {
  const [chunks, milliseconds] = options.smoke ? [256, 100] : [CHUNKS, MILLISECONDS];
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const offers = OFFERS.filter(({ id }) => wanted(options, id));
  const found = { held: new Map<string, number[]>(), whole: new Map<string, number[]>() };
  for (let round = 0; round < rounds; round++) {
    for (const { id } of offers) {
      for (const kind of Object.keys(KINDS) as Kind[]) {
        const times = found[kind].get(id) ?? [];
        found[kind].set(id, [...times, await growth(id, kind, chunks, milliseconds)]);
      }
    }
  }
  const middle = (kind: Kind, id: string): number => median(found[kind].get(id)!);
  return {
    versions: await versions("hono"),
    effort: `${chunks / 16} MiB offered in pieces of 64 KiB, read at about 6 MiB/s for ` +
      `${milliseconds / 1_000} s; medians of ${rounds} rounds, a fresh process for each. Held is ` +
      "the growth where garbage is collected every MiB",
    tables: [{
      title: "Growth of the server's memory for one slow reader, in MiB",
      columns: ["", "held", "with garbage"],
      rows: offers.map(({ id, name }) => [
        name,
        middle("held", id).toFixed(0),
        middle("whole", id).toFixed(0),
      ]),
    }],
    goals: offers.filter(({ id }) => id.startsWith("offer-own")).map(({ id, name }): Goal => ({
      what: name,
      measured: middle("held", id),
      goal: 16,
      side: "at most",
      unit: "MiB",
    })),
  };
}

if (import.meta.main) await task("memory", measure);

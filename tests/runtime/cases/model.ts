// Does the engine keep to the reference model everywhere? Promise 3: the corpus, and random programs.
import { assertEquals, assertGreater } from "../../_assert.ts";
import { SEED } from "../../_seed.ts";
import corpus from "../../guarantees/model/corpus.json" with { type: "json" };
import type { Report } from "../../guarantees/model/_compare.ts";
import type { Case, Client } from "../_client.ts";

/** Programs of a request, and requests. */
const RUNS = 100;
const TIMES = 5;

async function report(client: Client, path: string): Promise<Report> {
  const told: Report = JSON.parse((await client.get(path)).text);
  assertEquals(told.failures, [], `${path}: ${JSON.stringify(told.failures[0]?.program)}`);
  return told;
}

export const model: Case[] = [
  {
    title: "Promise 3, the corpus of the model: trace, bytes and end as the specification has them",
    async run(client) {
      assertEquals((await report(client, "/model/corpus")).played, corpus.length);
    },
  },
  {
    title: `Promise 3, the model and a house agree on ${RUNS * TIMES} random programs`,
    async run(client) {
      for (let n = 0; n < TIMES; n++) {
        const { played } = await report(client, `/model/random?runs=${RUNS}&seed=${SEED + n}`);
        assertGreater(played, RUNS / 3);
      }
    },
  },
];

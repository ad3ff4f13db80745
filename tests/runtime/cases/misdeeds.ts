// Promise 7 everywhere: does a module that misbehaves disturb anybody else? Each does so among requests whose answers are known.
import { assertEquals } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";
import { MISDEEDS } from "../houses/misdeeds.ts";

const KINDS = Object.keys(MISDEEDS);
/** Requests that run at once. */
const AT_ONCE = 16;

/** Does work for each number, so many at a time. */
async function inTurns<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const line = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) done[n] = await work(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return done;
}

/** How a bad request ends is its own affair; that it ends is not. */
const bad = (client: Client, n: number): Promise<unknown> =>
  client.get(`/misdeeds/bad/${n}`, { headers: { "X-Deed": KINDS[n % KINDS.length] } })
    .catch((error) => {
      if (!String(error).includes("connection ended")) throw error;
    });

export const misdeeds: Case[] = [
  {
    title: `Promise 7: ${KINDS.length} kinds of misbehaviour disturb no other request`,
    async run(client) {
      const texts = await inTurns(4 * KINDS.length, async (n) => {
        const [{ text }] = await Promise.all([client.get(`/misdeeds/good/${n}`), bad(client, n)]);
        return text;
      });
      assertEquals(texts, texts.map((_, n) => `/misdeeds/good/${n}`));
    },
  },
  {
    title: "Promise 7: what a request keeps, sets and reads is its own, however many run at once",
    async run(client) {
      const answers = await inTurns(100, async (n) => {
        const headers = { "X-Name": String(n) };
        const answer = await client.get("/misdeeds/own", {
          method: "POST",
          body: `body${n}`,
          headers,
        });
        return `${answer.header("X-Answer")}: ${answer.text}`;
      });
      assertEquals(answers, answers.map((_, n) => `${n}: ${n} body${n} ${n} ${n} ${n}`));
    },
  },
];

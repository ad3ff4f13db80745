// What if very many wait at once? Ten thousand parked requests, completed in any order: each gets its own answer.
import {
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { SEED } from "../_seed.ts";
import { assertEquals, assertLess } from "../_assert.ts";
import { house } from "../_house.ts";
import { turn, within } from "../conformance/_notes.ts";
import { random } from "../conformance/_random.ts";

const MANY = 10_000;
/** Bytes that a parked request may hold, with its Request and what the test keeps of it. */
const EACH = 16 * 1024;
/** Seconds for all of them, on two cores that others use as well. */
const PATIENCE = 20;

interface Waiting {
  readonly context: IHttpContext;
  readonly path: string;
}

/** Parks every request at AUTHENTICATE_REQUEST; its completion writes the path and the number that was posted. */
function parking(waiting: Waiting[]) {
  return defineModule({
    name: "Parking",
    onAuthenticateRequest(context) {
      const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
      waiting.push({ context, path: absPath });
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context, _notification, _post, _provider, info) {
      const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
      const buffer = `${absPath} ${info.getCompletionBytes()}`;
      context.setRequestHandled();
      context.getResponse().writeEntityChunks(
        [{ dataChunkType: HttpDataChunkFromMemory, buffer }],
        true,
        false,
      );
      return RQ_NOTIFICATION_CONTINUE;
    },
  });
}

function shuffle<T>(list: T[], next: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

const numberOf = (path: string): number => Number(path.slice(1));

// @see ihttpcontext-postcompletion-method
Deno.test("A-25 10,000 parked requests that are completed in random order get their own answers", async () => {
  const waiting: Waiting[] = [];
  const { text } = house(parking(waiting));
  const began = performance.now();
  const before = Deno.memoryUsage().heapUsed;
  const answers = Array.from({ length: MANY }, (_, place) => text(`/${place}`));
  await turn();
  assertEquals(waiting.length, MANY);
  assertLess((Deno.memoryUsage().heapUsed - before) / MANY, EACH);
  shuffle(waiting, random(SEED));
  const done: number[] = [];
  answers.forEach((answer, place) => answer.then(() => done.push(place)));
  for (const { context, path } of waiting) context.postCompletion(numberOf(path) * 2);
  const got = await within(Promise.all(answers), "the answers", PATIENCE * 1000);
  assertEquals(got, answers.map((_, place) => `/${place} ${place * 2}`));
  assertEquals(done, waiting.map(({ path }) => numberOf(path)), "in the order of the completions");
  assertLess(performance.now() - began, PATIENCE * 1000);
});

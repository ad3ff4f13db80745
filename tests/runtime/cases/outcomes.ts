// Does every request end once, and truly? Promise 1: what a raw client saw, held against what was noted on the server.
import { assert, assertEquals } from "../../_assert.ts";
import { type Answer, RawSocket } from "../../_raw.ts";
import { STAGES } from "../../_stages.ts";
import { sleep } from "../../_waits.ts";
import { type Case, type Client } from "../_client.ts";
import { type Account, type Act, ACT_NAMES, BODIES, type BodyKind } from "../houses/outcomes.ts";

/** What a client may see: a whole answer with a status and perhaps a text, a broken one, or it has not looked. */
interface Seen {
  readonly status: number;
  readonly text: string;
  readonly outcome: "complete" | "broken" | "left";
}

const EXECUTE = STAGES.indexOf("ExecuteRequestHandler");
const LOG = STAGES.indexOf("LogRequest");

/** What has to be seen; a null text is not looked at. */
function expected(
  place: number,
  act: Act,
  body: BodyKind,
): Omit<Seen, "text"> & { text: string | null } {
  const late = place >= LOG;
  const failed = (act === "throw" || act === "reject" || act === "timeout") && !late;
  if (act === "abort") return { status: 0, text: "", outcome: "left" };
  if (act === "reset" || (failed && body === "flushed")) {
    return { status: 200, text: null, outcome: "broken" };
  }
  if (failed) return { status: act === "timeout" ? 503 : 500, text: "", outcome: "complete" };
  if (act === "child") return { status: 200, text: null, outcome: "complete" };
  const own = body === "buffered" || body === "flushed" ? "own," : "";
  const app = body === "streamed" ? "streamed,by the,app" : "app";
  const skipped = (act === "finish" && place <= EXECUTE) || (place === EXECUTE && own !== "");
  const text = skipped ? own : place < EXECUTE ? own + app : app + own;
  return { status: 200, text, outcome: "complete" };
}

async function ask(client: Client, path: string, leaves: boolean): Promise<Seen> {
  using socket = await RawSocket.open(client.server.port);
  await socket.request("GET", path);
  if (leaves) {
    await sleep(30);
    return { status: 0, text: "", outcome: "left" };
  }
  try {
    const { status, text, outcome }: Answer = await (await socket.response()).rest();
    return { status, text, outcome };
  } catch (error) {
    // Broken before its head: also that tells a client that there is no answer.
    if (!String(error).includes("connection ended")) throw error;
    return { status: 200, text: "", outcome: "broken" };
  }
}

/** The account once it is whole, or what there is of it after five seconds. */
async function accountOf(client: Client, key: string): Promise<Account | undefined> {
  const whole = (value: unknown): boolean => {
    const found = (value as Record<string, Account> | undefined)?.[key];
    return found !== undefined && found.end > 0 && found.transfers.length > 0;
  };
  const all = await client.ledgerOnce("outcomes", whole) as Record<string, Account> | undefined;
  return all?.[key];
}

/** One cell of the matrix; its name stands in every failure. */
async function check(client: Client, place: number, act: Act, body: BodyKind): Promise<void> {
  const key = `${STAGES[place]}/${act}/${body}`;
  const seen = await ask(client, `/outcomes/${key}`, act === "abort");
  const wished = expected(place, act, body);
  assertEquals([key, seen.outcome, seen.status], [key, wished.outcome, wished.status]);
  if (wished.text !== null) assertEquals([key, seen.text], [key, wished.text]);
  assert(!seen.text.includes("secret"), key);
  const account = await accountOf(client, key);
  assertEquals([key, account?.log, account?.end, account?.transfers.length], [key, 1, 1, 1]);
  const [{ outcome, bytes }] = account!.transfers;
  if (seen.outcome === "complete") {
    const told = seen.status === 503 ? "timeout" : "complete";
    assertEquals([key, outcome, bytes], [key, told, seen.text.length]);
  } else if (seen.outcome === "broken") {
    assert(outcome !== "complete" && bytes >= seen.text.length, `${key}: ${outcome} ${bytes}`);
  }
}

/** Promise 1, one row for each outcome: 48 requests, of which four run at a time. */
export const outcomes: Case[] = ACT_NAMES.map((act) => ({
  title:
    `Promise 1, ${act}: LOG, END and one transfer's end for every stage and kind of body, as the client saw it`,
  async run(client: Client): Promise<void> {
    for (const place of STAGES.keys()) {
      await Promise.all(BODIES.map((body) => check(client, place, act, body)));
    }
  },
}));

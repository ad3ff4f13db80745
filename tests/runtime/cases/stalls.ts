// Promise 6 everywhere: does anything that never ends hold its request? A limit ends it; LOG, END and the transfer's end come once.
import { assertEquals } from "../../_assert.ts";
import { RawSocket } from "../../_raw.ts";
import type { Case, Client } from "../_client.ts";
import type { Ended } from "../houses/stalls.ts";

type Seen = readonly [status: number, outcome: string, transfer: string];

const REFUSED: Seen = [503, "complete", "timeout"];
const UNHURT: Seen = [200, "complete", "complete"];

/** Who never ends, and what its client sees and onTransferEnd is told. */
const VICTIMS: Record<string, readonly [what: string, seen: Seen]> = {
  pending: ["PENDING that nobody completes", REFUSED],
  promise: ["a promise of a handler", REFUSED],
  app: ["an app that does not answer", REFUSED],
  stream: ["an app's stream that stops in the middle", [200, "broken", "timeout"]],
  read: ["a request body that does not come", REFUSED],
  child: ["a child request, whose answer is then its parent's,", [503, "complete", "complete"]],
  send: ["a promise of onSendResponse", UNHURT],
  log: ["a promise of onLogRequest", UNHURT],
};

/** A request, with a body that is announced and does not come where somebody waits for it. */
async function ask(client: Client, room: string): Promise<[status: number, outcome: string]> {
  using socket = await RawSocket.open(client.server.port);
  const head = `${room === "read" ? "POST" : "GET"} /stalls/${room} HTTP/1.1\r\nHost: x\r\n`;
  await socket.send(`${head}${room === "read" ? "Content-Length: 10\r\n" : ""}\r\n`);
  const { status, outcome } = await (await socket.response()).rest();
  return [status, outcome];
}

export const stalls: Case[] = Object.entries(VICTIMS).map(([room, [what, seen]]): Case => ({
  title: `Promise 6: ${what} is ended by a limit; LOG, END and the end of the transfer come once`,
  async run(client) {
    const [status, outcome, transfer] = seen;
    assertEquals(await ask(client, room), [status, outcome]);
    const told = (value: unknown) => (value as Record<string, Ended>)?.[room]?.transfers.length > 0;
    const all = await client.ledgerOnce("stalls", told) as Record<string, Ended>;
    assertEquals(all[room], { log: 1, end: 1, transfers: [transfer] });
  },
}));

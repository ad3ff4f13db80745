// Promise 8 everywhere: what does bad input do, sent as bytes? It is refused or served, and the next request is fine.
import { assert, assertEquals } from "../../_assert.ts";
import { ask, isFine, REQUESTS, SMUGGLING } from "../../guarantees/_requests.ts";
import { RawSocket } from "../../_raw.ts";
import type { Case, Client } from "../_client.ts";

/** What stands in a file that nobody may see. */
const LEAKED = /^(root|\[)/m;

const WITH_USER = "an absolute URL with a user";

/** The next request is fine. */
const goesOn = async ({ server }: Client): Promise<void> => assert(await isFine(server.port));

/** What a runtime does by itself, and what a client sees then. */
const EXCEPTIONS: Record<string, Case["except"]> = {
  [WITH_USER]: {
    node: {
      why: "@hono/node-server makes its Request late, and undici's throws: 500, as for any module",
      async shows(client) {
        const { status, outcome } = (await ask(client.server.port, REQUESTS[WITH_USER], 10_000))!;
        assertEquals([status, outcome], [500, "complete"]);
        await goesOn(client);
      },
    },
  },
};

const refused = (what: string, bytes: string): Case => ({
  title: `Promise 8, ${what}: a whole answer or none, and the next request is fine`,
  async run(client) {
    const answer = await ask(client.server.port, bytes);
    if (answer !== null) {
      assertEquals(answer.outcome, "complete");
      assert(answer.status < 600 && answer.status !== 500, `status ${answer.status}`);
      assert(!LEAKED.test(answer.text), answer.text);
    }
    await goesOn(client);
  },
  except: EXCEPTIONS[what],
});

const asBody = (what: string, bytes: string): Case => ({
  title: `Promise 8, ${what}: no body is taken for a request`,
  async run(client) {
    const before = (await client.ledger("strays") as string[] | undefined ?? []).length;
    using socket = await RawSocket.open(client.server.port, 500);
    await socket.send(bytes).catch(() => {});
    while (await socket.take(65_536).catch(() => null) !== null);
    const seen = (await client.ledger("strays") as string[] | undefined ?? []).slice(before);
    assertEquals(seen.filter((path) => path !== "/"), []);
    assert(seen.length <= 1, `${seen.length} requests`);
    await goesOn(client);
  },
});

export const badInput: Case[] = [
  ...Object.entries(REQUESTS).map(([what, bytes]) => refused(what, bytes)),
  ...Object.entries(SMUGGLING).flatMap(([what, bytes]) => [
    asBody(what, bytes),
    asBody(`${what}, unread`, bytes.replace("\r\n", "\r\nX-Unread: 1\r\n")),
  ]),
];

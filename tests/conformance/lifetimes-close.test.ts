// What happens when the server closes? Ruling 26.
import { defineModule, GL_NOTIFICATION_CONTINUE } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, LATE, noted, noting, parking, turn, within } from "./_notes.ts";

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 GL_STOP_LISTENING is raised once, however often the server is closed", async () => {
  const { server, text, seen } = house((seen: string[]) =>
    defineModule({
      onGlobalStopListening(provider) {
        seen.push(`stop ${provider.drainRequestsGracefully()}`);
        return GL_NOTIFICATION_CONTINUE;
      },
    }), { app });
  await text();
  await within(Promise.all([server.close(), server.close()]), "closing");
  assertEquals(seen, ["stop true"]);
});

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 a request to a closed server is answered with 503, without its modules", async () => {
  const { server, get, seen } = house((seen: string[]) => noting("A", seen), { app });
  await within(server.close(), "closing");
  const response = await get();
  await response.text();
  assertEquals([response.status, seen], [503, []]);
});

// @see cglobalmodule-terminate-method
Deno.test("R.26 close waits for the request that runs, and terminates modules after it", async () => {
  const notes: string[] = [];
  const { module, context } = parking([]);
  const last = defineModule({
    onBeginRequest() {},
    terminate: () => void notes.push("terminate"),
  });
  const { server, text } = house([module, noting("B", notes, LATE), last], { app });
  const answer = text();
  const parked = await within(context, "the parked request");
  const closing = server.close().then(() => void notes.push("closed"));
  await turn();
  assertEquals(notes, []);
  parked.indicateCompletion(0);
  assertEquals(await within(answer, "the response"), "app");
  await within(closing, "closing");
  assertEquals(notes, [...noted("B", LATE), "terminate", "closed"]);
});

const members = {
  "request and global handlers": {
    onBeginRequest() {},
    onGlobalPreBeginRequest: () => GL_NOTIFICATION_CONTINUE,
  },
  "global handlers alone": { onGlobalPreBeginRequest: () => GL_NOTIFICATION_CONTINUE },
  "onTransferEnd alone": { onTransferEnd() {} },
};
for (const [what, handlers] of Object.entries(members)) {
  // @see cglobalmodule-terminate-method
  Deno.test(`R.26 terminate of a definition with ${what} is called once`, async () => {
    let calls = 0;
    const module = defineModule({ ...handlers, terminate: () => void (calls += 1) });
    const { server, text } = house(module, { app });
    await text();
    await within(server.close(), "closing");
    assertEquals(calls, 1);
  });
}

// @see cglobalmodule-terminate-method
Deno.test("R.26 close does not wait beyond its deadline", async () => {
  const { module, context } = parking([]);
  const { server, text } = house([module], { app });
  const answer = text();
  const parked = await within(context, "the parked request");
  const before = performance.now();
  await within(server.close({ deadline: 20 }), "closing");
  assert(performance.now() - before < 4000, "close waited on");
  parked.indicateCompletion(0);
  await Promise.allSettled([within(answer, "the response")]);
});

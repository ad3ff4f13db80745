// Promise 5, back-pressure: does a source that has nothing just now hear that nobody wants more? Whichever way its body goes.
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { turn, within } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";
import { early, idle, WAYS } from "./_idle.ts";

for (const [way, { modules, head, untouched = false }] of Object.entries(WAYS)) {
  Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the time of its request is over`, async () => {
    const seen: string[] = [];
    const { get } = house(modules, {
      app: { fetch: idle(seen) },
      limits: { requestTimeout: 20 },
    });
    await hushed(async () => {
      const response = await get();
      assertEquals(response.status, head ? 200 : 503);
      await response.text().catch(() => "broken");
      await turn();
    });
    assertEquals(seen, ["cancelled"]);
  });

  Deno.test(`Promise 5: a source that is idle, ${way}, is ${untouched ? "the runtime's" : "cancelled"} when the server closes at its deadline`, async () => {
    const seen: string[] = [];
    const { get, server } = house(modules, { app: { fetch: idle(seen) } });
    await hushed(async () => {
      const answer = get();
      await turn();
      await server.close({ deadline: 5 });
      const { body } = await answer;
      await turn();
      assertEquals(seen, untouched ? [] : ["cancelled"]);
      await body?.cancel().catch(() => {});
    });
    assertEquals(seen, ["cancelled"]);
  });

  if (!head) continue;
  Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the client leaves`, async () => {
    const seen: string[] = [];
    const { get } = house(modules, { app: { fetch: idle(seen) } });
    const reader = (await within(get(), "the head")).body!.getReader();
    await within(reader.read(), "a piece");
    await reader.cancel();
    await turn();
    assertEquals(seen, ["cancelled"]);
  });
}

for (const [way, { modules }] of Object.entries(WAYS).filter(([, { head }]) => !head)) {
  for (const when of ["while it is waited for", "before"]) {
    Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the client leaves ${when}`, async () => {
      const seen: string[] = [];
      const abort = new AbortController();
      const { get, server } = house([
        early(() => when === "before" ? abort.abort() : undefined),
        modules,
        { name: "Account", onTransferEnd: (_context, { outcome }) => void seen.push(outcome) },
      ], { app: { fetch: idle(seen) } });
      const answer = get("/", { signal: abort.signal });
      await turn();
      abort.abort();
      await (await within(answer, "the end")).body?.cancel();
      await turn();
      assertEquals(seen, ["cancelled", "client-gone"]);
      await within(server.close(), "the close of the server");
    });
  }
}

Deno.test("IHttpResponse.addBodyFilter: a filter whose source was cancelled is not told of an end of the body", async () => {
  const seen: string[] = [];
  const { get } = house(
    early((context) =>
      void context.getResponse().addBodyFilter({
        transform: (bytes) => bytes,
        flush: () => void seen.push("flush"),
        cancel: () => void seen.push("cancel"),
      })
    ),
    { app: { fetch: idle(seen) } },
  );
  const reader = (await within(get(), "the head")).body!.getReader();
  await within(reader.read(), "a piece");
  const next = reader.read();
  await turn();
  await reader.cancel();
  await next;
  await turn();
  assertEquals(seen, ["cancelled", "cancel"]);
});

// Promise 7: can one request disturb another? Modules that misbehave in every way run among those of whom each answer is known.
import { house } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { sleep, turn, within } from "../_waits.ts";
import { uncaught, unsaid } from "../regressions/_kit.ts";
import { echo, keeping, misbehaving, MISDEEDS, named } from "../runtime/houses/misdeeds.ts";

Deno.test("Promise 7: modules that misbehave in every way disturb no other request, and end no process", async () => {
  const kinds = Object.keys(MISDEEDS);
  const { get } = house(misbehaving, { app: named, limits: { moduleTimeout: 200 } });
  const texts: string[] = [];
  const lost = await uncaught(async () => {
    const all: Promise<unknown>[] = [];
    for (let n = 0; n < 10 * kinds.length; n++) {
      const init = { headers: { "X-Deed": kinds[n % kinds.length] } };
      const bad = get(`/bad/${n}`, init).then((response) => response.text().catch(() => ""));
      const good = get(`/good/${n}`).then((response) => response.text());
      all.push(bad, good.then((text) => texts[n] = text));
    }
    await Promise.all(all);
    await sleep(20);
  }, 20_000);
  assertEquals(lost, []);
  assertEquals(texts, texts.map((_, n) => `/good/${n}`));
  assertEquals(texts.length, 10 * kinds.length);
});

Deno.test("Promise 7: a thenable that throws in onSendResponse or onReadEntity ends nothing but itself", async () => {
  const thrower = unsaid({
    then() {
      throw new Error("on purpose");
    },
  });
  const { get } = house([
    { name: "Misbehaving", onSendResponse: () => thrower, onReadEntity: () => thrower },
    {
      name: "Reader",
      async onBeginRequest(context) {
        await context.getRequest().readEntityBody(new Uint8Array(4), false);
      },
    },
  ], { app: { fetch: () => new Response("app") } });
  const lost = await uncaught(async () => {
    const response = await get("/", { method: "POST", body: "body" });
    assertEquals([response.status, await response.text()], [200, "app"]);
  });
  assertEquals(lost, []);
});

Deno.test("Promise 7: what a request keeps, sets and reads is its own, however many run at once", async () => {
  const { get } = house(keeping, { app: echo });
  const ask = async (n: number): Promise<string> => {
    const init = { method: "POST", body: `body${n}`, headers: { "X-Name": String(n) } };
    const response = await get("/", init);
    return `${response.headers.get("X-Answer")}: ${await response.text()}`;
  };
  const answers = await within(Promise.all(Array.from({ length: 500 }, (_, n) => ask(n))), "all");
  assertEquals(answers, answers.map((_, n) => `${n}: ${n} body${n} ${n} ${n} ${n}`));
  await turn();
});

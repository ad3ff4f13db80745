// What does a client see of an app's answer that no module touches? What it would see without modules.
import { assert, assertEquals } from "../../_assert.ts";
import type { Case } from "../_client.ts";

export const apps: Case[] = [
  {
    title: "createWebServer: an app's text leaves with its length, for HEAD without its bytes",
    async run(client) {
      using socket = await client.ask("/apps/text", { method: "HEAD" });
      const head = await socket.response("HEAD");
      await socket.request("GET", "/apps/text");
      const whole = await (await socket.response()).rest();
      assertEquals([head.status, whole.text], [200, "an app's text"]);
      assertEquals(whole.header("content-length"), "13");
      assert([null, "13"].includes(head.header("content-length")));
    },
  },
  {
    title: "createWebServer: an app's stream is not read for HEAD, but cancelled",
    async run(client) {
      using socket = await client.ask("/apps/stream", { method: "HEAD" });
      const head = await socket.response("HEAD");
      assertEquals([head.status, head.header("content-length")], [200, null]);
      assertEquals(await client.ledgerOnce("apps-cancels", (n) => n === 1), 1);
      const pulls = await client.ledger("apps-pulls") as number | undefined ?? 0;
      assert(pulls <= 2, `${pulls} pieces were read`);
      await socket.request("GET", "/apps/text");
      assertEquals((await (await socket.response()).rest()).text, "an app's text");
    },
  },
];

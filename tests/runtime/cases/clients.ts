// What does a client see of the ready modules that ask who it is?
import { assertEquals, assertMatch } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** "kim:pässwörd" in UTF-8. */
const Authorization = "Basic a2ltOnDDpHNzd8O2cmQ=";

const visit = (client: Client, headers: Record<string, string> = {}) =>
  client.get("/clients/visit", { headers: { Authorization, ...headers } });

export const clients: Case[] = [
  {
    title: "basicAuthentication: asks for a name and a password, and takes good ones",
    async run(client) {
      const asked = await client.get("/clients/visit");
      assertEquals(asked.status, 401);
      assertEquals(asked.all("www-authenticate"), ['Basic realm="clients", charset="UTF-8"']);
      const wrong = await visit(client, { Authorization: "Basic a2ltOng=" });
      assertEquals(wrong.status, 401);
      assertEquals((await visit(client)).text, "visit 1 of kim");
    },
  },
  {
    title: "cors: a preflight needs no credentials",
    async run(client) {
      const answer = await client.get("/clients/visit", {
        method: "OPTIONS",
        headers: { Origin: "https://www.example.com", "Access-Control-Request-Method": "PUT" },
      });
      assertEquals(answer.status, 204);
      assertEquals(answer.all("access-control-allow-origin"), ["https://www.example.com"]);
      assertEquals(answer.all("access-control-allow-methods"), ["PUT"]);
    },
  },
  {
    title: "session: requests of one session wait for each other",
    async run(client) {
      const first = await visit(client);
      assertMatch(first.all("set-cookie")[0], /^visit=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
      const Cookie = first.all("set-cookie")[0].split(";")[0];
      const answers = await Promise.all([1, 2, 3].map(() => visit(client, { Cookie })));
      const texts = answers.map(({ text }) => text).sort();
      assertEquals(texts, [2, 3, 4].map((count) => `visit ${count} of kim`));
    },
  },
  {
    title: "requestMonitor: nothing is left of requests that are over",
    async run(client) {
      const answer = await client.get("/clients/running", { headers: { Authorization } });
      assertEquals([answer.status, answer.text], [200, "[]"]);
    },
  },
];

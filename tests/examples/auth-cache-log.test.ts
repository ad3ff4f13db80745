// Does the example do what it says? A hit in the cache skips the handler, and the log has its line.
import { assertEquals, assertMatch, assertNotEquals } from "../_assert.ts";
import server, { options } from "../../examples/auth-cache-log.ts";
import { traced } from "./_traced.ts";

/** What the core itself does is not the matter here. */
const CORE = "IIS Web Core";

const ada = { Authorization: "Bearer ada-1815" };

/** Runs `work` and gives the lines that it wrote to the console. */
async function logged(work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const write = console.log;
  console.log = (...words: unknown[]) => lines.push(words.join(" "));
  try {
    await work();
  } finally {
    console.log = write;
  }
  return lines;
}

Deno.test("Example auth-cache-log: nobody is let in without a token, and it is logged", async () => {
  const lines = await logged(async () => {
    const response = await server.fetch(new Request("http://localhost/closed"));
    assertEquals(response.status, 401);
    assertEquals(response.headers.get("WWW-Authenticate"), "Bearer");
    assertEquals(await response.text(), "");
  });
  assertEquals(lines, ["- /closed 401 -"]);
});

Deno.test("Example auth-cache-log: a hit skips MAP to UPDATE, log still runs", async () => {
  const { text, calls, events } = traced(options);
  const lines = await logged(async () => {
    const first = await text("/page", ada);
    assertMatch(first, /^This page was made at \d{4}-/);
    events.length = 0;
    assertEquals(await text("/page?token=grace-1906"), first);
  });
  assertEquals(lines, ["Ada /page 200 -", "Grace /page 200 hit"]);
  assertEquals(calls().filter((call) => !call.startsWith(CORE)), [
    "TokenAuthentication AUTHENTICATE",
    "OutputCache RESOLVE",
    "OneLineLog LOG",
  ]);
});

Deno.test("Example auth-cache-log: a miss runs all stages, in their order and not in that of the list", async () => {
  const { text, calls } = traced(options);
  await logged(() => text("/miss", ada));
  assertEquals(calls().filter((call) => !call.startsWith(CORE)), [
    "TokenAuthentication AUTHENTICATE",
    "OutputCache RESOLVE",
    "SlowPage EXECUTE",
    "OutputCache UPDATE",
    "OneLineLog LOG",
  ]);
});

Deno.test("Example auth-cache-log: each address has its own page", async () => {
  const { text } = traced(options);
  await logged(async () => assertNotEquals(await text("/one", ada), await text("/two", ada)));
});

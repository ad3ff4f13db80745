// Is the README true? Its two programs are taken out of it, and asked what it promises.
import type { Hono } from "hono";
import type { WebServer } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";

const page = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
const [inside, around] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program]) => program);

/** The default export of a program. */
async function exported<T>(program: string): Promise<T> {
  const path = await Deno.makeTempFile({ prefix: "sluice-readme-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, program);
    return (await import(`file://${path}`)).default;
  } finally {
    await Deno.remove(path);
  }
}

/** Status and text without and with the key, and what is logged meanwhile. */
async function asked(server: { fetch(request: Request): Response | Promise<Response> }) {
  const { log } = console;
  const seen: unknown[] = [];
  console.log = (...words) => void seen.push(words.join(" "));
  try {
    for (const headers of KEYS) {
      const answer = await server.fetch(new Request("http://localhost/", { headers }));
      seen.push(answer.status, await answer.text());
    }
  } finally {
    console.log = log;
  }
  return seen;
}

const KEYS: HeadersInit[] = [{}, { "X-Key": "open" }];
const SEEN = ["/ 403", 403, "", "/ 200", 200, "The gate is open.\n"];

Deno.test("README: the module in a Hono app", async () => {
  assertEquals(await asked(await exported<Hono>(inside)), SEEN);
});

Deno.test("README: the same around the app", async () => {
  const module = inside.replace("app.use(pipeline(gate));\n", "").replace(
    /^export default.*\n/m,
    "",
  );
  const server = await exported<WebServer>(module + around);
  assertEquals(await asked(server), SEEN);
  await server.close({ deadline: 5_000 });
});

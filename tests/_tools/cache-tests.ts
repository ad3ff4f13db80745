// How well does httpCache keep to RFC 9111? The public cache-tests suite, with the module standing before its origin.
// `deno task test:cache DIR [ID]`, DIR being a checkout of http-tests/cache-tests with its packages installed.
import { createWebServer } from "../../mod.ts";
import { httpCache } from "../../middleware/http-cache/index.ts";
import { sleep } from "../_waits.ts";

/** What is wished for: what the best of four servers in the suite's own results reaches. */
const GOALS: Readonly<Record<string, number>> = { required: 131, optimal: 68 };
const PATIENCE = 15 * 60_000;

/** A test of the suite, as far as this file goes. */
interface SuiteTest {
  readonly id: string;
  readonly kind?: "required" | "optimal" | "check";
  readonly browser_only?: boolean;
}

/** What the suite says of a test: a mark, among others. */
type Verdict = readonly [icon: string, colour: string, mark: string];

/** The suite's own judge. */
interface Judge {
  determineTestResult(suites: unknown, id: string, results: unknown): Verdict;
}

/** A reverse proxy: the cache, and an app that asks the origin. */
function proxy(origin: string): Deno.HttpServer<Deno.NetAddr> {
  const server = createWebServer({
    modules: [httpCache()],
    app: { fetch: (request: Request) => forward(origin, request) },
  });
  const onListen = () => {};
  return Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen },
    (request) => server.fetch(request),
  );
}

/** An origin that cannot be reached is a bad gateway. */
async function forward(origin: string, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { method, headers, body } = request;
  const init: RequestInit = { method, headers, body, redirect: "manual" };
  try {
    return await fetch(origin + pathname + search, init);
  } catch {
    return new Response("Bad Gateway", { status: 502 });
  }
}

/** Starts the suite's own origin, and waits until it answers. */
async function startOrigin(folder: string, signal: AbortSignal): Promise<string> {
  const port = freePort();
  const env = {
    npm_config_protocol: "http",
    npm_config_port: String(port),
    npm_config_pidfile: await Deno.makeTempFile({ prefix: "sluice-cache-tests-" }),
  };
  const args = ["test-engine/server/server.mjs"];
  new Deno.Command("node", { args, cwd: folder, env, signal, stdout: "null", stderr: "null" })
    .spawn();
  const origin = `http://localhost:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${origin}/package.json`).catch(() => null);
    await answer?.body?.cancel();
    if (answer !== null) return origin;
    await sleep(100);
  }
  throw new Error(`${folder}: its server does not answer on port ${port}`);
}

function freePort(): number {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Runs the suite's client, against one test if it is named. */
async function runClient(folder: string, base: string, id: string): Promise<string> {
  const args = ["--no-warnings", "test-engine/cli.mjs"];
  // Npm hands on an empty id where none is given; without npm nothing would be undefined.
  const env = { npm_config_base: base, npm_config_id: id, npm_package_config_id: id };
  const signal = AbortSignal.timeout(PATIENCE);
  const { stdout } = await new Deno.Command("node", { args, cwd: folder, env, signal }).output();
  return new TextDecoder().decode(stdout);
}

/** Counts what passed by the suite's own judgement, dependencies included; whatever did not is told. */
async function judge(folder: string, results: Record<string, unknown>): Promise<boolean> {
  const { determineTestResult } = await import(
    `${folder}/test-engine/lib/results.mjs`
  ) as Judge;
  const { default: suites } = await import(`${folder}/tests/index.mjs`) as {
    default: readonly { readonly tests: readonly SuiteTest[] }[];
  };
  const counts = new Map<string, [passed: number, total: number]>();
  for (const { id, kind = "required", browser_only } of suites.flatMap(({ tests }) => tests)) {
    if (browser_only === true) continue;
    const [, , mark] = determineTestResult(suites, id, results);
    const [passed, total] = counts.get(kind) ?? [0, 0];
    const passes = mark === "✅" || mark === "Y";
    counts.set(kind, [passed + Number(passes), total + 1]);
    if (!passes) console.log(`${kind}: ${mark} ${id}: ${String(results[id])}`);
  }
  for (const [kind, [passed, total]] of counts) console.log(`${kind}: ${passed} of ${total}`);
  return Object.entries(GOALS).every(([kind, goal]) => (counts.get(kind)?.[0] ?? 0) >= goal);
}

async function main(folder: string, id: string): Promise<number> {
  const stop = new AbortController();
  const origin = await startOrigin(folder, stop.signal);
  const server = proxy(origin);
  try {
    const said = await runClient(folder, `http://127.0.0.1:${server.addr.port}`, id);
    if (id === "") return await judge(folder, JSON.parse(said)) ? 0 : 1;
    console.log(said);
    return 0;
  } finally {
    stop.abort();
    await server.shutdown();
  }
}

if (import.meta.main) {
  const [folder, id = ""] = Deno.args;
  if (folder === undefined) {
    console.error("deno task test:cache DIR: DIR is missing, wished for a checkout of cache-tests");
    Deno.exit(2);
  }
  Deno.exit(await main(await Deno.realPath(folder), id));
}

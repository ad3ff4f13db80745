// What does the access log tell? How lines travel: together, soon, to files, and never in the way of a request.
import { assert, assertEquals, assertMatch } from "../../tests/_assert.ts";
import { sleep, turn, until, within } from "../../tests/_waits.ts";
import { createWebServer } from "../../mod.ts";
import { handler, write } from "../../tests/conformance/_response.ts";
import { Batches } from "./batches.ts";
import { logged } from "./_log.ts";
import { type HttpLogging, httpLogging } from "./index.ts";
import { partOf } from "./log-files.ts";

const METHOD = { logExtFileFlags: "Method,UriStem" };

Deno.test("httpLogging: lines are handed over together, when their count is reached", async () => {
  const log = logged({ logFile: { ...METHOD, flushByEntryCountW3CLog: 3 } });
  for (let i = 0; i < 7; i++) await log.fetch(`/${i}`);
  await turn();
  assertEquals(log.batches.map((batch) => batch.filter((l) => l[0] !== "#").length), [3, 3]);
  assertEquals((await log.lines()).length, 7);
});

Deno.test("httpLogging: the isolate is kept for the first line of a batch, until it was taken", async () => {
  const kept: Promise<unknown>[] = [];
  const context = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };
  const log = logged({ logFile: METHOD });
  await log.fetch("/a", {}, context);
  const many = kept.length;
  await log.fetch("/b", {}, context);
  assertEquals([log.batches.length, kept.length - many <= many], [0, true]);
  await within(Promise.all(kept), "the lines");
  assertEquals(log.batches.flat().slice(4), ["GET /a", "GET /b"]);
});

Deno.test("httpLogging: a sink that fails harms no request, and the next batch is tried again", async () => {
  const said: string[] = [];
  const { error } = console;
  console.error = (text) => void said.push(text);
  let calls = 0;
  const log = logged({
    logFile: { ...METHOD, flushByEntryCountW3CLog: 1 },
    sink: () => {
      calls++;
      throw new Error("full");
    },
  });
  assertEquals((await log.fetch("/a")).status, 404);
  assertEquals((await log.fetch("/b")).status, 404);
  await log.lines();
  console.error = error;
  assertEquals(calls, 2);
  assertEquals(said[0], "httpLogging (HttpLoggingModule): lines could not be logged (1):");
});

Deno.test("httpLogging: a sink that does not keep up costs lines, not memory", async () => {
  const said: string[] = [];
  const { error } = console;
  console.error = (text) => void said.push(text);
  let release: (() => void) | undefined;
  const blocked = new Promise<void>((resolve) => release = resolve);
  let taken = 0;
  const batches = new Batches("x", async (lines) => {
    await blocked;
    taken += lines.length;
  }, 0);
  const line = "x".repeat(65_536);
  for (let i = 0; i < 400; i++) batches.add(line, "");
  release!();
  await batches.close();
  assertEquals(taken, 257);
  for (const line of ["y", "z"]) {
    batches.add(line, "");
    await batches.close();
  }
  console.error = error;
  assertEquals(said, ["x: the log is too slow, 143 lines were dropped"]);
});

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-log-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function serveTwo(logFile: HttpLogging["logFile"]): Promise<void> {
  const server = createWebServer({ modules: [httpLogging({ logFile })] });
  await server.fetch(new Request("http://localhost/1"));
  await server.fetch(new Request("http://localhost/2"));
  await server.close();
}

Deno.test("httpLogging: a file for each day, to which a new server appends behind new directives", async () => {
  await inFolder(async (folder) => {
    const directory = `${folder}/logs/site`;
    await serveTwo({ ...METHOD, directory });
    await serveTwo({ ...METHOD, directory });
    const [file] = [...Deno.readDirSync(directory)].map(({ name }) => name);
    assertMatch(file, /^u_ex\d{6}\.log$/);
    const lines = (await Deno.readTextFile(`${directory}/${file}`)).split("\r\n");
    assertEquals(lines.filter((l) => l.startsWith("GET")), [
      "GET /1",
      "GET /2",
      "GET /1",
      "GET /2",
    ]);
    assertEquals(lines.filter((l) => l.startsWith("#Fields")).length, 2);
  });
});

Deno.test("httpLogging: a directory that was not there, or went away, is looked for again", async () => {
  const { error } = console;
  let refused = 0;
  console.error = () => void refused++;
  await inFolder(async (folder) => {
    const directory = `${folder}/logs`;
    const isWritten = async (path: string): Promise<boolean> => {
      try {
        const [{ name }] = Deno.readDirSync(directory);
        return (await Deno.readTextFile(`${directory}/${name}`)).includes(path);
      } catch {
        return false;
      }
    };
    await Deno.writeTextFile(directory, "no directory");
    const log = httpLogging({ logFile: { ...METHOD, directory, flushByEntryCountW3CLog: 1 } });
    const server = createWebServer({ modules: [log] });
    const ask = async (path: string) => {
      const before = refused;
      await server.fetch(new Request(`http://localhost${path}`));
      await until(async () => refused > before || await isWritten(path), `the line of ${path}`);
    };
    await ask("/1");
    await Deno.remove(directory);
    await ask("/2");
    await Deno.remove(directory, { recursive: true });
    await ask("/3");
    await ask("/4");
    await server.close();
    const [{ name }] = Deno.readDirSync(directory);
    const lines = (await Deno.readTextFile(`${directory}/${name}`)).split("\r\n");
    assertEquals([lines[0], lines.at(-2)], ["#Software: Sluice", "GET /4"]);
  }).finally(() => console.error = error);
});

Deno.test("httpLogging: with MaxSize another file is begun when one is full", async () => {
  await inFolder(async (directory) => {
    const full = "x".repeat(1_048_576);
    await Deno.writeTextFile(`${directory}/u_extend1.log`, "old");
    await Deno.writeTextFile(`${directory}/u_extend2.log`, full);
    await serveTwo({ ...METHOD, directory, period: "MaxSize", truncateSize: 1 });
    assertEquals(await Deno.readTextFile(`${directory}/u_extend1.log`), "old");
    assertMatch(await Deno.readTextFile(`${directory}/u_extend3.log`), /GET \/1\r\nGET \/2\r\n$/);
  });
});

Deno.test("httpLogging: the names of the files tell their hour, day, week or month", () => {
  const rules = { directory: "", truncateSize: 0, localTimeRollover: false, custom: false };
  const at = (period: "Hourly" | "Daily" | "Weekly" | "Monthly" | "MaxSize", custom = false) =>
    partOf(new Date("2026-03-09T14:05:06Z"), { ...rules, period, custom });
  assertEquals(at("Hourly"), "u_ex26030914");
  assertEquals(at("Daily", true), "u_ex260309_x");
  assertEquals(at("Weekly"), "u_ex260302");
  assertEquals(at("Monthly"), "u_ex2603");
  assertEquals(at("MaxSize"), "u_extend");
});

Deno.test("httpLogging: over a socket, what the runtime forgets with the request is in the line", async () => {
  const lines: string[] = [];
  const log = httpLogging({
    logFile: { logExtFileFlags: "UserAgent,BytesSent,BytesRecv,ClientIP,TimeTaken" },
    sink: (more) => void lines.push(...more),
  });
  const server = createWebServer({
    modules: [
      log,
      handler(async (context) => {
        for (let i = 0; i < 3; i++) {
          write(context, "x".repeat(1000));
          await context.getResponse().flush(false, true);
          await sleep(20);
        }
      }),
    ],
  });
  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request, info) => server.fetch(request, info),
  );
  const answer = await fetch(`http://127.0.0.1:${listener.addr.port}/`);
  assertEquals((await answer.text()).length, 3000);
  await listener.shutdown();
  await server.close();
  const [ip, agent, bytes, received, taken] = lines.at(-1)!.split(" ");
  assertEquals([ip, bytes], ["127.0.0.1", "3000"]);
  assertMatch(agent, /^Deno/);
  assert(Number(received) > 20);
  assert(Number(taken) >= 40);
});

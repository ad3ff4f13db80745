// Does the framework work from a URL alone? Its folder is served over plain HTTP, and programs in an empty folder,
// with no configuration and no lock file, import it from there.
import { assert, assertEquals, assertStringIncludes } from "./_assert.ts";

const root = new URL("../", import.meta.url);

interface Outcome {
  readonly success: boolean;
  readonly said: string;
}

/** What a test works with: the address of the served project, and a way to run a program there. */
interface Outside {
  readonly address: string;
  run(program: string, ...flags: string[]): Promise<Outcome>;
}

/** Serves the files of the project as a plain file server does. */
async function serveFile(request: Request): Promise<Response> {
  const path = new URL("." + new URL(request.url).pathname, root);
  const headers = { "Content-Type": "application/typescript; charset=utf-8" };
  return await Deno.readFile(path).then(
    (bytes) => new Response(bytes, { headers }),
    () => new Response("No such file", { status: 404 }),
  );
}

/** Gives a test an empty folder and a cache of its own, in which only npm packages are shared with the project. */
async function outside(test: (outside: Outside) => Promise<void>): Promise<void> {
  const server = Deno.serve({ hostname: "localhost", port: 0, onListen() {} }, serveFile);
  const folder = await Deno.makeTempDir({ prefix: "sluice-outside-" });
  try {
    await Deno.mkdir(`${folder}/cache`);
    await Deno.symlink(await npmCache(), `${folder}/cache/npm`, { type: "dir" });
    const address = `http://localhost:${server.addr.port}`;
    await test({ address, run: (program, ...flags) => run(folder, program, flags) });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

async function run(folder: string, program: string, flags: string[]): Promise<Outcome> {
  await Deno.writeTextFile(`${folder}/main.ts`, program);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", ...flags, "main.ts"],
    cwd: folder,
    env: { DENO_DIR: `${folder}/cache`, NO_COLOR: "1" },
  }).output();
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { success, said };
}

async function npmCache(): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] });
  const { stdout } = await command.output();
  return JSON.parse(new TextDecoder().decode(stdout)).npmCache;
}

const hello = (address: string) => `
import { Hono } from "npm:hono@^4.13";
import { defineModule, type IHttpContext, pipeline } from "${address}/mod.ts";
const stamp = defineModule({
  name: "Stamp",
  onBeginRequest(context: IHttpContext) {
    context.getResponse().setHeader("X-Stamp", "from afar", true);
  },
});
const app = new Hono();
app.use(pipeline(stamp));
app.get("/", (c) => c.text("hello"));
const response = await app.request("/");
console.log(response.status, response.headers.get("X-Stamp"), await response.text());
`;

Deno.test("URL import: a Hono app with a pipeline runs from an empty folder, types checked", async () => {
  await outside(async ({ address, run }) => {
    const { success, said } = await run(hello(address), "--check");
    assert(success, said);
    assertStringIncludes(said, "200 from afar hello");
  });
});

Deno.test("URL import: the same without a type check", async () => {
  await outside(async ({ address, run }) => {
    const { success, said } = await run(hello(address), "--no-check");
    assert(success, said);
    assertStringIncludes(said, "200 from afar hello");
  });
});

Deno.test("URL import: a wrong call of pipeline fails the type check, at its place", async () => {
  await outside(async ({ address, run }) => {
    const wrong = `import { pipeline } from "${address}/mod.ts";\nconsole.log(pipeline(42));\n`;
    const { success, said } = await run(wrong, "--check");
    assertEquals(success, false);
    assertStringIncludes(said, "main.ts:2");
    assertStringIncludes(said, "is not assignable to parameter");
  });
});

/** The published files, as they are served. */
async function entries(address: string): Promise<string[]> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  return Object.values<string>(config.exports).map((path) => new URL(path, `${address}/`).href);
}

Deno.test("URL import: each published entry runs alone", async (t) => {
  await outside(async ({ address, run }) => {
    for (const entry of await entries(address)) {
      const program = `console.log("exports", Object.keys(await import("${entry}")).length > 0);`;
      await t.step(new URL(entry).pathname, async () => {
        assertStringIncludes((await run(program, "--no-check")).said, "exports true");
      });
    }
  });
});

Deno.test("URL import: the published entries have types, all together", async () => {
  await outside(async ({ address, run }) => {
    const lines = (await entries(address)).map((entry, i) => `import * as e${i} from "${entry}";`);
    const names = lines.map((_, i) => `e${i}`).join(", ");
    const program = `${lines.join("\n")}\nconsole.log("entries", [${names}].length);`;
    assertStringIncludes((await run(program, "--check")).said, `entries ${lines.length}`);
  });
});

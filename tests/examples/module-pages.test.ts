// Are the pages of ready modules true? Their programs are checked and run, and say what their comments say.
import { assert, assertEquals, assertGreater } from "../_assert.ts";
import { modulePages } from "../_tools/module-pages.ts";

const root = new URL("../../", import.meta.url);
const config = new URL("deno.json", root).pathname;

/** The first program of each page, by the factory it is about. */
const programs = new Map(
  await Promise.all((await modulePages()).map(async ({ folder, factory }) => {
    const page = await Deno.readTextFile(new URL(`docs/modules/${folder}.md`, root));
    return [factory, /^```ts\n(.*?)^```$/ms.exec(page)?.[1] ?? ""] as const;
  })),
);

/** What the program of a page says on its console. */
async function said(path: string): Promise<string> {
  const args = ["run", "-A", "-q", "--no-check", "--config", config, path];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("Module pages: their programs are right by the types, and say what they say", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-pages-" });
  try {
    for (const [factory, program] of programs) {
      await Deno.writeTextFile(`${folder}/${factory}.ts`, program);
    }
    const paths = [...programs.keys()].map((factory) => `${folder}/${factory}.ts`);
    const args = ["check", "-q", "--config", config, ...paths];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    for (const [factory, program] of programs) {
      await t.step(factory, async () => {
        assertGreater(program.length, 0);
        const text = await said(`${folder}/${factory}.ts`);
        const promised = [...program.matchAll(/; \/\/ (.+)$/gm)].map(([, comment]) => comment);
        const printed = text.split("\n");
        if (program.includes("console.log")) assertGreater(text.length, 0);
        assertEquals(promised.filter((one) => !printed.includes(one)), []);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("docs/web-config.md: its program is right by the types, and does what its section says", async () => {
  const page = await Deno.readTextFile(new URL("docs/web-config.md", root));
  const program = /^```ts\n(.*?)^```$/ms.exec(page)?.[1] ?? "";
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, program);
    const args = ["check", "-q", "--config", config, path];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    const { default: server } = await import(`file://${path}`);
    const Authorization = `Basic ${btoa("ada:lovelace")}`;
    const ask = async (path: string, init?: RequestInit) => {
      const response: Response = await server.fetch(new Request(`http://localhost${path}`, init));
      const { status, headers } = response;
      assertEquals(headers.get("X-Frame-Options"), "DENY");
      const text = await response.text();
      return `${status} ${headers.get("Location") ?? text}`;
    };
    assertEquals(await ask("/"), "200 <h1>Home</h1>");
    assertEquals(await ask("/old/a"), "301 http://localhost/docs/a.txt");
    assertEquals(await ask("/article/7"), "200 Article 7");
    const missing = "404 Not here: http://localhost/missing?404;http://localhost";
    assertEquals(await ask("/private/b.txt"), `${missing}/private/b.txt`);
    assertEquals(await ask("/docs/a.bak"), `${missing}/docs/a.bak`);
    assertEquals((await ask("/admin/report")).slice(0, 3), "401");
    assertEquals(await ask("/admin/report", { headers: { Authorization } }), "200 The report");
    const put = { method: "PUT", headers: { Authorization } };
    assertEquals((await ask("/admin/report", put)).slice(0, 3), "401");
    assertEquals(await ask("/shop/x"), "301 https://shop.example/x");
    await server.close();
  } finally {
    await Deno.remove(path);
  }
});

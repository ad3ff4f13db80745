// Does the start page stand? Asked over HTTP, as the process that `deno task start` makes of it.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../_assert.ts";
import { examples } from "../../examples/site/catalogue.ts";
import { startSite } from "./_site.ts";

Deno.test("Site: serves its pages, its examples and their traces, and ends when told to", async (t) => {
  const site = await startSite();
  const get = (path: string, init?: RequestInit) => fetch(new URL(path, site.url), init);
  const text = async (path: string, init?: RequestInit) => await (await get(path, init)).text();

  await t.step(
    "the index holds every example with its program, and nothing from elsewhere",
    async () => {
      const page = await text("/");
      for (const { name, file, tries } of examples) {
        assertStringIncludes(page, `<section class="example" id="${name}"`);
        assertStringIncludes(page, `examples/${file}`);
        assert(tries.length > 0);
      }
      const foreign = page.match(/(?:src|href)="(?:https?:)?\/\/[^"]*"/g) ?? [];
      assertEquals(foreign, []);
      assertEquals(page.includes("<!-- examples -->"), false);
    },
  );

  await t.step("every file that the index names is there, with its type", async () => {
    const page = await text("/");
    const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    assertEquals(files.length >= 3, true);
    for (const path of [...files, "/course.js"]) {
      const response = await get(path);
      assertEquals(response.status, 200, path);
      assertMatch(response.headers.get("Content-Type") ?? "", /^text\/(css|javascript);/);
      assertStringIncludes(response.headers.get("Content-Security-Policy") ?? "", "'self'");
      await response.body?.cancel();
    }
  });

  await t.step("what a program says cannot become markup", async () => {
    const page = await text("/");
    const programs = [...page.matchAll(/<pre [^>]*><code>([^]*?)<\/code><\/pre>/g)].map((
      [, code],
    ) => code);
    assertEquals(programs.length, examples.length);
    for (const program of programs) {
      assertStringIncludes(program, '<span class="keyword">import</span>');
      assertEquals(program.replace(/<span class="\w+">|<\/span>/g, "").includes("<"), false);
    }
  });

  for (const { name, tries } of examples) {
    await t.step(`the example ${name} answers, and its trace ends`, async () => {
      for (const [index, { path, headers }] of tries.entries()) {
        const id = `test-${name}-${index}`;
        const asked = { ...headers, "X-Sluice-Run": id };
        const response = await get(`/example/${name}/${path}`, { headers: asked });
        assertEquals(response.status, 200);
        assert((await response.text()).length > 0);
        const { events, done } = JSON.parse(await text(`/_trace/${id}`));
        assertEquals(done, true);
        assertEquals(events[0].name, "GENERAL_REQUEST_START");
        assertEquals(events.at(-1).name, "GENERAL_REQUEST_END");
        assert(events.some((event: { name: string }) => event.name === "NOTIFY_MODULE_START"));
      }
    });
  }

  await t.step("a run that nobody has begun is empty, a wrong name is none", async () => {
    assertEquals(JSON.parse(await text("/_trace/never-asked")), { events: [], done: false });
    const wrong = await get("/_trace/no");
    assertEquals(wrong.status, 404);
    await wrong.body?.cancel();
  });

  await t.step("an unknown path is a small page with 404, and repeats no markup", async () => {
    for (const path of ["/nothing", "/example/nothing/", "/<script>x</script>"]) {
      const response = await get(path);
      assertEquals(response.status, 404, path);
      assertEquals((await response.text()).includes("<script>"), false);
    }
  });

  await t.step("HEAD has the head of GET and no body", async () => {
    const response = await get("/", { method: "HEAD" });
    assertEquals(response.status, 200);
    assertEquals(await response.text(), "");
  });

  const { code } = await site.stop();
  assertEquals(code, 0);
});

Deno.test("Site: a request that is still running is let through before the end", async () => {
  const site = await startSite();
  const response = await fetch(new URL("/example/flush-in-pieces/", site.url));
  const [stopped, body] = await Promise.all([site.stop("SIGINT"), response.text()]);
  assertEquals(stopped.code, 0);
  assertStringIncludes(body, "The mill is awake.");
});

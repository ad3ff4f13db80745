// Is the guide true? Each of its programs is taken out of the page, checked, and asked what the page promises.
import type { WebServer } from "../../mod.ts";
import { virtualClock } from "../../testing.ts";
import { assert, assertEquals, assertStringIncludes } from "../_assert.ts";

const root = new URL("../../", import.meta.url);

/** The programs of the guide, by the heading that they stand under. */
async function programs(): Promise<Map<string, string>> {
  const guide = await Deno.readTextFile(new URL("docs/guide.md", root));
  const sections = guide.split(/^## /m).slice(1);
  return new Map(sections.flatMap((section) => {
    const program = /^```ts\n(.*?)^```$/ms.exec(section)?.[1];
    return program ? [[section.slice(0, section.indexOf("\n")), program] as const] : [];
  }));
}

/** Hands the programs to a test as files. They lie outside: what deno.json excludes is never type-checked. */
async function withFiles(test: (file: (heading: string) => string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "sluice-guide-" });
  const names = new Map<string, string>();
  try {
    for (const [heading, program] of await programs()) {
      const path = `${folder}/${names.size}.ts`;
      await Deno.writeTextFile(path, program);
      names.set(heading, path);
    }
    await test((heading) => {
      const path = names.get(heading);
      assert(path, `no program under "${heading}", found ${[...names.keys()].join(", ")}`);
      return path;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Asks one program for some paths, and collects what it says on the console meanwhile. */
async function ask(path: string, ...requests: [string, HeadersInit?][]) {
  const log = console.log;
  const said: string[] = [];
  console.log = (...words) => void said.push(words.join(" "));
  const server: WebServer = (await import(`file://${path}`)).default;
  try {
    const answers = [];
    for (const [url, headers] of requests) {
      const request = new Request(new URL(url, "http://localhost"), { headers });
      const response = await server.fetch(request);
      answers.push({ response, text: await response.text() });
    }
    await server.close();
    return { answers, said, texts: answers.map(({ text }) => text) };
  } finally {
    console.log = log;
  }
}

Deno.test("Guide: its programs pass the type checker", async () => {
  await withFiles(async (file) => {
    const folder = file("Modules, and results").replace(/[^/]+$/, "");
    const files = [...Deno.readDirSync(folder)].map(({ name }) => folder + name);
    assertEquals(files.length, 13);
    const args = ["check", "-q", "--config", new URL("deno.json", root).pathname, ...files];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
  });
});

Deno.test("Guide: its programs answer as it says", async () => {
  await withFiles(async (file) => {
    const hello = await ask(file("Modules, and results"), ["/hello/x"], ["/"]);
    assertEquals(hello.texts, ["Hello.\n", ""]);
    assertStringIncludes(hello.answers[0].response.headers.get("Server-Timing") ?? "", "all;dur=");

    const files = await ask(
      file("Files and handler entries"),
      ["/docs/a.txt"],
      ["/docs/b.txt"],
      ["/where"],
    );
    assertEquals(files.answers.map(({ response }) => response.status), [200, 404, 200]);
    assert(files.answers[0].response.headers.has("ETag"));
    const where = "/docs/a.txt: /docs/a.txt\n/../secret: 0x80070057\n";
    assertEquals(files.texts, ["Text A\n", "", where]);

    const agent = { "User-Agent": "Reader" };
    const variables = await ask(file("Server variables"), ["/?a=1", agent]);
    assertEquals(variables.texts, ["north, north\n"]);
    assertEquals(variables.said, [" Reader a=1"]); // there is no connection, so there is no address

    const ada = { Authorization: "Bearer ada-1815" };
    const users = await ask(file("Users, and 401 for others"), ["/", ada], ["/"]);
    assertEquals(users.answers.map(({ response }) => response.status), [200, 401]);
    assertEquals(users.texts[0], "Hello Ada.\n");
    assertEquals(users.answers[1].response.headers.get("WWW-Authenticate"), "Bearer");

    const page = await ask(file("A page of two fragments"), ["/"], ["/foot"]);
    assertEquals(page.texts, ["The head.\nThe foot.\n", "The foot.\n"]);

    const custom = await ask(file("A custom notification"), ["/"]);
    assertEquals(custom.texts, ["The best offer is 7.\n"]);

    const isapi = await ask(file("An ISAPI extension, and a filter"), ["/count.dll"], ["/old"]);
    assertEquals(isapi.texts, ["0123456789", "0123456789"]);

    const pieces = await ask(file("Pieces that are kept: the fragment cache"), ["/"], ["/"]);
    assertEquals(pieces.texts, ["A banner.\n", "A banner.\n"]);
    const found = pieces.answers.map(({ response }) => response.headers.get("X-Cache"));
    assertEquals(found, ["miss", "hit"]);
  });
});

Deno.test("Guide: start, stop and the trace are told in order", async () => {
  await withFiles(async (file) => {
    const { said } = await ask(file("Start, stop, and a graceful end"), ["/"]);
    assertEquals(said, [
      "The application starts.",
      "No more requests.",
      "The application has stopped.",
      "The module has ended.",
    ]);
    const life = await ask(file("The life of a request"), ["/"]);
    assert(life.said[0].startsWith("GENERAL_REQUEST_START SiteId=1"), life.said[0]);
    assert(life.said.some((line) => line.startsWith("GENERAL_REQUEST_END")));
  });
});

Deno.test("Guide: limits say who is to blame, and the test kit needs no time for it", async () => {
  const { error, log } = console;
  const said: string[] = [];
  console.error = () => {};
  console.log = (...words) => void said.push(words.join(" "));
  try {
    await withFiles(async (file) => {
      const server: WebServer =
        (await import(`file://${file("Limits, and who is to blame")}`)).default;
      {
        using clock = virtualClock();
        const answer = server.fetch(new Request("http://localhost/"));
        await clock.tick(10_000);
        const response = await answer;
        assertEquals([response.status, await response.text()], [503, ""]);
      }
      await import(`file://${file("Testing a module")}`);
    });
  } finally {
    Object.assign(console, { error, log });
  }
  assertEquals(said, ["timeout IIS Web Core onExecuteRequestHandler", "503"]);
});

Deno.test("Guide: the WebSocket gives back what it hears", async () => {
  await withFiles(async (file) => {
    const server: WebServer = (await import(`file://${file("A WebSocket")}`)).default;
    const listener = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request, info) => server.fetch(request, info),
    );
    const socket = new WebSocket(`ws://127.0.0.1:${listener.addr.port}/`);
    const heard = await new Promise((resolve, reject) => {
      socket.onopen = () => socket.send("flour");
      socket.onmessage = ({ data }) => resolve(data);
      socket.onerror = reject;
    });
    assertEquals(heard, "flour");
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
    await server.close();
    await listener.shutdown();
  });
});

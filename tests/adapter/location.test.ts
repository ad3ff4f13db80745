// Which URLs does a module serve? `location`: an exact path or everything below it, matched once by the pipeline itself.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  location,
  type ModuleInput,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, noting, text, write } from "./_mount.ts";

/** The notes of a request for `path` when `modules` are mounted in an app that answers everything. */
async function notes(path: string, modules: (seen: string[]) => ModuleInput): Promise<string> {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(modules(seen)));
  app.all("*", (c) => c.text("ok"));
  await text(app, path);
  return seen.join();
}

const below = (seen: string[]) => location("/api/*", [noting("L", seen, "begin")]);
const exact = (seen: string[]) => location("/exact", [noting("L", seen, "begin")]);

const CASES: [string, (seen: string[]) => ModuleInput, boolean][] = [
  ["/api/x", below, true],
  ["/api/x/y", below, true],
  ["/API/X", below, true],
  ["/apix", below, false],
  ["/other", below, false],
  ["/x/api/y", below, false],
  ["/api/x?a=/other", below, true],
  ["/other?a=/api/x", below, false],
  ["/exact", exact, true],
  ["/EXACT", exact, true],
  ["/exact?q=1", exact, true],
  ["/exact/child", exact, false],
  ["/exactly", exact, false],
];

for (const [path, modules, matches] of CASES) {
  const scope = modules === below ? "/api/*" : "/exact";
  Deno.test(`Ruling 28 location("${scope}") ${matches ? "serves" : "leaves out"} ${path}`, async () => {
    assertEquals(await notes(path, modules), matches ? "L begin" : "");
  });
}

Deno.test("Ruling 28 a location is one module list in the order of the list that it stands in", async () => {
  const modules = (seen: string[]) => [
    noting("A", seen, "begin", "authenticate"),
    location("/api/*", [noting("L", seen, "begin", "authenticate")]),
    noting("B", seen, "begin", "authenticate"),
  ];
  assertEquals(
    await notes("/api/x", modules),
    "A begin,L begin,B begin,A authenticate,L authenticate,B authenticate",
  );
  assertEquals(await notes("/x", modules), "A begin,B begin,A authenticate,B authenticate");
});

Deno.test("Ruling 28 several locations may match one URL", async () => {
  const modules = (seen: string[]) => [
    location("/api/*", [noting("A", seen, "begin")]),
    location("/api/x/*", [noting("B", seen, "begin")]),
    location("/y/*", [noting("C", seen, "begin")]),
  ];
  assertEquals(await notes("/api/x/1", modules), "A begin,B begin");
  assertEquals(await notes("/api/z", modules), "A begin");
});

Deno.test("Ruling 28 a location inside a location serves what both match", async () => {
  const modules = (seen: string[]) =>
    location("/api/*", [
      noting("A", seen, "begin"),
      location("/api/v1/*", [noting("B", seen, "begin")]),
    ]);
  assertEquals(await notes("/api/v1/x", modules), "A begin,B begin");
  assertEquals(await notes("/api/v2/x", modules), "A begin");
});

Deno.test("Ruling 28 a location takes one module as well as a list", async () => {
  assertEquals(
    await notes("/one/x", (seen) => location("/one/*", noting("L", seen, "begin"))),
    "L begin",
  );
});

Deno.test("Ruling 28 SetUrl in BEGIN does not match locations again", async () => {
  const modules = (seen: string[]) => [
    defineModule({
      name: "Rewrite",
      onBeginRequest: (context) => void context.getRequest().setUrl("/b/x", false),
    }),
    location("/a/*", [noting("A", seen, "authenticate")]),
    location("/b/*", [noting("B", seen, "authenticate")]),
  ];
  assertEquals(await notes("/a/x", modules), "A authenticate");
});

Deno.test("Ruling 28 SetUrl in GL_PRE_BEGIN_REQUEST decides the locations", async () => {
  const modules = (seen: string[]) => [
    defineModule({
      name: "Rewrite",
      onGlobalPreBeginRequest(provider) {
        provider.getHttpContext().getRequest().setUrl("/b/x", false);
        return GL_NOTIFICATION_CONTINUE;
      },
    }),
    location("/a/*", [noting("A", seen, "begin")]),
    location("/b/*", [noting("B", seen, "begin")]),
  ];
  assertEquals(await notes("/a/x", modules), "B begin");
});

Deno.test("Ruling 28 a module of another location takes no part at all", async () => {
  let made = 0;
  const counting = defineModule({
    name: "Made",
    create() {
      made++;
      return { onBeginRequest: () => {} };
    },
  });
  const app = new Hono();
  app.use(pipeline(location("/api/*", counting)));
  app.all("*", (c) => c.text("ok"));
  const before = made;
  await text(app, "/other");
  assertEquals(made - before, 0);
  await text(app, "/api/x");
  assertEquals(made - before, 1);
});

Deno.test("Ruling 28 locations work in createWebServer", async () => {
  const deny = defineModule({
    name: "Deny",
    onAuthorizeRequest(context) {
      context.getResponse().setStatus(403, "Forbidden");
      write(context, "no");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const server = createWebServer({
    modules: location("/private/*", [deny]),
    app: { fetch: () => new Response("public") },
  });
  assertEquals((await ask(server, "/Private/file")).status, 403);
  assertEquals(await text(server, "/open"), "public");
});

Deno.test("Ruling 28 locations of merged pipelines are matched together", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(location("/api/*", noting("A", seen, "begin", "authenticate"))));
  app.use(pipeline(location("/api/x", noting("B", seen, "begin", "authenticate"))));
  app.all("*", (c) => c.text("ok"));
  await text(app, "/api/x");
  await text(app, "/api/y");
  assertEquals(
    seen.join(),
    "A begin,B begin,A authenticate,B authenticate,A begin,A authenticate",
  );
});

Deno.test("a sub-app's location is matched on the whole URL", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.use(pipeline(location("/sub/page", noting("L", seen, "begin"))));
  sub.all("*", (c) => c.text("ok"));
  const app = new Hono();
  app.route("/sub", sub);
  await text(app, "/sub/page");
  assertEquals(seen.join(), "L begin");
});

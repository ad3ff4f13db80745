// Where does the request lie? GetPhysicalPath and GetScriptTranslated: mapped when first asked.
import { defineModule, type IHttpContext } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { asked, mapping } from "./_files.ts";

// @see ihttpcontext-getphysicalpath-method
// @see ihttpcontext-getscripttranslated-method
Deno.test("A-16 getPhysicalPath: maps the URL when first asked, once, through RQ_MAP_PATH", async () => {
  const seen: string[] = [];
  const module = mapping((_context, provider) => {
    seen.push(provider.getUrl());
    provider.setPhysicalPath("/docs/page.html");
  });
  const said = await asked(
    (context) => [context.getPhysicalPath(), context.getScriptTranslated()],
    "/a.txt?x=1",
    [module],
  );
  assertEquals(said, ["/docs/page.html", "/docs/page.html"]);
  assertEquals(seen, ["/a.txt"]);
});

// @see ihttpcontext-getphysicalpath-method
Deno.test("getPhysicalPath: null for a URL that no file can have, and while a handler of RQ_MAP_PATH is asked", async () => {
  const ask = (context: IHttpContext) => context.getPhysicalPath();
  assertEquals(await asked(ask, "/a%00b"), null);
  let seen: unknown;
  await asked(ask, "/a.txt", [mapping((context) => void (seen = context.getPhysicalPath()))]);
  assertEquals(seen, null);
});

// @see ihttprequest-seturl-method
Deno.test("A-52 getPhysicalPath: follows SetUrl up to RESOLVE_REQUEST_CACHE, not later", async () => {
  const seen: (string | null)[] = [];
  const note = (context: IHttpContext, url: string): void => {
    context.getRequest().setUrl(url, true);
    seen.push(context.getPhysicalPath());
  };
  const module = defineModule({
    name: "Urls",
    onBeginRequest(context) {
      seen.push(context.getPhysicalPath());
      note(context, "/b");
    },
    onResolveRequestCache: (context) => note(context, "/c"),
    onAcquireRequestState: (context) => note(context, "/d"),
  });
  await house(module).get("/a");
  assertEquals(seen, ["/a", "/b", "/c", "/c"]);
});

// @see ihttpcontext-getphysicalpath-method
Deno.test("RQ_MAP_PATH: without an entry that needs a file, and nobody asking, nobody is asked", async () => {
  const seen: string[] = [];
  await house(mapping(() => void seen.push("asked"))).get("/a.txt");
  assertEquals(seen, []);
});

// Which path belongs to a URL? MapPath, RQ_MAP_PATH and its provider, GetPhysicalPath, GetScriptTranslated (semantics 4.3).
import {
  ERROR_INVALID_PARAMETER,
  FAILED,
  HRESULT_FROM_WIN32,
  RQ_MAP_PATH,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../_assert.ts";
import { house } from "../_house.ts";
import { asked, beginning, mapping, site } from "./_files.ts";
import { code, Completing, named, registered, told, tracing } from "./_notes.ts";

// @see ihttpcontext-mappath-method
Deno.test("mapPath: a URL within the site becomes a path of the virtual file system, whether it is there or not", async () => {
  const paths = await asked((context) =>
    ["/", "/a.txt", "/docs/", "none.txt", "/x%20y.txt?q=/z"].map((url) => context.mapPath(url))
  );
  assertEquals(paths.map(({ hr }) => hr), [0, 0, 0, 0, 0]);
  assertEquals(paths.map((p) => p.physicalPath), [
    "/",
    "/a.txt",
    "/docs/",
    "/none.txt",
    "/x y.txt",
  ]);
});

// @see ihttpcontext-mappath-method
Deno.test("mapPath: works where no files are configured", async () => {
  const said = await asked((context) => context.mapPath("/a.txt"), "/", [], {});
  assertEquals(said, { hr: 0, physicalPath: "/a.txt" });
});

// @see ihttpcontext-mappath-method
Deno.test("81 mapPath: the whole path is returned, however long, so no buffer can be too small", async () => {
  const long = `/${"directory/".repeat(500)}file.txt`;
  const said = await asked((context) => context.mapPath(long));
  assertEquals(said, { hr: 0, physicalPath: long });
});

// @see ihttpapplication-getapplicationphysicalpath-method
Deno.test("mapPath: physical paths begin with application.physicalPath, in its own way of writing", async () => {
  const under = (physicalPath: string) =>
    asked(
      (context) => ["/", "/docs/page.html"].map((url) => context.mapPath(url).physicalPath),
      "/",
      [],
      { files: site(), application: { physicalPath } },
    );
  assertEquals(await under("/srv/www/"), ["/srv/www/", "/srv/www/docs/page.html"]);
  const windows = ["C:\\inetpub\\wwwroot", "C:\\inetpub\\wwwroot\\docs\\page.html"];
  assertEquals(await under("C:\\inetpub\\wwwroot"), windows);
});

// @see ihttpcontext-mappath-method
for (
  const url of [
    "/../etc/passwd",
    "/a/../../b",
    "/%2e%2e/b",
    "/a/..%2fb",
    "/a%5c..%5cb",
    "\\..\\b",
    "/%252e%252e/b",
    "/a.txt%00.html",
    "/con",
    "/docs/aux.html",
    "/a.txt.",
    "/a.txt%20",
    "/a.txt::$DATA",
    "/docs//page.html",
    "/%ff",
  ]
) {
  Deno.test(`mapPath: "${url}" is refused, and nobody is asked about it`, async () => {
    const { said, seen } = await refused(url);
    assertEquals(said, { hr: HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER), physicalPath: "" });
    assertEquals(seen, []);
  });
}

async function refused(url: string) {
  const seen: string[] = [];
  const module = mapping((_context, provider) => void seen.push(provider.getUrl()));
  return { said: await asked((context) => context.mapPath(url), "/", [module]), seen };
}

// @see imappathprovider-geturl-method
// @see imappathprovider-getphysicalpath-method
Deno.test("RQ_MAP_PATH: handlers are given the URL and its path, before any default document", async () => {
  const seen: string[] = [];
  const module = mapping((_context, provider) =>
    void seen.push(provider.getUrl(), provider.getPhysicalPath())
  );
  await asked((context) => context.mapPath("/docs/"), "/", [module]);
  assertEquals(seen, ["/docs/", "/docs/"]);
});

// @see imappathprovider-setphysicalpath-method
Deno.test("80 setPhysicalPath: MapPath returns the new path, the next handler sees it", async () => {
  const seen: string[] = [];
  const first = mapping((_c, p) => void seen.push(code(p.setPhysicalPath("C:\\TEMP"))), "First");
  const second = mapping((_c, p) => void seen.push(p.getPhysicalPath()), "Second");
  const said = await asked((context) => context.mapPath("/"), "/", [first, second]);
  assertEquals(said, { hr: 0, physicalPath: "C:\\TEMP" });
  assertEquals(seen, ["0x00000000", "C:\\TEMP"]);
});

// @see imappathprovider-setphysicalpath-method
Deno.test("setPhysicalPath: what is no path is ERROR_INVALID_PARAMETER, and the path stays", async () => {
  const seen: string[] = [];
  const module = mapping((_context, provider) => {
    for (const path of ["", "a\0b", 7 as unknown as string]) {
      seen.push(code(provider.setPhysicalPath(path)));
    }
  });
  const said = await asked((context) => context.mapPath("/a.txt"), "/", [module]);
  assertEquals(seen, ["0x80070057", "0x80070057", "0x80070057"]);
  assertEquals(said.physicalPath, "/a.txt");
});

// @see chttpmodule-onmappath-method
Deno.test("A-17 RQ_MAP_PATH: FINISH with an error fails only the call, the request goes on", async () => {
  const seen: unknown[] = [];
  const failing = mapping((_context, provider) => {
    provider.setErrorStatus(HRESULT_FROM_WIN32(5));
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  const never = mapping(() => void seen.push("never"), "Never");
  const begin = beginning((context) => void seen.push(context.mapPath("/a.txt")));
  const app = { fetch: () => new Response("app") };
  const { text } = house([failing, never, begin], { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, [{ hr: HRESULT_FROM_WIN32(5), physicalPath: "" }]);
});

// @see chttpmodule-onmappath-method
Deno.test("A-17 RQ_MAP_PATH: FINISH without an error ends the list, and the path holds", async () => {
  const seen: string[] = [];
  const first = mapping((_context, provider) => {
    provider.setPhysicalPath("/b.txt");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }, "First");
  const second = mapping(() => void seen.push("second"), "Second");
  const said = await asked((context) => context.mapPath("/a.txt"), "/", [first, second]);
  assertEquals([said, seen], [{ hr: 0, physicalPath: "/b.txt" }, []]);
});

// @see chttpmodule-onmappath-method
Deno.test("A-33 RQ_MAP_PATH: a handler that throws fails only the call with E_FAIL", async () => {
  const { error } = console;
  console.error = () => {};
  try {
    const module = mapping(() => {
      throw new Error("no map");
    });
    const said = await asked((context) => context.mapPath("/a.txt"), "/", [module]);
    assertEquals(code(said.hr), "0x80004005");
  } finally {
    console.error = error;
  }
});

// @see chttpmodule-onmappath-method
for (
  const [what, answer] of [
    ["PENDING", () => RQ_NOTIFICATION_PENDING],
    ["a promise", () => Promise.resolve(RQ_NOTIFICATION_FINISH_REQUEST)],
  ] as const
) {
  Deno.test(`Ruling 5 RQ_MAP_PATH: inside MapPath ${what} counts as CONTINUE, with a trace warning`, async () => {
    const { events, trace } = tracing();
    const modules = [mapping(answer), mapping((_c, p) => void p.setPhysicalPath("/z"), "Next")];
    const said = await asked((context) => context.mapPath("/a"), "/", modules, { trace });
    assertEquals(said, { hr: 0, physicalPath: "/z" });
    assertStringIncludes(named(events, "TRACE_WARNING")[0].message!, "counts as CONTINUE");
  });
}

// @see ihttpcontext-mappath-method
Deno.test("mapPath: called by a handler of RQ_MAP_PATH, it ends after ten levels", async () => {
  const results: number[] = [];
  const module = mapping((context) => void results.push(context.mapPath("/more").hr));
  const said = await asked((context) => context.mapPath("/a"), "/", [module]);
  assertEquals([said.hr, results.length, code(results[0])], [0, 10, "0x800703E9"]);
});

// @see chttpmodule-onmappath-method
Deno.test("RQ_MAP_PATH: a module in the form of httpserv.h is called for its bit 0x80000000", async () => {
  const seen: string[] = [];
  class Mapper extends Completing {
    override onMapPath() {
      seen.push(told(1, false, { getCompletionBytes: () => 0, getCompletionStatus: () => 0 }));
      return RQ_NOTIFICATION_CONTINUE;
    }
  }
  const module = registered("Mapper", () => new Mapper(seen), RQ_MAP_PATH);
  const said = await asked((context) => context.mapPath("/"), "/", [module]);
  assert(!FAILED(said.hr));
  assertEquals(seen.length, 1);
});

// Does the control block say what the request is? Its fields, server variables, and where URLs lead.
import {
  HSE_REQ_MAP_UNICODE_URL_TO_PATH,
  HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX,
  HSE_REQ_MAP_URL_TO_PATH,
  HSE_REQ_MAP_URL_TO_PATH_EX,
  HSE_REQ_NORMALIZE_URL,
  HSE_STATUS_SUCCESS,
  HSE_URL_FLAGS_READ,
  HSE_URL_FLAGS_SCRIPT,
  HSE_VERSION,
} from "../../isapi.ts";
import { memoryFiles } from "../../mod.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { INVALID_DATA, INVALID_INDEX, INVALID_PARAMETER } from "../_win32.ts";
import { ask, type Ecb, extension, look } from "./_isapi.ts";
import { house } from "../_house.ts";

Deno.test("ECB: the fields say what the request is (ms525658)", async () => {
  const init = {
    method: "PUT",
    body: "body",
    headers: { "Content-Type": "text/x-test", "Content-Length": "4" },
  };
  const seen = await look(
    (ecb) => [
      ecb.version,
      ecb.method,
      ecb.queryString,
      ecb.pathInfo,
      ecb.pathTranslated,
      ecb.contentType,
      ecb.totalBytes,
      new TextDecoder().decode(ecb.data),
    ],
    "/di%72/a.dll?a=%20b",
    init,
    { files: memoryFiles({ "/dir/a.dll": "" }) },
  );
  const [path] = [seen[4]];
  assertMatch(String(path), /[\\/]dir[\\/]a\.dll$/);
  assertEquals(seen.toSpliced(4, 1), [
    HSE_VERSION,
    "PUT",
    "a=%20b",
    "/dir/a.dll",
    "text/x-test",
    4,
    "body",
  ]);
});

Deno.test("ECB: a request without body, type and query has empty fields", async () => {
  const seen = await look((e) => [e.queryString, e.contentType, e.totalBytes, e.data.byteLength]);
  assertEquals(seen, ["", "", 0, 0]);
});

Deno.test("ECB: path info is what stands behind the script where the entry allows it", async () => {
  let seen: string[] = [];
  const scriptProcessor = extension((ecb) => {
    seen = [ecb.pathInfo, ecb.getServerVariable(ecb.connID, "SCRIPT_NAME").value];
    return HSE_STATUS_SUCCESS;
  });
  const entry = { name: "i", path: "*.dll", verb: "*", modules: "IsapiModule", scriptProcessor };
  await house([], { handlers: [{ ...entry, allowPathInfo: true }] }).get("/x/a.dll/more/info");
  assertEquals(seen, ["/more/info", "/x/a.dll"]);
});

Deno.test("GetServerVariable: the table of IHttpContext; an unknown name is ERROR_INVALID_INDEX", async () => {
  const seen = await look(
    (ecb) => {
      const get = (name: string) => ecb.getServerVariable(ecb.connID, name);
      return [get("REQUEST_METHOD"), get("HTTP_X_A"), get("UNICODE_URL"), get("NO_SUCH")];
    },
    "/a.dll",
    { headers: { "X-A": "1" } },
  );
  const good = (value: string) => ({ ret: true, error: 0, value });
  assertEquals(seen, [good("GET"), good("1"), good("/a.dll"), {
    ret: false,
    error: INVALID_INDEX,
    value: "",
  }]);
});

for (
  const [name, code] of Object.entries({ HSE_REQ_MAP_URL_TO_PATH, HSE_REQ_MAP_UNICODE_URL_TO_PATH })
) {
  Deno.test(`${name}: the path in the virtual file system (ms525683)`, async () => {
    const map = (url: unknown) => (ecb: Ecb) => ask<{ path: string }>(ecb, code, url);
    const { ret, error, path } = await look(map("/dir/file.txt"));
    assertEquals([ret, error], [true, 0]);
    assertMatch(path, /[\\/]dir[\\/]file\.txt$/);
    assertEquals((await look(map(null))).error, INVALID_PARAMETER);
  });
}

for (
  const [name, code] of Object.entries({
    HSE_REQ_MAP_URL_TO_PATH_EX,
    HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX,
  })
) {
  Deno.test(`${name}: with what may be done there (ms524968, ms525973)`, async () => {
    const map = (url: unknown) => (ecb: Ecb) =>
      ask<{ info: Record<string, unknown> }>(ecb, code, url);
    const { ret, info } = await look(map("/dir/file.txt"));
    assertEquals(ret, true);
    assertEquals(info.flags, HSE_URL_FLAGS_READ | HSE_URL_FLAGS_SCRIPT);
    assertEquals([info.matchingPath, info.matchingURL], [String(info.path).length, 13]);
    assertEquals((await look(map(7))).error, INVALID_PARAMETER);
  });
}

Deno.test("HSE_REQ_NORMALIZE_URL: decoded once, dots resolved, one kind of slash", async () => {
  const plain: Record<string, string> = {
    "/": "/",
    "": "/",
    "/a%20b/./c": "/a b/c",
    "/a/../b/": "/b/",
    "/a/b/..": "/a/",
    "\\a\\b//c": "/a/b/c",
    "/%2541": "/%41",
    "/a%2fb?x=%20#y": "/a/b?x=%20#y",
    "http://host:80/a%41?q": "/aA?q",
    "/%C3%A4": "/ä",
  };
  const ask1 = (url: unknown) => (ecb: Ecb) =>
    ask<{ url: string }>(ecb, HSE_REQ_NORMALIZE_URL, url);
  for (const [url, expected] of Object.entries(plain)) {
    assertEquals(await look(ask1(url)), { ret: true, error: 0, url: expected }, url);
  }
  for (const url of ["/..", "/a/%2e%2e/../b", "/%00", "/%E4", "/%"]) {
    assertEquals((await look(ask1(url))).error, INVALID_DATA, url);
  }
  assertEquals((await look(ask1(null))).error, INVALID_PARAMETER);
});

// Which value have the server variables of paths, where there are files behind the URLs? Name, value, request.
import { assertEquals } from "../_assert.ts";
import { beginning, entry, mapping, site } from "./_files.ts";
import { type Asked, variableOf } from "./_variables.ts";

const AT = "http://localhost/docs/my%20page.html/extra%20info?x=1";
const files = { files: site(), application: { physicalPath: "/srv/shop" } };
const page: Asked = { url: "http://localhost/docs/page.html?x=1", options: files };
const split = (more: object): Asked => ({
  url: AT,
  options: { ...files, handlers: [entry("*.html", more, "Telling")] },
});
const MAPPED: Asked = { ...page, modules: [mapping((_c, p) => void p.setPhysicalPath("/else"))] };
const MOVED: Asked = {
  ...page,
  modules: [beginning((context) => void context.getRequest().setUrl("/a.txt", true))],
};

const ROWS: [name: string, value: string, asked: Asked][] = [
  ["APPL_PHYSICAL_PATH", "/srv/shop", page],
  ["DOCUMENT_ROOT", "/srv/shop", page],
  ["REQUEST_FILENAME", "/srv/shop/docs/page.html", page],
  ["SCRIPT_FILENAME", "/srv/shop/docs/page.html", page],
  ["SCRIPT_TRANSLATED", "/srv/shop/docs/page.html", page],
  ["PATH_TRANSLATED", "/srv/shop/docs/page.html", page],
  ["PATH_INFO", "/docs/page.html", page],
  ["REQUEST_FILENAME", "/else", MAPPED],
  ["PATH_TRANSLATED", "/else", MAPPED],
  ["REQUEST_FILENAME", "/srv/shop/a.txt", MOVED],
  ["SCRIPT_NAME", "/docs/my page.html", split({})],
  ["PATH_INFO", "/docs/my page.html/extra info", split({})],
  ["PATH_TRANSLATED", "/srv/shop/docs/my page.html", split({})],
  ["SCRIPT_NAME", "/docs/my page.html", split({ allowPathInfo: true })],
  ["PATH_INFO", "/extra info", split({ allowPathInfo: true })],
  ["PATH_TRANSLATED", "/srv/shop/extra info", split({ allowPathInfo: true })],
  ["SCRIPT_TRANSLATED", "/srv/shop/docs/my page.html", split({ allowPathInfo: true })],
  ["PATH_INFO", "", { ...split({ allowPathInfo: true }), url: "http://localhost/docs/page.html" }],
  ["PATH_TRANSLATED", "", {
    ...split({ allowPathInfo: true }),
    url: "http://localhost/docs/page.html",
  }],
];

// @see ihttpcontext-getservervariable-method
for (const [i, [name, value, asked]] of ROWS.entries()) {
  Deno.test(`IHttpContext.getServerVariable: ${name} is "${value}", with files (row ${i + 1})`, async () => {
    assertEquals(await variableOf(name, asked), value);
  });
}

Deno.test("IHttpContext.getServerVariable: a path that leads nowhere is empty", async () => {
  const asked = { url: "http://localhost/docs%2F..%2F..%2Fsecret", options: files };
  assertEquals(await variableOf("REQUEST_FILENAME", asked), "");
});

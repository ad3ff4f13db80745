// Can a scope be walked round? A location and a handler entry see the path that a router behind them sees.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  location,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertThrows } from "../_assert.ts";
import { ask, code, house, memory } from "./_kit.ts";

const deny = defineModule({
  name: "Deny",
  onAuthorizeRequest(context) {
    context.getResponse().setStatus(403, "Forbidden");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
});
const secrets = (path: string) => new Hono().get(path, (c) => c.text("SECRET"));

// Ruling 28 and contract 3: a location is matched on the URL. Hono decodes what it can of a path.
const WAYS = [
  ["/admin/*", "/%61dmin/secret"],
  ["/admin/*", "/ADM%49N/secret"],
  ["/admin/*", "/%61dmin/%ff"],
  ["/admin/secret", "/admin/%73ecret"],
  ["/ä/*", "/%C3%A4/secret"],
  ["/ä/*", "/%C3%A4/%ff"],
];
for (const [path, way] of WAYS) {
  Deno.test(`location(${path}) holds for ${way} in a pipeline`, async () => {
    const app = new Hono().use(pipeline(location(path, deny))).route("/", secrets(path));
    assertEquals((await ask(app, way)).status, 403);
  });

  Deno.test(`location(${path}) holds for ${way} in a web server`, async () => {
    const server = createWebServer({ modules: location(path, deny), app: secrets(path) });
    assertEquals((await ask(server, way)).status, 403);
  });
}

const mapped = defineModule({
  name: "Mapped",
  onExecuteRequestHandler: (context) =>
    void context.getResponse().writeEntityChunks(memory("mapped"), true, false),
});
for (const [path, way] of [["/ä", "/ä"], ["/a b", "/a%20b"], ["*.x", "/a%2Ex"]]) {
  // The path of an entry is written in plain text, as in the handlers section.
  Deno.test(`HandlerEntry.path "${path}" is matched by the URL ${way}`, async () => {
    const handlers = [{ name: "Entry", path, verb: "*", modules: "Mapped" }];
    assertEquals(await house(mapped, { handlers }).text(way), "mapped");
  });
}

// Ruling 28: an exact path or the suffix /*. Contract 7: misuse is thrown at the first moment.
for (const path of ["/a/*/b", "/a*", "/*/a"]) {
  Deno.test(`location("${path}"), which could never match, is refused`, () => {
    assertThrows(() => location(path, deny), TypeError, path);
  });
}

const STRANGE = ["mailto:a@b", "javascript:alert(1)", "/a\r\nX-Own: y", "ftp://localhost/x"];
for (const url of STRANGE) {
  // @see ihttprequest-seturl-method
  Deno.test(`IHttpRequest.setUrl refuses ${JSON.stringify(url)}, which no request can be for`, async () => {
    const { seen, text } = house((seen) =>
      defineModule({
        name: "Rewriting",
        onBeginRequest: (context) => void seen.push(code(context.getRequest().setUrl(url, true))),
      }), { app: { fetch: (request) => new Response(new URL(request.url).pathname) } });
    assertEquals([await text("/here"), seen], ["/here", ["0x80070057"]]);
  });
}

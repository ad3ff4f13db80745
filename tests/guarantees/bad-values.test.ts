// Promise 8: what do bad values do? Injected lines, names of prototypes, patterns that take their time.
import { createWebServer, defineModule, type IHttpContext4 } from "../../mod.ts";
import { house } from "../../testing.ts";
import { assert, assertEquals, assertLess } from "../_assert.ts";
import { workOf } from "../_work.ts";
import { write } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";
import { ask, line } from "./_requests.ts";

Deno.test("Promise 8: no value that a module sets can end its line, whichever way it goes out", async () => {
  const evil = "a\r\nX-Evil: 1\r\n\r\n<script>";
  await using served = await house(defineModule({
    name: "Careless",
    onBeginRequest(context: IHttpContext4) {
      const response = context.getResponse();
      response.setHeader("X-Fine", "yes", true);
      for (const name of ["X-A", "Set-Cookie", "Location", "Content-Type", evil]) {
        response.setHeader(name, evil, true);
        response.setHeader(name, evil, false);
      }
      response.setStatus(200, evil);
      response.setErrorDescription(evil);
      if (context.getScriptName() === "/go") response.redirect(evil);
      if (context.getScriptName() === "/cookie") context.setServerVariable("RESPONSE_X", evil);
      write(context, "body");
    },
  })).listen();
  for (const path of ["/", "/go", "/cookie"]) {
    const answer = await ask(served.port, line(path));
    assert(answer !== null, path);
    assertEquals([path, answer.header("X-Evil"), answer.outcome], [path, null, "complete"]);
    assert(!answer.reason.includes("Evil"), answer.reason);
  }
});

Deno.test("Promise 8: names of Object.prototype are names like any other", async () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
  const { text } = house([
    ...names.map((name) => defineModule({ name, onBeginRequest() {} })),
    defineModule({
      name: "Asking",
      onEndRequest(context: IHttpContext4) {
        const found = names.flatMap((name) => [
          context.getServerVariable(name).value,
          context.getServerVariable(`HTTP_${name}`).value,
          context.getRequest().getHeader(name),
          context.getResponse().getHeader(name),
          context.getNamedContextContainer().getNamedContext(name),
        ]);
        context.setServerVariable("__proto__", "polluted");
        const own = context.getServerVariable("__proto__").value;
        write(context, JSON.stringify([found.filter((value) => value !== null), own]));
      },
    }),
  ]);
  assertEquals(JSON.parse(await text("/")), [[], "polluted"]);
  assertEquals(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("Promise 8: nothing takes more than linear time over long nonsense", async () => {
  const path = `/${"a/".repeat(15_000)}${"*".repeat(50)}`;
  const server = createWebServer({
    handlers: [
      { name: "stars", path: "*a*a*a*a*a*a*a*b", verb: "*", modules: "Writing" },
      { name: "rest", path: "*", verb: "*", modules: "Writing" },
    ],
    modules: [
      defineModule({
        name: "Writing",
        onExecuteRequestHandler(context: IHttpContext4) {
          const response = context.getResponse();
          response.suppressHeaders();
          write(context, `HTTP/1.1 200 OK\r\n${"X: \t \t".repeat(10_000)}${"\r".repeat(20_000)}`);
          response.setHeader("Content-Type", `text/${";a=".repeat(10_000)}`, true);
        },
      }),
    ],
  });
  const ask = async () => {
    const headers = { Cookie: `${"a=".repeat(15_000)};`, Range: `bytes=${"0-".repeat(15_000)}` };
    const response = await server.fetch(new Request(`http://localhost${path}`, { headers }));
    await response.text();
  };
  await hushed(async () => assertLess(await workOf(ask), 1_000));
});

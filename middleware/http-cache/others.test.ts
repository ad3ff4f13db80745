// Which answers are kept for the next request? Beside other modules: none that is for one client alone, each in its own form.
import { defineModule, memoryFiles } from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { within } from "../../tests/_waits.ts";
import { compression } from "../compression/index.ts";
import { requestMonitor } from "../request-monitor/index.ts";
import { staticFile } from "../static-file/index.ts";
import { write } from "../../tests/conformance/_response.ts";
import { counting, fresh, type Site, site } from "./_site.ts";
import type { Caching } from "./index.ts";

const everything: Caching = { profiles: [{ extension: "*", policy: "CacheForTimePeriod" }] };

/** Content-Encoding, for a client that takes `coding` and asks often enough to have it kept, and for one that takes none. */
async function codings({ get }: Site, path: string, coding: string): Promise<(string | null)[]> {
  const ask = async (headers: HeadersInit): Promise<string | null> =>
    (await get(path, { headers })).headers.get("Content-Encoding");
  const headers = { "Accept-Encoding": coding };
  return [await ask(headers), await ask(headers), await ask(headers), await ask({})];
}

Deno.test("httpCache: a profile keeps no answer that says private or no-store", async () => {
  for (const word of ["private", "no-store", "max-age=0, Private"]) {
    const app = counting({ "Cache-Control": word });
    assertEquals(await site(app, everything).times(3), "1,2,3", word);
  }
  const app = counting({ "Cache-Control": "no-cache" });
  assertEquals(await site(app, everything).times(3), "1,2,2");
});

Deno.test("httpCache: a profile for everything does not give the page of requestMonitor away", async () => {
  const { server } = site(counting(), everything, requestMonitor());
  const ask = async (hostname: string): Promise<number> => {
    const info = { remoteAddr: { hostname, port: 1, transport: "tcp" } };
    return (await server.fetch(new Request("http://localhost/request-monitor"), info)).status;
  };
  const local = [await ask("127.0.0.1"), await ask("127.0.0.1"), await ask("127.0.0.1")];
  assertEquals([...local, await ask("192.0.2.1")], [200, 200, 200, 403]);
});

Deno.test("httpCache: a profile tells versions apart by Vary, and keeps nothing with a star there", async () => {
  const { get } = site(counting({ Vary: "Accept-Language" }), everything);
  const ask = async (language: string): Promise<string> =>
    (await get("/", { headers: { "Accept-Language": language } })).text;
  assertEquals([await ask("de"), await ask("de"), await ask("de")], ["1", "2", "2"]);
  assertEquals([await ask("en"), await ask("en"), await ask("de")], ["3", "3", "2"]);
  assertEquals(await site(counting({ Vary: "*" }), everything).times(3), "1,2,3");
});

Deno.test("httpCache: a sibling of a file goes to no client that cannot read it", async () => {
  const files = memoryFiles({ "/a.css": "p {}".repeat(100), "/a.css.br": "shorter" });
  const caching: Caching = { profiles: [{ extension: ".css", policy: "CacheUntilChange" }] };
  const own = site(counting(), caching, staticFile(), { files });
  assertEquals(await codings(own, "/a.css", "br"), ["br", "br", "br", null]);
});

Deno.test("httpCache: what is compressed before it is kept is kept once for each coding", async () => {
  const headers = { "Content-Type": "text/plain" };
  const app = () => new Response("again and ".repeat(100), { headers });
  const modules = compression({ dynamicCompressionBeforeCache: true });
  assertEquals(await codings(site(app, everything, modules), "/", "gzip"), [
    "gzip",
    "gzip",
    "gzip",
    null,
  ]);
});

Deno.test("httpCache: what takes the place of an answer behind UPDATE is not kept for it", async () => {
  let times = 0;
  const late = defineModule({
    name: "Late",
    onEndRequest(context) {
      if (++times > 1) return;
      context.getResponse().clear();
      context.getResponse().setStatus(500, "Late");
      write(context, "late");
    },
  });
  const headers = { "Cache-Control": "max-age=60" };
  const app = (_request: Request, n: number) => {
    const body = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        controller.enqueue(new TextEncoder().encode(`streamed ${n}`));
        controller.close();
      },
    }, { highWaterMark: 0 });
    return new Response(body, { headers });
  };
  assertEquals(await site(app, {}, late).times(3), "late,streamed 2,streamed 2");
});

Deno.test("httpCache: an answer without a body lets those go who wait, also where a filter waits for a body", async () => {
  const filtering = defineModule({
    name: "Filtering",
    onBeginRequest: (context) =>
      void context.getResponse().addBodyFilter({ transform: (bytes) => bytes }),
  });
  const { get, asked } = site(
    (request, n) => request.url.endsWith("/none") ? none() : fresh()(request, n),
    {},
    filtering,
  );
  // Whoever leads is waited for five seconds.
  for (let i = 0; i < 3; i++) {
    assertEquals((await within(get("/none"), "the answer", 4000)).status, 204);
  }
  assertEquals(asked(), 1);
  assertEquals([(await get("/")).text, (await get("/")).text], ["2", "2"]);
});

const none = (): Response =>
  new Response(null, { status: 204, headers: { "Cache-Control": "max-age=60" } });

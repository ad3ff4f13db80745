// Which answers are kept for the next request? What a client may ask of them: wishes, conditions, parts.
import { assertEquals } from "../../tests/_assert.ts";
import { counting, fresh, site, validating } from "./_site.ts";

const WISHES: Record<string, [Record<string, string>, string]> = {
  "no-cache": [{ "Cache-Control": "no-cache" }, "2"],
  "Pragma: no-cache": [{ Pragma: "no-cache" }, "2"],
  "max-age below the age": [{ "Cache-Control": "max-age=5" }, "2"],
  "max-age above it": [{ "Cache-Control": "max-age=20" }, "1"],
  "min-fresh beyond what is left": [{ "Cache-Control": "min-fresh=55" }, "2"],
  "min-fresh within it": [{ "Cache-Control": "min-fresh=40" }, "1"],
};

for (const [what, [headers, text]] of Object.entries(WISHES)) {
  Deno.test(`httpCache: RFC 9111: a request with ${what}`, async () => {
    const { get } = site(fresh({ Age: "10" }));
    await get();
    assertEquals((await get("/", { headers })).text, text);
  });
}

Deno.test("httpCache: RFC 9111: only-if-cached asks nobody else, max-stale takes what is stale", async () => {
  const { get, asked } = site(counting({ "Cache-Control": "max-age=60", Age: "61", ETag: '"a"' }));
  const only = { headers: { "Cache-Control": "only-if-cached" } };
  assertEquals([(await get("/", only)).status, asked()], [504, 0]);
  await get();
  const stale = await get("/", { headers: { "Cache-Control": "max-stale=30" } });
  assertEquals([stale.text, asked()], ["1", 1]);
  await get("/", { headers: { "Cache-Control": "max-stale=0" } });
  assertEquals(asked(), 2);
});

Deno.test("httpCache: RFC 9111: a request with no-store leaves nothing behind", async () => {
  const { get } = site(fresh());
  await get("/", { headers: { "Cache-Control": "no-store" } });
  assertEquals((await get()).text, "2");
});

Deno.test("httpCache: RFC 9111: the client's own condition is answered by what is kept", async () => {
  const seen: (string | null)[] = [];
  const { get, asked } = site(validating(seen, { "Cache-Control": "max-age=60" }));
  await get();
  const known = await get("/", { headers: { "If-None-Match": 'W/"a"' } });
  assertEquals([known.status, known.text, known.headers.get("ETag"), asked()], [304, "", '"a"', 1]);
  assertEquals((await get("/", { headers: { "If-None-Match": '"b"' } })).status, 200);
});

Deno.test("httpCache: RFC 9111: If-Match and If-Unmodified-Since are the origin's to judge", async () => {
  const { get } = site((request, n) => {
    const { headers } = request;
    const fails = (headers.get("If-Match") ?? '"a"') !== '"a"' ||
      headers.has("If-Unmodified-Since");
    const own = { ETag: '"a"', "Cache-Control": "max-age=60" };
    return new Response(fails ? null : String(n), { status: fails ? 412 : 200, headers: own });
  });
  await get();
  const since = "Sun, 06 Nov 1994 08:49:37 GMT";
  for (const [name, value] of [["If-Match", '"b"'], ["If-Unmodified-Since", since]]) {
    assertEquals((await get("/", { headers: { [name]: value } })).status, 412);
  }
  assertEquals((await get()).text, "1");
  assertEquals((await get("/", { headers: { "If-Match": '"a"' } })).text, "4");
});

Deno.test("httpCache: RFC 9110: If-Modified-Since goes by Last-Modified, or else by Date", async () => {
  const [older, newer] = ["Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 07 Nov 1994 08:49:37 GMT"];
  const status = async (headers: Record<string, string>, since: string) => {
    const { get } = site(counting({ "Cache-Control": "max-age=2000000000", ...headers }));
    await get();
    return (await get("/", { headers: { "If-Modified-Since": since } })).status;
  };
  assertEquals(await status({ "Last-Modified": older }, newer), 304);
  assertEquals(await status({ "Last-Modified": newer }, older), 200);
  assertEquals(await status({ Date: older }, newer), 304);
  assertEquals(await status({ Date: newer }, older), 200);
});

Deno.test("httpCache: RFC 9110: of what is kept compressed nobody gets a part", async () => {
  const { get } = site(fresh({ "Content-Encoding": "br" }));
  await get();
  const { status, text, headers } = await get("/", { headers: { Range: "bytes=0-0" } });
  assertEquals([status, text, headers.get("Content-Range")], [200, "1", null]);
});

Deno.test("httpCache: RFC 9110: one part of what is kept whole; several, or a wrong If-Range, are all of it", async () => {
  const headers = { "Cache-Control": "max-age=60", ETag: '"a"', "Content-Type": "text/plain" };
  const { get, asked } = site(() => new Response("0123456789", { headers }));
  await get();
  const part = async (Range: string, more: Record<string, string> = {}) => {
    const { status, text, headers } = await get("/", { headers: { Range, ...more } });
    return [status, text, headers.get("Content-Range"), headers.get("Content-Length")];
  };
  assertEquals(await part("bytes=0-1"), [206, "01", "bytes 0-1/10", "2"]);
  assertEquals(await part("bytes=8-"), [206, "89", "bytes 8-9/10", "2"]);
  assertEquals(await part("bytes=-1"), [206, "9", "bytes 9-9/10", "1"]);
  assertEquals(await part("bytes=10-"), [416, "", "bytes */10", "0"]);
  const whole = [200, "0123456789", null, "10"];
  assertEquals(await part("bytes=0-0,2-2"), whole);
  assertEquals(await part("lines=0-0"), whole);
  assertEquals(await part("bytes=0-1", { "If-Range": '"b"' }), whole);
  assertEquals(await part("bytes=0-1", { "If-Range": 'W/"a"' }), whole);
  assertEquals(await part("bytes=0-1", { "If-Range": '"a"' }), [206, "01", "bytes 0-1/10", "2"]);
  assertEquals(asked(), 1);
});

Deno.test("httpCache: a part that the origin has sent is never kept", async () => {
  const app = (request: Request) =>
    request.headers.has("Range")
      ? new Response("01", {
        status: 206,
        headers: { "Cache-Control": "max-age=60", "Content-Range": "bytes 0-1/10" },
      })
      : new Response("0123456789");
  const { get, asked } = site(app);
  for (let i = 0; i < 2; i++) await get("/", { headers: { Range: "bytes=0-1" } });
  assertEquals([(await get()).text, asked()], ["0123456789", 3]);
});

Deno.test("httpCache: a request for another protocol goes past what is kept", async () => {
  const { get, asked } = site(fresh());
  await get();
  await get("/", { headers: { Connection: "Upgrade", Upgrade: "websocket" } });
  assertEquals(asked(), 2);
});

// Regressions: what the raw request tells of URL and bytes.
import { createWebServer, defineModule, type HTTP_COOKED_URL } from "@sluice/sluice";
import { assertEquals } from "../_assert.ts";

/** The raw and the cooked URL of a request. */
async function urlsOf(url: string): Promise<[string, HTTP_COOKED_URL]> {
  let seen: [string, HTTP_COOKED_URL] | null = null;
  const look = defineModule({
    name: "Look",
    onBeginRequest(context) {
      const { rawUrl, cookedUrl } = context.getRequest().getRawHttpRequest();
      seen = [rawUrl, cookedUrl];
    },
  });
  await createWebServer({ modules: look }).fetch(new Request(url));
  return seen!;
}

Deno.test("HTTP_REQUEST.cookedUrl: the path is plain text, rawUrl keeps the escapes", async () => {
  const [rawUrl, cookedUrl] = await urlsOf("http://localhost:81/a%20b/%C3%A9?q=%20");
  assertEquals(rawUrl, "/a%20b/%C3%A9?q=%20");
  assertEquals(cookedUrl, {
    fullUrl: "http://localhost:81/a b/é?q=%20",
    host: "localhost:81",
    absPath: "/a b/é",
    queryString: "?q=%20",
  });
});

Deno.test("HTTP_REQUEST.cookedUrl: an escape that is no text stays as it is", async () => {
  const [, { absPath }] = await urlsOf("http://localhost/%ff%zz");
  assertEquals(absPath, "/%ff%zz");
});

Deno.test("HTTP_REQUEST.bytesReceived: the head, and what was read of the body", async () => {
  const seen: number[] = [];
  const read = defineModule({
    name: "Read",
    async onBeginRequest(context) {
      const request = context.getRequest();
      const raw = request.getRawHttpRequest();
      seen.push(raw.bytesReceived);
      await request.readEntityBody(new Uint8Array(10), false);
      seen.push(raw.bytesReceived);
    },
  });
  const request = new Request("http://localhost/a?b", {
    method: "POST",
    body: new Uint8Array(7),
    headers: { "X-A": "1" },
  });
  await createWebServer({ modules: read }).fetch(request);
  const head = "POST /a?b HTTP/1.1\r\nx-a: 1\r\n\r\n".length;
  assertEquals(seen, [head, head + 7]);
});

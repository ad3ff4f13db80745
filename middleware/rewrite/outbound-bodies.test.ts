// Where does a URL lead? Rules for responses: bodies that are no text, or no UTF-8, that are cut, that others have made.
import { memoryFiles } from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { customErrors } from "../custom-errors/index.ts";
import { staticFile } from "../static-file/index.ts";
import { page, tags, text } from "./_page.ts";
import { rewrite } from "./index.ts";
import type { OutboundRules } from "./outbound-options.ts";

Deno.test("outbound: a page that is rewritten has a weak tag, so that no part of the file is added to it", async () => {
  const rules = [tags("A", "h", "x")];
  const etag = async (tag: string, type = "text/html") =>
    (await page(rules, "<a href=h>", { "Content-Type": type, ETag: tag })).headers.get("ETag");
  assertEquals([await etag('"a"'), await etag('W/"a"')], ['W/"a"', 'W/"a"']);
  assertEquals(await etag('"a"', "text/html; charset=utf-16"), '"a"');
});

Deno.test("outbound: what is no UTF-8 leaves as it came, in pieces of any size", async () => {
  const rules = [tags("A", "^h$", "Ü")];
  const utf8 = new TextEncoder();
  const bytes = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(parts.flatMap((one) => typeof one === "string" ? [...utf8.encode(one)] : one));
  const odd = [
    0xe9,
    0xff,
    0xc0,
    0x80,
    0xe2,
    0x82,
    0x41,
    0xed,
    0xa0,
    0x80,
    0xf0,
    0x9f,
    0xf5,
    0xe0,
    0x80,
  ];
  const sent = bytes("é€😀\ufeff", odd, "<a href=h>😀", odd, "é", [0xf0, 0x9f, 0x98]);
  const wished = bytes("é€😀\ufeff", odd, "<a href=Ü>😀", odd, "é", [0xf0, 0x9f, 0x98]);
  for (let size = 1; size <= sent.length; size++) {
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < sent.length; at += size) {
          controller.enqueue(sent.subarray(at, at + size));
        }
        controller.close();
      },
    });
    const answer = await page(rules, pieces);
    const got = new Uint8Array(await answer.arrayBuffer());
    assertEquals([...got].join(" "), [...wished].join(" "), `size ${size}`);
  }
});

Deno.test("outbound: a picture is no text", async () => {
  const every = Uint8Array.from({ length: 256 }, (_, index) => index);
  const rules = [{ match: { pattern: "A" }, action: { type: "Rewrite", value: "B" } }] as const;
  const headers = { "Content-Type": "image/png", "Accept-Ranges": "bytes" };
  const answer = await page(rules, every, headers);
  assertEquals(answer.headers.get("Accept-Ranges"), "bytes");
  assertEquals([...new Uint8Array(await answer.arrayBuffer())], [...every]);
  assertEquals(
    await text(rules, "<svg>A</svg>", { "Content-Type": "image/svg+xml" }),
    "<svg>B</svg>",
  );
});

Deno.test("outbound: a character of two halves stays one where a text is cut", async () => {
  const rules = [{ match: { pattern: "zz?y" }, action: { type: "Rewrite", value: "" } }] as const;
  for (const lead of ["", "a"]) {
    const body = lead + "\u{1f480}".repeat(50);
    assertEquals(await text(rules, body), body);
  }
});

Deno.test("outbound: the page of an error is rewritten by its own type, in whatever order modules are listed", async () => {
  const outboundRules: OutboundRules = {
    preConditions: [{
      name: "html",
      add: [{ input: "{RESPONSE_CONTENT_TYPE}", pattern: "^text/html" }],
    }],
    rules: [{ ...tags("A", "^(.*)$", "/base{R:1}"), preCondition: "html" }],
  };
  const files = memoryFiles({ "/404.html": '<a href="/">home</a>' });
  const modules = [
    rewrite({ outboundRules }),
    customErrors({ errorMode: "Custom", error: [{ statusCode: 404, path: "/404.html" }] }),
  ];
  for (const listed of [modules, modules.toReversed()]) {
    const answer = await house(listed, { files }).get("/missing");
    assertEquals([answer.status, await answer.text()], [404, '<a href="/base/">home</a>']);
  }
});

Deno.test("outbound: where a rule takes Range away, nobody gets a part that is not rewritten", async () => {
  const files = memoryFiles({ "/a.html": '<a href="http://inner/">x</a>' });
  const module = rewrite({
    allowedServerVariables: ["HTTP_RANGE"],
    rules: [{ match: { url: ".*" }, serverVariables: [{ name: "HTTP_RANGE", value: "" }] }],
    outboundRules: { rules: [tags("A", "^http://inner(/.*)", "{R:1}")] },
  });
  const { get } = house([module, staticFile()], { files });
  const answer = await get("/a.html", { headers: { Range: "bytes=0-" } });
  assertEquals([answer.status, await answer.text()], [200, '<a href="/">x</a>']);
});

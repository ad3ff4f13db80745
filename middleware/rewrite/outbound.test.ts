// Where does a URL lead? Rules for responses: pages in pieces of any size, headers, flushes, what is left alone.
import { assert, assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { defineModule } from "../../mod.ts";
import { compilePattern } from "./pattern.ts";
import { rewrite } from "./index.ts";
import type { OutboundRule } from "./outbound-options.ts";
import { page, tags, text } from "./_page.ts";
import { Place } from "../_shared/place.ts";
import { SearchRewriter } from "./search-rewriter.ts";
import { TagRewriter } from "./tag-rewriter.ts";
import type { TextRewriter } from "./body-text.ts";

/** A text in pieces of one size. */
function inPieces(rewriter: TextRewriter, input: string, size: number): string {
  let out = "";
  for (let at = 0; at < input.length; at += size) out += rewriter.push(input.slice(at, at + size));
  return out + rewriter.end();
}

const PAGE = `<!DOCTYPE html><HEAD profile=p1><title><a href="t"></title><!-- <a href="c"> --> >
<script src='s1'>if (a < b) document.write("<a href='x'>");</script><A class="k" HREF = "h1" x>1</a>
<a href=h2>2</a><a href>3</a><a data-href="d" href=''>4</a><img src="i1" longdesc="l1"/><a\nhref="h3"\n>
<textarea><a href="t2"></textarea><b><</b> 1 < 2 <3 <area href="a1"<!----><a href="h4">`;
const MARKED = PAGE.replace(/"(h1|h3|h4|i1|l1|a1)"/g, '"[$1]"').replace("href=h2", "href=[h2]")
  .replace("href=''", "href='[]'").replace("src='s1'", "src='[s1]'").replace(
    "profile=p1",
    "profile=[p1]",
  );

Deno.test("outbound: comments end where a browser ends them", () => {
  const marked = (_tag: string, _attribute: string, value: string) => `[${value}]`;
  for (const comment of ["<!-->", "<!--->", "<!-- a --!>", "<!-- a --\n> -->", "<!--[if]><!-->"]) {
    for (let size = 1; size <= 6; size++) {
      const read = inPieces(new TagRewriter(() => true, marked), `${comment}<a href="h">`, size);
      assertEquals(read, `${comment}<a href="[h]">`, `size ${size}`);
    }
  }
});

Deno.test("outbound: tags are found whatever pieces a page comes in", () => {
  const known = /^(a href|area href|img (src|longdesc)|script src|head profile)$/;
  const marked = (tag: string, attribute: string, value: string) =>
    known.test(`${tag} ${attribute}`) ? `[${value}]` : value;
  for (let size = 1; size <= PAGE.length; size++) {
    assertEquals(inPieces(new TagRewriter(() => true, marked), PAGE, size), MARKED, `size ${size}`);
  }
});

Deno.test("outbound: what has no end leaves as it came", () => {
  const rewriter = () => new TagRewriter(() => true, () => "no");
  for (const open of ["<a href='x", "<a", "<", "<!-", "<!-- a", "<script>a</scr", "a <a href="]) {
    assertEquals(inPieces(rewriter(), open, 3), open);
  }
  const long = `<a ${"x ".repeat(40_000)}`;
  assertEquals(inPieces(rewriter(), long, 10_000), long);
});

Deno.test("outbound: a value cannot leave its quotation marks", async () => {
  const rules = [tags("A", "^x$", "\" onclick='y' a=\"")];
  assertEquals(await text(rules, '<a href="x">'), `<a href="&#34; onclick='y' a=&#34;">`);
  assertEquals(await text(rules, "<a href='x'>"), `<a href='" onclick=&#39;y&#39; a="'>`);
  assertEquals(await text(rules, "<a href=x>"), `<a href="&#34; onclick='y' a=&#34;">`);
});

Deno.test("outbound: a rule is given what the one before it has made, up to one that stops", async () => {
  const rules = [tags("A, Img", "^(.)$", "{R:1}1"), tags("A", "^(.*)1$", "{R:1}2")];
  const body = '<a href="a"><img src="b">';
  assertEquals(await text(rules, body), '<a href="a2"><img src="b1">');
  assertEquals(
    await text([{ ...rules[0], stopProcessing: true }, rules[1]], body),
    '<a href="a1"><img src="b1">',
  );
});

Deno.test("outbound: custom tags, negate, conditions, occurrences", async () => {
  const customTags = [{ name: "mine", tag: [{ name: "Item", attribute: "Src" }] }];
  const custom = tags("CustomTags", "(.*)", "[{R:1}]", { customTags: "Mine" });
  assertEquals(
    await text({ rules: [custom], customTags }, '<item src="a"><a href="b">'),
    '<item src="[a]"><a href="b">',
  );
  assertEquals(
    await text([tags("A", "^/", "/", { negate: true })], '<a href="/a"><a href="b">'),
    '<a href="/a"><a href="/">',
  );
  const never = { ...tags("A", ".", "x"), conditions: [{ input: "{RESPONSE_X}", pattern: "y" }] };
  assertEquals(await text([never], '<a href="a">'), '<a href="a">');
  const twice = tags("A", ".", "x", { occurrences: 2 });
  assertEquals(
    await text([twice], '<a href="a"><a href="a"><a href="a">'),
    '<a href="x"><a href="x"><a href="a">',
  );
});

Deno.test("outbound: a text is searched whatever pieces it comes in", () => {
  const source = "a</head>bb aaa </HEAD>a  xx";
  const rewritten = (pattern: string, size: number) => {
    const matcher = compilePattern({ pattern }, new Place("test"));
    const rewriter = new SearchRewriter(matcher, ({ groups }) => `[${groups[0]}]`, () => false);
    return inPieces(rewriter, source, size);
  };
  for (const pattern of ["</head>", "a+", "^a", "x$", "\\ba", "a*?b", "(?:)", "a(?=<)", "\\s+"]) {
    const wished = source.replace(new RegExp(pattern, "gi"), (found) => `[${found}]`);
    for (let size = 1; size <= source.length; size++) {
      assertEquals(rewritten(pattern, size), wished, `${pattern} in pieces of ${size}`);
    }
  }
});

Deno.test("outbound: a match over the border of what is held back is found", () => {
  const matcher = compilePattern({ pattern: "a[^b]*b" }, new Place("test"));
  const input = "-".repeat(30_000) + "a" + "x".repeat(15_000) + "b" + "-".repeat(60_000);
  const rewriter = new SearchRewriter(matcher, () => "!", () => false);
  const out = inPieces(rewriter, input, 1000);
  assertEquals(out, `${"-".repeat(30_000)}!${"-".repeat(60_000)}`);
});

Deno.test("outbound: headers: changed, added, taken away; each cookie by itself", async () => {
  const header = (name: string, pattern: string, value: string): OutboundRule => ({
    match: { serverVariable: name, pattern },
    action: { type: "Rewrite", value },
  });
  const rules = [
    header("RESPONSE_X_Powered_By", ".+", ""),
    header("RESPONSE_Set_Cookie", "^(.*)$", "{R:1}; Secure"),
    header("RESPONSE_X_New", "^$", "{RESPONSE_STATUS}"),
    header("RESPONSE_X_New", "^200$", "ok"),
  ];
  const app = {
    fetch: () => {
      const headers = new Headers({ "X-Powered-By": "y" });
      headers.append("Set-Cookie", "a=1");
      headers.append("Set-Cookie", "b=2");
      return new Response("x", { headers });
    },
  };
  const { headers } = await house([rewrite({ outboundRules: { rules } })], { app }).get();
  assertEquals(headers.getSetCookie(), ["a=1; Secure", "b=2; Secure"]);
  assertEquals([headers.get("X-Powered-By"), headers.get("X-New")], [null, "ok"]);
});

Deno.test("outbound: the length is that of what is sent", async () => {
  const response = await page([tags("A", "^x$", "longer")], '<a href="x">é</a>', {
    "Content-Type": "text/html",
    "Content-Length": "18",
    "Accept-Ranges": "bytes",
  });
  const { headers } = response;
  const bytes = await response.arrayBuffer();
  const length = headers.get("Content-Length");
  assertEquals([
    length === null || Number(length) === bytes.byteLength,
    headers.get("Accept-Ranges"),
  ], [true, null]);
  assertEquals(new TextDecoder().decode(bytes), '<a href="longer">é</a>');
});

Deno.test("outbound: a length that a handler has told does not cut what becomes longer", async () => {
  const handler = defineModule({
    name: "Handler",
    async onExecuteRequestHandler(context) {
      const response = context.getResponse();
      const write = (buffer: string) =>
        response.writeEntityChunks([{ dataChunkType: 0, buffer }], false, true);
      response.setHeader("Content-Length", "24", true);
      await write('<a href="x">');
      await response.flush(false, true);
      await write('<a href="x">');
    },
  });
  const outboundRules = { rules: [tags("A", "^x$", "longer")] };
  const { text } = house([rewrite({ outboundRules }), handler]);
  assertEquals(await text(), '<a href="longer"><a href="longer">');
});

Deno.test("outbound: character sets: one byte each stays as it is, others are left alone", async () => {
  const bytes = new Uint8Array([
    0x3c,
    0x61,
    0x20,
    0x68,
    0x72,
    0x65,
    0x66,
    0x3d,
    0x78,
    0x3e,
    0xe9,
    0xff,
  ]);
  const made = async (charset: string) => {
    const type = { "Content-Type": `text/html; charset=${charset}` };
    return [
      ...new Uint8Array(await (await page([tags("A", "x", "y")], bytes, type)).arrayBuffer()),
    ];
  };
  assertEquals((await made("iso-8859-1")).slice(-5), [0x3d, 0x79, 0x3e, 0xe9, 0xff]);
  assertEquals(await made("utf-16"), [...bytes]);
});

Deno.test("outbound: compressed content is 500.52, a part of a file is left alone", async () => {
  const rules = [tags("A", "x", "y")];
  const packed = await page(rules, "x", { "Content-Encoding": "gzip" });
  assertEquals([packed.status, packed.headers.has("Content-Encoding")], [500, false]);
  const app = { fetch: () => new Response('<a href="x">', { status: 206 }) };
  assertEquals(
    await house([rewrite({ outboundRules: { rules } })], { app }).text(),
    '<a href="x">',
  );
});

Deno.test("outbound: a page that is flushed leaves in its pieces, rewritten", async () => {
  let write: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (write = controller) });
  const encoder = new TextEncoder();
  const response = page([tags("A", "^x$", "y")], body);
  write!.enqueue(encoder.encode('<p>one <a href="x">'));
  const reader = (await response).body!.getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  assertEquals(await read(), '<p>one <a href="y">');
  write!.enqueue(encoder.encode('two <a href="'));
  write!.enqueue(encoder.encode('x">'));
  let rest = "";
  while (!rest.endsWith(">")) rest += await read();
  assertEquals(rest, 'two <a href="y">');
  write!.close();
  assert((await reader.read()).done);
});

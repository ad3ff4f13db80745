// How does a body become shorter? Negotiation, types, never twice, heads, and what stays as it is.
import type { IHttpResponse4 } from "../../mod.ts";
import { assert, assertEquals, assertLess, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { handler, memory } from "../../tests/conformance/_response.ts";
import { ask, type Asked, TEXT, text } from "./_ask.ts";
import { type Compression, compression } from "./index.ts";

for (const coding of ["gzip", "br", "deflate", "zstd"]) {
  Deno.test(`compression: ${coding}, with the length of what leaves`, async () => {
    const { coding: told, text: body, size, headers } = await ask(text(), { accept: coding });
    assertEquals([told, body], [coding, TEXT]);
    assertLess(size, 200);
    assertEquals(headers.get("Content-Length"), String(size));
    assertEquals(headers.get("Vary"), "Accept-Encoding");
  });
}

Deno.test("compression: the client's weights decide, and the order of the schemes between equals", async () => {
  const of = async (accept: string, options?: Compression) =>
    (await ask(text(), { accept, options })).coding;
  assertEquals(await of("gzip, deflate, br, zstd"), "br");
  assertEquals(await of("gzip;q=1, br;q=0.5"), "gzip");
  assertEquals(await of("*"), "br");
  assertEquals(await of("br;q=0, *;q=0.1"), "zstd");
  assertEquals(await of("identity"), null);
  assertEquals(await of("gzip;q=0"), null);
  assertEquals(await of("compress"), null);
  assertEquals(await of("br, gzip", { scheme: [{ name: "gzip" }, { name: "br" }] }), "gzip");
  assertEquals(await of("br, gzip", { scheme: { remove: [{ name: "br" }] } }), "gzip");
  const dynamic = { name: "br", doDynamicCompression: false } as const;
  assertEquals(await of("br", { scheme: [dynamic] }), null);
});

Deno.test("compression: a client that asks for none is told that others get another body", async () => {
  const { coding, text: body, headers } = await ask(text(), { accept: null });
  assertEquals([coding, body, headers.get("Vary")], [null, TEXT, "Accept-Encoding"]);
});

Deno.test("compression: Vary is added to, not told twice", async () => {
  const vary = async (value: string) =>
    (await ask(text((r) => void r.setHeader("Vary", value, true)))).headers.get("Vary");
  assertEquals(await vary("Cookie"), "Cookie, Accept-Encoding");
  assertEquals(await vary("Cookie, accept-encoding"), "Cookie, accept-encoding");
  assertEquals(await vary("*"), "*");
});

const AS_IT_IS: Record<string, [(response: IHttpResponse4) => void, Asked?]> = {
  "what is in a coding already": [(r) => void r.setHeader("Content-Encoding", "x-own", true)],
  "what must not be changed": [
    (r) => void r.setHeader("Cache-Control", "public, No-Transform", true),
  ],
  "a part": [(r) => void r.setStatus(206, "Partial Content")],
  "a type that is not worth it": [(r) => void r.setHeader("Content-Type", "image/png", true)],
  "a body without a type": [(r) => void r.deleteHeader("Content-Type")],
  "what a request with Range gets": [() => {}, { headers: { Range: "bytes=0-1" } }],
  "what goes through a proxy": [() => {}, { headers: { Via: "1.1 proxy" } }],
  "everything, if it is off": [() => {}, { options: { doDynamicCompression: false } }],
};

for (const [what, [before, asked]] of Object.entries(AS_IT_IS)) {
  Deno.test(`compression: stays as it is: ${what}`, async () => {
    const response = await house([compression(asked?.options), text(before)])
      .get("/", { headers: { "Accept-Encoding": "gzip", ...asked?.headers } });
    assert(response.headers.get("Content-Encoding") !== "gzip");
    assertEquals(await response.text(), TEXT);
  });
}

Deno.test("compression: requests with Range or Via are compressed for, where the section says so", async () => {
  const options = { noCompressionForRange: false, noCompressionForProxies: false };
  const headers = { Range: "bytes=0-1", Via: "1.1 proxy" };
  assertEquals((await ask(text(), { headers, options })).coding, "gzip");
});

Deno.test("compression: a short body, and one that would not be shorter, stay as they are", async () => {
  assertEquals((await ask(text(() => {}, "short"))).coding, null);
  const bytes = crypto.getRandomValues(new Uint8Array(3000));
  const random = handler((context) => {
    const response = context.getResponse();
    response.setHeader("Content-Type", "text/plain", true);
    response.writeEntityChunks(memory(bytes), true, false);
  });
  const { coding, size } = await ask(random);
  assertEquals([coding, size], [null, 3000]);
});

Deno.test("compression: a strong tag becomes a weak one, a weak one stays", async () => {
  const tag = async (etag: string) =>
    (await ask(text((r) => void r.setHeader("ETag", etag, true)))).headers.get("ETag");
  assertEquals(await tag('"a"'), 'W/"a"');
  assertEquals(await tag('W/"a"'), 'W/"a"');
});

Deno.test("compression: HEAD is told the coding of the body that it does not get, and no length", async () => {
  const { headers, size } = await ask(text(), { method: "HEAD" });
  assertEquals(size, 0);
  assertEquals(headers.get("Content-Encoding"), "gzip");
  assertEquals(headers.get("Content-Length"), null);
});

Deno.test("compression: an app's answer, whose length it gave, and one of a fetched kind", async () => {
  const app = {
    fetch: () => {
      const bytes = new TextEncoder().encode(TEXT);
      return new Response(bytes, {
        headers: { "Content-Type": "application/json", "Content-Length": String(bytes.length) },
      });
    },
  };
  const { coding, text: body, size, headers } = await ask([], { rest: { app } });
  assertEquals([coding, body], ["gzip", TEXT]);
  assertEquals(headers.get("Content-Length"), String(size));
});

Deno.test("compression: an app's empty answer and a redirect stay as they are", async () => {
  for (const answer of [() => new Response(null), () => Response.redirect("http://localhost/x")]) {
    const { coding, text: body } = await ask([], { rest: { app: { fetch: answer } } });
    assertEquals([coding, body], [null, ""]);
  }
});

Deno.test("compression: types are added to the built-in ones, switched off, or replaced", async () => {
  const of = async (type: string, dynamicTypes: Compression["dynamicTypes"]) => {
    const own = text((r) => void r.setHeader("Content-Type", type, true));
    return (await ask(own, { options: { dynamicTypes } })).coding;
  };
  assertEquals(await of("Application/JSON; charset=utf-8", []), "gzip");
  assertEquals(await of("application/x-own", []), null);
  assertEquals(await of("application/x-own", [{ mimeType: "application/*" }]), "gzip");
  assertEquals(await of("text/csv", [{ mimeType: "text/csv", enabled: false }]), null);
  assertEquals(await of("text/html", { clear: true, add: [{ mimeType: "a/b" }] }), null);
  assertEquals(await of("image/png", [{ mimeType: "*/*" }]), "gzip");
});

Deno.test("compression: sendCacheHeaders", async () => {
  const { headers } = await ask(text(), { options: { sendCacheHeaders: true } });
  assertEquals(headers.get("Cache-Control"), "max-age=86400");
  assertEquals(headers.get("Expires"), "Wed, 01 Jan 1997 12:00:00 GMT");
});

Deno.test("compression: a higher level gives a shorter body", async () => {
  const words = Array.from({ length: 3000 }, (_, i) => `word${(i * 7919) % 613} `).join("");
  for (const name of ["gzip", "br"] as const) {
    const size = async (dynamicCompressionLevel: number) => {
      const options = { scheme: [{ name, dynamicCompressionLevel }] };
      return (await ask(text(() => {}, words), { accept: name, options })).size;
    };
    assertLess(await size(10), await size(0));
  }
});

Deno.test("compression: wrong options are refused at once", () => {
  const said = (options: unknown) => () => compression(options as Compression);
  const lead = "compression (StaticCompressionModule, DynamicCompressionModule): ";
  assertThrows(said({ scheme: [{ name: "lzw" }] }), TypeError, `${lead}option "scheme[0].name" is`);
  assertThrows(said({ scheme: [{ name: "br", staticCompressionLevel: 11 }] }), TypeError, "is 11");
  assertThrows(
    said({ staticTypes: [{ type: "x" }] }),
    TypeError,
    '"staticTypes[0].type" is unknown',
  );
  assertThrows(said({ doStaticCompression: "yes" }), TypeError, "wished for true or false");
});

// What does the app read? Hono's own body helpers behind modules that read a part, insert or replace bytes.
import { type Context, Hono } from "hono";
import { defineModule, type IHttpContext, type ModuleDefinition, pipeline } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { noting, text } from "./_mount.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const readText = (c: Context): Promise<string> => c.req.text();

/** Posts `body` to an app that answers what `read` makes of it, behind one module. */
async function posted(
  module: ModuleDefinition,
  body: BodyInit,
  read: (c: Context) => unknown = readText,
  type = "text/plain",
): Promise<string> {
  const app = new Hono();
  app.use(pipeline(module));
  app.post("/", async (c) => c.text(String(await read(c))));
  return await text(app, "/", { method: "POST", body, headers: { "Content-Type": type } });
}

const at = (run: (context: IHttpContext) => void | Promise<void>): ModuleDefinition =>
  defineModule({
    name: "Reader",
    async onBeginRequest(context) {
      await run(context);
    },
  });

const readSome = (size: number) =>
  at(async (context) =>
    void await context.getRequest().readEntityBody(new Uint8Array(size), false)
  );

const insert = (first: string) =>
  at((context) => void context.getRequest().insertEntityBody(utf8(first)));

const replaceWith = (text: string) =>
  defineModule({
    name: "Replace",
    onReadEntity(_context, provider) {
      if (provider.getEntity().byteLength > 0) provider.setEntity(utf8(text));
    },
  });

const sum = async (c: Context): Promise<number> => {
  const { a, b } = await c.req.json();
  return a + b;
};

Deno.test("c.req.text reads a body that no module touched", async () => {
  assertEquals(await posted(noting("A", [], "begin"), "untouched"), "untouched");
});

Deno.test("c.req.text reads what a module left unread", async () => {
  assertEquals(await posted(readSome(4), "0123456789"), "456789");
});

Deno.test("c.req.text is empty after a module has read everything", async () => {
  const greedy = at(async (context) => {
    const buffer = new Uint8Array(4);
    while ((await context.getRequest().readEntityBody(buffer, false)).hr === 0);
  });
  assertEquals(await posted(greedy, "0123456789"), "");
});

Deno.test("c.req.text sees inserted bytes in front of the body", async () => {
  assertEquals(await posted(insert("first, "), "then the body"), "first, then the body");
});

Deno.test("c.req.text sees inserted bytes in front of the unread rest", async () => {
  const module = at(async (context) => {
    await context.getRequest().readEntityBody(new Uint8Array(4), false);
    context.getRequest().insertEntityBody(utf8("abcd"));
  });
  assertEquals(await posted(module, "0123456789"), "abcd456789");
});

Deno.test("c.req.text sees what OnReadEntity put in place of the body", async () => {
  assertEquals(await posted(replaceWith("replaced"), "original"), "replaced");
});

Deno.test("c.req.json sees what OnReadEntity put in place of the body", async () => {
  const module = replaceWith('{"a":20,"b":22}');
  assertEquals(await posted(module, '{"a":1,"b":1}', sum, "application/json"), "42");
});

Deno.test("c.req.json reads a body that a module completed", async () => {
  assertEquals(await posted(insert('{"a":40,'), '"b":2}', sum, "application/json"), "42");
});

Deno.test("c.req.parseBody reads a form with inserted fields", async () => {
  const fields = async (c: Context) => JSON.stringify(await c.req.parseBody());
  const got = await posted(
    insert("first=1&"),
    "second=2",
    fields,
    "application/x-www-form-urlencoded",
  );
  assertEquals(JSON.parse(got), { first: "1", second: "2" });
});

Deno.test("c.req.arrayBuffer reads what a module left unread", async () => {
  const length = async (c: Context) => (await c.req.arrayBuffer()).byteLength;
  assertEquals(await posted(readSome(3), "0123456789", length), "7");
});

Deno.test("c.req.raw.body streams what a module left unread", async () => {
  const raw = async (c: Context) => await new Response(c.req.raw.body).text();
  assertEquals(await posted(readSome(3), "0123456789", raw), "3456789");
});

Deno.test("c.req helpers share one reading of the body", async () => {
  const twice = async (c: Context) => `${(await c.req.text()).length} ${(await c.req.json()).a}`;
  assertEquals(await posted(insert('{"a":'), "7}", twice, "application/json"), "7 7");
});

Deno.test("c.req helpers work for a large body behind a module that read its beginning", async () => {
  const size = async (c: Context) => (await c.req.text()).length;
  assertEquals(await posted(readSome(100), "x".repeat(300_000), size), String(300_000 - 100));
});

Deno.test("c.req helpers keep working when a module changed request headers too", async () => {
  const module = at((context) => {
    context.getRequest().setHeader("Content-Type", "application/json", true);
    context.getRequest().insertEntityBody(utf8('{"a":1,'));
  });
  const both = async (c: Context) => `${c.req.header("content-type")} ${await sum(c)}`;
  assertEquals(await posted(module, '"b":1}', both), "application/json 2");
});

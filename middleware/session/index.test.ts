// What is known of a client from one request to the next? Tested with clients that keep their cookie.
import { Hono } from "hono";
import { createStorage } from "npm:unstorage@1.17.6";
import memory from "npm:unstorage@1.17.6/drivers/memory";
import { defineModule, getHttpContext, pipeline } from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { httpCache } from "../http-cache/index.ts";
import {
  getSession,
  type Session,
  session,
  type SessionOptions,
  type SessionStore,
} from "./index.ts";
import { type Act, count, read, setCookie, visits } from "./_visits.ts";

/** Stores that the module has to work with. */
const STORES: Record<string, () => SessionStore | undefined> = {
  "memory": () => undefined,
  "a storage of unstorage": () => createStorage({ driver: memory() }),
  "a driver of unstorage": () => memory(),
};
for (const [name, store] of Object.entries(STORES)) {
  Deno.test(`session: values come back with the next request, over ${name}`, async () => {
    const { visit, seen } = visits({ store: store() }, count);
    for (let i = 0; i < 3; i++) await visit();
    await visit((session) => session.delete("count"));
    await visit((session) => [session.keys(), session.isNew]);
    assertEquals(seen, [1, 2, 3, undefined, [[], false]]);
  });
}

Deno.test("session: the cookie comes with the first value, and never again", async () => {
  const { visit } = visits(undefined, read);
  assertEquals(setCookie(await visit()), null, "nothing was written");
  assertMatch(
    setCookie(await visit(count))!,
    /^ASP\.NET_SessionId=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  assertEquals(setCookie(await visit()), null);
});

Deno.test("session: attributes of the cookie", async () => {
  const of = async (options: SessionOptions) =>
    setCookie(await visits({ cookieName: "s", ...options }, count).visit())!.slice(
      "s=".length + 32,
    );
  const start = "; Path=/";
  assertEquals(await of({ requireSSL: true }), `${start}; HttpOnly; Secure; SameSite=Lax`);
  assertEquals(await of({ cookieSameSite: "None" }), `${start}; HttpOnly; Secure; SameSite=None`);
  assertEquals(await of({ cookieSameSite: "Unspecified" }), `${start}; HttpOnly`);
  const { server } = visits({ cookieName: "s" }, count);
  const secure = await server.fetch(new Request("https://localhost/"));
  assertEquals(
    setCookie(secure)!.slice("s=".length + 32),
    `${start}; HttpOnly; Secure; SameSite=Lax`,
  );
  const domain = { domain: "example.com", cookieSameSite: "Strict" } as const;
  assertEquals(await of(domain), `${start}; Domain=example.com; HttpOnly; SameSite=Strict`);
});

Deno.test("session: a name that the client has made up is not taken over", async () => {
  const { visit, seen, cookie } = visits({ cookieName: "s" }, count);
  const chosen = `s=${"A".repeat(32)}`;
  assert(!setCookie(await visit(count, chosen))!.startsWith(chosen));
  await visit(count, `other=1; ${cookie()}; s=short`);
  await visit(count, "s=x; s; ; =");
  assertEquals(seen, [1, 2, 1]);
});

Deno.test("session: renew gives another name, and the old one has nothing", async () => {
  const { visit, seen, cookie } = visits({ cookieName: "s" }, count);
  await visit();
  const old = cookie();
  await visit((session) => session.renew());
  assert(cookie() !== old);
  await visit(read);
  await visit(read, old);
  assertEquals(seen, [1, undefined, 1, undefined]);
});

Deno.test("session: abandon ends the session, and takes the cookie away", async () => {
  const { visit, seen, cookie } = visits({ cookieName: "s" }, count);
  await visit();
  const old = cookie();
  const answer = await visit((session) => session.abandon());
  assertEquals(setCookie(answer), "s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
  await visit((session) => session.isNew, old);
  assertEquals(seen, [1, undefined, true]);
  assertEquals(setCookie(await visits({}, (session) => session.abandon()).visit()), null);
});

Deno.test("session: ends when nobody has used it, and goes on while somebody does", async () => {
  const texts = new Map<string, string>();
  const ttls: number[] = [];
  const store: SessionStore = {
    getItem: (key) => texts.get(key),
    setItem(key, value, { ttl }) {
      ttls.push(ttl);
      texts.set(key, value);
    },
    removeItem: (key) => void texts.delete(key),
  };
  const { visit, seen } = visits({ store, timeout: "00:10:00" }, count);
  /** Lets time pass, as far as the stored session knows. */
  const pass = (minutes: number) => {
    for (const [key, text] of texts) {
      const record = JSON.parse(text);
      texts.set(key, JSON.stringify({ ...record, ends: record.ends - minutes * 60_000 }));
    }
  };
  await visit();
  await visit(read);
  assertEquals(ttls, [600], "used again at once: nothing is written");
  pass(6);
  await visit();
  pass(6);
  await visit();
  assertEquals(ttls, [600, 600, 600]);
  pass(11);
  await visit();
  assertEquals(seen, [1, 1, 1, 1, undefined]);
  texts.set([...texts.keys()][0], "no JSON");
  await visit();
  assertEquals(seen.at(-1), undefined);
});

Deno.test("session: what comes too late is told", async () => {
  const late: Act = async (session, context) => {
    await context.getResponse().flush(false, true);
    assertThrows(() => session.set("a", 1), Error, "the head has left, so no cookie can name it");
    kept = session;
  };
  let kept: Session | undefined;
  const { visit } = visits({}, late);
  await (await visit()).text();
  assertThrows(() => kept!.set("a", 1), Error, "let go in RELEASE_REQUEST_STATE");
});

Deno.test("session: getSession without one says what is missing", async () => {
  const said: string[] = [];
  const early = defineModule({
    name: "Early",
    onBeginRequest(context) {
      try {
        getSession(context);
      } catch (error) {
        said.push((error as Error).message);
      }
    },
  });
  await house([session(), early]).get();
  await house([session({ enableSessionState: false }), early]).get();
  for (const text of said) assertMatch(text, /^getSession: the request has no session, wished for/);
  assertEquals(said.length, 2);
});

Deno.test("session: in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(session({ cookieName: "s" })));
  app.get("/", (c) => {
    const visit = getSession(getHttpContext(c));
    visit.set("count", (visit.get<number>("count") ?? 0) + 1);
    c.header("Set-Cookie", "own=1");
    return c.text(`${visit.get("count")}`);
  });
  const first = await app.request("/");
  const cookies = first.headers.getSetCookie();
  assertEquals(cookies.map((one) => one.split("=")[0]).sort(), ["own", "s"]);
  const Cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  assertEquals(await (await app.request("/", { headers: { Cookie } })).text(), "2");
});

Deno.test("session: wrong options are refused", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => session(options as SessionOptions), TypeError, said);
  for (const timeout of [0, -1, NaN, "20", "00:00:00", 1e9]) {
    wrong({ timeout }, 'session (SessionModule): option "timeout" is ');
  }
  wrong({ cookieName: "a b" }, 'option "cookieName" is "a b"');
  wrong({ domain: "a;b" }, 'option "domain" is "a;b"');
  wrong({ timeout: 576_001 }, "is 576001, wished for minutes, more than 0 and up to 576000");
  wrong({ cookieless: "UseUri" }, 'option "cookieless" is "UseUri", wished for UseCookies');
  wrong({ enableSessionState: "readonly" }, 'wished for true, false or "ReadOnly"');
  wrong({ store: { getItem() {} } }, "wished for an object with getItem, setItem and removeItem");
});

Deno.test("session: an answer that begins or ends a session is kept by no cache", async () => {
  let asked = 0;
  const app = new Hono();
  app.use(pipeline([httpCache(), session()]));
  app.get("/:what", (c) => {
    const visit = getSession(getHttpContext(c));
    if (c.req.param("what") === "begin") visit.set("asked", ++asked);
    if (c.req.param("what") === "end") visit.abandon();
    c.header("Cache-Control", "max-age=60");
    return c.text(`${++asked}`);
  });
  const first = await app.request("/begin");
  assertEquals([await first.text(), await (await app.request("/begin")).text()], ["2", "4"]);
  const [Cookie] = setCookie(first)!.split(";");
  const ask = async (path: string, Cookie = ""): Promise<string> =>
    await (await app.request(path, { headers: { Cookie } })).text();
  assertEquals([await ask("/read", Cookie), await ask("/read")], ["5", "5"]);
  assertEquals([await ask("/end", Cookie), await ask("/end")], ["6", "7"]);
});

Deno.test("session: what was made of one client's session is no other's, whatever a profile of the output cache says", async () => {
  const profiles = [{
    extension: "*",
    policy: "CacheForTimePeriod" as const,
    duration: "00:01:00",
  }];
  const app = new Hono();
  let asked = 0;
  app.use(pipeline([httpCache({ profiles }), session()]));
  app.post("/name", (c) => {
    getSession(getHttpContext(c)).set("name", c.req.query("is"));
    return c.text("noted");
  });
  app.get("/name", (c) => c.text(`${getSession(getHttpContext(c)).get("name")}`));
  app.get("/plain", (c) => c.text(`${++asked}`));
  const cookieOf = async (name: string): Promise<string> =>
    setCookie(await app.request(`/name?is=${name}`, { method: "POST" }))!.split(";")[0];
  const text = async (path: string, Cookie = ""): Promise<string> =>
    await (await app.request(path, { headers: { Cookie } })).text();
  const [ann, bob] = [await cookieOf("ann"), await cookieOf("bob")];
  const names: string[] = [];
  for (const cookie of [ann, ann, bob, "", ann]) names.push(await text("/name", cookie));
  assertEquals(names, ["ann", "ann", "bob", "undefined", "ann"]);
  for (let i = 0; i < 4; i++) await text("/plain", ann);
  assertEquals(asked, 2, "what nobody has made of a session is kept as ever");
});

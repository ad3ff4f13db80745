// Who sends a name and a password? Tested with headers as clients write them, and with some that nobody should.
import { Hono } from "hono";
import { defineModule, getHttpContext, pipeline } from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { basic, told } from "../../tests/_told.ts";
import { customErrors } from "../custom-errors/index.ts";
import { type BasicAuthentication, basicAuthentication, type Credentials } from "./index.ts";

const USERS: BasicAuthentication = {
  realm: "office",
  users: [
    { name: "kim", password: "secret", roles: ["Editors"] },
    { name: "JÖRG", password: "pässwörd:1" },
    { name: "LAB\\kim", password: "other" },
    { name: "long", password: "p".repeat(1000) },
  ],
};
const closed = (options: BasicAuthentication = USERS) =>
  told(basicAuthentication(options), { anonymous: false });
const raw = (value: string): RequestInit => ({ headers: { Authorization: value } });
const utf8 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const CASES: Record<string, [RequestInit, string]> = {
  "no credentials": [{}, "401.2"],
  "good ones": [basic("kim", "secret"), "200"],
  "the case of a name does not count": [basic("KIM", "secret"), "200"],
  "a wrong password": [basic("kim", "Secret"), "401.1"],
  "an empty password": [basic("kim", ""), "401.1"],
  "the beginning of a password": [basic("kim", "secre"), "401.1"],
  "more than a password": [basic("kim", "secret "), "401.1"],
  "a long password": [basic("long", "p".repeat(1000)), "200"],
  "nearly a long password": [basic("long", "p".repeat(999)), "401.1"],
  "an unknown name without a password": [basic("pat", ""), "401.1"],
  "an unknown name": [basic("pat", "secret"), "401.1"],
  "a name with a domain has its own password": [basic("lab\\kim", "other"), "200"],
  "a domain that is not the user's": [basic("HOME\\kim", "secret"), "401.1"],
  "the password of the same name without a domain": [basic("LAB\\kim", "secret"), "401.1"],
  "UTF-8, and a colon in the password": [raw(`Basic ${utf8("jörg:pässwörd:1")}`), "200"],
  "Latin-1 of an older client": [raw(`basic ${btoa("jörg:pässwörd:1")}`), "200"],
  "another scheme": [raw("Bearer abc"), "401.2"],
  "a scheme that only begins so": [raw(`Basically ${btoa("kim:secret")}`), "401.2"],
  "a scheme without credentials": [raw("Basic"), "401.1"],
  "no base64": [raw("Basic !!!"), "401.1"],
  "no colon": [raw(`Basic ${btoa("kim")}`), "401.1"],
  "a NUL behind the name": [raw(`Basic ${btoa("kim\0:secret")}`), "401.1"],
  "an endless header": [basic("kim", "x".repeat(10_000)), "401.1"],
};
for (const [name, [init, wished]] of Object.entries(CASES)) {
  Deno.test(`basicAuthentication: ${name} is ${wished}`, async () => {
    assertEquals(await closed().status("/", init), wished);
  });
}

Deno.test("basicAuthentication: every 401 asks for credentials, nothing else does", async () => {
  const asked = async (house: ReturnType<typeof told>, init?: RequestInit) =>
    (await house.get("/", init)).headers.get("WWW-Authenticate");
  const question = 'Basic realm="office", charset="UTF-8"';
  assertEquals(await asked(closed()), question);
  assertEquals(await asked(closed(), basic("kim", "no")), question);
  assertEquals(await asked(closed(), basic("kim", "secret")), null);
  const app = {
    fetch: () => new Response("", { status: 401, headers: { "WWW-Authenticate": "Bearer" } }),
  };
  assertEquals(await asked(told(basicAuthentication(USERS), { app })), `Bearer, ${question}`);
});

Deno.test("basicAuthentication: the realm is the host that was asked, quoted", async () => {
  const named = async (realm: string | undefined, init?: RequestInit) =>
    (await closed({ ...USERS, realm }).get("/", init)).headers.get("WWW-Authenticate");
  assertEquals(await named('a "b" \\c'), 'Basic realm="a \\"b\\" \\\\c", charset="UTF-8"');
  const host = { headers: { Host: "www.example.com" } };
  assertEquals(await named(undefined, host), 'Basic realm="www.example.com", charset="UTF-8"');
  assertEquals(await named(""), 'Basic realm="localhost", charset="UTF-8"');
});

Deno.test("basicAuthentication: the user has name, type, password and roles, and stands in the variables", async () => {
  const seen: unknown[] = [];
  const look = defineModule({
    name: "Look",
    onExecuteRequestHandler(context) {
      const user = context.getUser()!;
      seen.push(user.getUserName(), user.getRemoteUserName(), user.getPassword());
      seen.push(user.isInRole("editors").inRole, user.isInRole("admins").inRole);
      for (const name of ["AUTH_TYPE", "LOGON_USER", "REMOTE_USER"]) {
        seen.push(context.getServerVariable(name).value);
      }
    },
  });
  const options = { ...USERS, defaultLogonDomain: "HOME" };
  const { status } = told([basicAuthentication(options), look]);
  assertEquals(await status("/", basic("ELSEWHERE\\kim", "secret")), "401.1");
  assertEquals(await status("/", basic("kim", "secret")), "200");
  assertEquals(seen.slice(0, 5), ["HOME\\kim", "kim", "secret", true, false]);
  assertEquals(seen.slice(5), ["Basic", "HOME\\kim", "kim"]);
});

Deno.test("basicAuthentication: logon decides, with a domain, later too; what it throws is 500", async () => {
  const given: Credentials[] = [];
  const { status } = closed({
    defaultLogonDomain: "HOME",
    async logon(credentials) {
      given.push(credentials);
      await Promise.resolve();
      if (credentials.userName === "bad") throw new Error("the store is gone");
      return credentials.userName === "kim" ? { roles: ["x"] } : null;
    },
  });
  assertEquals(await status("/", basic("LAB\\kim", "a")), "200");
  assertEquals(await status("/", basic("pat", "b")), "401.1");
  assertEquals(given.map(({ domain, userName, password }) => [domain, userName, password]), [
    ["LAB", "kim", "a"],
    ["HOME", "pat", "b"],
  ]);
  assertEquals(await status("/", basic("bad", "c")), "500");
});

Deno.test("basicAuthentication: logon may have a promise that is no Promise", async () => {
  const later = { then: (told: (answer: boolean) => void) => told(true) } as Promise<boolean>;
  assertEquals(await closed({ logon: () => later }).status("/", basic("any", "thing")), "200");
  const never = { then: (told: (answer: boolean) => void) => told(false) } as Promise<boolean>;
  assertEquals(await closed({ logon: () => never }).status("/", basic("any", "thing")), "401.1");
});

Deno.test("basicAuthentication: enabled false does nothing", async () => {
  assertEquals(await closed({ enabled: false }).status("/", basic("kim", "secret")), "401.2");
});

Deno.test("basicAuthentication: in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(basicAuthentication(USERS), { anonymous: false }));
  app.get("/", (c) => c.text(getHttpContext(c).getUser()!.getUserName()));
  assertEquals((await app.request("/")).status, 401);
  assertEquals(await (await app.request("/", basic("kim", "secret"))).text(), "kim");
});

Deno.test("basicAuthentication: wrong options are refused", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => basicAuthentication(options as BasicAuthentication), TypeError, said);
  wrong(undefined, 'basicAuthentication (BasicAuthenticationModule): option "users" is missing');
  wrong({ users: [{ name: "a:b", password: "c" }] }, 'is "a:b", wished for a name without a colon');
  wrong({ ...USERS, logon: () => true }, 'option "users" and logon are there, wished for one');
  wrong({ users: [{ name: "", password: "x" }] }, 'option "users[0].name" is ""');
  wrong({ users: [{ name: "kim" }] }, 'option "users[0].password" is missing');
  const [kim] = USERS.users!;
  wrong({ users: [kim, { ...kim, name: "Kim" }] }, 'option "users[1]" names "Kim" again');
  wrong({ ...USERS, realm: "a\r\nb" }, 'option "realm"');
});

Deno.test("basicAuthentication: asks once, also where the page of the error is refused as well", async () => {
  const page = customErrors({
    errorMode: "Custom",
    error: [{ statusCode: 401, path: "/page", responseMode: "ExecuteURL" }],
  });
  const { get } = told([basicAuthentication(USERS), page], { anonymous: false });
  assertEquals(
    (await get("/")).headers.get("WWW-Authenticate"),
    'Basic realm="office", charset="UTF-8"',
  );
});

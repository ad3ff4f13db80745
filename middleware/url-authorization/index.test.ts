// Who may see a URL? Tested rule by rule, with users whom a header names.
import { Hono } from "hono";
import { defineModule, getHttpContext, location, pipeline } from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { told } from "../../tests/_told.ts";
import { userOf } from "../_shared/user.ts";
import { type AuthorizationRule, type UrlAuthorization, urlAuthorization } from "./index.ts";

/** "kim/editors" in the header is a user named kim with a role. */
const naming = defineModule({
  name: "Naming",
  onAuthenticateRequest(context, provider) {
    const header = context.getRequest().getHeader("X-User");
    if (header === null) return;
    const [name, ...roles] = header.split("/");
    provider.setUser(userOf({ name, remoteName: name, type: "Test", password: "", roles }));
  },
});
const as = (user: string | null, method = "GET"): RequestInit => ({
  method,
  headers: user === null ? {} : { "X-User": user },
});
const allow = (rule: Omit<AuthorizationRule, "accessType">): AuthorizationRule => ({
  accessType: "Allow",
  ...rule,
});
const deny = (rule: Omit<AuthorizationRule, "accessType">): AuthorizationRule => ({
  accessType: "Deny",
  ...rule,
});
const everybody = allow({ users: "*" });

type Case = [UrlAuthorization | undefined, user: string | null, status: string, method?: string];
const CASES: Record<string, Case> = {
  "nothing said allows everybody": [undefined, null, "200"],
  "clear alone allows nobody": [{ clear: true }, "kim", "401"],
  "remove takes the inherited rule away": [{ remove: [{ users: "*" }] }, "kim", "401"],
  "remove as a section writes it": [
    { remove: [{ users: "*", roles: "", verbs: "" }], add: [allow({ users: "", roles: "a" })] },
    "kim/A",
    "200",
  ],
  "remove of another rule takes nothing": [{ remove: [{ users: "kim" }] }, null, "200"],
  "a name": [{ add: [allow({ users: "pat, Kim" })] }, "kim", "200"],
  "who is in no rule is not let in": [{ add: [allow({ users: "pat" })] }, "kim", "401"],
  "the anonymous user is in no list of names": [{ add: [allow({ users: "pat" })] }, null, "401"],
  "a role": [{ add: [allow({ roles: "admins,Editors" })] }, "kim/editors", "200"],
  "the role of somebody else": [{ add: [allow({ roles: "admins" })] }, "kim/editors", "401"],
  "one of both is enough": [{ add: [allow({ users: "pat", roles: "x" })] }, "kim/x", "200"],
  "a question mark is the anonymous user": [{ add: [deny({ users: "?" })] }, null, "401"],
  "a question mark is nobody else": [{ add: [deny({ users: "?" })] }, "kim", "200"],
  "only the anonymous user": [{ add: [allow({ users: "?" })] }, "kim", "401"],
  "Deny counts before Allow, also where it stands behind": [
    { add: [everybody, deny({ users: "kim" })] },
    "kim",
    "401",
  ],
  "a Deny rule cannot be undone": [
    { add: [deny({ roles: "x" }), allow({ users: "kim" })] },
    "kim/x",
    "401",
  ],
  "a verb": [{ add: [allow({ users: "*", verbs: "GET,HEAD" })] }, null, "200"],
  "another verb": [{ add: [allow({ users: "*", verbs: "GET,HEAD" })] }, null, "401", "POST"],
  "a denied verb": [{ add: [everybody, deny({ users: "?", verbs: "POST" })] }, null, "401", "POST"],
  "a verb that is not denied": [{ add: [deny({ users: "?", verbs: "POST" })] }, null, "200"],
  "the case of a verb counts": [{ add: [deny({ users: "*", verbs: "get" })] }, null, "200"],
};
for (const [name, [options, user, wished, method]] of Object.entries(CASES)) {
  Deno.test(`urlAuthorization: ${name}`, async () => {
    const { status } = told([urlAuthorization(options), naming]);
    assertEquals(await status("/", as(user, method)), wished);
  });
}

Deno.test("urlAuthorization: a user that cannot be asked for roles has none", async () => {
  const silent = defineModule({
    name: "Silent",
    onAuthenticateRequest(_context, provider) {
      const user = userOf({ name: "kim", remoteName: "", type: "T", password: "", roles: ["x"] });
      provider.setUser({ ...user, supportsIsInRole: () => false });
    },
  });
  const rules = urlAuthorization({ add: [allow({ roles: "x" })] });
  assertEquals(await told([silent, rules]).status(), "401");
});

Deno.test("urlAuthorization: rules for some URLs, before any handler runs", async () => {
  let ran = 0;
  const app = { fetch: () => new Response(`${++ran}`) };
  const rules = urlAuthorization({ add: [allow({ roles: "admins" })] });
  const { status } = told([naming, location("/admin/*", [rules])], { app });
  assertEquals(await status("/"), "200");
  assertEquals(await status("/ADMIN/x"), "401");
  assertEquals(await status("/admin/x", as("kim/admins")), "200");
  assertEquals(ran, 2);
});

Deno.test("urlAuthorization: in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline([naming, urlAuthorization({ add: [deny({ users: "?" })] })]));
  app.get("/", (c) => c.text(getHttpContext(c).getUser()!.getUserName()));
  assertEquals((await app.request("/")).status, 401);
  assertEquals(await (await app.request("/", as("kim"))).text(), "kim");
});

Deno.test("urlAuthorization: wrong options are refused", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => urlAuthorization(options as UrlAuthorization), TypeError, said);
  wrong({ add: [{ users: "*" }] }, 'urlAuthorization (UrlAuthorizationModule): option "add[0].acc');
  wrong({ add: [deny({})] }, 'option "add[0].users" is missing, wished for names of users');
  wrong({ add: [deny({ users: " , " })] }, 'option "add[0].users" is missing');
  wrong({ add: [deny({ users: "a" }), allow({ users: "A" })] }, 'option "add[1]" names');
  wrong({ add: [{ accessType: "allow", users: "*" }] }, '"allow", wished for one of Allow, Deny');
  wrong([], "the argument is [], wished for an object");
});

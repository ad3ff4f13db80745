// May a client stay unknown? Tested with servers whose core lets the anonymous user in, and with others.
import { Hono } from "hono";
import { defineModule, pipeline, PRIORITY_ALIAS_LAST } from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { told } from "../../tests/_told.ts";
import { userOf } from "../_shared/user.ts";
import { type AnonymousAuthentication, anonymousAuthentication } from "./index.ts";

const kim = userOf({ name: "kim", remoteName: "kim", type: "Test", password: "", roles: [] });
const knowing = defineModule({
  name: "Knowing",
  priority: PRIORITY_ALIAS_LAST,
  onAuthenticateRequest: (context, provider) => {
    if (context.getRequest().getHeader("X-Kim") !== null) provider.setUser(kim);
  },
});
const asKim = { headers: { "X-Kim": "1" } };

Deno.test("anonymousAuthentication: lets requests in where the core would not", async () => {
  assertEquals(await told([], { anonymous: false }).status(), "401.2");
  assertEquals(await told(anonymousAuthentication(), { anonymous: false }).status(), "200");
});

Deno.test("anonymousAuthentication: enabled false is 401.2, also where the core would let them in", async () => {
  const { status } = told([anonymousAuthentication({ enabled: false }), knowing]);
  assertEquals(await status(), "401.2");
  assertEquals(await status("/", asKim), "200", "of the same priority, listed behind");
});

Deno.test("anonymousAuthentication: the user has no name, no type and no role", async () => {
  const seen: unknown[] = [];
  const look = defineModule({
    name: "Look",
    onPostAuthenticateRequest(context) {
      const user = context.getUser()!;
      seen.push(user.getUserName(), user.getAuthenticationType(), user.isInRole("admins").inRole);
    },
  });
  await told([knowing, anonymousAuthentication({ userName: "IUSR" }), look]).status();
  assertEquals(seen, ["", "", false]);
  await told([knowing, anonymousAuthentication(), look]).status("/", asKim);
  assertEquals(seen.slice(3), ["kim", "Test", false]);
});

Deno.test("anonymousAuthentication: alone in a Hono app", async () => {
  const app = new Hono();
  app.use("/members/*", pipeline(anonymousAuthentication({ enabled: false })));
  app.get("*", (c) => c.text("hello"));
  assertEquals((await app.request("/members/")).status, 401);
  assertEquals((await app.request("/")).status, 200);
});

Deno.test("anonymousAuthentication: wrong options are refused", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(
      () => anonymousAuthentication(options as AnonymousAuthentication),
      TypeError,
      said,
    );
  wrong(
    { enabled: "no" },
    'anonymousAuthentication (AnonymousAuthenticationModule): option "enabled"',
  );
  wrong({ logonMethod: "None" }, 'option "logonMethod" is "None", wished for one of Interactive');
  wrong({ username: "IUSR" }, 'option "username" is unknown');
});

// Who is the user of a request, and what is a user asked? Row 17, ruling 2.
import { defineModule, type IHttpContext4, type IHttpUser, S_OK } from "../../mod.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { house } from "../_house.ts";
import { hushed } from "../regressions/_kit.ts";
import { app, noting, turn, user, write } from "./_notes.ts";
import { authenticating } from "./_users.ts";

/** The users that a request has at a place, by name; "null" where there is none. */
const nameOf = (found: IHttpUser | null): string => found === null ? "null" : found.getUserName();

/** What is told of the user in AUTHORIZE_REQUEST. */
async function inAuthorize(
  tell: (context: IHttpContext4) => unknown[],
  ...users: IHttpUser[]
): Promise<unknown[]> {
  const told: unknown[] = [];
  const asking = defineModule({
    name: "Asking",
    onAuthorizeRequest: (context) => void told.push(...tell(context)),
  });
  await house([authenticating(...users), asking], { app }).text();
  return told;
}

// @see ihttpcontext-getuser-method
Deno.test("12.17 IHttpContext.getUser is null before the end of AUTHENTICATE, then the anonymous user", async () => {
  const { seen, text } = house((seen: string[]) =>
    defineModule({
      onBeginRequest: (context) => void seen.push(nameOf(context.getUser())),
      onAuthenticateRequest: (context) => void seen.push(nameOf(context.getUser())),
      onPostAuthenticateRequest: (context) => void seen.push(`[${nameOf(context.getUser())}]`),
      onEndRequest: (context) => void seen.push(`[${nameOf(context.getUser())}]`),
    }), { app });
  await text();
  assertEquals(seen, ["null", "null", "[]", "[]"]);
});

// @see ihttpuser-interface
Deno.test("IHttpUser: the anonymous user has no name, type, password or variable", async () => {
  const told = await inAuthorize((context) => {
    const anonymous = context.getUser()!;
    anonymous.referenceUser();
    anonymous.dereferenceUser();
    return [
      anonymous.getUserName(),
      anonymous.getRemoteUserName(),
      anonymous.getAuthenticationType(),
      anonymous.getPassword(),
      anonymous.getUserVariable("SID"),
    ];
  });
  assertEquals(told, ["", "", "", "", null]);
});

// @see ihttpuser-isinrole-method
// @see ihttpuser-supportsisinrole-method
Deno.test("IHttpUser.isInRole: the anonymous user is in no role but the one without a name", async () => {
  const told = await inAuthorize((context) => {
    const anonymous = context.getUser()!;
    const roles = ["", null as unknown as string, "Administrators"];
    return [anonymous.supportsIsInRole(), ...roles.map((role) => anonymous.isInRole(role))];
  });
  const [yes, no] = [true, false].map((inRole) => ({ hr: S_OK, inRole }));
  assertEquals(told, [true, yes, yes, no]);
});

// @see iauthenticationprovider-setuser-method
Deno.test("IAuthenticationProvider.setUser: getUser is the module's own object, with all its answers", async () => {
  const kim = user("HOME\\kim", {
    getRemoteUserName: () => "kim",
    getAuthenticationType: () => "Basic",
    getPassword: () => "secret",
    supportsIsInRole: () => true,
    isInRole: (role) => ({ hr: S_OK, inRole: role === "Editors" }),
    getUserVariable: (name) => (name === "SID" ? 42 : null),
  });
  const told = await inAuthorize((context) => {
    const found = context.getUser()!;
    return [
      found === kim,
      found.getUserName(),
      found.getRemoteUserName(),
      found.getAuthenticationType(),
      found.getPassword(),
      found.supportsIsInRole(),
      found.isInRole("Editors").inRole,
      found.isInRole("Readers").inRole,
      found.getUserVariable("SID"),
    ];
  }, kim);
  assertEquals(told, [true, "HOME\\kim", "kim", "Basic", "secret", true, true, false, 42]);
});

// @see iauthenticationprovider-setuser-method
Deno.test("IAuthenticationProvider.setUser: another module may take the user's place, the first stays the original", async () => {
  const told = await inAuthorize(
    (context) => [nameOf(context.getUser()), nameOf(context.getOriginalUser())],
    user("first"),
    user("second"),
  );
  assertEquals(told, ["second", "first"]);
});

// @see ihttpcontext2-getoriginaluser-method
Deno.test("IHttpContext2.getOriginalUser: without any user it is the anonymous one, before that null", async () => {
  const { seen, text } = house((seen: string[]) =>
    defineModule({
      onBeginRequest: (context) => void seen.push(nameOf(context.getOriginalUser())),
      onEndRequest: (context) => void seen.push(`[${nameOf(context.getOriginalUser())}]`),
    }), { app });
  await text();
  assertEquals(seen, ["null", "[]"]);
});

// @see iauthenticationprovider-setuser-method
Deno.test("IAuthenticationProvider.setUser: the user of one request is nobody in the next", async () => {
  let requests = 0;
  const { seen, text } = house((seen: string[]) =>
    defineModule({
      onAuthenticateRequest(_context, provider) {
        if (requests++ === 0) provider.setUser(user("kim"));
      },
      onLogRequest: (context) => void seen.push(nameOf(context.getUser())),
    }), { app });
  await text();
  await text();
  assertEquals(seen, ["kim", ""]);
});

// @see iauthenticationprovider-setuser-method
for (
  const [what, wrong, message] of [
    ["a name", "kim", /setUser: user is "kim", wished for an IHttpUser or null/],
    ["nothing", undefined, /setUser: user is undefined, wished for an IHttpUser or null/],
    [
      "an object without answers",
      {},
      /setUser: getUserName of the user is undefined, wished for a method/,
    ],
  ] as const
) {
  Deno.test(`IAuthenticationProvider.setUser: ${what} is no user, which ends the request with 500`, async () => {
    let error: unknown;
    const { get } = house(
      defineModule({
        onAuthenticateRequest(_context, provider) {
          try {
            provider.setUser(wrong as unknown as IHttpUser);
          } catch (thrown) {
            error = thrown;
            throw thrown;
          }
        },
      }),
      { app },
    );
    await hushed(async () => assertEquals((await get()).status, 500));
    assertMatch(String(error), message);
  });
}

// @see ihttpuser-referenceuser-method
// @see ihttpuser-dereferenceuser-method
Deno.test("IHttpUser.referenceUser and dereferenceUser are called once each, the latter behind the request", async () => {
  const seen: string[] = [];
  const kim = user("kim", {
    referenceUser: () => void seen.push("reference"),
    dereferenceUser: () => void seen.push("dereference"),
  });
  await house([authenticating(kim), noting("M", seen, ["onPostEndRequest", "onSendResponse"])], {
    app,
  }).text();
  await turn();
  assertEquals(seen, ["reference", "M PostEndRequest", "M SendResponse", "dereference"]);
});

// Sample IHttpContextGetUser.cpp
// @see ihttpcontext-getuser-method
Deno.test("IHttpContext.getUser: RQ_SEND_RESPONSE can answer with the user's name", async () => {
  const showing = defineModule({
    name: "Showing",
    onSendResponse(context) {
      const name = context.getUser()!.getUserName();
      context.getResponse().clear();
      write(context, `User: ${name === "" ? "ANONYMOUS" : name}`);
    },
  });
  assertEquals(await house(showing, { app }).text(), "User: ANONYMOUS");
  assertEquals(await house([authenticating(user("kim")), showing], { app }).text(), "User: kim");
});

// Who is the user, and who asks for one? Ruling 2, and users that a request has to let go.
import { Hono, type MiddlewareHandler } from "hono";
import {
  createWebServer,
  defineModule,
  type IHttpUser,
  type ModuleDefinition,
  pipeline,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, house, hushed, pass, text, user, within } from "./_kit.ts";

const setting = (name: string, ...users: IHttpUser[]): ModuleDefinition =>
  defineModule({
    name,
    onAuthenticateRequest(_context, provider) {
      for (const one of users) provider.setUser(one);
    },
  });
const log = pipeline(defineModule({ name: "Log", onLogRequest() {} }));
const lax = pipeline(defineModule({ name: "Lax", onLogRequest() {} }), { anonymous: true });
const strict = (...users: IHttpUser[]) => pipeline(setting("Auth", ...users), { anonymous: false });

/** An app that tells a secret behind these middlewares. */
function secret(...chain: MiddlewareHandler[]): Hono {
  const app = new Hono();
  for (const middleware of chain) app.use(middleware);
  return app.get("/", (c) => c.text("SECRET"));
}

// Ruling 2: `anonymous: false` turns the anonymous user off; then 401.2.
Deno.test("anonymous: false holds for a pipeline behind a foreign middleware", async () => {
  assertEquals((await ask(secret(log, pass, strict()))).status, 401);
});

Deno.test("anonymous: false holds for a pipeline inside the app of a web server", async () => {
  const server = createWebServer({ modules: [], app: secret(strict()) });
  assertEquals((await ask(server)).status, 401);
});

Deno.test("anonymous: false holds for a neighbour of a pipeline that says true", async () => {
  assertEquals((await ask(secret(lax, strict()))).status, 401);
});

Deno.test("anonymous: false is content with a user that its own pipeline sets", async () => {
  assertEquals(await text(secret(log, pass, strict(user("kim")))), "SECRET");
});

// Ruling 12: the user is shared with the pipeline in front.
Deno.test("anonymous: false is content with a user that was set in front of the boundary", async () => {
  assertEquals(
    await text(secret(pipeline(setting("Front", user("kim"))), pass, strict())),
    "SECRET",
  );
});

// Contract 7: what a module throws never ends the process, and here not even the request.
Deno.test("IHttpUser.dereferenceUser that throws costs neither the answer nor the closing", async () => {
  const broken = user("kim", {
    dereferenceUser() {
      throw new Error("dereferenceUser");
    },
  });
  const { text, server } = house(setting("Auth", broken), {
    app: { fetch: () => new Response("app") },
  });
  await hushed(async () => assertEquals(await text(), "app"));
  await within(server.close(), "closing");
});

// @see ihttpcontext4-getoriginaluser-method
Deno.test("IHttpContext4.getOriginalUser is the user set first, getUser the one set last", async () => {
  const asking = defineModule({
    name: "Asking",
    onAuthorizeRequest(context) {
      seen.push(context.getOriginalUser()!.getUserName(), context.getUser()!.getUserName());
    },
  });
  const { seen, text } = house([setting("Auth", user("one"), user("two")), asking]);
  await text();
  assertEquals(seen, ["one", "two"]);
});

// @see ihttpuser-dereferenceuser-method
Deno.test("IHttpUser.dereferenceUser is called for every user that was set, also a replaced one", async () => {
  const counted = (name: string) =>
    user(name, {
      referenceUser: () => void seen.push(`${name} +`),
      dereferenceUser: () => void seen.push(`${name} -`),
    });
  const seen: string[] = [];
  await house(setting("Auth", counted("one"), counted("two"))).text();
  assertEquals(seen, ["one +", "two +", "one -", "two -"]);
});

// Which variables has a child request? Its own, what it inherits, and what the clone was given.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_SERVER_VARIABLE,
  defineModule,
  type IHttpContext4,
  type ModuleDefinition,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, isRoot, nesting, paths } from "./_child.ts";
import { code, user, within } from "./_notes.ts";
import { authenticating } from "./_users.ts";
import { told } from "./_variables.ts";

/** Sets variables in the root request. */
const parent = defineModule({
  name: "Parent",
  onBeginRequest(context) {
    if (!isRoot(context)) return;
    context.setServerVariable("OWN", "of the parent");
    context.setServerVariable("SERVER_NAME", "www.example.com");
    context.setServerVariable("HTTP_X_OWN", "header of the parent");
  },
});

/** What `ask` says in the child's BEGIN_REQUEST, and after it in the END_REQUEST of the parent. */
async function inChild(
  ask: (context: IHttpContext4) => unknown[],
  clone: number = CLONE_FLAG_BASICS,
  after: (context: IHttpContext4) => unknown[] = () => [],
  more: ModuleDefinition[] = [],
): Promise<string[]> {
  const seen: string[] = [];
  const child = defineModule({
    name: "Child",
    onBeginRequest: (context) => {
      if (!isRoot(context)) seen.push(...ask(context).map(String));
    },
    onEndRequest: (context) => {
      if (isRoot(context)) seen.push(...after(context).map(String));
    },
  });
  const at = { clone, at: "onAuthorizeRequest" } as const;
  const modules = [parent, ...more, nesting(seen, "/child?x=1", at), child];
  const { server, text } = house(modules, { app: paths });
  await text("/parent");
  // The child's answer may be there before its parent has ended.
  await within(server.close(), "the end of the request");
  return seen.filter((note) => !COMPLETION(4).includes(note));
}

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: a child computes its own", async () => {
  const names = ["URL", "QUERY_STRING", "OWN", "SERVER_NAME", "HTTP_X_OWN"];
  const seen = await inChild((context) => names.map((name) => told(context, name)));
  assertEquals(seen, ["/child", "x=1", "0x80070585", "localhost", "0x80070585"]);
});

// @see ihttpcontext3-inheritservervariable-method
Deno.test("IHttpContext3.inheritServerVariable: takes the parent's value, set or computed or a header", async () => {
  const names = ["OWN", "SERVER_NAME", "URL", "HTTP_X_OWN"];
  const seen = await inChild((context) => [
    ...names.map((name) => code(context.inheritServerVariable(name, true))),
    ...names.map((name) => told(context, name)),
    context.getRequest().getHeader("X-Own"),
  ]);
  assertEquals(seen, [
    ...names.map(() => "0x00000000"),
    "of the parent",
    "www.example.com",
    "/parent",
    "header of the parent",
    "header of the parent",
  ]);
});

// @see ihttpcontext3-inheritservervariable-method
Deno.test("IHttpContext3.inheritServerVariable: what the parent lacks fails only if that is asked for", async () => {
  const seen = await inChild((context) => [
    code(context.inheritServerVariable("NOT_THERE")),
    code(context.inheritServerVariable("NOT_THERE", false)),
    code(context.inheritServerVariable("NOT_THERE", true)),
    told(context, "NOT_THERE"),
  ]);
  assertEquals(seen, ["0x00000000", "0x00000000", "0x80070585", "0x80070585"]);
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: what a child sets is not its parent's", async () => {
  const seen = await inChild(
    (context) => {
      context.inheritServerVariable("OWN");
      return [context.setServerVariable("OWN", "of the child"), told(context, "OWN")];
    },
    undefined,
    (context) => [told(context, "OWN")],
  );
  assertEquals(seen, ["0", "of the child", "of the parent"]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_SERVER_VARIABLE: the child begins with all that was set on its parent", async () => {
  const seen = await inChild(
    (context) => ["OWN", "SERVER_NAME", "URL"].map((name) => told(context, name)),
    CLONE_FLAG_BASICS | CLONE_FLAG_SERVER_VARIABLE,
  );
  assertEquals(seen, ["of the parent", "www.example.com", "/child"]);
});

// @see ihttpcontext3-inheritservervariable-method
Deno.test("IHttpContext3.inheritServerVariable: a child can show the user of its parent before it has one", async () => {
  const seen = await inChild(
    (context) => [
      told(context, "LOGON_USER"),
      code(context.inheritServerVariable("LOGON_USER", true)),
      told(context, "LOGON_USER"),
    ],
    undefined,
    undefined,
    [authenticating(user("kim"))],
  );
  assertEquals(seen, ["", "0x00000000", "kim"]);
});

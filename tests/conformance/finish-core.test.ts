// Where does the core itself end a request? Rows 16 and 17, rulings 2 and 3.
import {
  defineModule,
  type IHttpContext,
  RQ_LOG_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  type WebServerOptions,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, HANDLERS, LATE, noted, noting, tracing, user } from "./_notes.ts";

const entry = { name: "Only", path: "/only", verb: "*", modules: "Only" };
const only = defineModule({
  name: "Only",
  onExecuteRequestHandler: (context) => context.setRequestHandled(),
});
const unmatched: Omit<WebServerOptions, "modules"> = { handlers: [entry] };
/** Keeps what getStatus says in LOG_REQUEST. */
const statusAtLog = (kept: ReturnType<ReturnType<IHttpContext["getResponse"]>["getStatus"]>[]) =>
  defineModule({ onLogRequest: (context) => void kept.push(context.getResponse().getStatus()) });

// @see ihttpcontext-getscriptmap-method
Deno.test("12.16 RQ_MAP_REQUEST_HANDLER fails with 404 where no handler entry matches", async () => {
  const { get, seen } = house((seen: string[]) => [only, noting("B", seen)], unmatched);
  const response = await get("/other");
  assertEquals([response.status, await response.text()], [404, ""]);
  assertEquals(seen, noted("B", [...HANDLERS.slice(0, 9), ...LATE]));
});

// @see ihttpresponse-getstatus-method
Deno.test("R.3 getStatus says 404.4 by the core under MAP_REQUEST_HANDLER where no entry matches", async () => {
  const kept: Parameters<typeof statusAtLog>[0] = [];
  await house([only, statusAtLog(kept)], unmatched).text("/other");
  const [{ statusCode, subStatus, module, notification, errorToReport }] = kept;
  assertEquals([statusCode, subStatus, code(errorToReport)], [404, 4, "0x80070002"]);
  assertEquals([module, notification], ["IIS Web Core", RQ_MAP_REQUEST_HANDLER]);
});

// @see ihttpresponse-getstatus-method
Deno.test("12.16 the trace names the core, and LOG_REQUEST is the next event", async () => {
  const { events, trace } = tracing();
  const quiet = defineModule({ name: "Quiet", onMapRequestHandler() {}, onLogRequest() {} });
  await house([only, quiet], { ...unmatched, trace }).text("/other");
  const place = events.findIndex((e) => e.name === "MODULE_SET_RESPONSE_ERROR_STATUS");
  assert(place >= 0, `no error status among ${events.map((e) => e.name).join(", ")}`);
  assertEquals(events[place].module, "IIS Web Core");
  const next = events.slice(place).find((e) => e.name === "NOTIFY_MODULE_START");
  assertEquals([next?.module, next?.notification], ["Quiet", RQ_LOG_REQUEST]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("12.16 a matching entry lets the request go on", async () => {
  const { get, seen } = house(
    (seen: string[]) => [only, noting("B", seen, ["onAcquireRequestState"])],
    unmatched,
  );
  assertEquals((await get("/only")).status, 200);
  assertEquals(seen, ["B AcquireRequestState"]);
});

// @see iscriptmapinfo-getresourcetype-method
Deno.test("R.3 getStatus says 404.0 for an entry that needs a file where there is none", async () => {
  const kept: Parameters<typeof statusAtLog>[0] = [];
  const { get, seen } = house((seen: string[]) => [
    only,
    noting("B", seen, ["onMapRequestHandler", "onPostMapRequestHandler", "onLogRequest"]),
    statusAtLog(kept),
  ], { handlers: [{ ...entry, path: "*", resourceType: "File" }] });
  const response = await get("/missing.txt");
  await response.text();
  assertEquals([response.status, kept[0].subStatus, code(kept[0].errorToReport)], [
    404,
    0,
    "0x80070002",
  ]);
  assertEquals(seen, ["B MapRequestHandler", "B LogRequest"]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("R.3 the app is a last entry for what no configured entry matches", async () => {
  const { text } = house(only, { ...unmatched, app });
  assertEquals(await text("/other"), "app");
});

// @see iauthenticationprovider-setuser-method
Deno.test("12.17 RQ_AUTHENTICATE_REQUEST without a user is 401.2 where anonymous is off", async () => {
  const kept: Parameters<typeof statusAtLog>[0] = [];
  const { get, seen } = house((seen: string[]) => [noting("B", seen), statusAtLog(kept)], {
    app,
    anonymous: false,
  });
  const response = await get();
  assertEquals([response.status, kept[0].statusCode, kept[0].subStatus], [401, 401, 2]);
  const skipped = seen.filter((n) => n !== "B PostAuthenticateRequest");
  assertEquals(skipped, noted("B", [...HANDLERS.slice(0, 3), ...LATE]));
});

// @see iauthenticationprovider-setuser-method
Deno.test("12.17 IAuthenticationProvider.setUser satisfies the check", async () => {
  const login = defineModule({
    onAuthenticateRequest: (_context, provider) => provider.setUser(user("ada")),
  });
  assertEquals(await house(login, { app, anonymous: false }).text(), "app");
});

// @see iauthenticationprovider-setuser-method
Deno.test("12.17 IAuthenticationProvider.setUser with null leaves the request without a user", async () => {
  const login = defineModule({
    onAuthenticateRequest: (_context, provider) => provider.setUser(null),
  });
  const response = await house(login, { app, anonymous: false }).get();
  await response.text();
  assertEquals(response.status, 401);
});

// @see ihttpcontext-getuser-method
Deno.test("12.17 IHttpContext.getUser is the user as soon as setUser was called", async () => {
  const seen: (string | undefined)[] = [];
  const login = defineModule({
    onAuthenticateRequest(context, provider) {
      provider.setUser(user("ada"));
      seen.push(context.getUser()?.getUserName());
    },
    onAuthorizeRequest: (context) => void seen.push(context.getUser()?.getUserName()),
  });
  await house(login, { app }).text();
  assertEquals(seen, ["ada", "ada"]);
});

// @see ihttpcontext-getuser-method
Deno.test("R.2 the core sets the anonymous user where no module set one", async () => {
  const seen: (string | null | undefined)[] = [];
  const look = defineModule({
    onBeginRequest: (context) => void seen.push(context.getUser() && "a user"),
    onAuthorizeRequest(context) {
      seen.push(context.getUser()?.getUserName(), context.getUser()?.getAuthenticationType());
    },
  });
  assertEquals(await house(look, { app }).text(), "app");
  assertEquals(seen, [null, "", ""]);
});

// @see ihttpcontext-getuser-method
Deno.test("R.2 an authentication module's user survives the anonymous default", async () => {
  const seen: unknown[] = [];
  const ada = user("ada");
  const login = defineModule({
    onAuthenticateRequest: (_context, provider) => provider.setUser(ada),
    onEndRequest: (context) => void seen.push(context.getUser() === ada),
  });
  await house(login, { app }).text();
  assertEquals(seen, [true]);
});

// What if nobody has set a user by the end of AUTHENTICATE_REQUEST? Semantics 1.4, row 17, ruling 2.
import {
  defineModule,
  E_ACCESSDENIED,
  PRIORITY_ALIAS_LAST,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, noting, turn, user } from "./_notes.ts";

// Semantics 1.4: the core insists on a user after the last handler of AUTHENTICATE_REQUEST.
Deno.test("12.17 RQ_AUTHENTICATE_REQUEST: the check comes behind the last handler, also one of priority LAST", async () => {
  const late = defineModule({
    name: "Late",
    priority: PRIORITY_ALIAS_LAST,
    onAuthenticateRequest: (_context, provider) => provider.setUser(user("kim")),
  });
  const { seen, text } = house((seen: string[]) => [
    noting("M", seen, ["onAuthenticateRequest", "onPostAuthenticateRequest"]),
    late,
  ], { app, anonymous: false });
  assertEquals(await text(), "app");
  assertEquals(seen, ["M AuthenticateRequest", "M PostAuthenticateRequest"]);
});

// Semantics 1.4; 0x80070005 is what the field sees with 401.2.
Deno.test("12.17 IHttpResponse.getStatus says 401.2 and access denied, by the core, in AUTHENTICATE_REQUEST", async () => {
  const told: unknown[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      const status = context.getResponse().getStatus();
      told.push(status.statusCode, status.subStatus, status.errorToReport === E_ACCESSDENIED);
    },
  });
  const { get } = house(log, { app, anonymous: false });
  const answer = await get();
  assertEquals([answer.status, await answer.text(), told], [401, "", [401, 2, true]]);
});

Deno.test("12.17 RQ_NOTIFICATION_FINISH_REQUEST of a module that asks for credentials is not the core's 401.2", async () => {
  const asking = defineModule({
    name: "Asking",
    onAuthenticateRequest(context) {
      context.getResponse().setStatus(401, "Unauthorized", 1);
      context.getResponse().setHeader("WWW-Authenticate", 'Basic realm="here"', false);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  let subStatus: number | undefined;
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void (subStatus = context.getResponse().getStatus().subStatus),
  });
  const answer = await house([asking, log], { app, anonymous: false }).get();
  assertEquals([answer.status, subStatus], [401, 1]);
  assertEquals(answer.headers.get("www-authenticate"), 'Basic realm="here"');
});

// @see iauthenticationprovider-interface
Deno.test("12.17 IAuthenticationProvider.setUser after a wait counts as well", async () => {
  const slow = defineModule({
    name: "Slow",
    async onAuthenticateRequest(_context, provider) {
      await turn();
      provider.setUser(user("kim"));
    },
  });
  assertEquals(await house(slow, { app, anonymous: false }).text(), "app");
});

// Who asks, may they, and what is known of them? The ready modules about clients, in one server.
import { createWebServer, defineModule } from "../../../mod.ts";
import { anonymousAuthentication } from "../../../middleware/anonymous-authentication/index.ts";
import { basicAuthentication } from "../../../middleware/basic-authentication/index.ts";
import { cors } from "../../../middleware/cors/index.ts";
import { requestMonitor } from "../../../middleware/request-monitor/index.ts";
import { getSession, session } from "../../../middleware/session/index.ts";
import { urlAuthorization } from "../../../middleware/url-authorization/index.ts";
import { type House, roomOf, sleep, write } from "./_kit.ts";

const visits = defineModule({
  name: "Visits",
  async onExecuteRequestHandler(context) {
    if (roomOf(context) !== "visit") return;
    const visit = getSession(context);
    const count = (visit.get<number>("count") ?? 0) + 1;
    await sleep(20);
    visit.set("count", count);
    write(context, `visit ${count} of ${context.getUser()!.getUserName()}`);
  },
});

let server: ReturnType<typeof createWebServer> | undefined;

/** Made with the first request: some runtimes have no random numbers before. */
export const clients: House = (request, env, executionContext) => {
  server ??= createWebServer({
    modules: [
      cors({
        add: [{ origin: "https://*.example.com", allowMethods: { add: [{ method: "PUT" }] } }],
      }),
      requestMonitor({ path: "/clients/running", authorize: () => true }),
      session({ cookieName: "visit" }),
      basicAuthentication({
        realm: "clients",
        users: [{ name: "kim", password: "pässwörd", roles: ["visitors"] }],
        defaultLogonDomain: "",
      }),
      anonymousAuthentication({ enabled: false }),
      urlAuthorization({ add: [{ accessType: "Allow", roles: "visitors" }] }),
      visits,
    ],
  });
  return server.fetch(request, env, executionContext);
};

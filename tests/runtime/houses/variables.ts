// What is a request called, and who makes it? Server variables, and users behind Basic authentication.
import {
  createWebServer,
  defineModule,
  type IHttpContext,
  type IHttpUser,
  S_OK,
} from "../../../mod.ts";
import { type House, roomOf, rooms, write } from "./_kit.ts";

/** The variables that the query string names, as JSON; what is unknown is null. */
function list(context: IHttpContext): void {
  const names = context.getServerVariable("QUERY_STRING").value!.split(",");
  const values = names.map((name) => [name, context.getServerVariable(name).value]);
  write(context, JSON.stringify(Object.fromEntries(values)));
}

const setting = defineModule({
  name: "Setting",
  onBeginRequest(context) {
    if (roomOf(context) !== "set") return;
    context.setServerVariable("HTTP_X_SET", "set by a module");
    context.setServerVariable("SERVER_NAME", "www.example.com");
    context.setServerVariable("OWN", "own");
  },
});

/** Everything below answers with what it sees: the server of variables is one of modules alone. */
export const variables: House = rooms({ list, set: list }, setting);

/** A user that a password has shown. */
function basicUser(name: string, password: string): IHttpUser {
  return {
    getRemoteUserName: () => name,
    getUserName: () => `SHOP\\${name}`,
    getAuthenticationType: () => "Basic",
    getPassword: () => password,
    referenceUser: () => {},
    dereferenceUser: () => {},
    supportsIsInRole: () => true,
    isInRole: (role) => ({ hr: S_OK, inRole: role === "Editors" && name === "kim" }),
    getUserVariable: () => null,
  };
}

const basic = defineModule({
  name: "Basic",
  onAuthenticateRequest(context, provider) {
    const [scheme, token] = context.getRequest().getHeader("Authorization")?.split(" ") ?? [];
    if (scheme !== "Basic") return;
    const [name, password] = atob(token).split(":");
    if (password === "secret") provider.setUser(basicUser(name, password));
  },
  onEndRequest(context) {
    const { statusCode, subStatus } = context.getResponse().getStatus();
    context.getResponse().setHeader("X-Status", `${statusCode}.${subStatus}`, true);
  },
});

const showing = defineModule({
  name: "Showing",
  onExecuteRequestHandler(context) {
    const user = context.getUser()!;
    const seen = ["LOGON_USER", "REMOTE_USER", "AUTH_TYPE", "AUTH_PASSWORD"]
      .map((name) => context.getServerVariable(name).value);
    const roles = ["Editors", "Readers"].filter((role) => user.isInRole(role).inRole);
    write(context, JSON.stringify([user.getUserName(), ...seen, ...roles]));
  },
});

const strict = createWebServer({ modules: [basic, showing], anonymous: false });
const open = createWebServer({ modules: [basic, showing] });

export const users: House = (request, env, executionContext) => {
  const server = new URL(request.url).pathname.startsWith("/users/strict") ? strict : open;
  return server.fetch(request, env, executionContext);
};

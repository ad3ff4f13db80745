// What do the tests of server variables share? A house that answers with the variables that a request asks for.
import {
  defineModule,
  type IHttpContext,
  type ModuleInput,
  type WebServerOptions,
} from "../../mod.ts";
import { house } from "../_house.ts";
import { code, write } from "./_notes.ts";

/** A request, as a test describes it. */
export interface Asked extends RequestInit {
  readonly url?: string;
  /** What the runtime hands over besides the Request. */
  readonly env?: unknown;
  /** Properties of the Request that only some runtimes have. */
  readonly facts?: Record<string, unknown>;
  readonly modules?: ModuleInput[];
  readonly options?: Omit<WebServerOptions, "modules">;
}

/** A variable as one text: its value, or the HRESULT where there is none. */
export function told(context: IHttpContext, name: string): string {
  const { hr, value } = context.getServerVariable(name);
  return value === null ? code(hr) : value;
}

/** The module that answers with variables, as JSON. */
function telling(names: readonly string[]): ModuleInput {
  return defineModule({
    name: "Telling",
    onExecuteRequestHandler(context) {
      write(context, JSON.stringify(names.map((name) => told(context, name))));
    },
  });
}

/** Sends a request and gives what variables it had in EXECUTE_REQUEST_HANDLER. */
export async function variablesOf(names: readonly string[], asked: Asked = {}): Promise<string[]> {
  const { url = "http://localhost/", env, facts = {}, modules = [], options, ...init } = asked;
  const { server } = house([...modules, telling(names)], options);
  const request = Object.defineProperties(
    new Request(url, init),
    Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, { value }])),
  );
  return await (await server.fetch(request, env)).json();
}

/** The same for one variable. */
export async function variableOf(name: string, asked?: Asked): Promise<string> {
  return (await variablesOf([name], asked))[0];
}

// What became of a request? A house that tells status and sub-status, as the access log would have them.
import { defineModule, type ModuleInput, type WebServerOptions } from "../mod.ts";
import { house } from "./_house.ts";

/** A server, and how it answered: "401.2", or "200" where there is no sub-status. */
export interface Told {
  /** The status of a GET, or of what `init` describes. */
  status(path?: string, init?: RequestInit): Promise<string>;
  /** The whole response; its status is in `last`. */
  get(path?: string, init?: RequestInit): Promise<Response>;
  /** Status and sub-status of the last request. */
  last(): string;
}

/** Builds a server around modules and an app that says "app". */
export function told(modules: ModuleInput, options: Omit<WebServerOptions, "modules"> = {}): Told {
  let last = "";
  const note = defineModule({
    name: "Note",
    onEndRequest(context) {
      const { statusCode, subStatus } = context.getResponse().getStatus();
      last = subStatus === 0 ? `${statusCode}` : `${statusCode}.${subStatus}`;
    },
  });
  const list = [...(Array.isArray(modules) ? modules : [modules]), note];
  const { get } = house(list, { app: { fetch: () => new Response("app") }, ...options });
  const status = async (path?: string, init?: RequestInit): Promise<string> => {
    await (await get(path, init)).text();
    return last;
  };
  return { status, get, last: () => last };
}

/** The Authorization header of a name and a password. */
export const basic = (name: string, password: string): RequestInit => ({
  headers: { Authorization: `Basic ${btoa(`${name}:${password}`)}` },
});

// Which answers are kept for the next request? What the tests share: an app that counts how often it is asked.
import {
  createWebServer,
  type ModuleInput,
  type WebServer,
  type WebServerOptions,
} from "../../mod.ts";
import { type Caching, httpCache } from "./index.ts";

/** An answer, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What the app answers; `n` counts from 1. */
export type App = (request: Request, n: number) => Response | Promise<Response>;

/** A server with the cache before an app. */
export interface Site {
  readonly server: WebServer;
  get(path?: string, init?: RequestInit): Promise<Answer>;
  /** How often the app was asked. */
  asked(): number;
  /** Asks again and again, and gives the texts. */
  times(count: number, path?: string, init?: RequestInit): Promise<string>;
}

/** Builds the server. */
export function site(
  app: App,
  caching: Caching = {},
  modules: ModuleInput = [],
  options: Omit<WebServerOptions, "modules"> = {},
): Site {
  let asked = 0;
  const server = createWebServer({
    ...options,
    modules: [httpCache(caching), modules],
    app: { fetch: (request: Request) => app(request, ++asked) },
  });
  const get = async (path = "/", init?: RequestInit): Promise<Answer> => {
    const response = await server.fetch(new Request(new URL(path, "http://localhost"), init));
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };
  return {
    server,
    get,
    asked: () => asked,
    async times(count, path, init) {
      const texts = [];
      for (let i = 0; i < count; i++) texts.push((await get(path, init)).text);
      return texts.join();
    },
  };
}

/** An app that answers with its count, and these headers. */
export const counting =
  (headers: Record<string, string> = {}, status = 200): App => (_request, n) =>
    new Response(String(n), { status, headers });

/** The same, fresh for a minute. */
export const fresh = (headers: Record<string, string> = {}): App =>
  counting({ "Cache-Control": "max-age=60", ...headers });

/** An origin that answers 304 where its tag is known, and notes which it was asked with. */
export const validating =
  (seen: (string | null)[], headers: Record<string, string>): App => (request, n) => {
    const known = request.headers.get("If-None-Match");
    seen.push(known);
    const own = { ETag: '"a"', ...headers };
    return known === '"a"'
      ? new Response(null, { status: 304, headers: { ...own, "X-Count": String(n) } })
      : new Response("whole", { headers: own });
  };

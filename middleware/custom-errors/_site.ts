// What does a client see of an error? What the tests share: a site with pages, and a request that fails in it.
import {
  memoryFiles,
  type ModuleDefinition,
  type ModuleInput,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type WebServerOptions,
} from "../../mod.ts";
import { house } from "../../tests/_house.ts";
import { begin, write } from "../../tests/conformance/_response.ts";
import { customErrors, type HttpErrors } from "./index.ts";

const FILES = memoryFiles({
  "/errors/404.html": "file for 404",
  "/errors/5.txt": "file for 404.5",
  "/errors/problem.json": "{}",
  "/custerr/de/404.htm": "deutsch",
  "/custerr/en-US/404.htm": "american",
  "/custerr/404.htm": "any language",
  "/page.html": "static page",
});

/** What came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What is sent, and where to. */
export interface Asked {
  readonly path?: string;
  readonly init?: RequestInit;
  readonly options?: Omit<WebServerOptions, "modules">;
}

/** Sends one request to a server with the module and some others, and reads the answer. */
export async function ask(
  errors: HttpErrors,
  modules: ModuleInput,
  { path = "/x?q=1", init, options }: Asked = {},
): Promise<Answer> {
  const { get } = house([customErrors(errors), modules], { files: FILES, ...options });
  const response = await get(path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** A module that ends the request with a status. */
export function fails(status = 404, subStatus = 0, skip = false, body = ""): ModuleDefinition {
  return begin((context) => {
    const response = context.getResponse();
    response.setStatus(status, "Reason", subStatus, 0, null, skip);
    if (body !== "") write(context, body);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
}

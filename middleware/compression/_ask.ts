// How does a body become shorter? What the tests share: a text that is worth it, and one request for it.
import type { IHttpResponse4, ModuleInput, WebServerOptions } from "../../mod.ts";
import { house } from "../../tests/_house.ts";
import { handler, memory } from "../../tests/conformance/_response.ts";
import { type Decoded, decoded } from "./_decode.ts";
import { type Compression, compression } from "./index.ts";

/** A body that is worth it. */
export const TEXT = "the same again ".repeat(100);

/** How a request asks, of which server. */
export interface Asked {
  readonly accept?: string | null;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly options?: Compression;
  readonly rest?: Omit<WebServerOptions, "modules">;
}

/** Sends one request to a server with the module, and reads what came. */
export async function ask(modules: ModuleInput, asked: Asked = {}): Promise<Decoded> {
  const { accept = "gzip", headers = {}, method = "GET", options, rest } = asked;
  const all = accept === null ? headers : { "Accept-Encoding": accept, ...headers };
  const { get } = house([compression(options), modules], rest);
  return await decoded(await get("/", { headers: all, method }));
}

/** A handler that answers with a text, and does something to the response before. */
export function text(before: (response: IHttpResponse4) => void = () => {}, body = TEXT) {
  return handler((context) => {
    const response = context.getResponse();
    response.setHeader("Content-Type", "text/plain; charset=utf-8", true);
    before(response);
    response.writeEntityChunks(memory(body), true, false);
  });
}

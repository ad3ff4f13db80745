// What goes with every answer? ProtocolSupportModule: response headers and connections, over the section httpProtocol.
/**
 * Headers on every response, whatever has made it: pages, files, errors, redirections.
 *
 * @example A header for the whole site
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { customHeaders } from "@sluice/sluice/custom-headers";
 *
 * const server = createWebServer({
 *   modules: customHeaders({
 *     customHeaders: [{ name: "X-Frame-Options", value: "DENY" }],
 *   }),
 *   app: { fetch: () => new Response("hello") },
 * });
 * const answer = await server.fetch(new Request("http://localhost/"));
 * console.log(answer.headers.get("X-Frame-Options")); // DENY
 * ```
 *
 * @module
 */
import {
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext,
  type IHttpResponse,
  type ISendResponseProvider,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
} from "../../mod.ts";
import { collected, type Collection, collection, keyIn } from "../_shared/collection.ts";
import { fitting, flag, readOptions, section } from "../_shared/options.ts";
import { isImplicit } from "../_shared/request-file.ts";

export type { Collection, CollectionElements } from "../_shared/collection.ts";

/** A header. */
export interface CustomHeader {
  /** Its name. */
  readonly name: string;
  /** Its value; a header with an empty one is not sent. */
  readonly value: string;
}

/** The section httpProtocol. */
export interface HttpProtocol {
  /** Headers of every response, behind its own; `remove` takes a header away, whoever has set it. */
  readonly customHeaders?: Collection<CustomHeader, "name">;
  /** The same, of redirections alone. */
  readonly redirectHeaders?: Collection<CustomHeader, "name">;
  /** Whether the connection stays for the next request; true by default. */
  readonly allowKeepAlive?: boolean;
}

const WHO = "customHeaders (ProtocolSupportModule)";
const BODY_ALONE = EXECUTE_FLAG_NO_HEADERS | EXECUTE_FLAG_BUFFER_RESPONSE;
const ALLOWED = "OPTIONS, TRACE, GET, HEAD, POST";

/** These belong to each body: a fixed one breaks every response that has another length. */
const FRAMING = /^(content-length|transfer-encoding)$/i;

const HEADER = section<CustomHeader>({
  name: fitting(
    (value) =>
      typeof value === "string" && /^[!#$%&'*+.^_`|~\w-]+$/.test(value) && !FRAMING.test(value),
    "the name of a header that says nothing of the length of the body",
  ),
  value: fitting(
    // deno-lint-ignore no-control-regex -- control characters are what is looked for
    (value) => typeof value === "string" && !/[\0-\x08\x0a-\x1f\x7f]/.test(value),
    "a string in one line",
  ),
}, ["name", "value"]);

/**
 * Adds headers when the head of a response leaves, behind all that others have set; where there is one of the name, its
 * value is continued behind a comma. Behind a handler entry it also answers OPTIONS and TRACE.
 *
 * @param options The section httpProtocol.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function customHeaders(options?: HttpProtocol): ModuleDefinition {
  const told = readOptions<HttpProtocol>(WHO, options, {
    customHeaders: collection(HEADER, "name"),
    redirectHeaders: collection(HEADER, "name"),
    allowKeepAlive: flag,
  });
  const every = new AddedHeaders(told.customHeaders);
  const redirects = new AddedHeaders(told.redirectHeaders);
  return defineModule({
    name: "ProtocolSupportModule",
    // Sends go through the modules backwards: the first one has the last word.
    priority: { onSendResponse: PRIORITY_ALIAS_FIRST },
    onExecuteRequestHandler: answerVerb,
    onSendResponse(context: IHttpContext, provider: ISendResponseProvider) {
      if (!provider.getHeadersBeingSent() || !isOwnHead(context)) return;
      const response = context.getResponse();
      every.apply(response);
      if (isRedirection(response)) redirects.apply(response);
      if (told.allowKeepAlive === false) response.setNeedDisconnect();
    },
  });
}

/** Headers that are added, and names that are taken away. */
class AddedHeaders {
  readonly #added: readonly CustomHeader[];
  readonly #removed: readonly string[];

  constructor(told: HttpProtocol["customHeaders"]) {
    this.#added = collected([], told, "name", "adds").filter(({ value }) => value !== "");
    this.#removed = told === undefined || !("remove" in told)
      ? []
      : told.remove?.map((one) => keyIn<CustomHeader, "name">(one, "name")) ?? [];
  }

  apply(response: IHttpResponse): void {
    for (const name of this.#removed) response.deleteHeader(name);
    for (const { name, value } of this.#added) response.setHeader(name, value, false);
  }
}

/** Whether the head is one that a client gets to see: of a child, its root may use the body alone, or add all this itself. */
function isOwnHead(context: IHttpContext): boolean {
  let one = context;
  for (let parent = one.getParentContext(); parent !== null; parent = one.getParentContext()) {
    if ((one.getExecuteFlags() & BODY_ALONE) !== 0) return false;
    one = parent;
  }
  return true;
}

function isRedirection(response: IHttpResponse): boolean {
  const { statusCode } = response.getStatus();
  return statusCode >= 300 && statusCode < 400 && response.getHeader("Location") !== null;
}

/** OPTIONS and TRACE, where a handler entry leads here; an app answers OPTIONS in its own way. */
function answerVerb(context: IHttpContext): void {
  const method = context.getRequest().getHttpMethod();
  if ((method !== "OPTIONS" && method !== "TRACE") || isImplicit(context)) return;
  const response = context.getResponse();
  if (method === "TRACE") return void response.setStatus(501, "Not Implemented");
  response.setStatus(200, "OK");
  response.setHeader("Allow", ALLOWED, true);
  response.setHeader("Public", ALLOWED, true);
}

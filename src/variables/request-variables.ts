// By which names are its facts known? Variables of the request itself: URL, method, protocol, body, both ends.
import { IIS_WEBSOCKET, IIS_WEBSOCKET_SERVER_VARIABLE } from "../terms/websocket-context.ts";
import { decodePath } from "../context/decode-path.ts";
import type { Compute, VariableSource } from "./source.ts";

const method: Compute = ({ request }) => request.method;
const localAddress: Compute = ({ request }) => request.getLocalAddress()?.address ?? "";
const physicalPath: Compute = ({ context }) => context.getPhysicalPath() ?? "";

function protocol({ request }: VariableSource): string {
  const { majorVersion, minorVersion } = request.getHttpVersion();
  return `HTTP/${majorVersion}.${minorVersion}`;
}

function port({ arrived, secure }: VariableSource): string {
  return arrived.port || (secure ? "443" : "80");
}

/** Empty while nobody can know: a body that comes in chunks says nothing of its length. */
function contentLength({ request }: VariableSource): string {
  return request.headers.get("content-length") ?? (request.request.body === null ? "0" : "");
}

/** Whether the handler entry wants path info to be what stands behind the script's name alone. */
const splits: (source: VariableSource) => boolean = ({ context }) =>
  context.getScriptMap()?.getAllowPathInfoForScriptMappings() ?? false;

function pathInfo(source: VariableSource): string {
  const path = decodePath(source.url.pathname);
  if (!splits(source)) return path;
  const script = decodePath(source.context.getScriptName());
  return path.startsWith(script) ? path.slice(script.length) : "";
}

function pathTranslated(source: VariableSource): string {
  const { context } = source;
  if (!splits(source)) return physicalPath(source);
  const info = pathInfo(source);
  return info === "" ? "" : context.mapPath(info).physicalPath;
}

/** What SetUrl has replaced. A module that says otherwise is believed, a client only as long as nothing was replaced. */
function originalUrl({ request, arrived }: VariableSource): string | null {
  const { headers, url } = request;
  const said = headers.get("x-original-url");
  const believed = !url.changed || headers.changedNames().includes("x-original-url");
  return believed ? said : arrived.pathname + arrived.search;
}

/** The version of the protocol, for a request that can become a WebSocket. */
function webSocketVersion({ context }: VariableSource): string | null {
  const socket = context.getNamedContextContainer().getNamedContext(IIS_WEBSOCKET);
  return socket === null ? null : "13";
}

/** Variables of the request. */
export const requestVariables = (): Readonly<Record<string, Compute>> => ({
  CACHE_URL: (source) =>
    `${source.arrived.protocol}//${source.arrived.hostname}:${port(source)}` +
    source.url.pathname + source.url.search,
  CONTENT_LENGTH: contentLength,
  CONTENT_TYPE: ({ request }) => request.headers.get("content-type") ?? "",
  FORWARDED_URL: ({ request }) => request.getForwardedUrl() ?? "",
  HTTP_METHOD: method,
  HTTP_URL: ({ url }) => url.pathname + url.search,
  HTTP_VERSION: protocol,
  LOCAL_ADDR: localAddress,
  PATH_INFO: pathInfo,
  PATH_TRANSLATED: pathTranslated,
  QUERY_STRING: ({ url }) => url.search.slice(1),
  REMOTE_ADDR: ({ request }) => request.getRemoteAddress()?.address ?? "",
  // Nobody looks names up; the page then wants it empty.
  REMOTE_HOST: () => "",
  REMOTE_PORT: ({ request }) => String(request.getRemoteAddress()?.port || ""),
  REQUEST_FILENAME: physicalPath,
  REQUEST_FLAGS: ({ request }) => String(request.getRawHttpRequest().flags),
  REQUEST_METHOD: method,
  REQUEST_URI: ({ url }) => url.pathname + url.search,
  SCRIPT_FILENAME: physicalPath,
  SCRIPT_NAME: ({ context }) => decodePath(context.getScriptName()),
  SCRIPT_TRANSLATED: ({ context }) => context.getScriptTranslated() ?? "",
  SERVER_ADDR: localAddress,
  SERVER_NAME: ({ arrived }) => arrived.hostname,
  SERVER_PORT: (source) => String(source.request.getLocalAddress()?.port || port(source)),
  SERVER_PORT_SECURE: ({ secure }) => (secure ? "1" : "0"),
  SERVER_PROTOCOL: protocol,
  UNENCODED_URL: ({ arrived }) => arrived.pathname + arrived.search,
  URL: ({ url }) => decodePath(url.pathname),
});

/** Variables that can be missing: then the name is as good as unknown. */
export const OPTIONAL_VARIABLES: Readonly<
  Record<string, (source: VariableSource) => string | null>
> = {
  HTTP_X_ORIGINAL_URL: originalUrl,
  [IIS_WEBSOCKET_SERVER_VARIABLE]: webSocketVersion,
  WEBSOCKET_VERSION: webSocketVersion,
};

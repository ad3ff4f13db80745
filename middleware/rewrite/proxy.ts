// Where does a URL lead? To another server: the request is passed on, and its answer is the answer.
import {
  ERROR_HANDLE_EOF,
  FAILED,
  HRESULT_FROM_WIN32,
  HttpDataChunkFromFileHandle,
  type IHttpContext,
  type IHttpContext4,
  type IHttpRequest4,
  type IHttpResponse4,
} from "../../mod.ts";
import type { ProxyOptions } from "./options.ts";

/** Headers of one connection, which never go on to the next one. */
const OF_THE_CONNECTION = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
const PIECE = 65_536;
const END_OF_BODY = HRESULT_FROM_WIN32(ERROR_HANDLE_EOF);

/** Asks another server, and makes its answer that of the request. */
export async function passOn(
  context: IHttpContext4,
  href: string,
  options: ProxyOptions,
): Promise<void> {
  const response = context.getResponse();
  const ask = options.fetch ?? fetch;
  let answer: Response;
  // Whoever fetches throws an error of his own in the place of that of the body.
  let isBroken = false;
  try {
    answer = await ask(outgoing(context, href, options, () => isBroken = true));
  } catch (error) {
    if (isBroken) return refuse(response);
    response.setStatus(502, "Bad Gateway", 3, undefined, error);
    return;
  }
  response.setStatus(answer.status, answer.statusText);
  const headers = new Headers(answer.headers);
  removeConnectionHeaders(headers);
  // A runtime that fetches decodes what was encoded, and leaves the headers of the encoded form.
  if (
    answer.headers.has("Content-Encoding") && answer.body !== null && options.fetch === undefined
  ) {
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
  }
  for (const [name, value] of headers) response.setHeader(name, value, name !== "set-cookie");
  if (options.reverseRewriteHostInResponseHeaders !== false) reverseLocation(context, href);
  if (answer.body === null) return;
  response.writeEntityChunks(
    [
      { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: answer.body },
    ],
    true,
    true,
  );
}

/** A body that has broken is the client's fault, unless the core has said more of it. */
function refuse(response: IHttpResponse4): void {
  if (response.getStatus().statusCode < 400) response.setStatus(400, "Bad Request");
}

function outgoing(
  context: IHttpContext4,
  href: string,
  options: ProxyOptions,
  broken: () => void,
): Request {
  const request = context.getRequest();
  const method = request.getHttpMethod();
  const headers = headersOf(context);
  removeConnectionHeaders(headers);
  const host = request.getHeader("Host");
  headers.delete("Host");
  if (options.preserveHostHeader === true && host !== null) headers.set("Host", host);
  const client = request.getRemoteAddress()?.address;
  if (client !== undefined) headers.append("X-Forwarded-For", client);
  // Nobody waits for an answer whose client has left.
  const { signal } = context;
  const init: RequestInit & { duplex?: "half" } = { method, headers, redirect: "manual", signal };
  const body = method === "GET" || method === "HEAD" ? null : bodyOf(request, broken);
  // Of a body that a module has read from, or of which nothing goes on, it is not the length.
  const length = body === null ? 0 : request.getRemainingEntityBytes();
  if (headers.get("Content-Length") !== String(length)) headers.delete("Content-Length");
  if (body !== null) Object.assign(init, { body, duplex: "half" });
  return new Request(href, init);
}

/** The headers as they stand now, rules included. */
function headersOf(context: IHttpContext): Headers {
  const headers = new Headers();
  for (const line of (context.getServerVariable("ALL_RAW").value ?? "").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}

function removeConnectionHeaders(headers: Headers): void {
  for (const name of (headers.get("Connection") ?? "").split(",")) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim())) headers.delete(name.trim());
  }
  for (const name of OF_THE_CONNECTION) headers.delete(name);
}

/** The body, read when the other server takes it; null where there is none. One that breaks must not look whole there. */
function bodyOf(request: IHttpRequest4, broken: () => void): ReadableStream<Uint8Array> | null {
  if (request.getRemainingEntityBytes() === 0) return null;
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(PIECE);
      const { hr, bytesReceived } = await request.readEntityBody(buffer, false);
      if (bytesReceived > 0) controller.enqueue(buffer.subarray(0, bytesReceived));
      if (hr === END_OF_BODY) return controller.close();
      if (!FAILED(hr)) return;
      broken();
      controller.error(new Error("The body of the request has broken"));
    },
  }, { highWaterMark: 0 });
}

/** A redirection of the other server to itself leads to this one. */
function reverseLocation(context: IHttpContext, href: string): void {
  const response = context.getResponse();
  const location = response.getHeader("Location");
  if (location === null || !URL.canParse(location, href)) return;
  const target = new URL(location, href);
  if (target.host !== new URL(href).host || !/^[a-z]+:/i.test(location)) return;
  const secure = context.getServerVariable("HTTPS").value?.toLowerCase() === "on";
  const host = context.getRequest().getHeader("Host") ??
    context.getServerVariable("SERVER_NAME").value ?? "";
  const origin = `http${secure ? "s" : ""}://${host}`;
  response.setHeader("Location", origin + target.pathname + target.search + target.hash, true);
}

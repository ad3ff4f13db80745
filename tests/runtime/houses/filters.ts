// What does an ISAPI filter do to a request? Rooms with one filter each; what it is told at the end goes into the ledger.
import { createWebServer } from "../../../mod.ts";
import * as ISAPI from "../../../isapi.ts";
import { type House, ledger, sleep } from "./_kit.ts";

type Pfc = ISAPI.HTTP_FILTER_CONTEXT;
type Proc = (pfc: Pfc, notification: never, type: number) => number | void;

const filter = (flags: number, proc: Proc) =>
  ISAPI.isapiFilter({
    getFilterVersion(version) {
      version.filterVersion = ISAPI.HTTP_FILTER_REVISION;
      version.flags = flags;
      return true;
    },
    httpFilterProc: (pfc, type, notification) =>
      proc(pfc, notification as never, type) ?? ISAPI.SF_STATUS_REQ_NEXT_NOTIFICATION,
  });

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Changes bytes as if they were text. */
const change = (raw: ISAPI.HTTP_FILTER_RAW_DATA, by: (text: string) => string): void => {
  raw.inData = encoder.encode(by(decoder.decode(raw.inData)));
};

function answer(pfc: Pfc, status: string, text: string): void {
  pfc.serverSupportFunction(pfc, ISAPI.SF_REQ_SEND_RESPONSE_HEADER, status, "X-Own: yes\r\n\r\n");
  pfc.writeClient(pfc, text);
}

const filters = {
  heads: filter(
    ISAPI.SF_NOTIFY_PREPROC_HEADERS | ISAPI.SF_NOTIFY_SEND_RESPONSE,
    (pfc, heads: ISAPI.HTTP_FILTER_PREPROC_HEADERS, type) => {
      const preproc = type === ISAPI.SF_NOTIFY_PREPROC_HEADERS;
      if (preproc) heads.setHeader(pfc, "url", "/filters/elsewhere?x=1");
      else heads.setHeader(pfc, "status", "203 Through a filter");
      heads.addHeader(pfc, "X-Filter:", preproc ? "in" : "out");
    },
  ),
  finished: filter(ISAPI.SF_NOTIFY_PREPROC_HEADERS, (pfc) => {
    answer(pfc, "403 Forbidden", "not here");
    return ISAPI.SF_STATUS_REQ_FINISHED;
  }),
  error: filter(ISAPI.SF_NOTIFY_PREPROC_HEADERS, () => ISAPI.SF_STATUS_REQ_ERROR),
  denied: filter(ISAPI.SF_NOTIFY_ACCESS_DENIED, (pfc) => {
    answer(pfc, "302 Found", "");
    pfc.addResponseHeaders(pfc, "Location: /login\r\n");
    return ISAPI.SF_STATUS_REQ_FINISHED_KEEP_CONN;
  }),
  read: filter(ISAPI.SF_NOTIFY_READ_RAW_DATA, (_pfc, raw: ISAPI.HTTP_FILTER_RAW_DATA) => {
    if (decoder.decode(raw.inData).includes("end")) return change(raw, (text) => `<${text}>`);
    return ISAPI.SF_STATUS_REQ_READ_NEXT;
  }),
  raw: filter(
    ISAPI.SF_NOTIFY_SEND_RAW_DATA,
    (_pfc, raw: ISAPI.HTTP_FILTER_RAW_DATA) =>
      change(
        raw,
        (text) =>
          text.startsWith("HTTP/")
            ? text.replace(/x-app: .*\r\n/i, "X-Raw: written\r\n")
            : text.toUpperCase(),
      ),
  ),
  log: filter(
    ISAPI.SF_NOTIFY_LOG | ISAPI.SF_NOTIFY_END_OF_REQUEST | ISAPI.SF_NOTIFY_END_OF_NET_SESSION,
    (pfc, log: ISAPI.HTTP_FILTER_LOG | null, type) => {
      const seen =
        (ledger[`filters ${pfc.getServerVariable(pfc, "QUERY_STRING").value}`] ??= []) as unknown[];
      const told = log as ISAPI.HTTP_FILTER_LOG | null;
      seen.push(type, ...(told === null ? [] : [told.target, told.httpStatus, told.bytesSent]));
    },
  ),
};

/** Answers in pieces what the request has said. */
async function app(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === "/filters/denied") return new Response("denied", { status: 401 });
  const said = request.body === null ? `${url.pathname}${url.search}` : await request.text();
  const filtered = request.headers.get("X-Filter") ?? "";
  let left = [said, "|", filtered];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sleep(5);
      const [first, ...rest] = left;
      if (first === undefined) return controller.close();
      controller.enqueue(encoder.encode(first));
      left = rest;
    },
  });
  return new Response(body, { headers: { "X-App": "yes" } });
}

const houses = Object.fromEntries(
  Object.entries(filters).map((
    [name, module],
  ) => [name, createWebServer({ modules: module, app: { fetch: app } })]),
);

export const isapiFilters: House = (request, env, context) => {
  const room = new URL(request.url).pathname.split("/")[2];
  return houses[room]?.fetch(request, env, context) ?? new Response(null, { status: 404 });
};

// What does an extension learn, and tell? Fields of the control block, server variables, and the small requests.
import {
  defineModule,
  GUID_IIS_ISAPI_TRACE_PROVIDER,
  type HTTP_TRACE_CONFIGURATION,
  type IHttpContext,
} from "../../mod.ts";
import {
  HSE_APP_FLAG_IN_PROCESS,
  HSE_APPEND_LOG_PARAMETER,
  HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK,
  HSE_REQ_GET_CERT_INFO_EX,
  HSE_REQ_GET_TRACE_INFO,
  HSE_REQ_GET_TRACE_INFO_EX,
  HSE_REQ_IS_CONNECTED,
  HSE_REQ_IS_IN_PROCESS,
  HSE_REQ_IS_KEEP_CONN,
  HSE_REQ_RAISE_TRACE_EVENT,
  HSE_REQ_REPORT_UNHEALTHY,
  HSE_STATUS_SUCCESS,
} from "../../isapi.ts";
import { httpLogging } from "../../middleware/http-logging/index.ts";
import { assertEquals } from "../_assert.ts";
import { traceEvent, traceQuestion } from "../_trace-event.ts";
import { INVALID_PARAMETER, NOT_FOUND, NOT_SUPPORTED } from "../_win32.ts";
import { ask, type Ecb, isapiHouse, look } from "./_isapi.ts";
import { tracing } from "./_notes.ts";

Deno.test("HSE_APPEND_LOG_PARAMETER: and logData, cut at 80 bytes, are found in LOG_DATA by the log", async () => {
  const seen: unknown[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void seen.push(context.getServerVariable("LOG_DATA").value),
  });
  const { get } = isapiHouse((ecb) => {
    if (ecb.queryString === "none") return HSE_STATUS_SUCCESS;
    seen.push(ask(ecb, HSE_APPEND_LOG_PARAMETER, "one+").ret);
    seen.push(ask(ecb, HSE_APPEND_LOG_PARAMETER, 1).error);
    ecb.logData = `${"x".repeat(79)}ä`;
    seen.push(ecb.logData.length);
    return HSE_STATUS_SUCCESS;
  }, log);
  await get("/a.dll");
  await get("/a.dll?none");
  assertEquals(seen, [true, INVALID_PARAMETER, 79, `one+${"x".repeat(79)}`, null]);
});

Deno.test("HSE_APPEND_LOG_PARAMETER: and logData stand behind the query in the access log", async () => {
  const lines: string[] = [];
  const { get } = isapiHouse(
    (ecb) => {
      ask(ecb, HSE_APPEND_LOG_PARAMETER, "&more");
      ecb.logData = " said";
      return HSE_STATUS_SUCCESS;
    },
    httpLogging({
      logFile: { logExtFileFlags: "UriQuery", flushByEntryCountW3CLog: 1 },
      sink: (some) => void lines.push(...some),
    }),
  );
  await get("/a.dll?x=1");
  assertEquals(lines.at(-1), "x=1&more+said");
});

Deno.test("HSE_APPEND_LOG_PARAMETER: an extension that throws has said it all the same; behind the end nobody hears", async () => {
  const seen: unknown[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void seen.push(context.getServerVariable("LOG_DATA").value),
  });
  let block: Ecb | undefined;
  const { get } = isapiHouse((ecb) => {
    block = ecb;
    ask(ecb, HSE_APPEND_LOG_PARAMETER, "one+");
    ecb.logData = "two";
    throw new Error("broke");
  }, log);
  await get("/a.dll");
  block!.logData = "three";
  assertEquals(seen, ["one+two"]);
});

Deno.test("HSE_REQ_IS_KEEP_CONN: what client and extension want of the connection", async () => {
  const keeps = (ecb: Ecb) => ask<{ keepConn: boolean }>(ecb, HSE_REQ_IS_KEEP_CONN).keepConn;
  assertEquals(await look(keeps), true);
  assertEquals(await look(keeps, "/a.dll", { headers: { Connection: "close" } }), false);
  const closed = await look((ecb) => {
    ask(ecb, 1016, { status: null, header: null, keepConn: false });
    return keeps(ecb);
  });
  assertEquals(closed, false);
});

Deno.test("HSE_REQ_IS_CONNECTED: false once the client has left", async () => {
  const connected = (ecb: Ecb) => ask<{ connected: boolean }>(ecb, HSE_REQ_IS_CONNECTED).connected;
  assertEquals(await look(connected), true);
  const gone = AbortSignal.abort();
  assertEquals(await look(connected, "/a.dll", { signal: gone }), false);
});

Deno.test("HSE_REQ_IS_IN_PROCESS: always in the process of the server", async () => {
  const seen = await look((ecb) => ask<{ appFlag: number }>(ecb, HSE_REQ_IS_IN_PROCESS));
  assertEquals(seen, { ret: true, error: 0, appFlag: HSE_APP_FLAG_IN_PROCESS });
});

Deno.test("HSE_REQ_REPORT_UNHEALTHY: the host hears of it", async () => {
  const { get, server } = isapiHouse((ecb) => {
    assertEquals(ask(ecb, HSE_REQ_REPORT_UNHEALTHY, 7).error, INVALID_PARAMETER);
    assertEquals(ask(ecb, HSE_REQ_REPORT_UNHEALTHY, "out of ink").ret, true);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(server.healthCheck().healthy, true);
  await get("/a.dll");
  assertEquals(server.healthCheck().healthy, false);
});

Deno.test("HSE_REQ_GET_CERT_INFO_EX: ERROR_NOT_FOUND without a certificate", async () => {
  const { ret, error } = await look((ecb) => ask(ecb, HSE_REQ_GET_CERT_INFO_EX));
  assertEquals([ret, error], [false, NOT_FOUND]);
});

Deno.test("HSE_REQ_GET_CERT_INFO_EX: the certificate that the runtime tells of", async () => {
  let seen: unknown;
  const { server } = isapiHouse((ecb) => {
    seen = ask(ecb, HSE_REQ_GET_CERT_INFO_EX);
    return HSE_STATUS_SUCCESS;
  });
  const request = new Request("https://localhost/a.dll");
  const tlsClientAuth = {
    certPresented: "1",
    certVerified: "SUCCESS",
    certRevoked: "0",
    certSubjectDN: "CN=client",
    certIssuerDN: "CN=issuer",
    certSerial: "01",
  };
  Object.defineProperty(request, "cf", { value: { tlsVersion: "TLSv1.3", tlsClientAuth } });
  await server.fetch(request);
  const { ret, cert } = seen as { ret: boolean; cert: { certContext: object } };
  assertEquals([ret, cert.certContext], [
    true,
    { certEncodingType: 1, certEncoded: new Uint8Array(0) },
  ]);
});

Deno.test("HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK: answers as FlushKernelCache does", async () => {
  let seen: number | undefined;
  const { get, server } = isapiHouse((ecb) => {
    const { callback } = ask<{ callback: (url: string) => number }>(
      ecb,
      HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK,
    );
    seen = callback("http://localhost/x");
    return HSE_STATUS_SUCCESS;
  });
  await get("/a.dll");
  assertEquals(seen, server.httpServer.flushKernelCache("http://localhost/x"));
});

Deno.test("HSE_REQ_GET_TRACE_INFO: whether anybody listens, and the activity of the request", async () => {
  const seen: unknown[] = [];
  const noteActivity = defineModule({
    name: "Note",
    onBeginRequest: (context: IHttpContext) =>
      void seen.push(context.getTraceContext().getTraceActivityId()),
  });
  const see = (ecb: Ecb) => {
    const { info } = ask<{ info: { traceRequest: boolean; traceContextId: Uint8Array } }>(
      ecb,
      HSE_REQ_GET_TRACE_INFO,
    );
    const hex = [...info.traceContextId].map((b) => b.toString(16).padStart(2, "0")).join("");
    seen.push(info.traceRequest, hex);
    return HSE_STATUS_SUCCESS;
  };
  await isapiHouse(see, noteActivity).get("/a.dll");
  const [guid, traced, hex] = seen;
  assertEquals([traced, hex], [false, String(guid).replace(/[^0-9a-f]/gi, "").toLowerCase()]);
});

Deno.test("HSE_REQ_GET_TRACE_INFO_EX, HSE_REQ_RAISE_TRACE_EVENT: the trace context of the request", async () => {
  const { events, trace } = tracing();
  const config = traceQuestion(GUID_IIS_ISAPI_TRACE_PROVIDER);
  const event = traceEvent(GUID_IIS_ISAPI_TRACE_PROVIDER, "MY_EXTENSION_EVENT");
  const seen = await look(
    (ecb) => [
      ask<{ config: HTTP_TRACE_CONFIGURATION }>(ecb, HSE_REQ_GET_TRACE_INFO_EX, config),
      ask(ecb, HSE_REQ_GET_TRACE_INFO_EX, { ...config, providerGuid: null }).error,
      ask(ecb, HSE_REQ_GET_TRACE_INFO_EX, null).error,
      ask(ecb, HSE_REQ_RAISE_TRACE_EVENT, event),
      ask(ecb, HSE_REQ_RAISE_TRACE_EVENT, null).error,
    ],
    "/a.dll",
    {},
    { trace },
  );
  const [first, ...rest] = seen;
  assertEquals((first as { ret: boolean }).ret, true);
  assertEquals(rest, [
    INVALID_PARAMETER,
    INVALID_PARAMETER,
    { ret: true, error: 0 },
    INVALID_PARAMETER,
  ]);
  assertEquals(events.filter(({ name }) => name === "MY_EXTENSION_EVENT").length, 1);
});

Deno.test("ServerSupportFunction: what belongs to Windows is ERROR_NOT_SUPPORTED, what is no request ERROR_INVALID_PARAMETER", async () => {
  const windows = [1002, 1007, 1011, 1038, 1041, 1046, 1047, 1048, 1050];
  const seen = await look((ecb) => windows.map((code) => ask(ecb, code).error));
  assertEquals(seen, windows.map(() => NOT_SUPPORTED));
  const unknown = [0, 5, 1000, 1004, 9999, "x" as never];
  const others = await look((ecb) => unknown.map((code) => ask(ecb, code).error));
  assertEquals(others, unknown.map(() => INVALID_PARAMETER));
});

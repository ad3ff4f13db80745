// How does an old extension feel at home? Questions about connection, process, certificate and trace; texts for log and health.
import {
  E_FAIL,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_FOUND,
  FAILED,
  NO_ERROR,
} from "../terms/hresult.ts";
import { HSE_APP_FLAG_IN_PROCESS } from "../terms/hse-flags.ts";
import type { CERT_CONTEXT_EX, HSE_TRACE_INFO } from "../terms/hse-structs.ts";
import {
  GUID_IIS_ISAPI_TRACE_PROVIDER,
  type HTTP_TRACE_CONFIGURATION,
  type HTTP_TRACE_EVENT,
} from "../terms/trace-context.ts";
import { done, failed, resultOf, win32Of } from "./hse-result.ts";
import type { Support } from "./support.ts";

const X509 = 1;

/** HSE_REQ_IS_KEEP_CONN */
export const isKeepConn: Support = ({ context, output }) => {
  const request = context.getRequest();
  const { majorVersion, minorVersion } = request.getHttpVersion();
  const said = request.getHeader("Connection") ?? "";
  const old = majorVersion === 1 && minorVersion === 0;
  const wished = old ? /\bkeep-alive\b/i.test(said) : !/\bclose\b/i.test(said);
  return Object.assign(done(), { keepConn: output.keepsConnection && wished });
};

/** HSE_REQ_IS_CONNECTED */
export const isConnected: Support = ({ context, output }) =>
  Object.assign(done(), { connected: !output.closed && context.getConnection().isConnected() });

/** HSE_REQ_IS_IN_PROCESS */
export const isInProcess: Support = () =>
  Object.assign(done(), { appFlag: HSE_APP_FLAG_IN_PROCESS });

/** HSE_REQ_GET_CERT_INFO_EX */
export const certificate: Support = ({ context }) => {
  const { hr, clientCertInfo } = context.getRequest().getClientCertificate();
  const cert: CERT_CONTEXT_EX = {
    certContext: {
      certEncodingType: X509,
      certEncoded: clientCertInfo?.certEncoded ?? new Uint8Array(0),
    },
    certificateFlags: clientCertInfo?.certFlags ?? 0,
  };
  const missing = FAILED(hr) ? win32Of(hr) : ERROR_NOT_FOUND;
  return Object.assign(resultOf(clientCertInfo === null ? missing : NO_ERROR), { cert });
};

/** HSE_APPEND_LOG_PARAMETER */
export const appendLog: Support = ({ log }, text) => {
  if (typeof text !== "string") return failed(ERROR_INVALID_PARAMETER);
  log.append(text);
  return done();
};

/** HSE_REQ_REPORT_UNHEALTHY */
export const reportUnhealthy: Support = ({ server }, reason = null) => {
  if (reason !== null && typeof reason !== "string") return failed(ERROR_INVALID_PARAMETER);
  server.reportUnhealthy(reason ?? "", E_FAIL);
  return done();
};

/** HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK */
export const invalidation: Support = ({ server }) =>
  Object.assign(done(), { callback: (url: string) => server.flushKernelCache(url) });

/** HSE_REQ_GET_TRACE_INFO */
export const traceInfo: Support = ({ context }) => {
  const trace = context.getTraceContext();
  const { httpTraceConfiguration } = trace.getTraceConfiguration({
    providerGuid: GUID_IIS_ISAPI_TRACE_PROVIDER,
    areas: 0xFFFFFFFF,
    verbosity: 0,
    providerEnabled: false,
  });
  const info: HSE_TRACE_INFO = {
    traceRequest: httpTraceConfiguration.providerEnabled,
    traceContextId: bytesOfGuid(trace.getTraceActivityId()),
  };
  return Object.assign(done(), { info });
};

/** HSE_REQ_GET_TRACE_INFO_EX */
export const traceInfoEx: Support = ({ context }, config) => {
  if (typeof config !== "object" || config === null) return failed(ERROR_INVALID_PARAMETER);
  const wanted = config as HTTP_TRACE_CONFIGURATION;
  const { hr, httpTraceConfiguration } = context.getTraceContext().getTraceConfiguration(wanted);
  return Object.assign(resultOf(win32Of(hr)), { config: httpTraceConfiguration });
};

/** HSE_REQ_RAISE_TRACE_EVENT */
export const raiseTraceEvent: Support = ({ context }, event) => {
  if (typeof event !== "object" || event === null) return failed(ERROR_INVALID_PARAMETER);
  return resultOf(win32Of(context.getTraceContext().raiseTraceEvent(event as HTTP_TRACE_EVENT)));
};

/** The bytes of a GUID, in the order in which it is written. */
function bytesOfGuid(guid: string): Uint8Array {
  const digits = guid.replace(/[^0-9a-f]/gi, "").padEnd(32, "0");
  return Uint8Array.from({ length: 16 }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

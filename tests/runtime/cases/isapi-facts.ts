// Is what an extension learns the same everywhere? Each request of ServerSupportFunction that answers at once.
import { assertEquals } from "../../_assert.ts";
import type { Case } from "../_client.ts";

const good = { ret: true, error: 0 };

/** What a request that answers at once has to answer; a function looks at parts of it. */
const FACTS: Record<string, object | ((answer: Record<string, never>) => void)> = {
  HSE_REQ_IS_KEEP_CONN: { ...good, keepConn: true },
  HSE_REQ_IS_CONNECTED: { ...good, connected: true },
  HSE_REQ_IS_IN_PROCESS: { ...good, appFlag: 0 },
  HSE_REQ_MAP_URL_TO_PATH: ({ ret, path }) => assertEquals([ret, path], [true, "/dir/file.txt"]),
  HSE_REQ_MAP_UNICODE_URL_TO_PATH: ({ path }) => assertEquals(path, "/dir/file.txt"),
  HSE_REQ_MAP_URL_TO_PATH_EX: ({ info }) => assertEquals(info, MAPPED),
  HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX: ({ info }) => assertEquals(info, MAPPED),
  HSE_REQ_NORMALIZE_URL: { ...good, url: "/b c" },
  HSE_REQ_GET_CERT_INFO_EX: ({ ret }) => assertEquals(ret, false),
  HSE_REQ_GET_EXEC_URL_STATUS: { ret: false, error: 1168 },
  HSE_REQ_CANCEL_IO: { ret: false, error: 1168 },
  HSE_REQ_GET_TRACE_INFO: ({ ret }) => assertEquals(ret, true),
  HSE_REQ_GET_TRACE_INFO_EX: ({ ret }) => assertEquals(ret, true),
  HSE_REQ_RAISE_TRACE_EVENT: ({ ret }) => assertEquals(ret, true),
  HSE_REQ_REPORT_UNHEALTHY: good,
  HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK: { ...good, callback: "function" },
  HSE_REQ_IO_COMPLETION: good,
  HSE_REQ_SET_FLUSH_FLAG: good,
  HSE_APPEND_LOG_PARAMETER: good,
  HSE_REQ_GET_CONFIG_OBJECT: { ret: false, error: 50 },
  variable: { ...good, value: "GET" },
  fields: {
    version: 0x80000,
    method: "GET",
    queryString: "a=%20b",
    pathInfo: "/isapi/facts",
    contentType: "",
    totalBytes: 0,
    httpStatusCode: 200,
  },
};
const MAPPED = { path: "/dir/file.txt", flags: 513, matchingPath: 13, matchingURL: 13 };

export const facts: Case[] = Object.entries(FACTS).map(([name, expected]) => ({
  title: `ISAPI: ${name} answers at once`,
  async run(client) {
    const answer = JSON.parse((await client.get("/isapi/facts?a=%20b")).text)[name];
    if (typeof expected === "function") expected(answer);
    else assertEquals(answer, expected);
  },
}));

// What does an answer of an ISAPI filter do? One test for each SF_STATUS_*, and for what is none of them.
import { defineModule, memoryFiles } from "../../mod.ts";
import {
  type HTTP_FILTER_URL_MAP,
  SF_NOTIFY_ACCESS_DENIED,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_LOG,
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
  SF_NOTIFY_URL_MAP,
  SF_REQ_SEND_RESPONSE_HEADER,
  SF_STATUS_REQ_ERROR,
  SF_STATUS_REQ_FINISHED,
  SF_STATUS_REQ_FINISHED_KEEP_CONN,
  SF_STATUS_REQ_HANDLED_NOTIFICATION,
  SF_STATUS_REQ_NEXT_NOTIFICATION,
  SF_STATUS_REQ_READ_NEXT,
} from "../../isapi.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { filter, filterHouse, type Pfc, support } from "./_isapi-filter.ts";
import { noting, turn } from "./_notes.ts";

const PREPROC = SF_NOTIFY_PREPROC_HEADERS;

/** Answers in place of everybody else. */
function answer(pfc: Pfc, status: number): number {
  support(pfc, SF_REQ_SEND_RESPONSE_HEADER, "403 Forbidden", "Content-Type: text/plain\r\n\r\n");
  pfc.writeClient(pfc, "not here");
  return status;
}

for (
  const [name, status, connection] of [
    ["SF_STATUS_REQ_FINISHED", SF_STATUS_REQ_FINISHED, "close"],
    ["SF_STATUS_REQ_FINISHED_KEEP_CONN", SF_STATUS_REQ_FINISHED_KEEP_CONN, null],
  ] as const
) {
  Deno.test(`${name}: the filter's answer leaves, LOG and END run, connection ${connection}`, async () => {
    const seen: string[] = [];
    const finishing = filter(PREPROC, (pfc) => answer(pfc, status));
    const noted = ["onBeginRequest", "onAuthorizeRequest", "onLogRequest", "onEndRequest"] as const;
    const response = await filterHouse([finishing, noting("M", seen, noted)]).get("/");
    assertEquals([response.status, await response.text()], [403, "not here"]);
    assertEquals(response.headers.get("content-type"), "text/plain");
    assertEquals(response.headers.get("connection"), connection);
    assertEquals(seen, ["M LogRequest", "M EndRequest"]);
  });
}

Deno.test("SF_STATUS_REQ_NEXT_NOTIFICATION: the next filter is called, then the app", async () => {
  const seen: string[] = [];
  const noted = (name: string) =>
    filter(PREPROC, () => {
      seen.push(name);
      return SF_STATUS_REQ_NEXT_NOTIFICATION;
    });
  assertEquals(await filterHouse([noted("a"), noted("b")]).text("/"), "app");
  assertEquals(seen, ["a", "b"]);
});

Deno.test("SF_STATUS_REQ_HANDLED_NOTIFICATION: no further filter hears of it, of others it does; modules and app go on", async () => {
  const seen: string[] = [];
  const both = PREPROC | SF_NOTIFY_END_OF_REQUEST;
  const handling = filter(
    both,
    (_pfc, _data, type) => type === PREPROC ? SF_STATUS_REQ_HANDLED_NOTIFICATION : undefined,
  );
  const second = filter(
    both,
    (_pfc, _data, type) => void seen.push(type === PREPROC ? "no" : "end"),
  );
  const { text } = filterHouse([handling, second, noting("M", seen, ["onBeginRequest"])]);
  assertEquals([await text("/"), await text("/")], ["app", "app"]);
  assertEquals(seen, ["M BeginRequest", "end", "M BeginRequest", "end"]);
});

Deno.test("SF_STATUS_REQ_HANDLED_NOTIFICATION: of a mapping it handles this one only", async () => {
  const seen: string[] = [];
  const handling = filter<HTTP_FILTER_URL_MAP>(
    SF_NOTIFY_URL_MAP | SF_NOTIFY_ORDER_HIGH,
    (_pfc, { url }) => url === "/a" ? SF_STATUS_REQ_HANDLED_NOTIFICATION : undefined,
  );
  const second = filter<HTTP_FILTER_URL_MAP>(
    SF_NOTIFY_URL_MAP,
    (_pfc, { url }) => void seen.push(url),
  );
  const asking = defineModule({
    name: "Asking",
    onAuthorizeRequest(context) {
      for (const url of ["/a", "/b", "/a", "/c"]) context.mapPath(url);
    },
  });
  await filterHouse([second, handling, asking], { files: memoryFiles({ "/a": "a" }) }).get("/");
  assertEquals(seen, ["/b", "/c"]);
});

Deno.test("SF_STATUS_REQ_ERROR: 500, the connection is closed, LOG and END run", async () => {
  const seen: string[] = [];
  const failing = filter(PREPROC, () => SF_STATUS_REQ_ERROR);
  const { get } = filterHouse([failing, noting("M", seen, ["onAuthorizeRequest", "onLogRequest"])]);
  const response = await get("/");
  assertEquals([response.status, response.headers.get("connection")], [500, "close"]);
  assertEquals(seen, ["M LogRequest"]);
});

Deno.test("SF_STATUS_REQ_ERROR: while the head leaves it is a 500 in its place", async () => {
  const failing = filter(SF_NOTIFY_SEND_RESPONSE, () => SF_STATUS_REQ_ERROR);
  const response = await filterHouse(failing).get("/");
  assertEquals([response.status, await response.text()], [500, ""]);
});

for (
  const [name, status, code] of [
    ["SF_STATUS_REQ_ERROR", SF_STATUS_REQ_ERROR, 0x80004005],
    ["SF_STATUS_REQ_FINISHED", SF_STATUS_REQ_FINISHED, 0x800703E3],
  ] as const
) {
  Deno.test(`${name} in SF_NOTIFY_URL_MAP: the mapping fails, and the request ends before the handler`, async () => {
    const ending = filter(SF_NOTIFY_URL_MAP, (pfc) => answer(pfc, status));
    const { seen, get } = filterHouse([ending, {
      name: "Asking",
      onBeginRequest: (context) => void seen.push((context.mapPath("/a").hr >>> 0).toString(16)),
      onAcquireRequestState: () => void seen.push("goes on"),
      onExecuteRequestHandler: () => void seen.push("never"),
    }]);
    const response = await get("/");
    assertEquals([response.status, await response.text()], [403, "not here"]);
    assertEquals(seen, [code.toString(16), "goes on"]);
  });
}

Deno.test("SF_STATUS_REQ_READ_NEXT: means nothing but NEXT_NOTIFICATION where no data is read", async () => {
  assertEquals(await filterHouse(filter(PREPROC, () => SF_STATUS_REQ_READ_NEXT)).text("/"), "app");
});

Deno.test("SF_STATUS_REQ_FINISHED in SF_NOTIFY_ACCESS_DENIED: an answer in place of the 401", async () => {
  const redirecting = filter(SF_NOTIFY_ACCESS_DENIED, (pfc) => {
    support(pfc, SF_REQ_SEND_RESPONSE_HEADER, "302 Found", "Location: /login\r\n\r\n");
    return SF_STATUS_REQ_FINISHED_KEEP_CONN;
  });
  const { get } = filterHouse(redirecting, {
    app: {
      fetch: () => new Response("denied", { status: 401, headers: { "WWW-Authenticate": "x" } }),
    },
  });
  const response = await get("/");
  assertEquals([response.status, await response.text()], [302, ""]);
  assertEquals(response.headers.get("location"), "/login");
  assertEquals(response.headers.get("www-authenticate"), null);
});

Deno.test("HttpFilterProc: a promise of a status is waited for", async () => {
  const slow = filter(PREPROC, async (pfc) => {
    await turn();
    return answer(pfc, SF_STATUS_REQ_FINISHED_KEEP_CONN);
  });
  assertEquals(await filterHouse(slow).text("/"), "not here");
});

Deno.test("HttpFilterProc: what is no status, and what it throws, end the request with 500 and say why", async () => {
  const cases: [() => number | Promise<number>, RegExp][] = [
    [
      () => 42,
      /httpFilterProc of ISAPI filter &#34;IsapiFilterModule&#34; answered with 42, wished for one of SF_STATUS_/,
    ],
    [() => Promise.reject(new Error("broke")), /broke/],
  ];
  for (const [answered, said] of cases) {
    const { get } = filterHouse(filter(PREPROC, answered), { development: true });
    const response = await get("/", { headers: { Accept: "text/html" } });
    assertEquals(response.status, 500);
    assertMatch(await response.text(), said);
  }
});

Deno.test("HttpFilterProc: what it throws behind the last byte disturbs nobody", async () => {
  const lines: unknown[] = [];
  const { error } = console;
  console.error = (...line) => void lines.push(line.join(" "));
  try {
    const throwing = filter(SF_NOTIFY_LOG, () => {
      throw new Error("in the log");
    });
    assertEquals(await filterHouse(throwing).text("/"), "app");
    await turn();
  } finally {
    console.error = error;
  }
  assertEquals(lines.length, 1);
  assertMatch(String(lines[0]), /in the log/);
});

// What can an ISAPI filter call? The functions of its context, and one test for each SF_REQ_*.
import { defineModule, RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import {
  HTTP_FILTER_REVISION,
  SF_NOTIFY_AUTH_COMPLETE,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
  SF_PROPERTY_INSTANCE_NUM_ID,
  SF_PROPERTY_SSL_CTXT,
  SF_REQ_ADD_HEADERS_ON_DENIAL,
  SF_REQ_DISABLE_NOTIFICATIONS,
  SF_REQ_GET_CONNID,
  SF_REQ_GET_PROPERTY,
  SF_REQ_NORMALIZE_URL,
  SF_REQ_SEND_RESPONSE_HEADER,
  SF_REQ_SET_CERTIFICATE_INFO,
  SF_REQ_SET_NEXT_READ_SIZE,
  SF_REQ_SET_PROXY_INFO,
  SF_STATUS_REQ_FINISHED_KEEP_CONN,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { INVALID_PARAMETER, NOT_SUPPORTED } from "../_win32.ts";
import { filter, filterHouse, type Heads, type Pfc, support, utf8 } from "./_isapi-filter.ts";

const PREPROC = SF_NOTIFY_PREPROC_HEADERS;

/** What a filter sees that is called once, at the beginning of a GET of "/x?y". */
async function called<T>(proc: (pfc: Pfc) => T, options = {}): Promise<T> {
  let result: T | undefined;
  const { text } = filterHouse(filter(PREPROC, (pfc) => void (result = proc(pfc))), options);
  await text("/x?y");
  return result!;
}

Deno.test("HTTP_FILTER_CONTEXT.Revision, fIsSecurePort, pFilterContext", async () => {
  const { revision, isSecurePort, filterContext } = await called((pfc) => pfc);
  assertEquals([revision, isSecurePort, filterContext], [HTTP_FILTER_REVISION, false, null]);
});

Deno.test("HTTP_FILTER_CONTEXT.GetServerVariable: by name, and what there is none of", async () => {
  assertEquals(await called((pfc) => pfc.getServerVariable(pfc, "query_string")), {
    ret: true,
    error: 0,
    value: "y",
  });
  assertEquals(await called((pfc) => pfc.getServerVariable(pfc, "NO_SUCH")), {
    ret: false,
    error: 1413,
    value: "",
  });
});

Deno.test("HTTP_FILTER_CONTEXT: another context than its own is refused everywhere", async () => {
  const other = {} as Pfc;
  assertEquals(
    await called((pfc) => [
      pfc.getServerVariable(other, "URL"),
      pfc.addResponseHeaders(other, "X: y\r\n"),
      pfc.writeClient(other, "x"),
      pfc.serverSupportFunction(other, SF_REQ_NORMALIZE_URL, "/"),
    ]),
    [
      { ret: false, error: INVALID_PARAMETER, value: "" },
      false,
      { ret: false, error: INVALID_PARAMETER, bytes: 0 },
      { ret: false, error: INVALID_PARAMETER, data: null },
    ],
  );
});

Deno.test("HTTP_FILTER_CONTEXT.AddResponseHeaders: lines go beside those of others; malformed ones are refused", async () => {
  const adding = filter(PREPROC, (pfc) => {
    assert(pfc.addResponseHeaders(pfc, "X-A: 1\r\nX-B: 2\r\n", 0));
    assert(pfc.addResponseHeaders(pfc, "X-A: 3\r\n"));
    assert(!pfc.addResponseHeaders(pfc, "no colon\r\n"));
    assert(!pfc.addResponseHeaders(pfc, "X: 1\r\n\r\nbody"));
  });
  const { headers } = await filterHouse(adding).get("/");
  assertEquals([headers.get("x-a"), headers.get("x-b")], ["1, 3", "2"]);
});

Deno.test("HTTP_FILTER_CONTEXT.WriteClient: text and bytes, copied; what is neither is refused", async () => {
  const bytes = utf8("ytes");
  const seen: unknown[] = [];
  const writing = filter(PREPROC, (pfc) => {
    seen.push(pfc.writeClient(pfc, "Bü", 0), pfc.writeClient(pfc, bytes));
    seen.push(pfc.writeClient(pfc, 42 as never));
    bytes.fill(0);
    return SF_STATUS_REQ_FINISHED_KEEP_CONN;
  });
  assertEquals(await filterHouse(writing).text("/"), "Büytes");
  assertEquals(seen, [
    { ret: true, error: 0, bytes: 3 },
    { ret: true, error: 0, bytes: 4 },
    { ret: false, error: INVALID_PARAMETER, bytes: 0 },
  ]);
});

Deno.test("HTTP_FILTER_CONTEXT.WriteClient: a head written by hand is the head", async () => {
  const writing = filter(PREPROC, (pfc) => {
    pfc.addResponseHeaders(pfc, "X-Before: 1\r\n");
    pfc.writeClient(pfc, "HTTP/1.1 402 Payment Required\r\nX-Hand: made\r\n\r\nPay.");
    pfc.writeClient(pfc, " Now.");
    return SF_STATUS_REQ_FINISHED_KEEP_CONN;
  });
  const response = await filterHouse(writing).get("/");
  assertEquals([response.status, await response.text()], [402, "Pay. Now."]);
  assertEquals([response.headers.get("x-hand"), response.headers.get("x-before")], ["made", null]);
});

Deno.test("HTTP_FILTER_CONTEXT.AllocMem: so many bytes, all 0", async () => {
  assertEquals(await called((pfc) => pfc.allocMem(pfc, 3, 0)), new Uint8Array(3));
});

Deno.test("SF_REQ_SEND_RESPONSE_HEADER: once, in place of what was there; 200 OK where nothing is said", async () => {
  const seen: unknown[] = [];
  const heading = filter(SF_NOTIFY_END_OF_REQUEST, (pfc) => {
    seen.push(support(pfc, SF_REQ_SEND_RESPONSE_HEADER, "nonsense").error);
    seen.push(support(pfc, SF_REQ_SEND_RESPONSE_HEADER, null, "X-A: 1\r\n\r\nbody").error);
    seen.push(support(pfc, SF_REQ_SEND_RESPONSE_HEADER, "500 Again").error);
  });
  const { get } = filterHouse(heading, {
    app: { fetch: () => new Response("app", { status: 404, headers: { "X-App": "1" } }) },
  });
  const response = await get("/");
  assertEquals([response.status, await response.text()], [200, "body"]);
  assertEquals([response.headers.get("x-a"), response.headers.get("x-app")], ["1", null]);
  assertEquals(seen, [INVALID_PARAMETER, 0, 4317]);
});

Deno.test("SF_REQ_ADD_HEADERS_ON_DENIAL: with a 401 and with nothing else, whoever has said it", async () => {
  const announcing = filter(PREPROC, (pfc) => {
    support(pfc, SF_REQ_ADD_HEADERS_ON_DENIAL, "WWW-Authenticate: Custom\r\nX-Hint: h\r\n");
    assertEquals(support(pfc, SF_REQ_ADD_HEADERS_ON_DENIAL, "no colon").error, INVALID_PARAMETER);
  });
  const other = filter(SF_NOTIFY_SEND_RESPONSE, () => {});
  const denying = defineModule({
    name: "Denying",
    onAuthorizeRequest(context) {
      if (context.getScriptName() !== "/no") return;
      context.getResponse().setHeader("WWW-Authenticate", "Basic", true);
      context.getResponse().setStatus(401, "Unauthorized");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const { get } = filterHouse([announcing, other, denying]);
  const { status, headers } = await get("/no");
  assertEquals([status, headers.get("www-authenticate")], [401, "Basic, Custom"]);
  assertEquals(headers.get("x-hint"), "h");
  assertEquals((await get("/yes")).headers.get("x-hint"), null);
});

Deno.test("SF_REQ_GET_PROPERTY: the number of the site", async () => {
  const options = { site: { id: 7 } };
  const ask = (property: number) =>
    called((pfc) => support(pfc, SF_REQ_GET_PROPERTY, null, property), options);
  assertEquals(await ask(SF_PROPERTY_INSTANCE_NUM_ID), { ret: true, error: 0, data: 7 });
  assertEquals(await ask(SF_PROPERTY_SSL_CTXT), { ret: false, error: NOT_SUPPORTED, data: null });
  assertEquals(await ask(9), { ret: false, error: INVALID_PARAMETER, data: null });
});

Deno.test("SF_REQ_NORMALIZE_URL: plain text, dots resolved", async () => {
  const ask = (url: unknown) => called((pfc) => support(pfc, SF_REQ_NORMALIZE_URL, url));
  assertEquals(await ask("/a/../%62/./c?d"), { ret: true, error: 0, data: "/b/c?d" });
  assertEquals(await ask("/../etc"), { ret: false, error: 13, data: null });
  assertEquals((await ask(1)).error, INVALID_PARAMETER);
});

Deno.test("SF_REQ_DISABLE_NOTIFICATIONS: for this filter and this request, from now on", async () => {
  const seen: string[] = [];
  const flags = PREPROC | SF_NOTIFY_AUTH_COMPLETE | SF_NOTIFY_END_OF_REQUEST;
  const disabling = filter<Heads>(flags, (pfc, heads, type) => {
    seen.push(`a${type.toString(16)}`);
    if (type !== PREPROC || heads.getHeader(pfc, "url").value !== "/x") return;
    assert(support(pfc, SF_REQ_DISABLE_NOTIFICATIONS, null, SF_NOTIFY_AUTH_COMPLETE).ret);
    assertEquals(support(pfc, SF_REQ_DISABLE_NOTIFICATIONS, null, "x").error, INVALID_PARAMETER);
  });
  const other = filter(SF_NOTIFY_AUTH_COMPLETE, () => void seen.push("b"));
  const { get } = filterHouse([disabling, other]);
  await get("/x");
  await get("/y");
  assertEquals(seen, ["a4000", "b", "a80", "a4000", "a4000000", "b", "a80"]);
});

Deno.test("SF_REQ_SET_NEXT_READ_SIZE: a number of bytes", async () => {
  const ask = (size: unknown) =>
    called((pfc) => support(pfc, SF_REQ_SET_NEXT_READ_SIZE, null, size));
  assertEquals((await ask(100)).ret, true);
  assertEquals((await ask(-1)).error, INVALID_PARAMETER);
});

for (
  const [name, code] of Object.entries({
    SF_REQ_SET_PROXY_INFO,
    SF_REQ_GET_CONNID,
    SF_REQ_SET_CERTIFICATE_INFO,
  })
) {
  Deno.test(`${name}: has no meaning here, and says so`, async () => {
    const answer = await called((pfc) => support(pfc, code));
    assertEquals(answer, { ret: false, error: NOT_SUPPORTED, data: null });
  });
}

Deno.test("ServerSupportFunction: a number that is none of SF_REQ_*", async () => {
  assertEquals((await called((pfc) => support(pfc, 99))).error, INVALID_PARAMETER);
});

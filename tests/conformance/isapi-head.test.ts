// How does an extension say status and headers? HSE_REQ_SEND_RESPONSE_HEADER and its relatives, and a head written by hand.
import { defineModule } from "../../mod.ts";
import {
  HSE_REQ_CLOSE_CONNECTION,
  HSE_REQ_SEND_CUSTOM_ERROR,
  HSE_REQ_SEND_RESPONSE_HEADER,
  HSE_REQ_SEND_RESPONSE_HEADER_EX,
  HSE_REQ_SEND_URL,
  HSE_REQ_SEND_URL_REDIRECT_RESP,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
} from "../../isapi.ts";
import { customErrors } from "../../middleware/custom-errors/index.ts";
import { assert, assertEquals, assertStringIncludes } from "../_assert.ts";
import { INVALID_OPERATION, INVALID_PARAMETER } from "../_win32.ts";
import { ask, isapiHouse, onCompletion, saying, unbuffered, write } from "./_isapi.ts";
import { within } from "./_notes.ts";

/** Sends a head and answers with what came, and what the call said. */
async function headed(status: unknown, headers: unknown) {
  const said: unknown[] = [];
  const { get } = isapiHouse((ecb) => {
    const { ret, error } = ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, status, headers);
    said.push(ret, error);
    write(ecb, "body");
    return HSE_STATUS_SUCCESS;
  });
  const response = await get("/a.dll");
  return { response, said, text: await response.text() };
}

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: status, headers, and body behind the blank line", async () => {
  const lines = "Content-Type: text/plain\r\nX-Many: 1\r\nX-Many: 2\r\nSet-Cookie: a=1\r\n" +
    "Set-Cookie: b=2\r\nX-Folded: one\r\n  two\r\n\r\nfirst ";
  const { response, said, text } = await headed("201 Made here", lines);
  assertEquals(said, [true, 0]);
  assertEquals([response.status, response.statusText], [201, "Made here"]);
  assertEquals(response.headers.get("X-Many"), "1, 2");
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assertEquals(response.headers.get("X-Folded"), "one two");
  assertEquals(text, "first body");
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: null is 200 OK, and no headers; lines may end with LF alone", async () => {
  const bare = await headed(null, null);
  assertEquals([bare.said, bare.response.status, bare.text], [[true, 0], 200, "body"]);
  const unix = await headed("HTTP/1.1 404 Gone fishing", "X-A: 1\nX-B: 2\n\nlead ");
  assertEquals([unix.response.status, unix.response.headers.get("X-B")], [404, "2"]);
  assertEquals(unix.text, "lead body");
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: framing and connection are the server's, but for a wish to close", async () => {
  const lines =
    "Transfer-Encoding: chunked\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\n\r\n";
  const kept = await headed("200 OK", lines);
  for (const name of ["Transfer-Encoding", "Keep-Alive", "Connection"]) {
    assertEquals(kept.response.headers.get(name), null);
  }
  const closed = await headed("200 OK", "Connection: Close\r\n\r\n");
  assertEquals(closed.response.headers.get("Connection"), "close");
});

for (
  const [status, headers] of [
    ["", ""],
    ["99 Low", ""],
    ["teapot", ""],
    ["200 OK", "no colon"],
    [
      "200 OK",
      "X Y: 1\r\n",
    ],
    [7, ""],
    ["200 OK", {}],
  ]
) {
  Deno.test(`HSE_REQ_SEND_RESPONSE_HEADER: ${JSON.stringify([status, headers])} is ERROR_INVALID_PARAMETER`, async () => {
    const { response, said } = await headed(status, headers);
    assertEquals([said, response.status], [[false, INVALID_PARAMETER], 200]);
  });
}

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: a second one replaces the first, until the head has left", async () => {
  const said: unknown[] = [];
  const { get } = isapiHouse(async (ecb) => {
    const head = (status: string) =>
      said.push(ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, status, null).error);
    head("201 One");
    head("202 Two");
    unbuffered(ecb);
    await write(ecb, "x");
    head("203 Three");
    return HSE_STATUS_SUCCESS;
  });
  const response = await get("/a.dll");
  assertEquals([response.status, await response.text()], [202, "x"]);
  assertEquals(said, [0, 0, INVALID_OPERATION]);
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER_EX: fKeepConn false closes the connection (ms526034, ms524709)", async () => {
  for (const [keepConn, expected] of [[true, null], [false, "close"]] as const) {
    const { get } = isapiHouse((ecb) => {
      const info = { status: "200 Fine", header: "X-A: 1\r\n\r\n", keepConn };
      ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER_EX, info);
      return HSE_STATUS_SUCCESS;
    });
    const { statusText, headers } = await get("/a.dll");
    assertEquals([statusText, headers.get("X-A"), headers.get("Connection")], [
      "Fine",
      "1",
      expected,
    ]);
  }
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER_EX: with the flush flag the head leaves before any byte", async () => {
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER_EX, { status: "202 On", header: null, keepConn: true });
    return HSE_STATUS_PENDING;
  });
  const response = await within(get("/a.dll"), "the head");
  assertEquals(response.status, 202);
  await response.body!.cancel();
});

Deno.test("ECB: httpStatusCode is the status where no header was sent", async () => {
  const { get } = isapiHouse((ecb) => {
    assertEquals(ecb.httpStatusCode, 200);
    ecb.httpStatusCode = 404;
    return HSE_STATUS_SUCCESS;
  });
  assertEquals((await get("/a.dll")).status, 404);
  const sent = isapiHouse((ecb) => {
    ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, "201 Made", null);
    assertEquals(ecb.httpStatusCode, 201);
    ecb.httpStatusCode = 404;
    return HSE_STATUS_SUCCESS;
  });
  assertEquals((await sent.get("/a.dll")).status, 201);
});

Deno.test("WriteClient: a whole response written by hand is read as one (A-39)", async () => {
  const { get } = isapiHouse(
    saying("HTTP/1.1 203 By hand\r\nContent-Type: text/plain\r\nX-Own: 1\r\n\r\nHello World!"),
  );
  const response = await get("/a.dll");
  assertEquals([response.status, response.headers.get("X-Own")], [203, "1"]);
  assertEquals(await response.text(), "Hello World!");
  const { text } = isapiHouse(saying("HTTP/1.1 is the name of a protocol"));
  assertEquals(await text("/a.dll"), "HTTP/1.1 is the name of a protocol");
});

Deno.test("WriteClient: the log is told the status of a response written by hand", async () => {
  const seen: unknown[] = [];
  const logging = defineModule({
    name: "Logging",
    priority: "HIGH",
    onLogRequest: (context) => void seen.push(context.getResponse().getStatus().statusCode),
    onSendResponse: (_context, provider) => void seen.push(provider.getLogData()?.protocolStatus),
    onTransferEnd() {},
  });
  const proc = saying("HTTP/1.1 404 No such thing\r\nX-Own: 1\r\n\r\nsorry");
  const response = await isapiHouse(proc, logging).get("/a.dll");
  seen.push(response.status, response.headers.get("X-Own"), await response.text());
  assertEquals(seen, [404, 404, 404, "1", "sorry"]);
});

for (const code of [HSE_REQ_SEND_URL_REDIRECT_RESP, HSE_REQ_SEND_URL]) {
  const name = code === HSE_REQ_SEND_URL ? "HSE_REQ_SEND_URL" : "HSE_REQ_SEND_URL_REDIRECT_RESP";
  Deno.test(`${name}: 302 with a Location for another server (ms524477)`, async () => {
    const { get } = isapiHouse((ecb) => {
      assertEquals(ask(ecb, code, "http://other.example/x"), { ret: true, error: 0 });
      assertEquals(ask(ecb, code, "").error, INVALID_PARAMETER);
      return HSE_STATUS_SUCCESS;
    });
    const response = await get("/a.dll");
    assertEquals([response.status, response.headers.get("Location")], [
      302,
      "http://other.example/x",
    ]);
    assert((await response.text()).includes("http://other.example/x"));
  });
}

Deno.test("HSE_REQ_SEND_CUSTOM_ERROR: status and sub-status, without what was written (ms525792)", async () => {
  const seen: unknown[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      const { statusCode, subStatus } = context.getResponse().getStatus();
      seen.push(statusCode, subStatus);
    },
  });
  const { get } = isapiHouse(async (ecb) => {
    await write(ecb, "forget this");
    const info = { status: "404 Not Here", httpSubError: 7, async: false };
    seen.push(ask(ecb, HSE_REQ_SEND_CUSTOM_ERROR, info).ret);
    seen.push(ask(ecb, HSE_REQ_SEND_CUSTOM_ERROR, { ...info, status: "200 OK" }).error);
    return HSE_STATUS_SUCCESS;
  }, log);
  const response = await get("/a.dll");
  assertEquals([response.status, response.statusText], [404, "Not Here"]);
  assertEquals(await response.text(), "");
  assertEquals(seen, [true, INVALID_PARAMETER, 404, 7]);
});

Deno.test("HSE_REQ_SEND_CUSTOM_ERROR: with customErrors its page", async () => {
  const { get } = isapiHouse((ecb) => {
    const info = { status: "404 Not Here", httpSubError: 7, async: false };
    ask(ecb, HSE_REQ_SEND_CUSTOM_ERROR, info);
    return HSE_STATUS_SUCCESS;
  }, customErrors({ errorMode: "Detailed" }));
  const response = await get("/a.dll");
  assertEquals(response.status, 404);
  assertStringIncludes(await response.text(), "HTTP Error 404.7 Not Here");
});

Deno.test("HSE_REQ_SEND_CUSTOM_ERROR: asynchronous it needs the callback, and calls it", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    const info = { status: "403 Forbidden", httpSubError: 1, async: true };
    seen.push(`${ask(ecb, HSE_REQ_SEND_CUSTOM_ERROR, info).error}`);
    onCompletion(ecb, seen);
    seen.push(`${ask(ecb, HSE_REQ_SEND_CUSTOM_ERROR, info).error}`);
    return HSE_STATUS_PENDING;
  });
  assertEquals((await get("/a.dll")).status, 403);
  assertEquals(seen, [`${INVALID_PARAMETER}`, "0", "io 0 0"]);
});

Deno.test("HSE_REQ_SEND_RESPONSE_HEADER: behind a closed connection it fails with ERROR_NETNAME_DELETED", async () => {
  const seen: number[] = [];
  const { get } = isapiHouse((ecb) => {
    ask(ecb, HSE_REQ_CLOSE_CONNECTION);
    seen.push(ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, "200 OK", null).error);
    return HSE_STATUS_SUCCESS;
  });
  const response = await get("/a.dll");
  assert(await response.text().catch((error) => error) instanceof Error);
  assertEquals(seen, [64]);
});

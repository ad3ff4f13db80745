// What if a module writes its own head? IHttpResponse::SuppressHeaders on a runtime that insists on one.
import { defineModule, RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, begin, handler, logging, write } from "./_response.ts";

/** A module that suppresses the headers and writes these pieces as the whole answer. */
function byHand(...pieces: string[]) {
  return begin((context) => {
    context.getResponse().suppressHeaders();
    write(context, ...pieces);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
}

// @see ihttpresponse-suppressheaders-method
Deno.test("12.54 IHttpResponse.suppressHeaders lets a hand-written head become the head", async () => {
  const { status, headers, text } = await answer(byHand(
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nHello World!",
  ));
  assertEquals([status, headers.get("content-type"), text], [200, "text/plain", "Hello World!"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 the status of the hand-written head is the status", async () => {
  const { status, text } = await answer(byHand("HTTP/1.1 404 Not Found\r\n\r\n", "nothing here"));
  assertEquals([status, text], [404, "nothing here"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 a hand-written head may be spread over several chunks", async () => {
  const pieces = ["HTTP/1.1 201 Cre", "ated\r\nX-Hand: wr", "itten\r\n", "\r\nbody"];
  const { status, headers, text } = await answer(byHand(...pieces));
  assertEquals([status, headers.get("x-hand"), text], [201, "written", "body"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 a hand-written head is the head also where somebody listens to the end of the transfer", async () => {
  const listening = defineModule({ name: "Listening", onTransferEnd() {} });
  const written = byHand("HTTP/1.1 404 Not Found\r\nX-Hand: written\r\n\r\nnothing here");
  const { status, headers, text } = await answer([written, listening]);
  assertEquals([status, headers.get("x-hand"), text], [404, "written", "nothing here"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 a hand-written head may set several cookies", async () => {
  const { headers } = await answer(byHand(
    "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nbody",
  ));
  assertEquals(headers.getSetCookie(), ["a=1", "b=2"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 without a head in the body an empty-headed 200 goes out", async () => {
  const { status, headers, text } = await answer(begin((context) => {
    const response = context.getResponse();
    response.setStatus(404, "Not Found");
    response.setHeader("X-Suppressed", "1", true);
    response.suppressHeaders();
    write(context, "just a body");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }));
  assertEquals([status, headers.get("x-suppressed"), text], [200, null, "just a body"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 headers that modules set are not sent beside a hand-written head", async () => {
  const { headers, text } = await answer([
    byHand("HTTP/1.1 200 OK\r\nX-Hand: 1\r\n\r\n", "body"),
    logging((context) => void context.getResponse().setHeader("X-Log", "1", true)),
  ]);
  assertEquals([headers.get("x-hand"), headers.get("x-log"), text], ["1", null, "body"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 status and headers stay readable and writable for modules", async () => {
  let seen: unknown;
  await answer(begin((context) => {
    const response = context.getResponse();
    response.suppressHeaders();
    response.setHeader("X-Mine", "1", true);
    response.setStatus(202, "Accepted");
    seen = [response.getHeader("X-Mine"), response.getStatus().statusCode];
    write(context, "body");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }));
  assertEquals(seen, ["1", 202]);
});

// @see ihttpresponse-getheaderssuppressed-method
Deno.test("12.54 IHttpResponse.getHeadersSuppressed tells whether they are, and Clear does not undo it", async () => {
  const seen: boolean[] = [];
  const { status, text } = await answer(handler((context) => {
    const response = context.getResponse();
    seen.push(response.getHeadersSuppressed());
    response.suppressHeaders();
    seen.push(response.getHeadersSuppressed());
    response.clear();
    seen.push(response.getHeadersSuppressed());
    write(context, "HTTP/1.1 203 By Hand\r\n\r\nbody");
  }));
  assertEquals([seen, status, text], [[false, true, true], 203, "body"]);
});

// @see ihttpresponse-suppressheaders-method
Deno.test("A-39 a hand-written head goes out with an early flush as well", async () => {
  const { status, text } = await answer(handler(async (context) => {
    context.getResponse().suppressHeaders();
    write(context, "HTTP/1.1 202 Accepted\r\nX-Hand: 1\r\n\r\nfirst ");
    await context.getResponse().flush(false, true);
    write(context, "second");
  }));
  assertEquals([status, text], [202, "first second"]);
});

// Where is the client sent? IHttpResponse::Redirect: status, Location, what becomes of the buffer, and the moment it is too late.
import { defineModule, RQ_NOTIFICATION_FINISH_REQUEST, S_OK } from "../../mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../_assert.ts";
import { answer, begin, handler, write } from "./_response.ts";

/** A module that redirects in BEGIN and ends the request there. */
function redirecting(url: string, resetStatusCode?: boolean, includeParameters?: boolean) {
  return begin((context) => {
    context.getResponse().redirect(url, resetStatusCode, includeParameters);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
}

// @see ihttpresponse-redirect-method
Deno.test("12.51 IHttpResponse.redirect answers 302 with an absolute Location and the query", async () => {
  const { status, headers } = await answer(redirecting("/example/", true, true), "/a?x=1");
  assertEquals([status, headers.get("location")], [302, "http://localhost/example/?x=1"]);
});

// @see ihttpresponse-redirect-method
Deno.test("12.51 IHttpResponse.redirect leaves the query out unless it is asked for", async () => {
  const { status, headers } = await answer(redirecting("/example/"), "/a?x=1");
  assertEquals([status, headers.get("location")], [302, "http://localhost/example/"]);
});

// @see ihttpresponse-redirect-method
Deno.test("12.51 IHttpResponse.redirect keeps a URL of another host as it is", async () => {
  const { headers } = await answer(redirecting("https://example.org/there"), "/a");
  assertEquals(headers.get("location"), "https://example.org/there");
});

// @see ihttpresponse-redirect-method
Deno.test("12.52 IHttpResponse.redirect without resetStatusCode keeps a 301", async () => {
  const modules = begin((context) => {
    context.getResponse().setStatus(301, "Moved Permanently");
    context.getResponse().redirect("/new", false, true);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  const { status, headers } = await answer(modules, "/old");
  assertEquals([status, headers.get("location")], [301, "http://localhost/new"]);
});

// @see ihttpresponse-redirect-method
Deno.test("12.53 IHttpResponse.redirect after a flush succeeds and changes nothing", async () => {
  let hr: unknown;
  const { status, headers, text } = await answer(handler(async (context) => {
    write(context, "sent");
    await context.getResponse().flush(false, true);
    hr = context.getResponse().redirect("/late");
  }));
  assertEquals([status, headers.get("location"), text, hr], [200, null, "sent", S_OK]);
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 IHttpResponse.redirect drops the buffered entity and keeps other headers", async () => {
  const { text, headers } = await answer(begin((context) => {
    context.getResponse().setHeader("X-Kept", "1", true);
    write(context, "buffered before");
    context.getResponse().redirect("/there");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }));
  assertEquals([text.includes("buffered before"), headers.get("x-kept")], [false, "1"]);
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 IHttpResponse.redirect sends a short HTML link when nothing else was written", async () => {
  const { text, headers } = await answer(redirecting("/there"));
  assertStringIncludes(text, 'href="http://localhost/there"');
  assertStringIncludes(headers.get("content-type") ?? "", "text/html");
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 the link of IHttpResponse.redirect cannot carry markup of the URL", async () => {
  const { text } = await answer(redirecting('/there?"><script>alert(1)</script>'));
  assert(!text.includes("<script>"), text);
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 what is written after IHttpResponse.redirect is sent in place of the link", async () => {
  const { text, status } = await answer([
    begin((context) => void context.getResponse().redirect("/there")),
    defineModule({ name: "End", onEndRequest: (context) => write(context, "own body") }),
    handler((context) => context.setRequestHandled()),
  ]);
  assertEquals([status, text], [302, "own body"]);
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 IHttpResponse.redirect with a status outside 3xx writes no link", async () => {
  const { status, text, headers } = await answer(redirecting("/there", false));
  assertEquals([status, text, headers.get("location")], [200, "", "http://localhost/there"]);
});

// @see ihttpresponse-redirect-method
Deno.test("A-06 IHttpResponse.redirect sends nothing by itself", async () => {
  const seen: unknown[] = [];
  await answer(begin((context) => {
    seen.push(context.getResponse().redirect("/there"), context.getResponseHeadersSent());
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }));
  assertEquals(seen, [S_OK, false]);
});

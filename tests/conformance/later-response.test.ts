// What did IIS 10 add to the response? Trailers, PushPromise, ResetStream, SetNeedGoAway: header only, no page.
import { defineModule, type IHttpContext, type IHttpResponse4 } from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { house } from "../_house.ts";
import { code, write } from "./_notes.ts";

/** Runs `deed` in BEGIN_REQUEST and gives the notes it made, and the answer. */
async function noted(
  deed: (response: IHttpResponse4, context: IHttpContext) => unknown[],
): Promise<{ notes: unknown[]; answer: Response }> {
  let notes: unknown[] = [];
  const { get } = house(defineModule({
    name: "Later",
    onBeginRequest(context) {
      write(context, "body");
      notes = deed(context.getResponse(), context);
    },
  }));
  const answer = await get();
  return { notes, answer };
}

Deno.test("IHttpResponse4.setTrailer, getTrailer, deleteTrailer: a table of their own", async () => {
  const { notes, answer } = await noted((response) => [
    response.getTrailer("X-Sum"),
    code(response.setTrailer("X-Sum", "1", true)),
    code(response.setTrailer("x-sum", "2", false)),
    response.getTrailer("X-SUM"),
    response.getHeader("X-Sum"),
    code(response.setTrailer("X-Sum", "3", true)),
    response.getTrailer("X-Sum"),
    code(response.deleteTrailer("X-Sum")),
    code(response.deleteTrailer("X-Sum")),
    response.getTrailer("X-Sum"),
  ]);
  assertEquals(notes, [
    null,
    "0x00000000",
    "0x00000000",
    "1, 2",
    null,
    "0x00000000",
    "3",
    "0x00000000",
    "0x00000000",
    null,
  ]);
  assertEquals([answer.headers.get("x-sum"), await answer.text()], [null, "body"]);
});

Deno.test("IHttpResponse4.setTrailer refuses fields that come too late behind a body, and CR and LF", async () => {
  const { notes } = await noted((response) => [
    ...["Content-Length", "transfer-encoding", "Set-Cookie", "Host"]
      .map((name) => code(response.setTrailer(name, "1", true))),
    code(response.setTrailer("X-A", "a\r\nb", true)),
    code(response.setTrailer("no name", "a", true)),
  ]);
  assertEquals(notes, Array(6).fill("0x80070057"));
});

Deno.test("IHttpResponse.getRawHttpResponse shows the trailers, live both ways", async () => {
  const { notes } = await noted((response) => {
    const { headers } = response.getRawHttpResponse();
    const before = headers.trailers.length;
    response.setTrailer("X-Sum", "1", true);
    headers.trailers[0].rawValue = "2";
    const [{ name, rawValue }] = headers.trailers;
    return [before, name, rawValue, response.getTrailer("X-Sum")];
  });
  assertEquals(notes, [0, "X-Sum", "2", "2"]);
});

Deno.test("IHttpResponse3.pushPromise names the resource in a Link header", async () => {
  const { notes, answer } = await noted((response) => [
    code(response.pushPromise("GET", "/site.css", null, null, null)),
    code(response.pushPromise("GET", "/app.js", "v=1", ["Accept"], ["*/*"])),
    code(response.pushPromise("GET", "/data", "?x=1&y=2", null, null)),
  ]);
  assertEquals(notes, Array(3).fill("0x00000000"));
  assertEquals(
    answer.headers.get("link"),
    "</site.css>; rel=preload; as=style, </app.js?v=1>; rel=preload; as=script, " +
      "</data?x=1&y=2>; rel=preload; as=fetch; crossorigin",
  );
});

Deno.test("IHttpResponse3.pushPromise refuses what it cannot name, another verb, and a head that has left", async () => {
  const { notes, answer } = await noted((response) => [
    code(response.pushPromise("GET", "site.css", null, null, null)),
    code(response.pushPromise("GET", "/a>b", null, null, null)),
    code(response.pushPromise("GET", "/a", "x\r\ny", null, null)),
    code(response.pushPromise("GET", "/a", null, ["Accept"], null)),
    code(response.pushPromise("POST", "/a", null, null, null)),
    response.flush(true, true).hr,
    code(response.pushPromise("GET", "/a", null, null, null)),
  ]);
  assertEquals(notes, [
    ...Array(4).fill("0x80070057"),
    "0x80070032",
    0,
    "0x80070032",
  ]);
  assertEquals(answer.headers.get("link"), null);
  await answer.body?.cancel();
});

Deno.test("IHttpResponse4.resetStream breaks the transfer of this response", async () => {
  const { answer } = await noted((response) => [response.resetStream(8)]);
  assertEquals(answer.status, 200);
  await assertRejects(() => answer.text());
});

Deno.test("IHttpResponse4.setNeedGoAway lets the response complete, and asks for the connection's end", async () => {
  const { answer } = await noted((response) => [response.setNeedGoAway()]);
  assertEquals([answer.headers.get("connection"), await answer.text()], ["close", "body"]);
});

Deno.test("WebServer.capabilities tells of each of them", () => {
  const told = house([]).server.capabilities();
  const { trailers, push, streamReset, goAway, webSocket } = told;
  assertEquals([trailers, push, streamReset], ["absent", "advisory", "absent"]);
  assertEquals([goAway, webSocket], ["advisory", "real"]);
  assert(Object.isFrozen(told));
});

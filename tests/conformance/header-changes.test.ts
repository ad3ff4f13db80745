// What has changed in the headers since a copy was taken? GetHeaderChanges of request and response.
import {
  defineModule,
  type HeaderSnapshot,
  HttpHeaderAccept,
  HttpHeaderContentType,
  HttpHeaderRequestMaximum,
  HttpHeaderResponseMaximum,
  type IHttpContext,
  type IHttpRequest4,
  type IHttpResponse4,
} from "../../mod.ts";
import { assertEquals, assertNotEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app } from "./_notes.ts";

const NOTHING: HeaderSnapshot = {
  knownHeaders: [],
  unknownHeaderNames: [],
  unknownHeaderValues: [],
};
type Changes = ReturnType<IHttpRequest4["getHeaderChanges"]>;

/** Runs a test inside BEGIN_REQUEST; what it throws fails the test. */
async function inBegin(run: (context: IHttpContext) => void, init?: RequestInit): Promise<void> {
  const failures: unknown[] = [];
  await house(
    defineModule({
      onBeginRequest(context) {
        try {
          run(context);
        } catch (error) {
          failures.push(error);
        }
      },
    }),
    { app },
  ).text("/", init);
  for (const failure of failures) throw failure;
}

const diffs = ({ hr, snapshot, diffedKnownHeaderIndices, diffedUnknownHeaderIndices }: Changes) => [
  hr,
  diffedKnownHeaderIndices.map((id) => snapshot.knownHeaders[id]),
  diffedUnknownHeaderIndices.map((i) => [
    snapshot.unknownHeaderNames[i].toLowerCase(),
    snapshot.unknownHeaderValues[i],
  ]),
];

// @see ihttprequest-getheaderchanges-method
Deno.test("IHttpRequest.getHeaderChanges: to somebody without a copy every header is new", async () => {
  await inBegin((context) => {
    const changes = context.getRequest().getHeaderChanges(0, NOTHING);
    assertEquals(changes.snapshot.knownHeaders.length, HttpHeaderRequestMaximum);
    assertEquals(changes.diffedKnownHeaderIndices, [HttpHeaderAccept]);
    assertEquals(diffs(changes), [0, ["*/*"], [["x-own", "1"]]]);
  }, { headers: { "Accept": "*/*", "X-Own": "1" } });
});

// @see ihttprequest-getheaderchanges-method
Deno.test("IHttpRequest.getHeaderChanges: tells what was set, added and deleted, and nothing twice", async () => {
  await inBegin((context) => {
    const request = context.getRequest();
    const first = request.getHeaderChanges(0, NOTHING);
    request.setHeader("Content-Type", "text/plain", true);
    request.setHeader("X-New", "n", true);
    request.deleteHeader("Accept");
    request.deleteHeader("X-Own");
    const second = request.getHeaderChanges(first.newChangeNumber, first.snapshot);
    assertNotEquals(second.newChangeNumber, first.newChangeNumber);
    assertEquals(second.diffedKnownHeaderIndices, [HttpHeaderContentType, HttpHeaderAccept]);
    assertEquals(diffs(second), [0, ["text/plain", null], [["x-new", "n"], ["x-own", null]]]);
    const third = request.getHeaderChanges(second.newChangeNumber, second.snapshot);
    assertEquals(third.newChangeNumber, second.newChangeNumber);
    assertEquals(diffs(third), [0, [], []]);
  }, { headers: { "Accept": "*/*", "X-Own": "1" } });
});

// @see ihttprequest-getheaderchanges-method
Deno.test("IHttpRequest.getHeaderChanges: an old copy is compared as it is", async () => {
  await inBegin((context) => {
    const request = context.getRequest();
    const first = request.getHeaderChanges(0, NOTHING);
    request.setHeader("X-Own", "2", true);
    request.getHeaderChanges(first.newChangeNumber, first.snapshot);
    request.setHeader("X-Own", "3", true);
    const again = request.getHeaderChanges(first.newChangeNumber, first.snapshot);
    assertEquals(diffs(again), [0, [], [["x-own", "3"]]]);
  }, { headers: { "X-Own": "1" } });
});

// @see ihttpresponse-getheaderchanges-method
Deno.test("IHttpResponse.getHeaderChanges: instances that stay apart are compared one by one", async () => {
  await inBegin((context) => {
    const response: IHttpResponse4 = context.getResponse();
    response.setHeader("Set-Cookie", "a=1", false);
    response.setHeader("Set-Cookie", "b=1", false);
    const first = response.getHeaderChanges(0, NOTHING);
    assertEquals(first.snapshot.knownHeaders.length, HttpHeaderResponseMaximum);
    response.setHeader("Set-Cookie", "a=1", true);
    response.setHeader("Content-Type", "text/plain", true);
    const second = response.getHeaderChanges(first.newChangeNumber, first.snapshot);
    assertEquals(diffs(second), [0, ["text/plain"], [["set-cookie", null]]]);
    const third = response.getHeaderChanges(second.newChangeNumber, second.snapshot);
    assertEquals(diffs(third), [0, [], []]);
  });
});

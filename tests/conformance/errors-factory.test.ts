// What if a module's object cannot be made? Decision A-44 and ruling 7.
import {
  CHttpModule,
  E_FAIL,
  E_OUTOFMEMORY,
  type IHttpContext,
  type PFN_REGISTERMODULE,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_LOG_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, HANDLERS, LATE, noted, noting } from "./_notes.ts";

/** A module whose factory fails, and counts how often it was asked. */
function unmakeable(
  bits: number,
  asked: string[] = [],
  fail: () => number = () => E_OUTOFMEMORY,
): { name: string; registerModule: PFN_REGISTERMODULE } {
  const factory = {
    getHttpModule() {
      asked.push("asked");
      return { hr: fail(), module: null };
    },
    terminate() {},
  };
  return {
    name: "Unmakeable",
    registerModule: (_version, info) => info.setRequestNotifications(factory, bits, 0),
  };
}
type Status = ReturnType<ReturnType<IHttpContext["getResponse"]>["getStatus"]>;

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("A-44 IHttpModuleFactory.getHttpModule that fails makes the answer 500", async () => {
  const response = await house([unmakeable(RQ_BEGIN_REQUEST)], { app }).get();
  assertEquals([response.status, await response.text()], [500, ""]);
});

// @see ihttpresponse-getstatus-method
Deno.test("A-44 IHttpResponse.getStatus reports the factory's result", async () => {
  const kept: Status[] = [];
  class Keeping extends CHttpModule {
    override onEndRequest(context: IHttpContext): void {
      kept.push(context.getResponse().getStatus());
    }
  }
  await house([Keeping, unmakeable(RQ_BEGIN_REQUEST)], { app }).text();
  assertEquals([kept[0].statusCode, kept[0].errorToReport], [500, E_OUTOFMEMORY]);
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("A-44 a failing factory skips BEGIN to UPDATE and leaves LOG and END to others", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen),
    unmakeable(RQ_BEGIN_REQUEST),
  ], { app });
  await text();
  assertEquals(seen, noted("A", ["onBeginRequest", ...LATE]));
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("R.7 a factory is asked at its first notification, and what ran before stays", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen),
    unmakeable(RQ_AUTHORIZE_REQUEST),
  ], { app });
  await text();
  assertEquals(seen, noted("A", [...HANDLERS.slice(0, 5), ...LATE]));
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("A-44 a module that got no object is not told of LOG_REQUEST and END_REQUEST", async () => {
  const asked: string[] = [];
  const bits = RQ_BEGIN_REQUEST | RQ_LOG_REQUEST | RQ_END_REQUEST;
  const response = await house([unmakeable(bits, asked)], { app }).get();
  await response.text();
  assertEquals([response.status, asked], [500, ["asked"]]);
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("A-44 the next request asks the factory again", async () => {
  const asked: string[] = [];
  const { text } = house([unmakeable(RQ_BEGIN_REQUEST, asked)], { app });
  await text();
  await text();
  assertEquals(asked.length, 2);
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("A-44 a factory that throws fails with E_FAIL", async () => {
  const kept: Status[] = [];
  class Keeping extends CHttpModule {
    override onEndRequest(context: IHttpContext): void {
      kept.push(context.getResponse().getStatus());
    }
  }
  const throwing = unmakeable(RQ_BEGIN_REQUEST, [], () => {
    throw new Error("no memory");
  });
  await house([Keeping, throwing], { app }).text();
  assertEquals([kept[0].statusCode, kept[0].errorToReport], [500, E_FAIL]);
});

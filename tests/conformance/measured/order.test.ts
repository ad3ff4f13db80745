// Does the pipeline run as it was measured on IIS 10? The rows on order, in the words of the native interface.
import {
  type CHttpModule,
  defineModule,
  FAILED,
  type IHttpContext,
  type IHttpModuleFactory,
  type IHttpModuleRegistrationInfo2,
  type ModuleDefinition,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
} from "../../../mod.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, HANDLERS, LATE, noted, noting, turn, within } from "../_notes.ts";
import { answer, begin, handler, head, logging, write } from "../_response.ts";

const ALL = [...HANDLERS, "onSendResponse"] as const;

Deno.test("IV1 a plain GET: every event and its post event in order, then the send", async () => {
  const { text, seen } = house((seen: string[]) => [noting("All", seen, ALL)], { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, noted("All", ALL));
});

/** Three ways in which a handler ends a request. */
const ENDINGS: Record<string, CHttpModule["onExecuteRequestHandler"]> = {
  "is ended": (context) => {
    write(context, "the end");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
  "is redirected and ended": (context) => {
    context.getResponse().redirect("/elsewhere");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
  "fails by a throw": () => {
    throw new Error("the handler");
  },
};

for (const [what, onExecuteRequestHandler] of Object.entries(ENDINGS)) {
  Deno.test(`IV17 a request that ${what} in its handler skips up to UPDATE; LOG, END and the send run`, async () => {
    const ending = defineModule({ name: "Ending", onExecuteRequestHandler });
    const { text, seen } = house((seen: string[]) => [ending, noting("All", seen, ALL)], {
      handlers: [{ name: "Ending", path: "*", verb: "*", modules: "Ending" }],
    });
    await text("/");
    assertEquals(
      seen.slice(seen.indexOf("All PostPreExecuteRequestHandler") + 1),
      noted("All", [...LATE, "onSendResponse"]),
    );
  });
}

const throwing = handler(() => {
  throw new Error("the handler");
});

Deno.test("IV21 a handler throws: LOG sees 500, the error page comes first and what LOG and END write behind it", async () => {
  const statuses: number[] = [];
  const late = defineModule({
    name: "Late",
    onLogRequest(context) {
      statuses.push(context.getResponse().getStatus().statusCode);
      write(context, "[log]");
    },
    onEndRequest: (context) => write(context, "[end]"),
  });
  const { status, text } = await answer([throwing, late], "/", {}, { development: true });
  assertEquals([status, statuses], [500, [500]]);
  assertMatch(text, /^<!DOCTYPE html>.*500.*\[log\]\[end\]$/s);
});

Deno.test("IV21 a handler throws: clearing in LOG leaves only what is written then", async () => {
  const late = logging((context) => {
    context.getResponse().clear();
    write(context, "[log]");
  });
  const { text } = await answer([throwing, late], "/", {}, { development: true });
  assertEquals(text, "[log]");
});

Deno.test("IV3 writes and a header of LOG, post-LOG and END come behind the page, in order", async () => {
  const late = defineModule({
    name: "Late",
    onLogRequest(context) {
      context.getResponse().setHeader("X-Late", "log", true);
      write(context, "[log]");
    },
    onPostLogRequest: (context) => write(context, "[post-log]"),
    onEndRequest: (context) => write(context, "[end]"),
  });
  const { text, headers } = await answer(late, "/", {}, { app });
  assertEquals([text, headers.get("x-late")], ["app[log][post-log][end]", "log"]);
});

Deno.test("IV10 handlers registered after RegisterModule are refused", async () => {
  const kept: IHttpModuleRegistrationInfo2[] = [];
  const factory: IHttpModuleFactory = {
    getHttpModule: () => ({ hr: S_OK, module: null }),
    terminate() {},
  };
  const module = {
    name: "Late",
    registerModule(_version: number, info: IHttpModuleRegistrationInfo2): number {
      kept.push(info);
      return S_OK;
    },
  };
  const { text } = house(module, { app });
  assertEquals(await text("/"), "app");
  assert(FAILED(kept[0].setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0)));
  assertEquals(await text("/"), "app");
});

Deno.test("IV11 what waits for the head runs once inside the send, and the head can still be changed", async () => {
  let calls = 0;
  const onHead = defineModule({
    name: "OnHead",
    onSendResponse(context, provider) {
      if (!provider.getHeadersBeingSent()) return;
      calls += 1;
      context.getResponse().setHeader("X-Head", "changed", true);
    },
  });
  const pieces = handler(async (context) => {
    write(context, "one");
    await context.getResponse().flush(false, true);
    write(context, "two");
  });
  const { headers, text } = await answer([onHead, pieces]);
  assertEquals([calls, headers.get("x-head"), text], [1, "changed", "onetwo"]);
});

Deno.test("IV25 a request that is aborted after a flush: the code runs on, writes succeed, the next flush fails", async () => {
  const results: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const aborting = handler(async (context) => {
    const response = context.getResponse();
    write(context, "first");
    await response.flush(false, true);
    await turn();
    response.resetConnection();
    const chunk = { dataChunkType: 0, buffer: "more" } as const;
    results.push(response.writeEntityChunks([chunk], true, true).hr);
    results.push((await response.flush(false, true)).hr);
    resolve();
  });
  const response = await head(aborting);
  await assertRejects(() => response.text());
  await within(promise, "the code behind the reset");
  assertEquals(results[0], S_OK);
  assert(FAILED(results[1]));
});

Deno.test("IV26 a substatus can be read, and nothing of it is on the wire", async () => {
  const seen: number[] = [];
  const module = [
    begin((context) => {
      context.getResponse().setStatus(404, "Not Found", 7);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }),
    logging((context) => void seen.push(context.getResponse().getStatus().subStatus)),
  ];
  const { status, headers, text } = await answer(module);
  const wire = [...headers].flat().join(" ") + text;
  assertEquals([status, seen, wire.includes("7")], [404, [7], false]);
});

Deno.test("IV7 request headers in BEGIN: a set replaces, an add joins with a comma, a delete removes", async () => {
  const echo = {
    fetch: ({ headers }: Request) =>
      new Response(["x-set", "x-add", "x-gone"].map((name) => headers.get(name)).join(" ")),
  };
  const change = begin((context: IHttpContext) => {
    const request = context.getRequest();
    request.setHeader("X-Set", "new", true);
    request.setHeader("X-Add", "second", false);
    request.deleteHeader("X-Gone");
  });
  const headers = { "x-set": "old", "x-add": "first", "x-gone": "here" };
  const { text } = await answer(change, "/", { headers }, { app: echo });
  assertMatch(text, /^new first, ?second $/);
});

Deno.test("MH10 a module without a precondition runs for whatever answers the request", async () => {
  const everywhere = (seen: string[]): ModuleDefinition[] => [
    noting("Every", seen, ["onBeginRequest"]),
  ];
  const { text, seen } = house(everywhere, { app });
  await text("/page.aspx");
  await text("/style.css");
  assertEquals(seen, ["Every BeginRequest", "Every BeginRequest"]);
});

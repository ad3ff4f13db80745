// When is the head fixed? Clear and what it leaves alone, and changes after the head has gone.
import { type IHttpContext, S_OK } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { answer, handler, logging, sending, write } from "./_response.ts";

const set = (context: IHttpContext, name: string, value: string, replace = true): number =>
  context.getResponse().setHeader(name, value, replace);

// @see ihttpresponse-clear-method
Deno.test("12.47 IHttpResponse.clear in OnSendResponse leaves the default head and an empty body", async () => {
  const { headers, text, status } = await answer([
    handler((context) => {
      set(context, "X-Gone", "1");
      context.getResponse().setStatus(201, "Created");
      write(context, "gone");
    }),
    sending((context) => context.getResponse().clear()),
  ]);
  assertEquals([status, headers.get("x-gone"), text], [200, null, ""]);
});

// @see ihttpresponse-clear-method
Deno.test("A-40 IHttpResponse.clear undoes status, description and the wish to skip custom errors", async () => {
  let after: unknown;
  await answer(handler((context) => {
    const response = context.getResponse();
    response.setStatus(404, "Gone", 3, -2147467259, null, true);
    response.setErrorDescription("why");
    response.clear();
    const { statusCode, subStatus, errorToReport, trySkipCustomErrors } = response.getStatus();
    after = [
      statusCode,
      subStatus,
      errorToReport,
      trySkipCustomErrors,
      response.getErrorDescription(),
    ];
    write(context, "ok");
  }));
  assertEquals(after, [200, 0, S_OK, false, null]);
});

// @see ihttpresponse-clear-method
Deno.test("A-40 IHttpResponse.clear does not undo SetNeedDisconnect", async () => {
  const { headers } = await answer(handler((context) => {
    context.getResponse().setNeedDisconnect();
    context.getResponse().clear();
    write(context, "ok");
  }));
  assertEquals(headers.get("connection"), "close");
});

// @see ihttpresponse-clear-method
Deno.test("A-43 headers that are added in OnSendResponse survive a Clear of the handler", async () => {
  const { headers } = await answer([
    handler((context) => {
      context.getResponse().clear();
      write(context, "ok");
    }),
    sending((context) => void set(context, "X-Powered-By", "tests")),
  ]);
  assertEquals([headers.get("x-powered-by"), headers.get("server")], ["tests", null]);
});

// @see ihttpresponse-setheader-method
Deno.test("12.68 IHttpResponse.setHeader after a flush succeeds, is remembered and stays off the wire", async () => {
  const seen: unknown[] = [];
  const { headers } = await answer(handler(async (context) => {
    write(context, "a");
    await context.getResponse().flush(false, true);
    seen.push(set(context, "X-Late", "1"), context.getResponse().getHeader("X-Late"));
  }));
  assertEquals([seen, headers.get("x-late")], [[S_OK, "1"], null]);
});

// @see ihttpresponse-setstatus-method
Deno.test("12.68 IHttpResponse.setStatus after a flush succeeds, is remembered and stays off the wire", async () => {
  const seen: number[] = [];
  const { status } = await answer([
    handler(async (context) => {
      await context.getResponse().flush(false, true);
      seen.push(context.getResponse().setStatus(500, "Too late"));
    }),
    logging((context) => void seen.push(context.getResponse().getStatus().statusCode)),
  ]);
  assertEquals([status, seen], [200, [S_OK, 500]]);
});

// @see ihttpresponse-setheader-method
Deno.test("A-09 a change after the head has gone is told as a trace warning", async () => {
  const names: string[] = [];
  const modules = handler(async (context) => {
    await context.getResponse().flush(false, true);
    set(context, "X-Late", "1");
  });
  await answer(modules, "/", undefined, { trace: (event) => void names.push(event.name) });
  assert(names.includes("TRACE_WARNING"), names.join());
});

// What does the head say? SetHeader, DeleteHeader, ClearHeaders and SetStatus while nothing was sent.
import {
  defineModule,
  E_INVALIDARG,
  ERROR_INVALID_DATA,
  HRESULT_FROM_WIN32,
  HttpHeaderContentType,
  type IHttpContext,
  S_OK,
} from "../../mod.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { house } from "../_house.ts";
import { app } from "./_notes.ts";
import { answer, begin, handler, sending, write } from "./_response.ts";

const set = (context: IHttpContext, name: string, value: string, replace = true): number =>
  context.getResponse().setHeader(name, value, replace);

for (const [what, value] of [["CR LF", "a\r\nX-Evil: 1"], ["CR", "a\rb"], ["LF", "a\nb"]]) {
  // @see ihttpresponse-setheader-method
  Deno.test(`12.66 IHttpResponse.setHeader refuses ${what} in a value and leaves the header as it was`, async () => {
    let hr = 0;
    const { headers } = await answer(handler((context) => {
      set(context, "X-Test", "before");
      hr = set(context, "X-Test", value);
      write(context, "ok");
    }));
    assertEquals([hr, headers.get("x-test"), headers.get("x-evil")], [
      E_INVALIDARG,
      "before",
      null,
    ]);
  });
}

// @see ihttpresponse-setheader-method
Deno.test("12.67 IHttpResponse.setHeader without replace makes a comma list", async () => {
  const { headers } = await answer(handler((context) => {
    set(context, "X-List", "one", false);
    set(context, "x-list", "two", false);
    write(context, "ok");
  }));
  assertMatch(headers.get("x-list") ?? "", /^one, ?two$/);
});

// @see ihttpresponse-setheader-method
Deno.test("12.67 IHttpResponse.setHeader without replace keeps Set-Cookie apart", async () => {
  const { headers } = await answer(handler((context) => {
    set(context, "Set-Cookie", "a=1; Path=/", false);
    set(context, "Set-Cookie", "b=2", false);
    write(context, "ok");
  }));
  assertEquals(headers.getSetCookie(), ["a=1; Path=/", "b=2"]);
});

// @see ihttpresponse-setheader-method
Deno.test("12.67 IHttpResponse.setHeader with replace leaves one Set-Cookie", async () => {
  const { headers } = await answer(handler((context) => {
    set(context, "Set-Cookie", "a=1", false);
    set(context, "Set-Cookie", "b=2", false);
    set(context, "Set-Cookie", "c=3", true);
    write(context, "ok");
  }));
  assertEquals(headers.getSetCookie(), ["c=3"]);
});

// @see ihttpresponse-setheader-method
Deno.test("12.67 IHttpResponse.setHeader takes a header id and finds the same header by name", async () => {
  let read: unknown;
  const { headers } = await answer(handler((context) => {
    const response = context.getResponse();
    response.setHeader(HttpHeaderContentType, "text/plain", true);
    read = [response.getHeader("content-type"), response.getHeader(HttpHeaderContentType)];
    write(context, "ok");
  }));
  assertEquals([headers.get("content-type"), read], ["text/plain", ["text/plain", "text/plain"]]);
});

// @see ihttpresponse-setheader-method
Deno.test("Headers IHttpResponse.setHeader of null answers INVALID_PARAMETER", async () => {
  let hr = 0;
  await answer(handler((context) => {
    hr = set(context, "X-Null", null as unknown as string);
    write(context, "ok");
  }));
  assertEquals(hr, E_INVALIDARG);
});

// @see ihttpresponse-deleteheader-method
Deno.test("Headers IHttpResponse.deleteHeader removes a header and succeeds for an absent one", async () => {
  const hrs: number[] = [];
  const { headers } = await answer(handler((context) => {
    set(context, "X-Gone", "1");
    hrs.push(context.getResponse().deleteHeader("x-gone"));
    hrs.push(context.getResponse().deleteHeader("X-Never"));
    write(context, "ok");
  }));
  assertEquals([headers.get("x-gone"), hrs], [null, [S_OK, S_OK]]);
});

// @see ihttpresponse-deleteheader-method
Deno.test("Headers a header deleted in BEGIN goes out when it is set later", async () => {
  const { headers } = await answer([
    begin((context) => void context.getResponse().deleteHeader("X-Later")),
    handler((context) => {
      set(context, "X-Later", "set");
      write(context, "ok");
    }),
  ]);
  assertEquals(headers.get("x-later"), "set");
});

// @see ihttpresponse-clearheaders-method
Deno.test("Headers IHttpResponse.clearHeaders in OnSendResponse drops the headers and leaves body and status", async () => {
  const { headers, text, status } = await answer([
    handler((context) => {
      set(context, "X-Gone", "1");
      context.getResponse().setStatus(201, "Created");
      write(context, "stays");
    }),
    sending((context) => context.getResponse().clearHeaders()),
  ]);
  assertEquals([headers.get("x-gone"), text, status], [null, "stays", 201]);
});

// @see ihttpresponse-getheader-method
Deno.test("Headers IHttpResponse.getHeader answers null for a header that is not set", async () => {
  let value: unknown = "unset";
  await answer(handler((context) => {
    value = context.getResponse().getHeader("X-None");
    write(context, "ok");
  }));
  assertEquals(value, null);
});

// @see ihttpresponse-setstatus-method
Deno.test("Headers under a name that no header can have there is nothing, for request, response and variables", async () => {
  const seen: unknown[] = [];
  const look = (context: IHttpContext) => {
    for (const name of ["no name", "", "n\u00e4me"]) {
      for (const message of [context.getRequest(), context.getResponse()]) {
        seen.push(message.getHeader(name), message.deleteHeader(name));
      }
      seen.push(context.getServerVariable(`HTTP_X ${name}`).value);
    }
  };
  const Looks = defineModule({ name: "Looks", onBeginRequest: look, onEndRequest: look });
  assertEquals((await house([Looks], { app }).get()).status, 200);
  assertEquals(seen, Array(6).fill([null, S_OK, null, S_OK, null]).flat());
});

Deno.test("12.70 IHttpResponse.setStatus with trySkipCustomErrors keeps the module's own body", async () => {
  const { status, text } = await answer(handler((context) => {
    context.getResponse().setStatus(404, "Not Found", 0, S_OK, null, true);
    write(context, "my own page");
  }));
  assertEquals([status, text], [404, "my own page"]);
});

// @see ihttpresponse-setstatus-method
Deno.test("Headers IHttpResponse.setStatus sends code and reason, and remembers who set them", async () => {
  let remembered: unknown;
  const modules = defineModule({
    name: "Teapot",
    onAuthorizeRequest(context) {
      context.getResponse().setStatus(418, "Short and stout", 7, -2147024891);
      const { subStatus, reason, errorToReport, module, notification } = context.getResponse()
        .getStatus();
      remembered = [subStatus, reason, errorToReport, module, notification];
      write(context, "tea");
    },
  });
  const { status } = await answer([modules, handler((context) => context.setRequestHandled())]);
  assertEquals([status, remembered], [418, [7, "Short and stout", -2147024891, "Teapot", 4]]);
});

// @see ihttpresponse-setstatus-method
Deno.test("Headers IHttpResponse.setStatus refuses a reason longer than 65,535 characters", async () => {
  let hr = 0;
  const { status } = await answer(handler((context) => {
    hr = context.getResponse().setStatus(500, "x".repeat(65_536));
    write(context, "ok");
  }));
  assertEquals([hr, status], [HRESULT_FROM_WIN32(ERROR_INVALID_DATA), 200]);
});

// @see ihttpresponse-setstatus-method
Deno.test("Headers IHttpResponse.setStatus refuses a status that no answer can have", async () => {
  const hrs: number[] = [];
  const { status } = await answer(handler((context) => {
    for (const code of [0, 99, 101, 600, NaN]) hrs.push(context.getResponse().setStatus(code, "x"));
    write(context, "ok");
  }));
  assertEquals([status, new Set(hrs)], [200, new Set([E_INVALIDARG])]);
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("Headers a status that no answer can have, written into the raw response, is a 500", async () => {
  const { status } = await answer([
    handler((context) => write(context, "ok")),
    sending((context) => {
      context.getResponse().getRawHttpResponse().statusCode = 0;
    }),
  ]);
  assertEquals(status, 500);
});

// @see ihttpresponse-setheader-method
Deno.test("IHttpResponse.setHeader: what was good before makes nothing good, and there may be any number of names", async () => {
  const told: number[] = [];
  const { headers } = await answer(handler((context) => {
    for (const value of ["good", "good", "bad\n", "good"]) told.push(set(context, "X-Memo", value));
    for (let n = 0; n < 2; n++) told.push(set(context, "no name", "good"));
    for (let n = 0; n < 1_500; n++) told.push(set(context, `X-${n}`, "bad\0"));
    told.push(set(context, "x-1499", "last"));
    write(context, "ok");
  }));
  assertEquals(told.slice(0, 6), [S_OK, S_OK, E_INVALIDARG, S_OK, E_INVALIDARG, E_INVALIDARG]);
  assertEquals(new Set(told.slice(6, -1)), new Set([E_INVALIDARG]));
  assertEquals([headers.get("x-memo"), headers.get("x-1499"), headers.get("x-0")], [
    "good",
    "last",
    null,
  ]);
});

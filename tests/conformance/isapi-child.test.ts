// How does an extension run another URL? HSE_REQ_EXEC_URL with its status, and HSE_REQ_SEND_URL.
import { defineModule, type ModuleInput } from "../../mod.ts";
import {
  HSE_EXEC_URL_DISABLE_CUSTOM_ERROR,
  HSE_EXEC_URL_IGNORE_CURRENT_INTERCEPTOR,
  HSE_EXEC_URL_IGNORE_VALIDATION_AND_RANGE,
  type HSE_EXEC_URL_INFO,
  HSE_EXEC_URL_NO_HEADERS,
  type HSE_EXEC_URL_STATUS,
  HSE_REQ_EXEC_UNICODE_URL,
  HSE_REQ_EXEC_URL,
  HSE_REQ_GET_EXEC_URL_STATUS,
  HSE_REQ_SEND_URL,
  HSE_STATUS_ERROR,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
} from "../../isapi.ts";
import { customErrors } from "../../middleware/custom-errors/index.ts";
import { assertEquals, assertStringIncludes } from "../_assert.ts";
import { INVALID_OPERATION, INVALID_PARAMETER, NOT_FOUND } from "../_win32.ts";
import { ask, done, type Ecb, isapiHouse, onCompletion, post, saying, write } from "./_isapi.ts";
import { turn, within } from "./_notes.ts";

/** An app that says what it was asked for. */
const app = {
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/missing") return new Response("nothing here", { status: 404 });
    const said = [request.method, pathname + search, request.headers.get("X-Child") ?? "-"];
    const body = new Uint8Array(await request.arrayBuffer()).byteLength;
    return new Response([...said, body].join(" "), { headers: { "X-App": "1" } });
  },
};

/** Runs a child, notes how it went, and ends the session in the callback. */
async function executed(
  info: Partial<HSE_EXEC_URL_INFO>,
  init: RequestInit = {},
  modules: ModuleInput = [],
  code: number = HSE_REQ_EXEC_URL,
) {
  const seen: unknown[] = [];
  const { get } = isapiHouse(
    (ecb) => {
      const status = () => ask<{ status: HSE_EXEC_URL_STATUS }>(ecb, HSE_REQ_GET_EXEC_URL_STATUS);
      if (ecb.queryString === "child") return saying("the extension itself")(ecb);
      onCompletion(ecb, seen as string[], (e) => {
        seen.push(status().status);
        done(e);
      });
      seen.push(status().error);
      const { ret, error } = ask(ecb, code, { url: "/app?x=1", execUrlFlags: 0, ...info });
      if (ret) return HSE_STATUS_PENDING;
      seen.push(error);
      return HSE_STATUS_SUCCESS;
    },
    modules,
    { app },
  );
  const response = await within(get("/a.dll", init), "the answer");
  return { response, text: await response.text(), seen };
}

const fine = (httpStatusCode: number) => ({ httpStatusCode, httpSubStatus: 0, win32Error: 0 });

for (const [name, code] of Object.entries({ HSE_REQ_EXEC_URL, HSE_REQ_EXEC_UNICODE_URL })) {
  Deno.test(`${name}: the child's answer is the client's, the callback tells of its end (ms525925, ms524598)`, async () => {
    const { response, text, seen } = await executed({}, {}, [], code);
    assertEquals([response.status, response.headers.get("X-App")], [200, "1"]);
    assertEquals(text, "GET /app?x=1 - 0");
    assertEquals(seen, [NOT_FOUND, "io 0 0", fine(200)]);
  });
}

Deno.test("HSE_REQ_GET_EXEC_URL_STATUS: the status of the child; before there was one ERROR_NOT_FOUND (ms525519, ms525017)", async () => {
  const { response, seen } = await executed({ url: "/missing" });
  assertEquals(response.status, 404);
  assertEquals(seen, [NOT_FOUND, "io 0 0", fine(404)]);
});

Deno.test("HSE_REQ_EXEC_URL: method, headers and body of the child (ms525511, ms524707)", async () => {
  const data = new Uint8Array(7);
  const info = { method: "PUT", childHeaders: "X-Child: yes\r\n\r\n", entity: { data } };
  const { text } = await executed(info, { headers: { "X-Child": "no" } });
  assertEquals(text, "PUT /app?x=1 yes 7");
});

Deno.test("HSE_REQ_EXEC_URL: without an entity of its own the child reads what is unread", async () => {
  const { text } = await executed({ method: "POST" }, post(60_000));
  assertEquals(text, "POST /app?x=1 - 60000");
});

Deno.test("HSE_EXEC_URL_NO_HEADERS: only the body is the child's", async () => {
  const { response, text } = await executed({
    url: "/missing",
    execUrlFlags: HSE_EXEC_URL_NO_HEADERS,
  });
  assertEquals([response.status, text], [200, "nothing here"]);
});

Deno.test("HSE_EXEC_URL_IGNORE_VALIDATION_AND_RANGE: conditions are for the request itself", async () => {
  const conditions: (string | null)[] = [];
  const watch = defineModule({
    name: "Watch",
    onBeginRequest: (context) =>
      void conditions.push(context.getRequest().getHeader("If-None-Match")),
  });
  const init = { headers: { "If-None-Match": '"1"' } };
  await executed({ execUrlFlags: HSE_EXEC_URL_IGNORE_VALIDATION_AND_RANGE }, init, watch);
  assertEquals(conditions, ['"1"', null]);
});

Deno.test("HSE_EXEC_URL_IGNORE_CURRENT_INTERCEPTOR: the same URL goes to whoever comes next", async () => {
  const again = await executed({ url: "/a.dll?child" });
  assertEquals(again.text, "the extension itself");
  const past = await executed({
    url: null,
    execUrlFlags: HSE_EXEC_URL_IGNORE_CURRENT_INTERCEPTOR,
  });
  assertEquals(past.text, "GET /a.dll - 0");
});

Deno.test("HSE_EXEC_URL_DISABLE_CUSTOM_ERROR: the child's own answer stays", async () => {
  const pages = customErrors({ errorMode: "Detailed", existingResponse: "Replace" });
  const texts = [0, HSE_EXEC_URL_DISABLE_CUSTOM_ERROR].map(async (execUrlFlags) =>
    (await executed({ url: "/missing", execUrlFlags }, {}, pages)).text
  );
  const [page, own] = await Promise.all(texts);
  assertStringIncludes(page, "HTTP Error 404");
  assertEquals(own, "nothing here");
});

Deno.test("HSE_REQ_EXEC_URL: a given user is the child's, without authentication", async () => {
  const users: string[] = [];
  const watch = defineModule({
    name: "Watch",
    onAuthenticateRequest: (context) => void users.push(context.getScriptName()),
    onPostAuthorizeRequest(context) {
      const user = context.getUser()!;
      users.push(`${user.getUserName()} ${user.getAuthenticationType()}`);
    },
  });
  const userInfo = { impersonationToken: null, customUserName: "ada", customAuthType: "Own" };
  await executed({ userInfo }, {}, watch);
  assertEquals(users, ["/a.dll", " ", "ada Own"]);
});

Deno.test("HSE_REQ_EXEC_URL: malformed information, no callback, a second operation are refused", async () => {
  for (
    const wrong of [{ url: 7 as never }, { execUrlFlags: "0" as never }, { childHeaders: "x" }]
  ) {
    assertEquals((await executed(wrong)).seen, [NOT_FOUND, INVALID_PARAMETER]);
  }
  const seen: unknown[] = [];
  const { text } = isapiHouse(
    (ecb) => {
      const run = () => ask(ecb, HSE_REQ_EXEC_URL, { url: "/app", execUrlFlags: 0 }).error;
      seen.push(ask(ecb, HSE_REQ_EXEC_URL, null).error, run());
      onCompletion(ecb, seen as string[]);
      seen.push(run(), run());
      return HSE_STATUS_PENDING;
    },
    [],
    { app },
  );
  assertEquals(await text("/a.dll"), "GET /app - 0");
  await turn();
  assertEquals(seen, [INVALID_PARAMETER, INVALID_PARAMETER, 0, INVALID_OPERATION, "io 0 0"]);
});

Deno.test("HSE_REQ_EXEC_URL: one after the other, each with its status", async () => {
  const seen: unknown[] = [];
  const { text } = isapiHouse(
    (ecb) => {
      const run = (e: Ecb, url: string) =>
        ask(e, HSE_REQ_EXEC_URL, { url, execUrlFlags: HSE_EXEC_URL_NO_HEADERS }).ret;
      onCompletion(ecb, [], (e, count) => {
        seen.push(ask<{ status: HSE_EXEC_URL_STATUS }>(e, 1027).status.httpStatusCode);
        return count === 1 ? run(e, "/app") : done(e);
      });
      run(ecb, "/missing");
      return HSE_STATUS_PENDING;
    },
    [],
    { app },
  );
  assertEquals(await text("/a.dll"), "nothing hereGET /app - 0");
  assertEquals(seen, [404, 200]);
});

Deno.test("HSE_REQ_SEND_URL: a local URL answers in place of this one, also behind HSE_STATUS_SUCCESS", async () => {
  const stages: string[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void stages.push(context.getScriptName()),
  });
  const { get } = isapiHouse(
    (ecb) => {
      assertEquals(ask(ecb, HSE_REQ_SEND_URL, "/app?from"), { ret: true, error: 0 });
      return HSE_STATUS_SUCCESS;
    },
    log,
    { app },
  );
  const response = await within(get("/a.dll"), "the answer");
  assertEquals([response.headers.get("X-App"), await response.text()], ["1", "GET /app?from - 0"]);
  assertEquals(stages, ["/app", "/a.dll"]);
});

Deno.test("HSE_REQ_SEND_URL: behind PENDING the session is to be ended as ever", async () => {
  const ended = Promise.withResolvers<void>();
  let ecb: Ecb | undefined;
  const { text } = isapiHouse(
    (block) => {
      ecb = block;
      ask(block, HSE_REQ_SEND_URL, "/app");
      setTimeout(() => {
        done(block);
        ended.resolve();
      }, 5);

      return HSE_STATUS_PENDING;
    },
    [],
    { app },
  );
  assertEquals(await within(text("/a.dll"), "the answer"), "GET /app - 0");
  await within(ended.promise, "the end of the session");
  assertEquals((await write(ecb!, "x")).error, 6);
});

Deno.test("HSE_REQ_SEND_URL: an extension that then fails keeps the answer that has gone to the client", async () => {
  const { get } = isapiHouse(
    (ecb) => {
      ask(ecb, HSE_REQ_SEND_URL, "/missing");
      return HSE_STATUS_ERROR;
    },
    [],
    { app },
  );
  const response = await within(get("/a.dll"), "the answer");
  assertEquals([response.status, await response.text()], [404, "nothing here"]);
});

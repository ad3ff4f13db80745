// What does a client see of an error? Pages that are other URLs of the site, and everything that is known.
import { Hono } from "hono";
import {
  defineModule,
  getLogFields,
  HRESULT_FROM_WIN32,
  type IHttpContext,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { handler, write } from "../../tests/conformance/_response.ts";
import { ask, fails } from "./_site.ts";
import { customErrors, type HttpErrors } from "./index.ts";

/** A handler for the pages: says what it sees. */
const pages = (status?: number) =>
  handler((context) => {
    const { cookedUrl, rawUrl } = context.getRequest().getRawHttpRequest();
    if (!cookedUrl.absPath.startsWith("/oops")) {
      return void context.getResponse().setStatus(500, "Internal Server Error");
    }
    if (status !== undefined) context.getResponse().setStatus(status, "Set by the page");
    const { absPath, queryString } = cookedUrl;
    write(context, `${context.getRequest().getHttpMethod()} ${absPath}${queryString} ${rawUrl}`);
  });

/** What a log calls ERROR_FILE_NOT_FOUND. */
const GONE = HRESULT_FROM_WIN32(2);

const EXECUTE: HttpErrors = {
  error: [{ statusCode: 500, path: "/oops", responseMode: "ExecuteURL" }],
};

Deno.test("HE14 customErrors: ExecuteURL, with status and address in the query of the child", async () => {
  const { status, text } = await ask(EXECUTE, pages(), { init: { method: "POST", body: "x" } });
  assertEquals([status, text], [200, "GET /oops?500;http://localhost/x?q=1 /x?q=1"]);
});

Deno.test("customErrors: the status that the page sets is that of the answer, and it is not replaced", async () => {
  const { status, text } = await ask(EXECUTE, pages(500));
  assertEquals(status, 500);
  assertMatch(text, /^GET \/oops/);
});

Deno.test("customErrors: a page that keeps the status keeps its sub-status for the log; one that has its own has that", async () => {
  const error = [{ statusCode: 404, path: "/oops", responseMode: "ExecuteURL" }] as const;
  const logged: unknown[] = [];
  const log = defineModule({
    onTransferEnd(context) {
      const { protocolStatus, subStatus, win32Status } = getLogFields(context);
      logged.push([protocolStatus, subStatus, win32Status]);
    },
  });
  for (const [status, subStatus] of [[404, 0], [404, 3], [200, 0]]) {
    const page = handler((context) => {
      const response = context.getResponse();
      if (context.getParentContext() === null) response.setStatus(404, "Reason", 8, GONE);
      else response.setStatus(status, "Page", subStatus);
    });
    await ask({ error }, [log, page]);
  }
  assertEquals(logged, [[404, 8, 2], [404, 3, 0], [200, 0, 0]]);
});

Deno.test("HE15 customErrors: ExecuteURL to a file is 200 with its headers", async () => {
  const sender = defineModule({
    name: "Files",
    onExecuteRequestHandler(context: IHttpContext) {
      const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
      if (absPath !== "/page.html") return void context.getResponse().setStatus(404, "Not Found");
      context.getResponse().setHeader("ETag", '"p"', true);
      write(context, "static page");
    },
  });
  const error = [{ statusCode: 404, path: "/page.html", responseMode: "ExecuteURL" }] as const;
  const { status, text, headers } = await ask({ error }, sender);
  assertEquals([status, text, headers.get("ETag")], [200, "static page", '"p"']);
});

Deno.test("customErrors: a page that fails itself leaves one line, and no loop", async () => {
  let calls = 0;
  const failing = handler((context) => {
    calls++;
    context.getResponse().setStatus(500, "Internal Server Error");
  });
  const { status, text } = await ask(EXECUTE, failing);
  assertEquals([status, calls], [500, 2]);
  assertMatch(text, /went wrong/);
});

Deno.test("customErrors: where no child can run there is one line", async () => {
  const app = new Hono();
  app.use(pipeline(customErrors(EXECUTE)));
  app.get("/", (c) => c.text("own", 500));
  const response = await app.request("/");
  assertEquals(response.status, 500);
  assertMatch(await response.text(), /went wrong/);
});

Deno.test("customErrors: whoever was refused is not refused the page, and keeps who he is", async () => {
  const modules = [
    defineModule({
      name: "Door",
      onAuthorizeRequest(context: IHttpContext) {
        if (context.getParentContext() !== null) return;
        context.getResponse().setStatus(401, "Unauthorized");
        context.getResponse().setHeader("WWW-Authenticate", "Basic", true);
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
    pages(401),
  ];
  const error = [{ statusCode: 401, path: "/oops", responseMode: "ExecuteURL" }] as const;
  const { status, text, headers } = await ask({ error }, modules);
  assertEquals([status, headers.get("WWW-Authenticate")], [401, "Basic"]);
  assertMatch(text, /^GET \/oops\?401/);
});

Deno.test("HE5 customErrors: details for everybody, in the place of empty bodies only", async () => {
  const { text } = await ask({ errorMode: "Detailed" }, fails(404, 5));
  assertStringIncludes(text, "HTTP Error 404.5 Reason");
  assertStringIncludes(text, "<dt>Module</dt><dd>Begin</dd>");
  assertStringIncludes(text, "<dt>Notification</dt><dd>BeginRequest</dd>");
  assertStringIncludes(text, "GET http://localhost/x?q=1");
  assertEquals((await ask({ errorMode: "Detailed" }, fails(404, 0, false, "own"))).text, "own");
  const replaced = { errorMode: "Detailed", existingResponse: "Replace" } as const;
  assertStringIncludes((await ask(replaced, fails(404, 0, true, "own"))).text, "HTTP Error 404.0");
  const empty = { fetch: () => new Response(null, { status: 404 }) };
  const options = { app: empty };
  assertStringIncludes((await ask({ errorMode: "Detailed" }, [], { options })).text, "404.0");
  const own = { fetch: () => new Response("own", { status: 404 }) };
  assertEquals((await ask({ errorMode: "Detailed" }, [], { options: { app: own } })).text, "own");
});

Deno.test("customErrors: details name a notification that is no stage, too", async () => {
  const late = defineModule({
    name: "Late",
    onSendResponse: (context) => void context.getResponse().setStatus(503, "Closed"),
  });
  const { text } = await ask({ errorMode: "Detailed" }, late);
  assertStringIncludes(text, "<dt>Notification</dt><dd>SendResponse</dd>");
});

Deno.test("customErrors: a link to more, with status and code; nothing of a client becomes HTML", async () => {
  const link = "https://example.org/help?lang=en";
  const errors = { errorMode: "Detailed", detailedMoreInformationLink: link } as const;
  const { text } = await ask(errors, fails(), { path: '/"><script>alert(1)</script>' });
  assertStringIncludes(text, "https://example.org/help?lang=en&amp;error=404,0,0x00000000");
  assertEquals(text.includes("<script>"), false);
});

Deno.test("72 customErrors: the description is shown to a client on this machine, not to another (ihttpresponse-seterrordescription-method)", async () => {
  const described = defineModule({
    name: "Described",
    onSendResponse: (context) => void context.getResponse().setErrorDescription("<b>why</b>"),
  });
  const { server } = house([customErrors(), described, fails()]);
  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request, info) => server.fetch(request, info),
  );
  const address = `http://127.0.0.1:${listener.addr.port}/`;
  const near = await (await fetch(address)).text();
  const far = await (await fetch(address, { headers: { "X-Forwarded-For": "203.0.113.9" } }))
    .text();
  await listener.shutdown();
  assertStringIncludes(near, "&#60;b&#62;why&#60;/b&#62;");
  assertMatch(far, /^The resource/);
  const custom = await ask({ errorMode: "Custom" }, [described, fails()]);
  assertMatch(custom.text, /^The resource/);
});

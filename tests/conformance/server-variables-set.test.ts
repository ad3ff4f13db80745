// Which names has a server variable, and what does setting one change? The calls of IHttpContext with variables.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  getHttpContext,
  type IHttpContext4,
  pipeline,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { code } from "./_notes.ts";
import { told, variableOf, variablesOf } from "./_variables.ts";

const begin = (onBeginRequest: (context: IHttpContext4) => void) =>
  defineModule({ onBeginRequest });

/** What the calls answered in BEGIN_REQUEST. */
async function inBegin(
  ask: (context: IHttpContext4) => unknown[],
  init?: RequestInit,
): Promise<unknown[]> {
  const { text, seen } = house(
    (seen: string[]) => begin((context) => void seen.push(...ask(context).map(String))),
    {
      app: { fetch: () => new Response("app") },
    },
  );
  await text("/path?x=1", init);
  return seen;
}

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: an unknown name is ERROR_INVALID_INDEX and null", async () => {
  const names = ["NOT_THERE", "", "constructor", "__proto__", "HTTP_", "HEADER_", "UNICODE_"];
  assertEquals(await variablesOf(names), names.map(() => "0x80070585"));
});

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: a name that is no string is ERROR_INVALID_INDEX", async () => {
  const wrong = [null, undefined, 1] as unknown as string[];
  assertEquals(
    await inBegin((context) => wrong.map((name) => told(context, name))),
    wrong.map(() => "0x80070585"),
  );
});

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: a header that did not come is ERROR_INVALID_INDEX", async () => {
  assertEquals(await variableOf("HTTP_REFERER"), "0x80070585");
});

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: an empty header is a hit", async () => {
  assertEquals(await variableOf("HTTP_X_EMPTY", { headers: { "X-Empty": "" } }), "");
});

// @see ihttpcontext-getservervariable-method
Deno.test("IHttpContext.getServerVariable: names ignore case", async () => {
  const names = ["server_port", "Http_User_Agent", "header_user-agent", "unicode_server_port"];
  assertEquals(await variablesOf(names, { headers: { "User-Agent": "test" } }), [
    "80",
    "test",
    "test",
    "80",
  ]);
});

// IIS 6 SDK, GetServerVariable: low lines mean dashes behind HTTP_, themselves behind HEADER_.
Deno.test("IHttpContext.getServerVariable: HTTP_ finds headers with dashes, HEADER_ also those with low lines", async () => {
  const headers = { "My-Header": "dash", "My_Header": "low line" };
  const names = ["HTTP_MY_HEADER", "HEADER_MY-HEADER", "HEADER_MY_HEADER"];
  assertEquals(await variablesOf(names, { headers }), ["dash", "dash", "low line"]);
});

Deno.test("IHttpContext.getServerVariable: UNICODE_ asks for the same value, but for no header", async () => {
  const names = [
    "UNICODE_URL",
    "UNICODE_HTTP_METHOD",
    "UNICODE_HTTP_ACCEPT",
    "UNICODE_HEADER_ACCEPT",
  ];
  assertEquals(await variablesOf(names, { headers: { Accept: "*/*" } }), [
    "/",
    "GET",
    "0x80070585",
    "0x80070585",
  ]);
});

Deno.test("IHttpContext.getServerVariable: HTTP_URL is the URL even where a header is called Url", async () => {
  const headers = { "Url": "/header" };
  assertEquals(await variablesOf(["HTTP_URL", "HEADER_URL"], { headers }), ["/", "/header"]);
});

// Sample IHttpContextSetServerVariable.cpp
// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: SERVER_NAME reads the new value in every later notification", async () => {
  const set = begin((context) => void context.setServerVariable("SERVER_NAME", "www.example.com"));
  assertEquals(await variableOf("SERVER_NAME", { modules: [set] }), "www.example.com");
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: a variable that does not exist is created, for this request only", async () => {
  const { server, seen } = house((seen: string[]) =>
    begin((context) => {
      seen.push(told(context, "MY_OWN"), code(context.setServerVariable("My_Own", "")));
      seen.push(told(context, "MY_OWN"));
    }), { app: { fetch: () => new Response("app") } });
  await server.fetch(new Request("http://localhost/"));
  await server.fetch(new Request("http://localhost/"));
  const once = ["0x80070585", "0x00000000", ""];
  assertEquals(seen, [...once, ...once]);
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: HTTP_ and HEADER_ write the request header", async () => {
  const seen = await inBegin((context) => [
    context.setServerVariable("HTTP_X_ONE", "1"),
    context.setServerVariable("HEADER_X_two", "2"),
    context.getRequest().getHeader("X-One"),
    context.getRequest().getHeader("X_TWO"),
    told(context, "ALL_HTTP"),
  ]);
  assertEquals(seen, ["0", "0", "1", "2", "HTTP_X_ONE:1\r\nHTTP_X_TWO:2\r\n"]);
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: the app behind the pipeline sees the header", async () => {
  const server = createWebServer({
    modules: begin((context) => void context.setServerVariable("HTTP_ACCEPT_ENCODING", "")),
    app: { fetch: (request) => new Response(`[${request.headers.get("accept-encoding")}]`) },
  });
  const headers = { "Accept-Encoding": "gzip" };
  const answer = await server.fetch(new Request("http://localhost/", { headers }));
  assertEquals(await answer.text(), "[]");
});

Deno.test("IHttpContext.setServerVariable: a Hono handler sees header and variable, behind both mounts", async () => {
  const set = begin((context) => {
    context.setServerVariable("HTTP_X_SET", "header");
    context.setServerVariable("OWN", "variable");
  });
  const page = new Hono().get("/", (c) => {
    const own = getHttpContext(c)!.getServerVariable("OWN").value;
    return c.text(`${c.req.header("x-set")} ${own}`);
  });
  const inside = new Hono().use(pipeline(set)).route("/", page);
  const around = createWebServer({ modules: set, app: new Hono().route("/", page) });
  for (const app of [inside, around]) {
    const answer = await app.fetch(new Request("http://localhost/"));
    assertEquals(await answer.text(), "header variable");
  }
});

Deno.test("IHttpContext.getServerVariable: follows IHttpRequest.setHeader and deleteHeader", async () => {
  const seen = await inBegin((context) => {
    const request = context.getRequest();
    request.setHeader("Content-Type", "text/changed", true);
    request.setHeader("X-Own", "b", false);
    const changed = ["CONTENT_TYPE", "HTTP_CONTENT_TYPE", "HTTP_X_OWN"].map((n) =>
      told(context, n)
    );
    request.deleteHeader("X-Own");
    return [...changed, told(context, "HTTP_X_OWN")];
  }, { headers: { "X-Own": "a", "Content-Type": "text/old" } });
  assertEquals(seen, ["text/changed", "text/changed", "a, b", "0x80070585"]);
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: HTTP_METHOD and other names of the list are no headers", async () => {
  const seen = await inBegin((context) => {
    context.setServerVariable("HTTP_METHOD", "SEARCH");
    const { headers } = context.getRequest().getRawHttpRequest();
    return [
      told(context, "HTTP_METHOD"),
      context.getRequest().getHttpMethod(),
      headers.unknownHeaders.length,
    ];
  });
  assertEquals(seen, ["SEARCH", "GET", "0"]);
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: UNICODE_ sets the variable behind it", async () => {
  const set = begin((context) => void context.setServerVariable("UNICODE_REMOTE_USER", "Zoë"));
  assertEquals(await variableOf("REMOTE_USER", { modules: [set] }), "Zoë");
});

// @see ihttpcontext-setservervariable-method
Deno.test("IHttpContext.setServerVariable: what cannot be set is ERROR_INVALID_PARAMETER", async () => {
  const seen = await inBegin((context) => [
    code(context.setServerVariable("", "x")),
    code(context.setServerVariable("A", null as unknown as string)),
    code(context.setServerVariable(1 as unknown as string, "x")),
    code(context.setServerVariable("HTTP_X_BAD", "a\r\nb: c")),
    code(context.setServerVariable("HTTP_BAD NAME", "a")),
    code(context.setServerVariable("UNICODE_HTTP_ACCEPT", "a")),
    told(context, "ALL_RAW"),
  ]);
  assertEquals(seen, [...Array(6).fill("0x80070057"), ""]);
});

// @see ihttpcontext3-inheritservervariable-method
Deno.test("IHttpContext3.inheritServerVariable: a root request has nothing to inherit", async () => {
  const seen = await inBegin((context) => {
    const inherit = context.inheritServerVariable.bind(context);
    return [code(inherit("URL")), code(inherit("URL", false)), code(inherit("URL", true))];
  });
  assertEquals(seen, ["0x00000000", "0x00000000", "0x80070585"]);
});

const NOTHING = { names: [], values: [] };

// @see ihttpcontext-getservervarchanges-method
Deno.test("IHttpContext.getServerVarChanges: tells what was set since a copy, and gives a new one", async () => {
  const seen = await inBegin((context) => {
    const none = context.getServerVarChanges(0, NOTHING);
    context.setServerVariable("A", "1");
    context.setServerVariable("B", "2");
    const first = context.getServerVarChanges(none.newChangeNumber, none.snapshot);
    context.setServerVariable("B", "3");
    context.setServerVariable("C", "4");
    const second = context.getServerVarChanges(first.newChangeNumber, first.snapshot);
    const third = context.getServerVarChanges(second.newChangeNumber, second.snapshot);
    return [none, first, second, third].map(({ hr, snapshot, diffedVariableIndices }) =>
      JSON.stringify([hr, snapshot.names, snapshot.values, diffedVariableIndices])
    );
  });
  assertEquals(seen, [
    "[0,[],[],[]]",
    '[0,["A","B"],["1","2"],[0,1]]',
    '[0,["A","B","C"],["1","3","4"],[1,2]]',
    '[0,["A","B","C"],["1","3","4"],[]]',
  ]);
});

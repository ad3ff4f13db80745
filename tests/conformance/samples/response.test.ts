// Do the samples of IHttpResponse send what they send in IIS? The client tells what has arrived.
import {
  defineModule,
  HttpHeaderContentType,
  HttpHeaderLocation,
  HttpHeaderServer,
  type IHttpContext4,
  type IHttpEventProvider,
  type ISendResponseProvider,
  type ModuleDefinition,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
  S_OK,
} from "../../../mod.ts";
import { assertEquals, assertRejects } from "../../_assert.ts";
import { head, memory, write } from "../_response.ts";
import { asked, say, telling, told } from "./_kit.ts";

const app = {
  fetch: () => new Response("the page", { headers: { "x-app": "1", server: "App" } }),
};
type Handler<P = IHttpEventProvider> = (context: IHttpContext4, provider: P) => RQResult;
const beginning = (onBeginRequest: Handler): ModuleDefinition =>
  defineModule({ name: "Sample", onBeginRequest });
const sending = (onSendResponse: Handler<ISendResponseProvider>): ModuleDefinition =>
  defineModule({ name: "Sample", onSendResponse });

// @see ihttpresponse-clearheaders-method
Deno.test("Sample IHttpResponseClearHeaders: the headers are gone, the body stays", async () => {
  const module = sending((context) => context.getResponse().clearHeaders());
  const { headers, text } = await asked(module, "/", {}, { app });
  assertEquals([headers.get("x-app"), headers.get("server"), text], [null, null, "the page"]);
});

// @see ihttpresponse-deleteheader-method
Deno.test("Sample IHttpResponseDeleteHeader: what is absent is no error, what is set later goes out", async () => {
  const results: number[] = [];
  const module = beginning((context) => {
    results.push(context.getResponse().deleteHeader("Server"));
    results.push(context.getResponse().deleteHeader(HttpHeaderLocation));
  });
  const { headers } = await asked(module, "/", {}, { app });
  assertEquals([results, headers.get("server")], [[S_OK, S_OK], "App"]);
});

// @see ihttpresponse-flush-method
Deno.test("Sample IHttpResponseFlush: the head leaves before the handler runs, its headers are too late", async () => {
  const module = defineModule({
    name: "Sample",
    async onBeginRequest(context) {
      context.getResponse().setHeader("X-Early", "1", true);
      await context.getResponse().flush(false, true);
    },
  });
  const { status, headers, text } = await asked(module, "/", {}, { app });
  assertEquals([status, headers.get("x-early"), headers.get("x-app")], [200, "1", null]);
  assertEquals([headers.get("content-length"), text], [null, "the page"]);
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("Sample IHttpResponseGetRawHttpResponse: answers the number of chunks in the buffer", async () => {
  const modules = [
    beginning((context) => write(context, "one", "two", "three")),
    telling("Chunks", (context) => {
      return context.getResponse().getRawHttpResponse().entityChunks.length;
    }, "onSendResponse"),
  ];
  const none = { fetch: () => new Response(null, { status: 200 }) };
  assertEquals(await told(modules, "/", {}, { app: none }), "Chunks: 3");
});

// @see ihttpresponse-redirect-method
Deno.test("Sample IHttpResponseRedirect: 302 to the other folder, with the query", async () => {
  const module = beginning((context) => {
    context.getResponse().redirect("/example/", true, true);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  const { status, headers } = await asked(module, "/?id=5", {}, { app });
  assertEquals([status, headers.get("location")], [302, "http://localhost/example/?id=5"]);
});

// @see ihttpresponse-resetconnection-method
Deno.test("Sample IHttpResponseResetConnection: the client gets no complete answer", async () => {
  const module = sending((context) => {
    write(context, "before");
    context.getResponse().resetConnection();
    write(context, "after");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  await assertRejects(async () => await (await head(module, "/", {}, { app })).text());
});

// @see ihttpresponse-setheader-method
Deno.test("Sample IHttpResponseSetHeader: one header more and two replaced, all on the wire", async () => {
  const module = sending((context) => {
    context.getResponse().setHeader("Refresh", "5", true);
    context.getResponse().setHeader(HttpHeaderContentType, "text/plain", true);
    context.getResponse().setHeader(HttpHeaderServer, "Sample", true);
  });
  const { headers } = await asked(module, "/", {}, { app });
  const names = ["refresh", "content-type", "server"];
  assertEquals(names.map((name) => headers.get(name)), ["5", "text/plain", "Sample"]);
});

// @see ihttpresponse-setneeddisconnect-method
Deno.test("Sample IHttpResponseSetNeedDisconnect: the answer says Connection: close and is whole", async () => {
  const module = beginning((context) => context.getResponse().setNeedDisconnect());
  const { headers, text } = await asked(module, "/", {}, { app });
  assertEquals([headers.get("connection"), text], ["close", "the page"]);
});

// @see ihttpresponse-writeentitychunkbyreference-method
for (
  const sample of [
    "IHttpResponseWriteEntityChunkByReference",
    "_RaiseEvnt/IHttpResponseWriteEntityChunkByReference",
  ]
) {
  Deno.test(`Sample ${sample}: the body follows the places, not the order of the calls`, async () => {
    const module = beginning((context) => {
      const response = context.getResponse();
      const { cookedUrl } = context.getRequest().getRawHttpRequest();
      if (!cookedUrl.absPath!.endsWith(".htm")) return;
      response.writeEntityChunkByReference(memory("end")[0], -1);
      response.writeEntityChunkByReference(memory("front ")[0], 0);
      response.writeEntityChunkByReference(memory("middle ")[0], 1);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    });
    assertEquals(await told(module, "/a.htm", {}, { app }), "front middle end");
    assertEquals(await told(module, "/a.txt", {}, { app }), "the page");
  });
}

// @see ihttpresponse-writeentitychunks-method
Deno.test("Sample IHttpResponseWriteEntityChunks: the body is the two chunks in order", async () => {
  const module = beginning((context) => {
    const { hr, bytesSent } = context.getResponse().writeEntityChunks(
      memory("First", "Second"),
      true,
      true,
    );
    assertEquals([hr, bytesSent], [S_OK, 11]);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  assertEquals(await told(module), "FirstSecond");
});

// @see isendresponseprovider-getheadersbeingsent-method, ihttpresponse-suppressheaders-method
Deno.test("Sample ISendResponseProviderGetHeadersBeingSent: no after SuppressHeaders, otherwise yes", async () => {
  const seen: boolean[] = [];
  const asking = (suppress: boolean): ModuleDefinition =>
    sending((context, provider) => {
      if (suppress) context.getResponse().suppressHeaders();
      seen.push(provider.getHeadersBeingSent());
    });
  await told(asking(false), "/", {}, { app });
  await told(asking(true), "/", {}, { app });
  assertEquals(seen, [true, false]);
});

// @see ihttpresponse-disablekernelcache-method, ihttpresponse-getkernelcacheenabled-method
Deno.test("Sample IHttpResponseDisableKernelCache: is told from then on, and the response is unchanged", async () => {
  const seen: boolean[] = [];
  const module = beginning((context) => {
    const response = context.getResponse();
    seen.push(response.getKernelCacheEnabled());
    response.disableKernelCache();
    seen.push(response.getKernelCacheEnabled());
  });
  assertEquals(await told(module, "/", {}, { app }), "the page");
  assertEquals(seen, [true, false]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("Sample IHttpEventProviderSetErrorStatus: a failed write becomes the status, a good one does not", async () => {
  const writing = (chunks: Parameters<typeof memory> | null): ModuleDefinition =>
    beginning((context, provider) => {
      const written = chunks ? memory(...chunks) : null!;
      const { hr } = context.getResponse().writeEntityChunks(written, true, true);
      provider.setErrorStatus(hr);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    });
  const good = await asked(writing(["Hello World!"]));
  assertEquals([good.status, good.text], [200, "Hello World!"]);
  assertEquals((await asked(writing(null))).status, 500);
});

// @see ihttpresponse-getheaderssuppressed-method
Deno.test("IHttpResponse.getHeadersSuppressed: false until SuppressHeaders was called", async () => {
  const module = beginning((context) => {
    const response = context.getResponse();
    const before = response.getHeadersSuppressed();
    response.suppressHeaders();
    const after = response.getHeadersSuppressed();
    return say(context, `HTTP/1.1 200 OK\r\nX-Own: 1\r\n\r\n${before} ${after}`);
  });
  assertEquals(await told(module), "false true");
});

// Do the samples of IHttpRequest change and show what the handlers behind them see? The app tells what it was given.
import {
  defineModule,
  FAILED,
  HttpHeaderAcceptLanguage,
  type IHttpContext,
  type ModuleDefinition,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { memory } from "../_response.ts";
import { telling, told } from "./_kit.ts";

/** An app that tells method, path and body. */
const echo = {
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    return new Response(`${request.method} ${pathname}${search} ${await request.text()}`.trim());
  },
};

// @see ihttprequest-deleteheader-method
Deno.test("Sample IHttpRequestDeleteHeader: nobody behind BEGIN sees the two headers", async () => {
  const app = {
    fetch: ({ headers }: Request) =>
      new Response(
        ["user-agent", "accept-language", "x-kept"].map((name) => headers.get(name)).join(),
      ),
  };
  const module = defineModule({
    name: "Sample",
    onBeginRequest(context) {
      context.getRequest().deleteHeader("User-Agent");
      context.getRequest().deleteHeader(HttpHeaderAcceptLanguage);
    },
  });
  const headers = { "user-agent": "Walker", "accept-language": "de", "x-kept": "yes" };
  assertEquals(await told(module, "/", { headers }, { app }), ",,yes");
});

// @see ihttprequest-seturl-method, ihttprequest-getforwardedurl-method
Deno.test("Sample IHttpRequestGetForwardedUrl: answers the URL elsewhere, and leaves alone what has none", async () => {
  const forwarding = (url: string) =>
    telling("Forwarded", (context) => {
      context.getRequest().setUrl(url, false);
      return context.getRequest().getForwardedUrl();
    }, "onSendResponse");
  const away = "http://elsewhere.example/there";
  assertEquals(await told(forwarding(away), "/", {}, { app: echo }), `Forwarded: ${away}`);
  assertEquals(await told(forwarding("/here"), "/", {}, { app: echo }), "GET /");
});

// @see ihttprequest-geturlchanged-method
Deno.test("Sample IHttpRequestGetUrlChanged: false until SetUrl was called", async () => {
  const changing = (change: (context: IHttpContext) => void): ModuleDefinition[] => [
    defineModule({ name: "Change", onBeginRequest: (context) => change(context) }),
    telling("Changed", (context) => context.getRequest().getUrlChanged(), "onSendResponse"),
  ];
  assertEquals(await told(changing(() => {})), "Changed: false");
  const change = (context: IHttpContext) => void context.getRequest().setUrl("/b", false);
  assertEquals(await told(changing(change)), "Changed: true");
});

/** Reads the whole body in a loop and answers with it; without one the request goes on. */
const echoing = defineModule({
  name: "Sample",
  async onBeginRequest(context) {
    const [request, response] = [context.getRequest(), context.getResponse()];
    if (request.getRemainingEntityBytes() === 0) return;
    for (;;) {
      const buffer = new Uint8Array(8);
      const { hr, bytesReceived } = await request.readEntityBody(buffer, false);
      if (FAILED(hr)) break;
      response.writeEntityChunks(memory(buffer.subarray(0, bytesReceived)), false, true);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
});

// @see ihttprequest-readentitybody-method
Deno.test("Sample IHttpRequestReadEntityBody: a body is echoed, a request without one goes on", async () => {
  const body = "more than one buffer can hold";
  assertEquals(await told(echoing, "/", { method: "POST", body }, { app: echo }), body);
  assertEquals(await told(echoing, "/plain", {}, { app: echo }), "GET /plain");
});

// @see ihttprequest-insertentitybody-method
Deno.test("Sample IHttpRequestSetEntityBody: the handler reads what was inserted in front", async () => {
  const module = defineModule({
    name: "Sample",
    onBeginRequest(context) {
      context.getRequest().insertEntityBody(new TextEncoder().encode("Hello world!"));
    },
  });
  const form = { method: "POST", body: "" };
  assertEquals(await told(module, "/form", form, { app: echo }), "POST /form Hello world!");
});

// @see ihttprequest-sethttpmethod-method
Deno.test("Sample IHttpRequestSetHttpMethod: the handler of OPTIONS answers a GET", async () => {
  const { server } = house(
    [
      defineModule({
        name: "Sample",
        onBeginRequest: (context) => void context.getRequest().setHttpMethod("OPTIONS"),
      }),
      defineModule({
        name: "Options",
        onExecuteRequestHandler(context) {
          context.getResponse().setHeader("Allow", "OPTIONS, GET", true);
          context.setRequestHandled();
        },
      }),
    ],
    { handlers: [{ name: "Options", path: "*", verb: "OPTIONS", modules: "Options" }] },
  );
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals([response.status, response.headers.get("allow")], [200, "OPTIONS, GET"]);
  await response.body?.cancel();
});

// @see ihttprequest-seturl-method
Deno.test("Sample IHttpRequestSetUrl: every request is served as the one page, its query replaced", async () => {
  const module = defineModule({
    name: "Sample",
    onBeginRequest: (context) => void context.getRequest().setUrl("/example/default.aspx", true),
  });
  assertEquals(await told(module, "/a?x=1", {}, { app: echo }), "GET /example/default.aspx");
});

// @see ihttprequest-getrawhttprequest-method
Deno.test("Sample IHttpRequestGetRawHttpRequest: the structure can be read, the response is unchanged", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onBeginRequest(context) {
        const { rawUrl, cookedUrl, version } = context.getRequest().getRawHttpRequest();
        seen.push(`${rawUrl} ${cookedUrl.absPath} ${version.majorVersion}.${version.minorVersion}`);
      },
    }), { app: echo });
  assertEquals(await text("/a?x=1"), "GET /a?x=1");
  assertEquals(seen, ["/a?x=1 /a 1.1"]);
});

// @see ihttprequest-getremainingentitybytes-method
Deno.test("Sample _RaiseEvnt/mymodule: the bytes that are left become fewer as the body is read", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      async onEndRequest(context) {
        const request = context.getRequest();
        seen.push(`${request.getHeader("Content-Type")} ${request.getRemainingEntityBytes()}`);
        const { bytesReceived } = await request.readEntityBody(new Uint8Array(5), false);
        seen.push(`${bytesReceived} read, ${request.getRemainingEntityBytes()} left`);
      },
    })
  );
  const headers = { "content-type": "text/x-form", "content-length": "9" };
  await text("/", { method: "POST", body: "nine byte", headers });
  assertEquals(seen, ["text/x-form 9", "5 read, 4 left"]);
});

// @see ireadentityprovider-getentity-method, ireadentityprovider-interface
Deno.test("Sample IReadEntityProviderGetEntity: each read is told with its size, and only where somebody reads", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onReadEntity: (_context, provider) => void seen.push(`${provider.getEntity().length} bytes`),
    }), { app: { fetch: async (request: Request) => new Response(await request.text()) } });
  assertEquals(await text("/", { method: "POST", body: "posted" }), "posted");
  assertEquals(seen[0], "6 bytes");
  const unread = house(
    (seen: string[]) =>
      defineModule({ name: "Sample", onReadEntity: () => void seen.push("read") }),
    {
      app: { fetch: () => new Response("unread") },
    },
  );
  assertEquals(await unread.text("/", { method: "POST", body: "posted" }), "unread");
  assertEquals(unread.seen, []);
});

// @see ihttprequest-getclientcertificate-method, ihttprequest-negotiateclientcertificate-method
Deno.test("Sample IHttpRequestGetClientCertificate/mymodule: without a certificate both calls fail, and nothing changes", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      async onBeginRequest(context) {
        const request = context.getRequest();
        const { hr, clientCertInfo } = request.getClientCertificate();
        seen.push(`${FAILED(hr)} ${clientCertInfo}`);
        seen.push(String(FAILED((await request.negotiateClientCertificate(false)).hr)));
      },
    }), { app: echo });
  assertEquals(await text("/"), "GET /");
  assertEquals(seen, ["true null", "true"]);
});

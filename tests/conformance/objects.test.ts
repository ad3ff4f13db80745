// What do the small objects of a request tell? Names, times, addresses and memory, one sentence of each page.
import {
  CHttpModule,
  defineModule,
  FAILED,
  httpGetExtendedInterface,
  type IHttpContext4,
  type IHttpModuleContextContainer,
  type IHttpServer3,
  type PFN_REGISTERMODULE,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_PENDING,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals, assertGreaterOrEqual } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, turn } from "./_notes.ts";
import { onServer, telling, told } from "./samples/_kit.ts";

// @see ihttpcompletioninfo-getcompletionstatus-method
Deno.test("IHttpCompletionInfo.getCompletionStatus: S_OK for what was posted, the error for what was cancelled", async () => {
  const statuses: string[] = [];
  class Posting extends CHttpModule {
    override onBeginRequest(context: IHttpContext4) {
      context.postCompletion(3);
      return RQ_NOTIFICATION_PENDING;
    }
    override onAuthenticateRequest(context: IHttpContext4) {
      const { completionPending } = context.getRequest().readEntityBody(new Uint8Array(9), true);
      assert(completionPending);
      context.cancelIo();
      return RQ_NOTIFICATION_PENDING;
    }
    override onAsyncCompletion(...[, , , , info]: Parameters<CHttpModule["onAsyncCompletion"]>) {
      statuses.push(code(info.getCompletionStatus()));
    }
  }
  const body = new ReadableStream<Uint8Array>();
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  assertEquals(await told(Posting, "/", init, { app }), "app");
  assertEquals(statuses, ["0x00000000", "0x800703E3"]);
});

/** The containers of one request, each with whether what it keeps ends with the request. */
const CONTAINERS: Record<string, (context: IHttpContext4) => IHttpModuleContextContainer> = {
  // @see ihttpcontext-getmodulecontextcontainer-method
  IHttpContext: (context) => context.getModuleContextContainer(),
  // @see ihttpcontext-geturlinfo-method, ihttpurlinfo-getmodulecontextcontainer-method
  IHttpUrlInfo: (context) => context.getUrlInfo()!.getModuleContextContainer(),
  // @see imetadatainfo-getmodulecontextcontainer-method
  IMetadataInfo: (context) => context.getMetadata().getModuleContextContainer(),
};

for (const [owner, container] of Object.entries(CONTAINERS)) {
  Deno.test(`${owner}.getModuleContextContainer: keeps one object for each module, cleaned up once by the end`, async () => {
    const id = {};
    const { text, seen, server } = house((seen: string[]) =>
      defineModule({
        name: "Keeping",
        onExecuteRequestHandler(context) {
          const contexts = container(context);
          const stored = { cleanupStoredContext: () => void seen.push("cleaned up") };
          contexts.setModuleContext(stored, id);
          seen.push(String(container(context).getModuleContext(id) === stored));
        },
      }), { app });
    assertEquals(await text("/"), "app");
    await server.close();
    assertEquals(seen, ["true", "cleaned up"]);
  });
}

// @see inamedcontextcontainer-setnamedcontext, inamedcontextcontainer-getnamedcontext-method
// @see ihttpcontext3-getnamedcontextcontainer-method
Deno.test("INamedContextContainer: another module finds what was kept, by its name", async () => {
  const stored = { cleanupStoredContext() {} };
  const found: unknown[] = [];
  const modules = [
    defineModule({
      name: "Setting",
      onBeginRequest: (context) =>
        void context.getNamedContextContainer().setNamedContext(stored, "Mine"),
    }),
    defineModule({
      name: "Getting",
      onAuthenticateRequest(context) {
        const named = context.getNamedContextContainer();
        found.push(named.getNamedContext("Mine"), named.getNamedContext("Other"));
      },
    }),
  ];
  assertEquals(await told(modules, "/", {}, { app }), "app");
  assertEquals(found, [stored, null]);
});

// @see ihttpcontext4-getrequeststarttime-method, ihttpcontext4-getrequestelapsedtime-method
Deno.test("IHttpContext4: the start of a request stands, and the time since then grows", async () => {
  const times: number[][] = [];
  const note = (context: IHttpContext4): void =>
    void times.push([context.getRequestStartTime(), context.getRequestElapsedTime()]);
  const module = defineModule({
    name: "Timing",
    async onBeginRequest(context) {
      note(context);
      await turn();
      await turn();
    },
    onEndRequest: note,
  });
  assertEquals(await told(module, "/", {}, { app }), "app");
  const [[start, early], [again, late]] = times;
  assertEquals(start, again);
  assertGreaterOrEqual(late, early);
  assertGreaterOrEqual(early, 0);
});

// @see imoduleallocator-allocatememory-method
Deno.test("IModuleAllocator.allocateMemory: gives zeroed memory of the size asked for", async () => {
  const sizes: number[][] = [];
  const registerModule: PFN_REGISTERMODULE = (_version, info) =>
    info.setRequestNotifications(
      {
        getHttpModule(allocator) {
          const memory = allocator.allocateMemory(16);
          sizes.push([memory.length, Math.max(...memory)]);
          return { hr: S_OK, module: new CHttpModule() };
        },
        terminate() {},
      },
      RQ_BEGIN_REQUEST,
      0,
    );
  const module = { name: "Allocating", registerModule };
  assertEquals(await told(module, "/", {}, { app }), "app");
  assertEquals(sizes, [[16, 0]]);
});

// @see ihttprequest-setheader-method
Deno.test("IHttpRequest.setHeader: replaces or joins, refuses a line end, and the app sees it", async () => {
  const echo = { fetch: ({ headers }: Request) => new Response(headers.get("x-set")) };
  const results: boolean[] = [];
  const module = defineModule({
    name: "Setting",
    onBeginRequest(context) {
      const request = context.getRequest();
      for (const [value, replace] of [["one", true], ["two", false], ["a\r\nb", true]] as const) {
        results.push(FAILED(request.setHeader("X-Set", value, replace)));
      }
    },
  });
  const text = await told(module, "/", { headers: { "x-set": "old" } }, { app: echo });
  assertEquals([text.replace(", ", ","), results], ["one,two", [false, false, true]]);
});

// @see ihttprequest-getlocaladdress-method
Deno.test("IHttpRequest.getLocalAddress: the address in the URL where the runtime tells none, otherwise null", async () => {
  const local = (url: string): Promise<string> =>
    told(
      telling("Local", (context) => {
        const address = context.getRequest().getLocalAddress();
        return address === null ? "none" : `${address.address} ${address.port}`;
      }),
      url,
    );
  assertEquals(await local("http://127.0.0.1:8080/"), "Local: 127.0.0.1 8080");
  assertEquals(await local("http://www.example.test/"), "Local: none");
});

// @see ihttpresponse-geterrordescription-method, ihttpresponse-seterrordescription-method
Deno.test("IHttpResponse.getErrorDescription: null until one was set", async () => {
  const module = telling("Descriptions", (context) => {
    const response = context.getResponse();
    const before = response.getErrorDescription();
    response.setErrorDescription("It is broken", false);
    return `${before}, ${response.getErrorDescription()}`;
  });
  assertEquals(await told(module), "Descriptions: null, It is broken");
});

// @see ihttprequest2-interface, httpgetextendedinterface-function
Deno.test("IHttpRequest2: the request under this name is the request; it has no method of its own here", async () => {
  const module = onServer((context, server) => {
    const request = context.getRequest();
    const { hr, output } = httpGetExtendedInterface(server, request, "IHttpRequest2");
    return `${code(hr)} ${output === request}`;
  });
  assertEquals(await told(module), "0x00000000 true");
});

// @see ihttpserver2-getextendedinterface-method
Deno.test("IHttpServer2.getExtendedInterface: gives the object under a later name, E_NOINTERFACE for another kind", async () => {
  const module = onServer((context, server: IHttpServer3) => {
    const { hr, output } = server.getExtendedInterface("IHttpContext", context, "IHttpContext3");
    const other = server.getExtendedInterface("IHttpContext", context, "IHttpServer2");
    return [code(hr), output === context, code(other.hr), other.output].join(" ");
  });
  assertEquals(await told(module), "0x00000000 true 0x80004002 ");
});

// @see ihttpserver2-getmetadata-method
// @see ireferencedmetadatainfo-referencemetadata-method, ireferencedmetadatainfo-dereferencemetadata-method
Deno.test("IHttpServer2.getMetadata: tells path and virtual root of a URL of the site", async () => {
  const module = onServer((_context, server) => {
    const { hr, metadataInfo } = server.getMetadata("Default Web Site", "/");
    metadataInfo!.referenceMetadata();
    const path = metadataInfo!.getMetaPath();
    metadataInfo!.dereferenceMetadata();
    return `${code(hr)} ${path}`;
  });
  assertEquals(await told(module), "0x00000000 MACHINE/WEBROOT/APPHOST/Default Web Site");
});

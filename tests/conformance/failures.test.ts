// Which failures does a page promise? Every call with what it must refuse, and the HRESULT that stands on its page.
import { HttpDataChunkFromMemory, type IHttpContext4, type IHttpServer3 } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { code } from "./_notes.ts";
import { onServer, told } from "./samples/_kit.ts";

type Call = (context: IHttpContext4, server: IHttpServer3) => number | Promise<number>;

const INVALID = "0x80070057";
const INVALID_DATA = "0x8007000D";
const OVERFLOW = "0x80070216";
/** Longer than any header, reason or cache value may be. */
const LONG = "x".repeat(70_000);
const none = null as never;
const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: "x" } as const;
const provider = (providerGuid: string | null, providerEnabled: boolean) => ({
  providerGuid,
  areas: 1,
  verbosity: 1,
  providerEnabled,
});

/** The page, what is asked, and the result. */
const FAILURES: Record<string, [what: string, call: Call, wanted: string][]> = {
  "ihttpcachepolicy-setvarybyvalue-method": [
    ["no value", (c) => c.getResponse().getCachePolicy().setVaryByValue(none), INVALID],
    ["a value too long", (c) => c.getResponse().getCachePolicy().setVaryByValue(LONG), OVERFLOW],
  ],
  "ihttpcontext-clonecontext-method": [
    ["an unknown flag", (c) => c.cloneContext(0x4000).hr, INVALID],
  ],
  "ihttpcontext-releaseclonedcontext-method": [
    ["a context that is no clone", (c) => c.releaseClonedContext(), INVALID],
  ],
  "ihttpcontext-executerequest-method": [
    ["a synchronous child", (c) => c.executeRequest(false, c, 0, null).hr, "0x80070032"],
  ],
  "ihttpcontext-getservervariable-method": [
    ["an unknown name", (c) => c.getServerVariable("NO_SUCH_VARIABLE").hr, "0x80070585"],
  ],
  "ihttpmodulecontextcontainer-setmodulecontext-method": [
    ["nothing to keep", (c) => c.getModuleContextContainer().setModuleContext(none, {}), INVALID],
    ["a second object", (c) => {
      const [id, kept] = [{}, { cleanupStoredContext() {} }];
      c.getModuleContextContainer().setModuleContext(kept, id);
      return c.getModuleContextContainer().setModuleContext(kept, id);
    }, "0x80070055"],
  ],
  "ihttprequest-getclientcertificate-method": [
    ["no certificate", (c) => c.getRequest().getClientCertificate().hr, "0x80070490"],
  ],
  "ihttprequest-readentitybody-method": [
    [
      "no body",
      async (c) => (await c.getRequest().readEntityBody(new Uint8Array(8), false)).hr,
      "0x80070026",
    ],
    ["no buffer", async (c) => (await c.getRequest().readEntityBody(none, false)).hr, INVALID],
  ],
  "ihttprequest-setheader-method": [
    ["no name", (c) => c.getRequest().setHeader(none, "x", true), INVALID],
    ["no value", (c) => c.getRequest().setHeader("X-Name", none, true), INVALID],
    ["a value too long", (c) => c.getRequest().setHeader("X-Name", LONG, true), INVALID_DATA],
  ],
  "ihttprequest-deleteheader-method": [
    ["no name", (c) => c.getRequest().deleteHeader(none), INVALID],
  ],
  "ihttprequest-sethttpmethod-method": [
    ["no method", (c) => c.getRequest().setHttpMethod(none), INVALID],
  ],
  "ihttprequest-seturl-method": [
    ["no URL", (c) => c.getRequest().setUrl(none, true), INVALID],
    ["a URL too long", (c) => c.getRequest().setUrl(`/${LONG}`, true), INVALID],
  ],
  "ihttpresponse-redirect-method": [
    ["no URL", (c) => c.getResponse().redirect(none), INVALID],
  ],
  "ihttpresponse-seterrordescription-method": [
    ["no text", (c) => c.getResponse().setErrorDescription(none), INVALID],
  ],
  "ihttpresponse-setheader-method": [
    ["no name", (c) => c.getResponse().setHeader(none, "x", true), INVALID],
    ["no value", (c) => c.getResponse().setHeader("X-Name", none, true), INVALID],
    ["a value too long", (c) => c.getResponse().setHeader("X-Name", LONG, true), INVALID_DATA],
  ],
  "ihttpresponse-setstatus-method": [
    ["a reason too long", (c) => c.getResponse().setStatus(404, LONG), INVALID_DATA],
    ["a reason with a line end", (c) => c.getResponse().setStatus(404, "a\r\nb"), INVALID],
  ],
  "ihttpresponse-writeentitychunkbyreference-method": [
    ["no chunk", (c) => c.getResponse().writeEntityChunkByReference(none), INVALID],
  ],
  "ihttpresponse-writeentitychunks-method": [
    ["no chunks", (c) => c.getResponse().writeEntityChunks(none, true, true).hr, INVALID],
  ],
  "ihttpserver-addfragmenttocache-method": [
    ["no chunk", (_c, s) => s.addFragmentToCache(none, "name"), INVALID],
    ["no name", (_c, s) => s.addFragmentToCache(chunk, none), INVALID],
  ],
  "ihttpserver-readfragmentfromcache-method": [
    [
      "an unknown name",
      (_c, s) => s.readFragmentFromCache("nothing", new Uint8Array(8)).hr,
      "0x80070003",
    ],
  ],
  "ihttpserver-removefragmentfromcache-method": [
    ["an unknown name", (_c, s) => s.removeFragmentFromCache("nothing"), "0x80070002"],
  ],
  "ihttpserver-flushkernelcache-method": [
    ["no URL", (_c, s) => s.flushKernelCache(none), INVALID],
  ],
  "ihttptracecontext-settraceconfiguration-method": [
    [
      "no provider",
      (c) => c.getTraceContext().setTraceConfiguration({}, provider(null, true)),
      INVALID,
    ],
    [
      "an unknown provider switched off",
      (c) =>
        c.getTraceContext().setTraceConfiguration(
          {},
          provider("11111111-2222-3333-4444-555555555555", false),
        ),
      "0x80070490",
    ],
  ],
};

for (const [page, calls] of Object.entries(FAILURES)) {
  for (const [what, call, wanted] of calls) {
    Deno.test(`${page}: ${what} is ${wanted}`, async () => {
      const module = onServer(async (context, server) => code(await call(context, server)));
      assertEquals(await told(module), wanted);
    });
  }
}

// Do the samples that answer with one value show the right one? A table of sample, what it asks for, and the answer.
import {
  HttpHeaderAcceptEncoding,
  HttpHeaderContentType,
  type IHttpContext4,
} from "../../../mod.ts";
import { assertEquals, assertMatch, assertNotEquals } from "../../_assert.ts";
import { onServer, telling, told } from "./_kit.ts";

/** One sample that answers text/plain in BEGIN and finishes there. */
interface Row {
  readonly sample: string;
  readonly label: string;
  readonly value: (context: IHttpContext4) => unknown;
  readonly wanted: string;
  readonly path?: string;
  readonly init?: RequestInit;
}

const site = { id: 7, name: "Shop" };
const application = {
  id: "/LM/W3SVC/7/ROOT",
  configPath: "MACHINE/WEBROOT/APPHOST/Shop",
  physicalPath: "/srv/shop",
};
const upload = { method: "POST", body: "twelve bytes" };

const ROWS: readonly Row[] = [
  // @see ihttpapplication-getappconfigpath-method
  {
    sample: "IHttpApplicationGetAppConfigPath",
    label: "Path",
    value: (context) => context.getApplication().getAppConfigPath(),
    wanted: "MACHINE/WEBROOT/APPHOST/Shop",
  },
  // @see ihttpapplication-getapplicationphysicalpath-method
  {
    sample: "IHttpApplicationGetApplicationPhysicalPath",
    label: "Directory",
    value: (context) => context.getApplication().getApplicationPhysicalPath(),
    wanted: "/srv/shop",
  },
  // @see ihttpcontext-getapplication-method
  {
    sample: "IHttpContextGetApplication",
    label: "Root",
    value: (context) => context.getApplication().getApplicationPhysicalPath(),
    wanted: "/srv/shop",
  },
  // @see ihttpcontext-getsite-method
  {
    sample: "IHttpContextGetSite",
    label: "Site",
    value: (context) => context.getSite().getSiteName(),
    wanted: "Shop",
  },
  // @see ihttpsite-getsiteid-method
  {
    sample: "IHttpSiteGetSiteId",
    label: "Id",
    value: (context) => context.getSite().getSiteId(),
    wanted: "7",
  },
  // @see ihttpsite-getsitename-method
  {
    sample: "IHttpSiteGetSiteName",
    label: "Name",
    value: (context) => context.getSite().getSiteName(),
    wanted: "Shop",
  },
  // @see ihttprequest-getsiteid-method
  {
    sample: "IHttpRequestGetSiteId",
    label: "Id",
    value: (context) => context.getRequest().getSiteId(),
    wanted: "7",
  },
  // @see ihttpcontext-getrequest-method
  {
    sample: "IHttpContextGetRequest",
    label: "Verb",
    value: (context) => context.getRequest().getHttpMethod(),
    wanted: "POST",
    init: upload,
  },
  // @see ihttpcontext-getresponse-method
  {
    sample: "IHttpContextGetResponse",
    label: "Verb",
    value: (context) => context.getRequest().getHttpMethod(),
    wanted: "GET",
  },
  // @see ihttprequest-gethttpmethod-method
  {
    sample: "IHttpRequestGetHttpMethod",
    label: "Method",
    value: (context) => context.getRequest().getHttpMethod(),
    wanted: "PROPFIND",
    init: { method: "PROPFIND" },
  },
  // @see ihttprequest-gethttpversion-method
  {
    sample: "IHttpRequestGetHttpVersion",
    label: "Version",
    value: (context) => {
      const { majorVersion, minorVersion } = context.getRequest().getHttpVersion();
      return `HTTP/${majorVersion}.${minorVersion}`;
    },
    wanted: "HTTP/1.1",
  },
  // @see ihttprequest-getremainingentitybytes-method
  {
    sample: "IHttpRequestGetRemainingEntityBytes",
    label: "Remaining",
    value: (context) => context.getRequest().getRemainingEntityBytes(),
    wanted: "12",
    init: { ...upload, headers: { "content-length": "12" } },
  },
  // @see ihttpresponse-getkernelcacheenabled-method
  {
    sample: "IHttpResponseGetKernelCacheEnabled",
    label: "Enabled",
    value: (context) => context.getResponse().getKernelCacheEnabled(),
    wanted: "true",
  },
  // @see ihttpcontext-getparentcontext-method
  {
    sample: "IHttpContextGetParentContext",
    label: "Parent",
    value: (context) => context.getParentContext() === null ? "is null" : "is there",
    wanted: "is null",
  },
  // @see ihttpcontext-getrootcontext-method
  {
    sample: "IHttpContextGetRootContext",
    label: "Root",
    value: (context) => context.getRootContext() === null ? "is null" : "is there",
    wanted: "is null",
  },
  // @see imetadatainfo-getvrpath-method, ihttpcontext-getmetadata-method
  {
    sample: "IMetadataInfoGetVrPath",
    label: "Path",
    value: (context) => context.getMetadata().getVrPath(),
    wanted: "/",
  },
  // @see ihttpcontext-allocaterequestmemory-method
  {
    sample: "IHttpContextAllocateRequestMemory",
    label: "User-Agent",
    value: (context) => copied(context, (size) => context.allocateRequestMemory(size)),
    wanted: "Walker/1.0",
    init: { headers: { "user-agent": "Walker/1.0" } },
  },
  // @see ihttpconnection-allocatememory-method
  {
    sample: "IHttpConnectionAllocateMemory",
    label: "User-Agent",
    value: (context) => copied(context, (size) => context.getConnection().allocateMemory(size)),
    wanted: "Walker/1.0",
    init: { headers: { "user-agent": "Walker/1.0" } },
  },
  // @see ihttprequest-getheader-method
  {
    sample: "IHttpRequestGetHeader",
    label: "Headers",
    value: (context) => {
      const request = context.getRequest();
      const named = request.getHeader("User-Agent") ?? "(none)";
      return `${named}, ${request.getHeader(HttpHeaderAcceptEncoding) ?? "(none)"}`;
    },
    wanted: "Walker/1.0, (none)",
    init: { headers: { "user-agent": "Walker/1.0" } },
  },
  // @see ihttpresponse-getheader-method
  {
    sample: "IHttpResponseGetHeader",
    label: "Headers",
    value: (context) => {
      const response = context.getResponse();
      response.setHeader("Content-Type", "text/plain", true);
      const known = response.getHeader(HttpHeaderContentType);
      return `${known}, ${response.getHeader("Content-Type")}`;
    },
    wanted: "text/plain, text/plain",
  },
];

/** A header's text, by way of memory that lives as long as its owner. */
function copied(context: IHttpContext4, allocate: (size: number) => Uint8Array): string {
  const bytes = new TextEncoder().encode(context.getRequest().getHeader("User-Agent")!);
  const memory = allocate(bytes.length);
  memory.set(bytes);
  return new TextDecoder().decode(memory);
}

for (const { sample, label, value, wanted, path = "/", init } of ROWS) {
  Deno.test(`Sample ${sample}: answers "${label}: ${wanted}" and finishes in BEGIN`, async () => {
    const options = { site, application };
    assertEquals(await told(telling(label, value), path, init, options), `${label}: ${wanted}`);
  });
}

// @see imetadatainfo-getmetapath-method
Deno.test("Sample IMetadataInfoGetMetaPath: answers the configuration path", async () => {
  const module = telling("Path", (context) => context.getMetadata().getMetaPath());
  assertMatch(await told(module), /^Path: MACHINE\/WEBROOT\/APPHOST\/Default Web Site/);
});

// @see ihttpserver-getapppoolname-method
Deno.test("Sample IHttpServerGetAppPoolName: answers the name of the pool", async () => {
  const module = onServer((_context, server) => server.getAppPoolName());
  assertEquals(await told(module), "DefaultAppPool");
});

// @see ihttpcontext-gettracecontext-method, ihttptracecontext-gettraceactivityid-method
Deno.test("Sample IHttpContextGetTraceContext: answers the activity id, another one for each request", async () => {
  const module = telling("Id", (context) => context.getTraceContext().getTraceActivityId());
  const ids = [await told(module), await told(module)];
  for (const id of ids) assertMatch(id, /^Id: \{?[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}?$/i);
  assertNotEquals(ids[0], ids[1]);
});

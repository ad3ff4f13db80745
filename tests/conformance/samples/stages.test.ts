// Do the samples of CHttpModule's handlers log what they log in IIS? One line for each call, and an untouched response.
import { CHttpModule, RQ_BEGIN_REQUEST, type RQResult } from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, type Handler, noting, registered } from "../_notes.ts";

/** The stage of each sample, by the sample's name; the pages are those of the two handlers. */
const STAGES = {
  CHttpModuleBeginRequest: "BeginRequest",
  CHttpModuleAuthorizeRequest: "AuthorizeRequest",
  CHttpModuleResolveRequestCache: "ResolveRequestCache",
  CHttpModuleMapRequestHandler: "MapRequestHandler",
  CHttpModuleAcquireRequestState: "AcquireRequestState",
  CHttpModulePreExecuteRequestHandler: "PreExecuteRequestHandler",
  CHttpModuleExecuteRequestHandler: "ExecuteRequestHandler",
  CHttpModuleReleaseRequestState: "ReleaseRequestState",
  CHttpModuleUpdateRequestCache: "UpdateRequestCache",
  CHttpModuleLogRequest: "LogRequest",
} as const;

// @see chttpmodule-onbeginrequest-method, chttpmodule-onpostbeginrequest-method
// @see chttpmodule-onauthorizerequest-method, chttpmodule-onpostauthorizerequest-method
// @see chttpmodule-onresolverequestcache-method, chttpmodule-onpostresolverequestcache-method
// @see chttpmodule-onmaprequesthandler-method, chttpmodule-onpostmaprequesthandler-method
// @see chttpmodule-onacquirerequeststate-method, chttpmodule-onpreexecuterequesthandler-method
// @see chttpmodule-onpostacquirerequeststate-method, chttpmodule-onpostpreexecuterequesthandler-method
// @see chttpmodule-onexecuterequesthandler-method, chttpmodule-onpostexecuterequesthandler-method
// @see chttpmodule-onreleaserequeststate-method, chttpmodule-onpostreleaserequeststate-method
// @see chttpmodule-onupdaterequestcache-method, chttpmodule-onpostupdaterequestcache-method
// @see chttpmodule-onlogrequest-method, chttpmodule-onpostlogrequest-method
for (const [sample, stage] of Object.entries(STAGES)) {
  Deno.test(`Sample ${sample}: one line for the event and one for its post event, in that order`, async () => {
    const handlers: Handler[] = [`on${stage}`, `onPost${stage}`];
    const { get, seen } = house((seen: string[]) => [noting("Log", seen, handlers)], { app });
    const response = await get("/");
    assertEquals([response.status, await response.text()], [200, "app"]);
    assertEquals(seen, [`Log ${stage}`, `Log Post${stage}`]);
  });
}

// @see chttpmodule-onauthenticaterequest-method, chttpmodule-onpostauthenticaterequest-method
// @see chttpmodule-onendrequest-method, chttpmodule-onpostendrequest-method
Deno.test("CHttpModule: authentication and the end have their two lines as well", async () => {
  const handlers = ["onAuthenticateRequest", "onPostAuthenticateRequest"] as const;
  const late = ["onEndRequest", "onPostEndRequest"] as const;
  const { text, seen } = house(
    (seen: string[]) => [noting("Log", seen, [...handlers, ...late])],
    { app },
  );
  assertEquals(await text("/"), "app");
  const wanted = ["AuthenticateRequest", "PostAuthenticateRequest", "EndRequest", "PostEndRequest"];
  assertEquals(seen, wanted.map((name) => `Log ${name}`));
});

// @see chttpmodule-class
Deno.test("Sample CHttpModuleHelloWorldEventViewer: each request leaves one line, and is answered by the app", async () => {
  class HelloWorld extends CHttpModule {
    override onBeginRequest(): RQResult {
      seen.push("OnBeginRequest: Hello World!");
    }
  }
  const { text, seen } = house(registered("HelloWorld", () => new HelloWorld(), RQ_BEGIN_REQUEST), {
    app,
  });
  assertEquals([await text("/"), await text("/other")], ["app", "app"]);
  assertEquals(seen, ["OnBeginRequest: Hello World!", "OnBeginRequest: Hello World!"]);
});

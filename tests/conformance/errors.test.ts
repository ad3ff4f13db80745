// What becomes of an error that a module reports? Rows 73 to 75, decision A-12.
import {
  CHttpModule,
  defineModule,
  E_ACCESSDENIED,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, registered, write } from "./_notes.ts";

type Status = ReturnType<ReturnType<IHttpContext["getResponse"]>["getStatus"]>;
/** Keeps what getStatus says in END_REQUEST. */
const keeping = (kept: Status[]) =>
  defineModule({ onEndRequest: (context) => void kept.push(context.getResponse().getStatus()) });

// @see ihttpresponse-getstatus-method
Deno.test("12.73 IHttpResponse.getStatus of an untouched response is 200.0 OK", async () => {
  class MyHttpModule extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      const { statusCode, subStatus, reason } = context.getResponse().getStatus();
      write(context, `HTTP Status: ${statusCode}.${subStatus} ${reason}`);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const response = await house(MyHttpModule, { app }).get();
  assertEquals([response.status, await response.text()], [200, "HTTP Status: 200.0 OK"]);
});

/** Reports `hr` in BEGIN and answers with `status`; may write or set a status before. */
const reporting = (
  hr: number,
  status: 0 | 2,
  before: (context: IHttpContext) => void = () => {},
) => {
  class Reporting extends CHttpModule {
    override onBeginRequest(context: IHttpContext, provider: IHttpEventProvider): RQResult {
      before(context);
      provider.setErrorStatus(hr);
      return status;
    }
  }
  return registered("Reporting", () => new Reporting(), RQ_BEGIN_REQUEST);
};
const FINISH = RQ_NOTIFICATION_FINISH_REQUEST;

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("12.74 IHttpEventProvider.setErrorStatus(S_OK) leaves the answer as it is", async () => {
  const hello = reporting(S_OK, FINISH, (context) => write(context, "Hello World!"));
  const response = await house([hello], { app }).get();
  assertEquals([response.status, await response.text()], [200, "Hello World!"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("12.75 IHttpEventProvider.setErrorStatus and FINISH_REQUEST make an untouched response 500", async () => {
  const response = await house([reporting(E_ACCESSDENIED, FINISH)], { app }).get();
  assertEquals([response.status, await response.text()], [500, ""]);
});

// @see ihttpresponse-getstatus-method
Deno.test("12.75 IHttpResponse.getStatus names the error, its module and its notification", async () => {
  const kept: Status[] = [];
  await house([reporting(E_ACCESSDENIED, FINISH), keeping(kept)], { app }).text();
  const [{ statusCode, subStatus, reason, errorToReport, module, notification }] = kept;
  assertEquals([statusCode, subStatus, reason], [500, 0, "Internal Server Error"]);
  assertEquals([errorToReport, module], [E_ACCESSDENIED, "Reporting"]);
  assertEquals(notification, RQ_BEGIN_REQUEST);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-12 IHttpEventProvider.setErrorStatus and CONTINUE do not touch the answer", async () => {
  const { get } = house([reporting(E_ACCESSDENIED, RQ_NOTIFICATION_CONTINUE)], { app });
  const response = await get();
  assertEquals([response.status, await response.text()], [200, "app"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-12 IHttpEventProvider.setErrorStatus and CONTINUE show in getStatus", async () => {
  const kept: number[] = [];
  const after = defineModule({
    onPostBeginRequest: (context) =>
      void kept.push(context.getResponse().getStatus().errorToReport),
  });
  await house([reporting(E_ACCESSDENIED, RQ_NOTIFICATION_CONTINUE), after], { app }).text();
  assertEquals(kept, [E_ACCESSDENIED]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-12 an error reported with CONTINUE does not fail another module's FINISH_REQUEST", async () => {
  const answering = defineModule({
    onAuthenticateRequest(context) {
      write(context, "fine");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const modules = [reporting(E_ACCESSDENIED, RQ_NOTIFICATION_CONTINUE), answering];
  const response = await house(modules, { app }).get();
  assertEquals([response.status, await response.text()], [200, "fine"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-12 IHttpEventProvider.setErrorStatus leaves an error status of the module's own", async () => {
  const refuse = reporting(
    E_ACCESSDENIED,
    FINISH,
    (context) => void context.getResponse().setStatus(403, "Forbidden", 7),
  );
  const response = await house([refuse], { app }).get();
  await response.text();
  assertEquals(response.status, 403);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-12 an error that an awaited handler reports before FINISH_REQUEST is 500 too", async () => {
  const later = defineModule({
    async onAuthorizeRequest(_context, provider) {
      await Promise.resolve();
      provider.setErrorStatus(E_ACCESSDENIED);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const response = await house(later, { app }).get();
  await response.text();
  assertEquals(response.status, 500);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("A-02 an error reported with FINISH_REQUEST in LOG does not change the answer", async () => {
  const late = defineModule({
    onLogRequest(_context, provider) {
      provider.setErrorStatus(E_ACCESSDENIED);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const response = await house(late, { app }).get();
  assertEquals([response.status, await response.text()], [200, "app"]);
});

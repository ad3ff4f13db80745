// Do the samples that need the most parts work? Every notification of a module, a child request, the record of the log.
import {
  CHttpModule,
  CLONE_FLAG_BASICS,
  defineModule,
  type HTTP_LOG_FIELDS_DATA,
  type IHttpContext,
  type IHttpContext4,
  memoryFiles,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_HIGH,
  RQ_MAP_PATH,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { EVERY_POST_NOTIFICATION, EVERY_REQUEST_NOTIFICATION } from "../walk/_modules.ts";
import { code, HANDLERS, registered, within, write } from "../_notes.ts";

/** A module whose every handler logs its name; some of them cause what others are told of. */
function generic(seen: string[]): CHttpModule {
  const module = new CHttpModule();
  const handlers = module as unknown as Record<string, (context: IHttpContext4) => number>;
  const names = Object.getOwnPropertyNames(CHttpModule.prototype).filter((n) => /^on/.test(n));
  for (const name of names) {
    handlers[name] = (context) => {
      seen.push(name);
      return cause(name, context);
    };
  }
  return module;
}

function cause(name: string, context: IHttpContext4): number {
  if (name === "onBeginRequest") context.mapPath("/");
  if (name === "onAuthenticateRequest") {
    context.notifyCustomNotification({ queryNotificationType: () => "MINE", setErrorStatus() {} });
  }
  if (name === "onAuthorizeRequest") {
    context.postCompletion(0);
    return RQ_NOTIFICATION_PENDING;
  }
  return RQ_NOTIFICATION_CONTINUE;
}

// @see chttpmodule-class, chttpmodule-onmappath-method, chttpmodule-onreadentity-method
// @see chttpmodule-onasynccompletion-method, chttpmodule-oncustomrequestnotification-method
Deno.test("Sample CHttpModuleGenericHttpModule: one line for each notification, in the order of the pipeline", async () => {
  const app = { fetch: async (request: Request) => new Response(await request.text()) };
  const { text, seen } = house(
    (seen: string[]) =>
      registered(
        "Generic",
        () => generic(seen),
        EVERY_REQUEST_NOTIFICATION,
        EVERY_POST_NOTIFICATION,
      ),
    { app },
  );
  assertEquals(await within(text("/", { method: "POST", body: "read" }), "the answer"), "read");
  const between: Record<string, string> = {
    onBeginRequest: "onMapPath",
    onAuthenticateRequest: "onCustomRequestNotification",
    onAuthorizeRequest: "onAsyncCompletion",
  };
  const lines = HANDLERS.flatMap((name) => name in between ? [name, between[name]] : [name]);
  assertEquals(seen.filter((name) => name !== "onReadEntity"), [...lines, "onSendResponse"]);
  assertEquals(seen.includes("onReadEntity"), true);
});

/** In map-path of `/` a child is executed for another URL; the child's own map-path leaves it alone. */
class Executing extends CHttpModule {
  #child: IHttpContext | null = null;
  constructor(readonly seen: string[]) {
    super();
  }
  override onMapPath(...[context, provider]: Parameters<CHttpModule["onMapPath"]>) {
    this.seen.push(`OnMapPath ${provider.getUrl()}`);
    if (provider.getUrl() !== "/") return RQ_NOTIFICATION_CONTINUE;
    const { httpContext } = context.cloneContext(CLONE_FLAG_BASICS);
    this.#child = httpContext;
    httpContext!.getRequest().setUrl("/example/default.aspx", true);
    const { hr, completionExpected } = context.executeRequest(true, httpContext!, 0, null);
    this.seen.push(`executed ${code(hr)}`);
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
  }
  override onAsyncCompletion(...args: Parameters<CHttpModule["onAsyncCompletion"]>) {
    const [, notification, , , info] = args;
    this.seen.push(
      `completed ${(notification >>> 0) === RQ_MAP_PATH} ${info.getCompletionBytes()}`,
    );
    this.seen.push(`released ${code(this.#child!.releaseClonedContext())}`);
    return RQ_NOTIFICATION_CONTINUE;
  }
}

// @see ihttpcontext-executerequest-method, ihttpcontext-clonecontext-method
// @see ihttpcontext-releaseclonedcontext-method
Deno.test("Sample IHttpContextExecuteRequest: the client of / gets the other page, by a child inside map-path", async () => {
  const page = defineModule({
    name: "Page",
    onExecuteRequestHandler: (context) => write(context, `page ${context.getScriptName()}`),
  });
  const { text, seen } = house((seen: string[]) => [
    registered("Executing", () => new Executing(seen), RQ_MAP_PATH),
    page,
  ], {
    files: memoryFiles({ "/default.aspx": "", "/example/default.aspx": "" }),
    handlers: [{ name: "Page", path: "*", verb: "*", modules: "Page", resourceType: "Either" }],
  });
  assertEquals(await within(text("/"), "the answer"), "page /example/default.aspx");
  assertEquals(seen, [
    "OnMapPath /",
    "OnMapPath /example/default.aspx",
    "executed 0x00000000",
    "completed true 0",
    "released 0x00000000",
  ]);
});

// @see isendresponseprovider-getlogdata-method, isendresponseprovider-setlogdata-method
// @see isendresponseprovider-getreadytologdata-method
Deno.test("Sample ISendResponseProviderGetLogData: the record can be read and changed when it is ready", async () => {
  const ports: number[] = [];
  const sample = defineModule({
    name: "Sample",
    priority: PRIORITY_ALIAS_HIGH,
    onSendResponse(_context, provider) {
      if (!provider.getReadyToLogData()) return;
      const record: HTTP_LOG_FIELDS_DATA = provider.getLogData()!;
      provider.setLogData({ ...record, serverPort: 8080 });
    },
  });
  const log = defineModule({
    name: "Log",
    priority: PRIORITY_ALIAS_FIRST,
    onSendResponse: (_context, provider) => void ports.push(provider.getLogData()!.serverPort),
  });
  const { text } = house([sample, log], { app: { fetch: () => new Response("app") } });
  assertEquals(await text("/"), "app");
  assertEquals(ports, [8080]);
});

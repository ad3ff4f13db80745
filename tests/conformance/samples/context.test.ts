// Do the samples of IHttpContext do what they do in IIS? Completions, look-ahead, what they say of the request itself.
import {
  CHttpModule,
  defineModule,
  FAILED,
  type IHttpContext4,
  RQ_AUTHENTICATE_REQUEST,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../../mod.ts";
import { assert, assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, registered, user } from "../_notes.ts";
import { memory } from "../_response.ts";
import { say, telling, told } from "./_kit.ts";

// @see ihttpcontext-cancelio-method
Deno.test("Sample IHttpContextCancelIo: without outstanding I/O the response is unchanged", async () => {
  const module = defineModule({
    name: "Sample",
    onSendResponse: (context) => void context.cancelIo(),
  });
  assertEquals(await told(module, "/", {}, { app }), "app");
});

// @see ihttpcontext-getcurrentexecutionstats-method
Deno.test("Sample IHttpContextGetCurrentExecutionStats: each stage tells itself and its module, and time only grows", async () => {
  const ticks: number[] = [];
  const { text, seen } = house((seen: string[]) => {
    const note = (context: IHttpContext4): void => {
      const stats = context.getCurrentExecutionStats();
      seen.push(`${stats.notification} ${stats.module}`);
      ticks.push(stats.notificationStartTickCount);
    };
    return defineModule({
      name: "Sample",
      onBeginRequest: note,
      onMapRequestHandler: note,
      onSendResponse: note,
    });
  }, { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen.slice(0, 2), [
    `${RQ_BEGIN_REQUEST} Sample`,
    `${RQ_MAP_REQUEST_HANDLER} Sample`,
  ]);
  assertEquals(ticks, ticks.toSorted((a, b) => a - b));
  assertEquals(ticks.length, 3);
});

// @see ihttpcontext-getexecuteflags-method
Deno.test("Sample IHttpContextGetExecuteFlags: a request of a client has none", async () => {
  const module = telling("Flags", (context) => context.getExecuteFlags(), "onSendResponse");
  assertEquals(await told(module), "Flags: 0");
});

// @see ihttpcontext-getislastnotification-method
Deno.test("Sample IHttpContextGetIsLastNotification: yes where nothing follows for the module, no before END", async () => {
  class Begin extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      const last = context.getIsLastNotification(RQ_NOTIFICATION_FINISH_REQUEST);
      return say(context, `Last Notification: ${last ? "Yes" : "No"}`);
    }
  }
  class BeginAndEnd extends Begin {
    override onEndRequest(): RQResult {}
  }
  assertEquals(await told(Begin), "Last Notification: Yes");
  assertEquals(await told(BeginAndEnd), "Last Notification: No");
});

// @see ihttpcontext-getnextnotification-method
Deno.test("Sample IHttpContextGetNextNotification: what was taken is told, and not called again", async () => {
  const seen: string[] = [];
  class Sample extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext4): RQResult {
      const next = context.getNextNotification(RQ_NOTIFICATION_CONTINUE);
      const same = next.moduleInfo === this;
      seen.push(`${next.ret} ${next.notification} ${next.isPostNotification} ${same}`);
    }
    override onPostAuthenticateRequest(): RQResult {
      seen.push("post-authenticate");
    }
    override onAuthorizeRequest(): RQResult {
      seen.push("authorize");
    }
    override onMapRequestHandler(context: IHttpContext4): RQResult {
      return say(context, "finished");
    }
  }
  const bits = RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST | RQ_MAP_REQUEST_HANDLER;
  const module = registered("Sample", () => new Sample(), bits, RQ_AUTHENTICATE_REQUEST);
  assertEquals(await told(module), "finished");
  assertEquals(seen, [`true ${RQ_AUTHENTICATE_REQUEST} true true`, "authorize"]);
});

// @see ihttpcontext-getuser-method
Deno.test("Sample IHttpContextGetUser: the name of the user, or ANONYMOUS", async () => {
  const naming = telling(
    "User",
    (context) => context.getUser()?.getUserName() || "ANONYMOUS",
    "onSendResponse",
  );
  assertEquals(await told(naming), "User: ANONYMOUS");
  const authentication = defineModule({
    name: "Authentication",
    onAuthenticateRequest: (_context, provider) => provider.setUser(user("ada")),
  });
  assertEquals(await told([authentication, naming]), "User: ada");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("Sample IHttpContextIndicateCompletion: the request goes on exactly once, with the text once", async () => {
  const seen: string[] = [];
  class Sample extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      const response = context.getResponse();
      response.writeEntityChunks(memory("Hello World!"), false, true);
      const { hr, completionExpected } = response.flush(true, true);
      if (FAILED(hr)) return RQ_NOTIFICATION_FINISH_REQUEST;
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
    override onAsyncCompletion(context: IHttpContext4): RQResult {
      seen.push("completion");
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      return RQ_NOTIFICATION_PENDING;
    }
  }
  const next = defineModule({
    name: "Next",
    onAuthenticateRequest: () => void seen.push("next"),
    onExecuteRequestHandler: (context) => context.setRequestHandled(),
  });
  assertEquals(await told([Sample, next]), "Hello World!");
  assertEquals(seen, ["completion", "next"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("Sample IHttpContextPostCompletion: a buffered write is not asynchronous, so nothing is posted", async () => {
  let completions = 0;
  class Sample extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      const chunks = memory("Hello World!");
      const write = context.getResponse().writeEntityChunks(chunks, true, true);
      if (write.completionExpected) context.postCompletion(write.bytesSent);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    override onAsyncCompletion(): RQResult {
      completions += 1;
    }
  }
  assertEquals([await told(Sample), completions], ["Hello World!", 0]);
});

// @see ihttpcontext-getmetadata-method
Deno.test("Sample IHttpContextGetMetadata: is there in every stage and changes nothing", async () => {
  const paths = new Set<string>();
  const note = (context: IHttpContext4): void =>
    void paths.add(context.getMetadata().getMetaPath());
  const module = defineModule({ name: "Sample", onBeginRequest: note, onSendResponse: note });
  assertEquals(await told(module, "/", {}, { app }), "app");
  assert(paths.size === 1, [...paths].join());
});

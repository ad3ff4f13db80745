// How long does a module's object live? Row 92, ruling 7, ruling 26.
import {
  CGlobalModule,
  CHttpModule,
  defineModule,
  GL_PRE_BEGIN_REQUEST,
  type IHttpContext,
  type PFN_REGISTERMODULE,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_SEND_RESPONSE,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, ending, noting, turn, user, within, write } from "./_notes.ts";

/** A module that notes the life of its objects. */
function living(
  seen: string[],
  bits: number,
): { name: string; registerModule: PFN_REGISTERMODULE } {
  let made = 0;
  class Living extends CHttpModule {
    readonly name = `object ${++made}`;
    override onBeginRequest(): RQResult {
      seen.push(`${this.name} begin`);
    }
    override onEndRequest(): RQResult {
      seen.push(`${this.name} end`);
    }
    override onSendResponse(): RQResult {
      seen.push(`${this.name} send`);
    }
    override dispose(): void {
      seen.push(`${this.name} dispose`);
    }
  }
  const factory = {
    getHttpModule() {
      seen.push("made");
      return { hr: S_OK, module: new Living() };
    },
    terminate: () => void seen.push("terminate"),
  };
  return {
    name: "Living",
    registerModule: (_version, info) => info.setRequestNotifications(factory, bits, 0),
  };
}
const ALL = RQ_BEGIN_REQUEST | RQ_END_REQUEST | RQ_SEND_RESPONSE;
const life = (
  n: number,
) => ["made", ...["begin", "end", "send", "dispose"].map((what) => `object ${n} ${what}`)];

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("12.92 IHttpModuleFactory.getHttpModule makes one object per request", async () => {
  const { text, seen } = house((seen: string[]) => [living(seen, ALL)], { app });
  await text();
  await turn();
  await text();
  await turn();
  assertEquals(seen, [...life(1), ...life(2)]);
});

// @see chttpmodule-dispose-method
Deno.test("12.92 CHttpModule.dispose follows the last send of a request that flushed", async () => {
  const { module: last, over } = ending();
  const pieces = defineModule({
    async onBeginRequest(context) {
      write(context, "one");
      await context.getResponse().flush(false, true);
      write(context, "two");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const { text, seen } = house((seen: string[]) => [living(seen, ALL), pieces, last]);
  assertEquals(await text(), "onetwo");
  await within(over, "the end of the request");
  const notes = ["begin", "send", "end", "send", "dispose"].map((what) => `object 1 ${what}`);
  assertEquals(seen, ["made", ...notes]);
});

// @see chttpmodule-dispose-method
Deno.test("12.92 CHttpModule.dispose that throws harms neither the response nor other objects", async () => {
  class Careless extends CHttpModule {
    override onBeginRequest(): RQResult {}
    override dispose(): void {
      throw new Error("on purpose");
    }
  }
  const { text, seen } = house((seen: string[]) => [Careless, living(seen, ALL), Careless], {
    app,
  });
  assertEquals(await text(), "app");
  await turn();
  assertEquals(seen, life(1));
});

// @see ihttpmodulefactory-terminate-method
Deno.test("12.92 IHttpModuleFactory.terminate is called once, when the server closes", async () => {
  const { text, seen, server } = house((seen: string[]) => [living(seen, RQ_END_REQUEST)], { app });
  await text();
  assertEquals(seen.includes("terminate"), false);
  await within(server.close(), "closing");
  await within(server.close(), "closing again");
  assertEquals(seen.filter((note) => note === "terminate").length, 1);
});

// @see cglobalmodule-terminate-method
Deno.test("12.92 CGlobalModule.terminate is called once, when the server closes", async () => {
  const seen: string[] = [];
  class Global extends CGlobalModule {
    override terminate(): void {
      seen.push("terminate");
    }
  }
  const registerModule: PFN_REGISTERMODULE = (_version, info) =>
    info.setGlobalNotifications(new Global(), GL_PRE_BEGIN_REQUEST);
  const { server, text } = house([registerModule], { app });
  await text();
  await within(server.close(), "closing");
  await within(server.close(), "closing again");
  assertEquals(seen, ["terminate"]);
});

// @see ihttpmodulefactory-gethttpmodule-method
Deno.test("R.7 IHttpModuleFactory.getHttpModule is called at the module's first notification", async () => {
  const { text, seen } = house((seen: string[]) => [
    noting("A", seen, ["onBeginRequest", "onPostEndRequest"]),
    living(seen, RQ_END_REQUEST),
  ], { app });
  await text();
  await turn();
  assertEquals(seen, [
    "A BeginRequest",
    "made",
    "object 1 end",
    "A PostEndRequest",
    "object 1 dispose",
  ]);
});

// @see chttpmodule-dispose-method
Deno.test("R.7 an object that was never needed is neither made nor disposed", async () => {
  const finishing = defineModule({ onBeginRequest: () => RQ_NOTIFICATION_FINISH_REQUEST });
  const { text, seen } = house(
    (seen: string[]) => [finishing, living(seen, RQ_AUTHORIZE_REQUEST)],
    { app },
  );
  await text();
  await turn();
  assertEquals(seen, []);
});

// @see chttpmodule-class
Deno.test("12.92 a class alone gives every request an object of its own", async () => {
  const objects = new Set<CHttpModule>();
  class Alone extends CHttpModule {
    override onBeginRequest(): RQResult {
      objects.add(this);
    }
    override onEndRequest(): RQResult {
      objects.add(this);
    }
  }
  const { text } = house(Alone, { app });
  await text();
  await text();
  assertEquals(objects.size, 2);
});

// @see ihttpcontext-getrequest-method
Deno.test("12.92 two requests at once do not share their contexts", async () => {
  const contexts: IHttpContext[] = [];
  const gate = Promise.withResolvers<void>();
  const both = defineModule({
    async onBeginRequest(context) {
      if (contexts.push(context) === 2) gate.resolve();
      await gate.promise;
      write(context, context.getRequest().getRawHttpRequest().rawUrl);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const { text } = house(both);
  const bodies = await within(Promise.all([text("/one"), text("/two")]), "the responses");
  assertEquals(bodies.map((body) => body.slice(-4)), ["/one", "/two"]);
});

// @see ihttpuser-dereferenceuser-method
Deno.test("12.92 IHttpUser.dereferenceUser is called once, at the end of the request", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onAuthenticateRequest: (_context, provider) =>
        provider.setUser(user("ada", { dereferenceUser: () => void seen.push("released") })),
      onPostEndRequest: () => void seen.push("post-END"),
    }), { app });
  await text();
  await turn();
  assertEquals(seen, ["post-END", "released"]);
});

// What follows from what a handler answers, or from a request that is handled? Contract 7, A-15, A-19, A-42.
import {
  defineModule,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals, assertStringIncludes } from "../_assert.ts";
import { house, hushed, named, tracing, uncaught, unsaid, within, write } from "./_kit.ts";

const app = { fetch: async (request: Request) => new Response(`app ${await request.text()}`) };

for (const found of [undefined, null, "a text", 7]) {
  for (const how of ["answers", "promises"]) {
    // Contract 7: who is asked to look for an error has to be told where.
    Deno.test(`an app that ${how} ${found} is a 500, and told in words`, async () => {
      const answer = (): Response =>
        (how === "answers" ? found : Promise.resolve(found)) as unknown as Response;
      const { get } = house([], { app: { fetch: answer } });
      const told = await hushed(async () => assertEquals((await get()).status, 500));
      assertStringIncludes(told.join(), `The app answered with ${found}, wished for a Response`);
    });
  }
}

const NO_STATUS: Record<string, unknown> = {
  "null": null,
  "an object": { hr: 0, bytesSent: 0 },
  "a text": "x",
  "true": true,
  "an unknown number": 7,
};
for (const [what, answer] of Object.entries(NO_STATUS)) {
  for (
    const [how, given] of [["answers", () => answer], [
      "promises",
      () => Promise.resolve(answer),
    ]] as const
  ) {
    // Contract 7: what a module does wrong ends its request with 500; ruling 1: LOG and END exactly once.
    Deno.test(`a handler that ${how} ${what} ends its request with 500, and nothing else`, async () => {
      const { get, seen, server } = house((seen) => [
        { name: "Odd", onBeginRequest: () => unsaid(given()) },
        {
          name: "Late",
          onLogRequest: () => void seen.push("log"),
          onEndRequest: () => void seen.push("end"),
        },
      ], { app });
      const lost = await uncaught(async () => assertEquals((await get()).status, 500));
      await within(server.close(), "closing");
      assertEquals([lost, seen], [[], ["log", "end"]]);
    });
  }
}

for (const [what, answer] of Object.entries(NO_STATUS).slice(0, 2)) {
  // Ruling 5: a raised handler is asked in the middle of a send or read, which goes on.
  Deno.test(`onSendResponse that answers ${what} costs nobody the response`, async () => {
    const { text, server } = house({ name: "Odd", onSendResponse: () => unsaid(answer) }, { app });
    const lost = await uncaught(async () => assertEquals(await text(), "app "));
    await within(server.close(), "closing");
    assertEquals(lost, []);
  });

  Deno.test(`onReadEntity that answers ${what} costs nobody the entity`, async () => {
    const { text } = house({ name: "Odd", onReadEntity: () => unsaid(answer) }, { app });
    const post = { method: "POST", body: "entity" };
    const lost = await uncaught(async () => assertEquals(await text("/", post), "app entity"));
    assertEquals(lost, []);
  });
}

// 404 only with nobody calling SetRequestHandled, writing a byte, or setting a status.
Deno.test("a request that a module has answered in BEGIN_REQUEST is no 404 where there is no app", async () => {
  const { get } = house({
    name: "Creating",
    onBeginRequest(context) {
      context.getResponse().setStatus(201, "Created");
      write(context, "made");
    },
  });
  const answer = await get();
  assertEquals([answer.status, await answer.text()], [201, "made"]);
});

// the length of the body that would have been sent.
Deno.test("IHttpResponse.redirect announces the same Content-Length to HEAD as to GET", async () => {
  const { get } = house({
    name: "Moved",
    onBeginRequest(context) {
      context.getResponse().redirect("/there");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const got = await get();
  const { byteLength } = await got.arrayBuffer();
  const head = await get("/", { method: "HEAD" });
  const lengths = [got, head].map(({ headers }) => headers.get("Content-Length"));
  assertEquals(lengths, [`${byteLength}`, `${byteLength}`]);
});

/** Asks for what follows in PRE_EXECUTE_REQUEST_HANDLER, where the request has been handled. */
const handled = (ask: Parameters<typeof defineModule>[0]["onPreExecuteRequestHandler"]) =>
  defineModule({
    name: "Handled",
    onPreExecuteRequestHandler(context, provider) {
      context.setRequestHandled();
      return ask!(context, provider);
    },
    onExecuteRequestHandler() {},
  });

// Semantics 1.5: no further modules of the handler entry are executed.
Deno.test("IHttpContext.getNextNotification passes over the handler of a request that is handled", async () => {
  const { seen, text } = house((seen) =>
    handled((context) => {
      const next = context.getNextNotification(RQ_NOTIFICATION_CONTINUE);
      seen.push(`${next.ret} ${next.notification === RQ_EXECUTE_REQUEST_HANDLER}`);
    }), { app });
  await text();
  assertEquals(seen, ["false false"]);
});

Deno.test("IHttpContext.getIsLastNotification does not count the handler of a request that is handled", async () => {
  const { seen, text } = house(
    (seen) =>
      handled((context) =>
        void seen.push(`${context.getIsLastNotification(RQ_NOTIFICATION_CONTINUE)}`)
      ),
    { app },
  );
  await text();
  assertEquals(seen, ["true"]);
});

// a completion may come before PENDING is returned; nothing is wrong about it.
Deno.test("IndicateCompletion inside the handler that then answers PENDING is no reason for a warning", async () => {
  const { events, trace } = tracing();
  const { text } = house({
    name: "Quick",
    onBeginRequest(context) {
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      return RQ_NOTIFICATION_PENDING;
    },
  }, { app, trace });
  assertEquals(await text(), "app ");
  assertEquals(named(events, "TRACE_WARNING").map(({ message }) => message), []);
});

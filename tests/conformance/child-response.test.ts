// Whose is the answer of a child? The client's, in the parent's place, or the parent's, to go on with. Row 89.
import {
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type ModuleInput,
  RQ_BEGIN_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, executeChild, isRoot, nesting, paths } from "./_child.ts";
import { within, write } from "./_notes.ts";

/** An app whose answer has everything that an answer can have. */
const app = {
  fetch: (): Response =>
    new Response("child", {
      status: 203,
      statusText: "Of a child",
      headers: [["X-App", "child"], ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]],
    }),
};

const ask = async (modules: (seen: string[]) => ModuleInput, init?: RequestInit) => {
  const { get, seen } = house(modules, { app });
  const response = await within(get("/", init), "the answer");
  const text = await within(response.text(), "the body");
  return { response, text, seen };
};

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: status, headers and body of the child are the client's", async () => {
  const { response, text } = await ask((seen) => nesting(seen, "/child"));
  assertEquals([response.status, response.statusText, text], [203, "Of a child", "child"]);
  assertEquals(response.headers.get("X-App"), "child");
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
});

// @see ihttpcontext-getresponseheaderssent-method
Deno.test("IHttpContext.executeRequest: when the child has ended, the parent's head has left", async () => {
  const { response, text, seen } = await ask((seen) =>
    nesting(seen, "/child", {
      completed(context) {
        seen.push(`${context.getResponseHeadersSent()}`);
        context.getResponse().setStatus(500, "Too late");
        context.getResponse().setHeader("X-Late", "yes", true);
        write(context, " and its parent");
      },
    })
  );
  assertEquals([response.status, text, response.headers.get("X-Late")], [203, "child", null]);
  const [completed, released] = COMPLETION(RQ_BEGIN_REQUEST);
  assertEquals(seen, [completed, "true", released]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: what the parent has set and buffered before goes with the child's answer", async () => {
  const { response, text } = await ask((seen) => [
    defineModule({
      onBeginRequest(context) {
        if (!isRoot(context)) return;
        context.getResponse().setHeader("X-Parent", "kept", true);
        context.getResponse().setHeader("X-App", "replaced", true);
        write(context, "parent, then ");
      },
    }),
    nesting(seen, "/child"),
  ]);
  assertEquals([response.status, text], [203, "parent, then child"]);
  assertEquals(response.headers.get("X-Parent"), "kept");
  assertEquals(response.headers.get("X-App"), "child");
  assertEquals(response.headers.get("Content-Length"), "18");
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest behind a flush of the parent gives its body alone", async () => {
  const { response, text } = await ask((seen) => [
    defineModule({
      async onBeginRequest(context) {
        if (!isRoot(context)) return;
        write(context, "parent, then ");
        await context.getResponse().flush(false, true);
      },
    }),
    nesting(seen, "/child"),
  ]);
  assertEquals([response.status, text], [200, "parent, then child"]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("IHttpContext.executeRequest: RQ_SEND_RESPONSE is raised once, for the child that answers", async () => {
  const { text, seen } = await ask((seen) => [
    nesting(seen, "/child"),
    defineModule({
      onSendResponse: (context) => void seen.push(`sent by ${isRoot(context) ? "root" : "child"}`),
    }),
  ]);
  assertEquals(text, "child");
  assertEquals(seen, ["sent by child", ...COMPLETION(RQ_BEGIN_REQUEST)]);
});

// @see ihttpcontext-executerequest-method
Deno.test("12.89 EXECUTE_FLAG_BUFFER_RESPONSE: nothing is sent, and the parent may change everything", async () => {
  const { response, text, seen } = await ask((seen) => [
    defineModule({
      name: "Last",
      onExecuteRequestHandler(context) {
        if (isRoot(context)) context.setRequestHandled();
      },
    }),
    nesting(seen, "/child", {
      at: "onPreExecuteRequestHandler",
      execute: EXECUTE_FLAG_BUFFER_RESPONSE,
      completed(context) {
        const response = context.getResponse();
        seen.push(`${context.getResponseHeadersSent()} ${response.getStatus().statusCode}`);
        seen.push(`${response.getHeader("X-App")}`);
        const { entityChunks } = response.getRawHttpResponse();
        const [first] = entityChunks;
        if (first.dataChunkType === HttpDataChunkFromMemory) {
          seen.push(new TextDecoder().decode(first.buffer as Uint8Array));
        }
        response.setStatus(201, "Changed");
        write(context, " and its parent");
        context.setRequestHandled();
      },
    }),
    defineModule({
      onSendResponse: (context) => void seen.push(`sent by ${isRoot(context) ? "root" : "child"}`),
    }),
  ]);
  assertEquals([response.status, text], [201, "child and its parent"]);
  assertEquals(response.headers.get("X-App"), "child");
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assertEquals(response.headers.get("Content-Length"), "20");
  assertEquals(seen.filter((note) => !note.startsWith("completed") && !note.startsWith("rel")), [
    "sent by child",
    "false 203",
    "child",
    "child",
    "sent by root",
  ]);
});

/** Composes the answer of several children, one after the other, between words of its own. */
function composing(flags: number) {
  const parts = ["/a", "/b"];
  const next = (context: IHttpContext, place: number): number => {
    if (place === parts.length) return 0;
    write(context, `[${place}:`);
    executeChild(context, parts[place], { execute: flags });
    return 1;
  };
  return defineModule({
    name: "Composing",
    create() {
      let place = 0;
      return {
        onExecuteRequestHandler: (context) => isRoot(context) ? next(context, 0) as 0 | 1 : 0,
        onAsyncCompletion(context) {
          write(context, "]");
          return next(context, ++place) as 0 | 1;
        },
      };
    },
  });
}

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_NO_HEADERS: only the bodies of children are used, in their place", async () => {
  const { get } = house(composing(EXECUTE_FLAG_NO_HEADERS), { app: paths });
  const response = await within(get("/"), "the answer");
  assertEquals(await response.text(), "[0:app /a][1:app /b]");
  assertEquals(response.headers.get("Content-Length"), "20");
  const { response: plain } = await ask((_seen) => composing(EXECUTE_FLAG_NO_HEADERS));
  assertEquals([plain.status, plain.headers.get("X-App")], [200, null]);
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_BUFFER_RESPONSE: several children follow each other, the last status wins", async () => {
  const { response, text } = await ask((_seen) => composing(EXECUTE_FLAG_BUFFER_RESPONSE));
  assertEquals([response.status, text], [203, "[0:child][1:child]"]);
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2", "a=1", "b=2"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("IHttpContext.executeRequest: HEAD has the child's head and no body, in every mode", async () => {
  for (const execute of [0, EXECUTE_FLAG_NO_HEADERS, EXECUTE_FLAG_BUFFER_RESPONSE]) {
    const { response, text, seen } = await ask(
      (seen) => nesting(seen, "/child", { execute, at: "onExecuteRequestHandler" }),
      { method: "HEAD" },
    );
    assertEquals(text, "");
    assertEquals(response.status, execute === EXECUTE_FLAG_NO_HEADERS ? 200 : 203);
    assertEquals(seen.length, 2);
  }
});

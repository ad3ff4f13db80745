// Who reads the body of a request that is cloned? Both, each from where it stands, and neither waits for the other.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  defineModule,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext,
  type IHttpRequest,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { isRoot, nesting } from "./_child.ts";
import { code, upload, within, write } from "./_notes.ts";

const echo = {
  fetch: async (request: Request): Promise<Response> =>
    new Response(`${request.method} ${await request.text()}`),
};

/** Reads all that is left of a body, as a module does. */
async function readAll(request: IHttpRequest): Promise<string> {
  const buffer = new Uint8Array(1000);
  let all = "";
  for (;;) {
    const { hr, bytesReceived } = await request.readEntityBody(buffer, false);
    if (hr < 0) return hr === -2147024858 ? all : `${all}${code(hr)}`;
    all += new TextDecoder().decode(buffer.subarray(0, bytesReceived));
  }
}

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_ENTITY: the app of the child and the app of the parent both get the whole body", async () => {
  const { text } = house(
    (seen) => nesting(seen, "/child", { execute: EXECUTE_FLAG_NO_HEADERS }),
    { app: echo },
  );
  const answer = text("/", { method: "POST", body: "flour" });
  assertEquals(await within(answer, "the answer"), "POST flourPOST flour");
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_ENTITY: without it the child has no body, and the parent's is untouched", async () => {
  const { text } = house(
    (seen) =>
      nesting(seen, "/child", { clone: CLONE_FLAG_BASICS, execute: EXECUTE_FLAG_NO_HEADERS }),
    {
      app: echo,
    },
  );
  const answer = text("/", { method: "POST", body: "flour" });
  assertEquals(await within(answer, "the answer"), "POST POST flour");
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_ENTITY: a clone gets what is unread, and what was put in front of it", async () => {
  const { text, seen } = house((seen) =>
    defineModule({
      async onBeginRequest(context) {
        const request = context.getRequest();
        await request.readEntityBody(new Uint8Array(4), false);
        request.insertEntityBody(new TextEncoder().encode("new "));
        const clone = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_ENTITY).httpContext!;
        seen.push(`${clone.getRequest().getRemainingEntityBytes()}`);
        seen.push(`${clone.getRequest().getHeader("Content-Length")}`);
        seen.push(await readAll(clone.getRequest()), await readAll(request));
      },
    })
  );
  await within(
    text("/", { method: "POST", body: "old flour", headers: { "Content-Length": "9" } }),
    "the answer",
  );
  assertEquals(seen, ["9", "9", "new flour", "new flour"]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_ENTITY: a read that is under way when the body is cloned reaches both", async () => {
  const { init, send, end } = upload();
  const { text, seen } = house((seen) =>
    defineModule({
      async onBeginRequest(context) {
        const request = context.getRequest();
        const first = request.readEntityBody(new Uint8Array(100), false);
        const clone = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_ENTITY).httpContext!;
        send("grist");
        end();
        seen.push(`${(await first).bytesReceived}`);
        seen.push(await readAll(clone.getRequest()), await readAll(request));
      },
    })
  );
  await within(text("/", init), "the answer");
  assertEquals(seen, ["5", "grist", ""]);
});

// @see ihttpcontext-clonecontext-method
Deno.test("CLONE_FLAG_ENTITY: whoever lags behind by more than the limit loses the rest, nobody waits", async () => {
  const body = "x".repeat(70_000);
  const { text } = house((_seen: string[]) => [
    nesting([], "/child", { execute: EXECUTE_FLAG_NO_HEADERS }),
    defineModule({
      async onExecuteRequestHandler(context: IHttpContext) {
        if (!isRoot(context)) {
          return void write(context, `${(await readAll(context.getRequest())).length} `);
        }
        write(context, await readAll(context.getRequest()));
      },
    }),
  ], { responseBufferLimit: 1000 });
  const answer = text("/", { method: "POST", body });
  assertEquals(await within(answer, "the answer"), "70000 0x800704CD");
});

// @see ihttpcontext-releaseclonedcontext-method
Deno.test("IHttpContext.releaseClonedContext cancels what is left of the clone's body, not the parent's", async () => {
  const { init, send, end } = upload();
  const { text, seen } = house((seen) =>
    defineModule({
      async onBeginRequest(context) {
        const clone = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_ENTITY).httpContext!;
        seen.push(code(clone.releaseClonedContext()));
        send("grist");
        end();
        seen.push(await readAll(context.getRequest()));
      },
    })
  );
  await within(text("/", init), "the answer");
  assertEquals(seen, ["0x00000000", "grist"]);
});

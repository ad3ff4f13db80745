// What does a reader of the request body get? ReadEntityBody, RQ_READ_ENTITY and InsertEntityBody, read without parking.
import {
  defineModule,
  ERROR_HANDLE_EOF,
  HRESULT_FROM_WIN32,
  HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER,
  type IHttpContext,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, begin, handler, write } from "./_response.ts";

const EOF = HRESULT_FROM_WIN32(ERROR_HANDLE_EOF);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const post = (body: BodyInit, headers?: HeadersInit): RequestInit => ({
  method: "POST",
  body,
  headers,
});

/** Reads once into a buffer of `size` bytes. */
async function read(context: IHttpContext, size = 100): Promise<{ hr: number; text: string }> {
  const buffer = new Uint8Array(size);
  const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
  return { hr, text: new TextDecoder().decode(buffer.subarray(0, bytesReceived)) };
}

/** Reads until the end, and gives the pieces and the last code. */
async function readAll(context: IHttpContext, size: number, flags?: number) {
  const lengths: number[] = [];
  const buffer = new Uint8Array(size);
  for (;;) {
    const { hr, bytesReceived } = flags === undefined
      ? await context.getRequest().readEntityBody(buffer, false)
      : await context.getRequest().readEntityBody(buffer, false, flags);
    if (hr !== S_OK) return { hr, lengths, bytesReceived };
    lengths.push(bytesReceived);
  }
}

// @see ireadentityprovider-setentity-method
Deno.test("12.77 IReadEntityProvider.setEntity replaces what the reader gets", async () => {
  let got: unknown;
  const replace = defineModule({
    name: "Replace",
    onReadEntity(_context, provider) {
      if (provider.getEntity().byteLength > 0) provider.setEntity(utf8("Name=Value"));
    },
  });
  const reader = handler(async (context) => {
    got = await read(context);
    write(context, "ok");
  });
  await answer([replace, reader], "/", post("x=1&y=2&z=3&and=more"));
  assertEquals(got, { hr: S_OK, text: "Name=Value" });
});

// @see ireadentityprovider-getentity-method
Deno.test("12.77 IReadEntityProvider.getEntity shows the bytes that were just read", async () => {
  const seen: string[] = [];
  const note = defineModule({
    name: "Note",
    onReadEntity(_context, provider) {
      seen.push(new TextDecoder().decode(provider.getEntity()));
    },
  });
  const reader = handler(async (context) => {
    await read(context);
    write(context, "ok");
  });
  await answer([note, reader], "/", post("a=1"));
  assertEquals(seen, ["a=1"]);
});

// @see chttpmodule-onreadentity-method
Deno.test("12.78 IHttpRequest.readEntityBody on a GET raises RQ_READ_ENTITY and answers HANDLE_EOF", async () => {
  const seen: unknown[] = [];
  const note = defineModule({
    name: "Note",
    onReadEntity: (_context, provider) => void seen.push(provider.getEntity().byteLength),
  });
  await answer([
    note,
    handler(async (context) => {
      const { hr, text } = await read(context);
      seen.push(hr, text);
      write(context, "ok");
    }),
  ]);
  assertEquals(seen, [0, EOF, ""]);
});

// @see ireadentityprovider-setentity-method
Deno.test("12.78 a module may add data to a request that has no entity", async () => {
  let got: unknown;
  let given = false;
  const adding = defineModule({
    name: "Adding",
    onReadEntity(_context, provider) {
      if (!given) provider.setEntity(utf8("added"));
      given = true;
    },
  });
  await answer([
    adding,
    handler(async (context) => {
      got = [await read(context), await read(context)];
      write(context, "ok");
    }),
  ]);
  assertEquals(got, [{ hr: S_OK, text: "added" }, { hr: EOF, text: "" }]);
});

// @see chttpmodule-onreadentity-method
Deno.test("12.78 RQ_READ_ENTITY is not raised when nobody reads", async () => {
  let raised = 0;
  const note = defineModule({ name: "Note", onReadEntity: () => void raised++ });
  await answer([note, handler((context) => write(context, "ok"))], "/", post("unread"));
  assertEquals(raised, 0);
});

// @see ihttprequest-insertentitybody-method
Deno.test("12.79 IHttpRequest.insertEntityBody is read first and leaves Content-Length alone", async () => {
  const got: unknown[] = [];
  const inserting = begin((context) => {
    got.push(context.getRequest().insertEntityBody(utf8("Hello world!")));
  });
  const reader = handler(async (context) => {
    got.push((await read(context, 12)).text, context.getRequest().getHeader("Content-Length"));
    got.push((await read(context)).text);
    write(context, "ok");
  });
  await answer([inserting, reader], "/", post("a=1&b=2", { "content-length": "7" }));
  assertEquals(got, [S_OK, "Hello world!", "7", "a=1&b=2"]);
});

// @see ihttprequest-insertentitybody-method
Deno.test("12.79 IHttpRequest.insertEntityBody stands in front of what is still unread", async () => {
  const got: string[] = [];
  const reader = handler(async (context) => {
    got.push((await read(context, 3)).text);
    context.getRequest().insertEntityBody(utf8("-new-"));
    for (let part = await read(context); part.hr === S_OK; part = await read(context)) {
      got.push(part.text);
    }
    write(context, "ok");
  });
  await answer(reader, "/", post("old and rest"));
  assertEquals(got.join(""), "old-new- and rest");
});

// @see ihttprequest-readentitybody-method
Deno.test("Entity IHttpRequest.readEntityBody reads all of a body piece by piece, then HANDLE_EOF with 0", async () => {
  let result: Awaited<ReturnType<typeof readAll>> | undefined;
  const reader = handler(async (context) => {
    result = await readAll(context, 8192);
    write(context, "ok");
  });
  await answer(reader, "/", post("x".repeat(20_000)));
  assertEquals(result?.lengths.reduce((sum, n) => sum + n, 0), 20_000);
  assertEquals([result?.hr, result?.bytesReceived], [EOF, 0]);
});

// @see ihttprequest-readentitybody-method
Deno.test("Ruling 19 a read with the fill-buffer flag fills the buffer from many small pieces", async () => {
  let result: Awaited<ReturnType<typeof readAll>> | undefined;
  let left = 100;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => left-- > 0 ? controller.enqueue(new Uint8Array(100)) : controller.close(),
  });
  const reader = handler(async (context) => {
    result = await readAll(context, 4096, HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER);
    write(context, "ok");
  });
  await answer(reader, "/", post(body));
  assertEquals(result, { hr: EOF, lengths: [4096, 4096, 1808], bytesReceived: 0 });
});

// @see ihttprequest-readentitybody-method
Deno.test("A-17 FINISH from OnReadEntity fails the read with the error that was set, and nothing else", async () => {
  let got: unknown;
  const denying = defineModule({
    name: "Denying",
    onReadEntity(_context, provider) {
      provider.setErrorStatus(-2147024891);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const reader = handler(async (context) => {
    got = (await read(context)).hr;
    write(context, "ok");
  });
  const { status, text } = await answer([denying, reader], "/", post("secret"));
  assertEquals([got, status, text], [-2147024891, 200, "ok"]);
});

// @see chttpmodule-onreadentity-method
Deno.test("Ruling 5 a promise from OnReadEntity holds that read", async () => {
  let got: unknown;
  const slow = defineModule({
    name: "Slow",
    async onReadEntity(_context, provider) {
      await Promise.resolve();
      provider.setEntity(utf8("waited"));
    },
  });
  const reader = handler(async (context) => {
    got = await read(context);
    write(context, "ok");
  });
  await answer([slow, reader], "/", post("body"));
  assertEquals(got, { hr: S_OK, text: "waited" });
});

// @see ihttprequest-getremainingentitybytes-method
Deno.test("Entity IHttpRequest.getRemainingEntityBytes counts down from Content-Length", async () => {
  const left: number[] = [];
  const reader = handler(async (context) => {
    const request = context.getRequest();
    left.push(request.getRemainingEntityBytes());
    await read(context, 4);
    left.push(request.getRemainingEntityBytes());
    while ((await read(context)).hr === S_OK);
    left.push(request.getRemainingEntityBytes());
    write(context, "ok");
  });
  await answer(reader, "/", post("0123456789", { "content-length": "10" }));
  assertEquals(left, [10, 6, 0]);
});

// @see ihttprequest-getremainingentitybytes-method
Deno.test("Entity IHttpRequest.getRemainingEntityBytes of a body of unknown length is 0xFFFFFFFF until its end", async () => {
  const left: number[] = [];
  const reader = handler(async (context) => {
    left.push(context.getRequest().getRemainingEntityBytes());
    while ((await read(context)).hr === S_OK);
    left.push(context.getRequest().getRemainingEntityBytes());
    write(context, "ok");
  });
  await answer(reader, "/", post(new Blob(["unknown"]).stream()));
  assertEquals(left, [0xFFFFFFFF, 0]);
});

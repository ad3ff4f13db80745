// What may a module do while bytes are about to leave? RQ_SEND_RESPONSE: flags, writes that join, FINISH, nested flushes.
import {
  defineModule,
  HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA,
  HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
  type ModuleDefinition,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, begin, handler, head, logging, sending, within, write } from "./_response.ts";

const hello = handler((context) => write(context, "hello"));

/** A module that notes its name at RQ_SEND_RESPONSE and answers with `status`. */
function noting(
  name: string,
  seen: string[],
  status?: typeof RQ_NOTIFICATION_FINISH_REQUEST,
): ModuleDefinition {
  return defineModule({
    name,
    onSendResponse() {
      seen.push(name);
      return status;
    },
  });
}

// @see chttpmodule-onsendresponse-method
Deno.test("Send RQ_SEND_RESPONSE comes once, after post-END_REQUEST, when nobody flushed", async () => {
  const seen: string[] = [];
  const note = defineModule({
    name: "Note",
    onPostEndRequest: () => void seen.push("post-end"),
    onSendResponse: () => void seen.push("send"),
  });
  const { text, headers } = await answer([note, hello]);
  assertEquals([text, headers.get("content-length"), seen], ["hello", "5", ["post-end", "send"]]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Send what OnSendResponse writes joins the running send and its Content-Length", async () => {
  let sends = 0;
  const { text, headers } = await answer([
    hello,
    sending((context) => {
      sends++;
      write(context, " world");
      context.getResponse().setHeader("X-Sent", "1", true);
    }),
  ]);
  assertEquals([text, headers.get("content-length"), headers.get("x-sent")], [
    "hello world",
    "11",
    "1",
  ]);
  assertEquals(sends, 1);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Send a status set in OnSendResponse is the status on the wire", async () => {
  const { status } = await answer([
    hello,
    sending((context) => void context.getResponse().setStatus(203, "Changed")),
  ]);
  assertEquals(status, 203);
});

// @see isendresponseprovider-setflags-method
Deno.test("12.50 ISendResponseProvider.setFlags with DISCONNECT closes the connection after the answer", async () => {
  const { text, headers } = await answer([
    hello,
    sending((context, provider) => {
      const added = HTTP_SEND_RESPONSE_FLAG_DISCONNECT | HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA;
      provider.setFlags(provider.getFlags() | added);
      context.getResponse().clear();
      write(context, `Flags: 0x${provider.getFlags().toString(16)}`);
    }),
  ]);
  assertEquals([text, headers.get("connection")], ["Flags: 0x5", "close"]);
});

// @see isendresponseprovider-getheadersbeingsent-method
Deno.test("12.55 ISendResponseProvider.getHeadersBeingSent is false after SuppressHeaders in the same send", async () => {
  const sent: boolean[] = [];
  await answer([
    hello,
    sending((context, provider) => {
      sent.push(provider.getHeadersBeingSent());
      context.getResponse().suppressHeaders();
      sent.push(provider.getHeadersBeingSent());
    }),
  ]);
  assertEquals(sent, [true, false]);
});

// @see isendresponseprovider-getheadersbeingsent-method
Deno.test("A-38 a head written by hand after SuppressHeaders tells that no headers are being sent", async () => {
  const { text, headers } = await answer([
    hello,
    sending((context, provider) => {
      const response = context.getResponse();
      response.clear();
      response.suppressHeaders();
      const body = `Headers being sent: ${provider.getHeadersBeingSent() ? "Yes" : "No"}`;
      write(context, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", body);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }),
  ]);
  assertEquals([text, headers.get("content-type")], ["Headers being sent: No", "text/plain"]);
});

// @see isendresponseprovider-getreadytologdata-method
Deno.test("Send ISendResponseProvider.getReadyToLogData is true on the last send only", async () => {
  const ready: boolean[] = [];
  await answer([
    handler(async (context) => {
      write(context, "a");
      await context.getResponse().flush(false, true);
      write(context, "b");
    }),
    sending((_context, provider) => void ready.push(provider.getReadyToLogData())),
  ]);
  assertEquals(ready, [false, true]);
});

// @see ihttpresponse-flush-method
Deno.test("A-36 IHttpResponse.flush inside OnSendResponse fails and sends nothing", async () => {
  const seen: unknown[] = [];
  const { text } = await answer([
    hello,
    sending(async (context) => {
      seen.push("send", context.getResponse().flush(true, true).hr >>> 0);
      seen.push((await context.getResponse().flush(false, true)).hr >>> 0);
    }),
  ]);
  assertEquals([text, seen], ["hello", ["send", 0x80070001, 0x80070001]]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("A-37 FINISH from OnSendResponse ends this send's chain, and the send goes on", async () => {
  const seen: string[] = [];
  const { text } = await answer([
    hello,
    noting("last", seen),
    noting("second", seen, RQ_NOTIFICATION_FINISH_REQUEST),
    noting("first", seen),
  ]);
  assertEquals([text, seen], ["hello", ["first", "second"]]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("A-37 FINISH from OnSendResponse of an early flush takes the request to LOG_REQUEST", async () => {
  const seen: string[] = [];
  const { text } = await answer([
    begin(async (context) => {
      write(context, "early");
      await context.getResponse().flush(false, true);
      seen.push("flushed");
    }),
    defineModule({ name: "Auth", onAuthenticateRequest: () => void seen.push("authenticate") }),
    handler(() => void seen.push("execute")),
    sending(() => RQ_NOTIFICATION_FINISH_REQUEST),
    logging(() => void seen.push("log")),
  ]);
  assertEquals([text, seen], ["early", ["flushed", "log"]]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Ruling 5 a promise from OnSendResponse holds that send", async () => {
  const { text, headers } = await answer([
    hello,
    sending(async (context) => {
      await new Promise<void>((resolve) => queueMicrotask(resolve));
      await Promise.resolve();
      context.getResponse().setHeader("X-Held", "yes", true);
      write(context, " after waiting");
    }),
  ]);
  assertEquals([text, headers.get("x-held")], ["hello after waiting", "yes"]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Ruling 5 PENDING from OnSendResponse counts as CONTINUE and is told as a trace warning", async () => {
  const names: string[] = [];
  const modules = [hello, sending(() => RQ_NOTIFICATION_PENDING)];
  const { text } = await answer(modules, "/", undefined, {
    trace: (event) => void names.push(event.name),
  });
  assertEquals([text, names.includes("TRACE_WARNING")], ["hello", true]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Send a module that throws in OnSendResponse does not stop the others or the send", async () => {
  const seen: string[] = [];
  const { text } = await answer([
    hello,
    noting("other", seen),
    sending(() => {
      throw new Error("broken");
    }),
  ]);
  assertEquals([text, seen], ["hello", ["other"]]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("Send handlers run inside the call that flushes, before its bytes leave", async () => {
  const seen: string[] = [];
  const response = await head([
    handler(async (context) => {
      write(context, "body");
      const flushed = context.getResponse().flush(false, false);
      seen.push(`headers sent: ${context.getResponseHeadersSent()}`);
      await flushed;
    }),
    sending((context) => {
      seen.push(`headers sent: ${context.getResponseHeadersSent()}`);
    }),
  ]);
  assertEquals(await within(response.text()), "body");
  assertEquals(seen, ["headers sent: false", "headers sent: true"]);
});

// What does the access log tell? The lines: fields, bytes, outcomes, and what others have said for them.
import {
  defineModule,
  type ModuleDefinition,
  PRIORITY_ALIAS_HIGH,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { handler, memory, write } from "../../tests/conformance/_response.ts";
import { FLAGS, logged } from "./_log.ts";
import { type HttpLogging, httpLogging } from "./index.ts";

const only = (logExtFileFlags: string): HttpLogging => ({ logFile: { logExtFileFlags } });
const hello = handler((context) => write(context, "grüße"));

Deno.test("httpLogging: the fields of the section, in the order of the format", async () => {
  const log = logged({}, hello);
  const headers = { "User-Agent": "Moz illa/5", Referer: "http://r/" };
  await (await log.fetch("/a/b?x=1", { headers })).text();
  const [line] = await log.lines();
  assertMatch(
    line,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - GET \/a\/b x=1 80 - - Moz\+illa\/5 http:\/\/r\/ 200 0 0 \d+$/,
  );
  assertEquals(log.batches[0].slice(0, 2), ["#Software: Sluice", "#Version: 1.0"]);
  assertEquals(
    log.batches[0][3],
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip " +
      "cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
  );
});

Deno.test("httpLogging: bytes are those that left, after the last one of a stream", async () => {
  const log = logged(
    only(FLAGS),
    handler(async (context) => {
      for (const part of ["one", "three"]) {
        write(context, part);
        await context.getResponse().flush(false, true);
      }
      write(context, "x");
    }),
  );
  const response = await log.fetch("/");
  assertEquals(log.batches, []);
  assertEquals(await response.text(), "onethreex");
  assertEquals(await log.lines(), ["GET / - 200 0 0 9"]);
});

Deno.test("httpLogging: bytes of an app's answer, of HEAD, of the request", async () => {
  const app = { fetch: () => new Response("twelve bytes") };
  const log = logged(only("Method,HttpStatus,BytesSent,BytesRecv,ProtocolVersion"), [], { app });
  await (await log.fetch("/")).text();
  await log.fetch("/", { method: "HEAD" });
  const [get, head] = await log.lines();
  assertMatch(get, /^GET HTTP\/1.1 200 12 \d\d+$/);
  assertMatch(head, /^HEAD HTTP\/1.1 200 0 \d\d+$/);
});

Deno.test("httpLogging: a client that leaves, and a reset, are told by a Win32 code", async () => {
  const part = (reset: boolean): ModuleDefinition =>
    handler(async (context) => {
      const response = context.getResponse();
      write(context, "part");
      await response.flush(false, true);
      if (reset) return response.resetConnection();
      write(context, "never read");
      await response.flush(false, true);
    });
  const log = logged(only(FLAGS), part(false));
  const reader = (await log.fetch("/gone")).body!.getReader();
  await reader.read();
  await reader.cancel();
  assertEquals(await log.lines(), ["GET /gone - 200 0 64 4"]);
  const broken = logged(only(FLAGS), part(true));
  await (await broken.fetch("/reset")).text().catch(() => "");
  assertEquals(await broken.lines(), ["GET /reset - 200 0 1236 4"]);
});

Deno.test("httpLogging: an error with its sub-status and code; a thrown one is logged too", async () => {
  const log = logged(only(FLAGS), [
    defineModule({
      name: "Refuse",
      onBeginRequest(context) {
        if (context.getScriptName() === "/boom") throw new Error("boom");
        context.getResponse().setStatus(404, "Not Found", 5, 0x80070002 | 0);
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
  ]);
  const { error } = console;
  console.error = () => {};
  await log.fetch("/refused");
  await log.fetch("/boom");
  console.error = error;
  assertEquals(await log.lines(), ["GET /refused - 404 5 2 0", "GET /boom - 500 0 2147500037 0"]);
});

Deno.test("httpLogging: what a module has said by SetLogData stands in the line", async () => {
  const log = logged(only("UserName,UriStem,HttpStatus"), [
    hello,
    defineModule({
      name: "Alias",
      priority: PRIORITY_ALIAS_HIGH,
      onSendResponse(_context, provider) {
        const data = provider.getLogData();
        if (data !== null) provider.setLogData({ ...data, userName: "some one" });
      },
    }),
  ]);
  await (await log.fetch("/x")).text();
  assertEquals(await log.lines(), ["/x some+one 200"]);
});

Deno.test("httpLogging: nothing that a client sends ends a field or a line", async () => {
  const log = logged(only("UriStem,UriQuery,UserAgent"), hello);
  const headers = { "User-Agent": "a\tb" };
  await (await log.fetch("/a%0D%0A2026-01-01%20GET?q=%0A", { headers })).text();
  const [line] = await log.lines();
  assertEquals(line, "/a++2026-01-01+GET q=%0A a+b");
});

Deno.test("httpLogging: dontLog, selectiveLogging and enabled choose requests by status", async () => {
  const chosen = async (options: HttpLogging): Promise<string> => {
    const log = logged({ logFile: { logExtFileFlags: "HttpStatus" }, ...options }, [
      handler((context) => {
        const status = Number(context.getScriptName().slice(1));
        context.getResponse().setStatus(status, "");
      }),
    ]);
    for (const status of [200, 399, 400, 500]) await log.fetch(`/${status}`);
    return (await log.lines()).join();
  };
  assertEquals(await chosen({}), "200,399,400,500");
  assertEquals(await chosen({ dontLog: true }), "400,500");
  assertEquals(await chosen({ selectiveLogging: "LogSuccessful" }), "200,399");
  assertEquals(await chosen({ selectiveLogging: "LogError" }), "400,500");
  assertEquals(await chosen({ logFile: { enabled: false } }), "");
});

Deno.test("httpLogging: fields of one's own; long ones, and long lines, are cut", async () => {
  const add = [
    { logFieldName: "for", sourceName: "X-Forwarded-For", sourceType: "RequestHeader" },
    { logFieldName: "etag", sourceName: "ETag", sourceType: "ResponseHeader" },
    { logFieldName: "pool", sourceName: "APP_POOL_ID", sourceType: "ServerVariable" },
  ] as const;
  const tagged = handler((context) => {
    context.getResponse().setHeader("ETag", '"a b"', true);
    write(context, "x");
  });
  const logExtFileFlags = "Method";
  const log = logged({
    logFile: { logExtFileFlags, customFields: { maxCustomFieldLength: 9, add } },
  }, tagged);
  await (await log.fetch("/", { headers: { "X-Forwarded-For": "10.0.0.1, 10.0.0.2" } })).text();
  assertEquals(await log.lines(), ['GET 10.0.0.1, "a+b" DefaultAp']);
  assertEquals(log.batches[0][3], "#Fields: cs-method for etag pool");
  const short = logged({ logFile: { logExtFileFlags, customFields: add, maxLogLineLength: 5 } });
  await short.fetch("/");
  assertEquals(await short.lines(), ["GET -"]);
});

Deno.test("httpLogging: a request with a child is one line", async () => {
  const log = logged(only("UriStem,HttpStatus,BytesSent"), [
    defineModule({
      name: "Parent",
      async onExecuteRequestHandler(context) {
        if (context.getParentContext() !== null) return write(context, "child");
        const { httpContext } = context.cloneContext(1);
        httpContext!.getRequest().setUrl("/child", true);
        context.executeRequest(true, httpContext!, 0, null);
        await Promise.resolve();
      },
    }),
  ]);
  assertEquals(await (await log.fetch("/parent")).text(), "child");
  assertEquals(await log.lines(), ["/parent 200 5"]);
});

const WRONG: Record<string, [unknown, string]> = {
  "a flag": [{ logFile: { logExtFileFlags: "Date,Bytes" } }, '"logFile.logExtFileFlags" is "Date,'],
  "a format": [{ logFile: { logFormat: "NCSA" } }, 'is "NCSA", wished for W3C'],
  "a field": [
    { logFile: { customFields: [{ logFieldName: "a b", sourceName: "x", sourceType: "y" }] } },
    '"logFile.customFields[0].logFieldName" is "a b", wished for a name without spaces',
  ],
  "a sink": [{ sink: 3 }, 'option "sink" is 3, wished for "console" or a function'],
  "two sinks": [{ sink: "console", logFile: { directory: "/tmp" } }, "stands beside a sink"],
  "unknown": [{ logfile: {} }, 'option "logfile" is unknown'],
};

for (const [name, [options, said]] of Object.entries(WRONG)) {
  Deno.test(`httpLogging: a wrong option is refused at once: ${name}`, () => {
    const call = () => httpLogging(options as HttpLogging);
    assertThrows(call, TypeError, said);
    assertThrows(call, TypeError, "httpLogging (HttpLoggingModule): ");
  });
}

Deno.test("httpLogging: the console gets line by line", async () => {
  const said: unknown[] = [];
  const { log } = console;
  console.log = (line) => void said.push(line);
  const short = logged(
    { sink: "console", ...only("Method") },
    handler((context) => {
      context.getResponse().writeEntityChunks(memory("x"), true, false);
    }),
  );
  await (await short.fetch("/")).text();
  await (await short.fetch("/")).text();
  console.log = log;
  assertEquals(said.slice(3), ["#Fields: cs-method", "GET", "GET"]);
});

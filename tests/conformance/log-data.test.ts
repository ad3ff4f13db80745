// Who sees the record of the access log? GetLogData and SetLogData, by priority and by send (behaviour 97).
import {
  defineModule,
  type HTTP_LOG_FIELDS_DATA,
  HttpVerbDELETE,
  type IHttpContext,
  type ISendResponseProvider,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_HIGH,
  PRIORITY_ALIAS_LOW,
  PRIORITY_ALIAS_MEDIUM,
  type PriorityAlias,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { code, user, write } from "./_notes.ts";

const sending = (
  priority: PriorityAlias | undefined,
  onSendResponse: (context: IHttpContext, provider: ISendResponseProvider) => void | Promise<void>,
) => defineModule({ priority, onSendResponse });

const answering = defineModule({ onExecuteRequestHandler: (context) => write(context, "body") });

// @see isendresponseprovider-getlogdata-method
Deno.test("12.97 GetLogData is null below HIGH, and the record from HIGH on", async () => {
  const { text, seen } = house((seen: string[]) => [
    answering,
    ...[
      PRIORITY_ALIAS_FIRST,
      PRIORITY_ALIAS_HIGH,
      PRIORITY_ALIAS_MEDIUM,
      PRIORITY_ALIAS_LOW,
      undefined,
    ].map((priority) =>
      sending(priority, (_context, provider) => {
        seen.push(`${priority} ${provider.getLogData() !== null}`);
      })
    ),
  ]);
  await text();
  assertEquals(
    seen,
    ["LOW false", "undefined false", "MEDIUM false", "HIGH true", "FIRST true"].map(
      (note) => note.replace(/^[A-Z]+/, (word) => ALIAS[word] ?? word),
    ),
  );
});

const ALIAS: Record<string, string> = {
  FIRST: PRIORITY_ALIAS_FIRST,
  HIGH: PRIORITY_ALIAS_HIGH,
  MEDIUM: PRIORITY_ALIAS_MEDIUM,
  LOW: PRIORITY_ALIAS_LOW,
};

// @see isendresponseprovider-getreadytologdata-method, isendresponseprovider-setlogdata-method
Deno.test("12.97 only the last send is ready to log", async () => {
  const flushing = defineModule({
    async onExecuteRequestHandler(context) {
      write(context, "one");
      await context.getResponse().flush(false, true);
      write(context, "two");
    },
  });
  const { text, seen } = house((seen: string[]) => [
    flushing,
    sending(PRIORITY_ALIAS_HIGH, (_context, provider) => {
      const found = provider.getLogData();
      const hr = provider.setLogData(found ?? {} as HTTP_LOG_FIELDS_DATA);
      seen.push(`${provider.getReadyToLogData()} ${found !== null} ${code(hr)}`);
    }),
  ]);
  await text();
  assertEquals(seen, ["false false 0x800710DD", "true true 0x00000000"]);
});

// @see isendresponseprovider-getlogdata-method
Deno.test("GetLogData: the record says what was asked, by whom, and what was answered", async () => {
  let record: HTTP_LOG_FIELDS_DATA | null = null;
  const { get } = house([
    defineModule({
      onAuthenticateRequest: (_context, provider) => provider.setUser(user("kate")),
      onExecuteRequestHandler: (context) =>
        void context.getResponse().setStatus(403, "Forbidden", 14, 0x80070005),
    }),
    sending(PRIORITY_ALIAS_HIGH, (_context, provider) => void (record = provider.getLogData())),
  ], { site: { id: 3 } });
  const headers = {
    "User-Agent": "test/1",
    Cookie: "a=b",
    Referer: "http://x/",
    Host: "localhost",
  };
  await (await get("/dir/page?x=1", { headers, method: "DELETE" })).text();
  const told = record! as HTTP_LOG_FIELDS_DATA;
  assertEquals(
    [told.userName, told.uriStem, told.uriQuery, told.method, told.methodNum, told.serviceName],
    ["kate", "/dir/page", "x=1", "DELETE", HttpVerbDELETE, "W3SVC3"],
  );
  assertEquals(
    [told.protocolStatus, told.subStatus, told.win32Status, told.serverName, told.serverPort],
    [403, 14, 5, "localhost", 80],
  );
  assertEquals([told.userAgent, told.cookie, told.referrer], ["test/1", "a=b", "http://x/"]);
});

// @see isendresponseprovider-setlogdata-method
Deno.test("12.97 SetLogData changes the record that modules behind it see, and write the line from", async () => {
  const { text, seen } = house((seen: string[]) => [
    answering,
    sending(PRIORITY_ALIAS_FIRST, (_context, provider) => {
      const { serverPort, uriStem } = provider.getLogData()!;
      seen.push(`line ${serverPort} ${uriStem}`);
    }),
    sending(PRIORITY_ALIAS_HIGH, async (_context, provider) => {
      await Promise.resolve();
      const changed = { ...provider.getLogData()!, serverPort: 8080 };
      seen.push(code(provider.setLogData(changed)));
    }),
  ]);
  await text("/page");
  assertEquals(seen, ["0x00000000", "line 8080 /page"]);
});

// @see isendresponseprovider-setlogdata-method
Deno.test("SetLogData: nothing is INVALID_PARAMETER", async () => {
  const { text, seen } = house((seen: string[]) => [
    answering,
    sending(PRIORITY_ALIAS_HIGH, (_context, provider) => {
      seen.push(code(provider.setLogData(null as unknown as HTTP_LOG_FIELDS_DATA)));
    }),
  ]);
  await text();
  assertEquals(seen, ["0x80070057"]);
});

// What does an ISAPI filter tell the log? SF_NOTIFY_LOG, behind the last byte.
import { defineModule, type HTTP_LOG_FIELDS_DATA } from "../../mod.ts";
import {
  type HTTP_FILTER_LOG,
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_LOG,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
  SF_STATUS_REQ_FINISHED_KEEP_CONN,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { filter, filterHouse, type Heads } from "./_isapi-filter.ts";
import { turn } from "./_notes.ts";

Deno.test("SF_NOTIFY_LOG: behind the last byte, with the record of the log, in which changes count", async () => {
  const seen: unknown[] = [];
  let record: HTTP_LOG_FIELDS_DATA | null = null;
  const logging = filter<HTTP_FILTER_LOG>(SF_NOTIFY_LOG, (_pfc, log) => {
    const { clientUserName, operation, target, parameters, httpStatus, win32Status } = log;
    seen.push({ clientUserName, operation, target, parameters, httpStatus, win32Status });
    seen.push(log.bytesSent, log.bytesRecvd > 0, log.msTimeForProcessing >= 0);
    log.target = "/hidden";
    log.httpStatus = 299;
  });
  const writing = defineModule({
    name: "Writing",
    priority: "HIGH",
    onSendResponse: (_context, provider) => void (record = provider.getLogData()),
    onTransferEnd: () => void seen.push(`${record?.uriStem} ${record?.protocolStatus}`),
  });
  await filterHouse([logging, writing]).text("/a?b");
  await turn();
  assertEquals(seen, [
    {
      clientUserName: "",
      operation: "GET",
      target: "/a",
      parameters: "b",
      httpStatus: 200,
      win32Status: 0,
    },
    3,
    true,
    true,
    "/hidden 299",
  ]);
});

Deno.test("SF_NOTIFY_LOG: also where nobody keeps a record", async () => {
  const seen: unknown[] = [];
  const logging = filter<HTTP_FILTER_LOG>(
    SF_NOTIFY_LOG,
    (_pfc, log) => void seen.push(log.target, log.httpStatus, log.bytesSent),
  );
  const failing = { fetch: () => new Response(new ReadableStream({ start: (c) => c.error("x") })) };
  await filterHouse(logging, { app: failing }).text("/broken").catch(() => {});
  await turn();
  assertEquals(seen, ["/broken", 200, 0]);
});

Deno.test("SF_NOTIFY_LOG: of a client that has left, ERROR_NETNAME_DELETED; what it throws keeps nothing else from its end", async () => {
  const seen: unknown[] = [];
  const logging = filter<HTTP_FILTER_LOG>(
    SF_NOTIFY_LOG | SF_NOTIFY_END_OF_NET_SESSION,
    (_pfc, log, type) => {
      seen.push(type === SF_NOTIFY_LOG ? log.win32Status : "end");
      if (type === SF_NOTIFY_LOG) throw new Error("in the log");
    },
  );
  const { error } = console;
  console.error = () => {};
  try {
    const endless = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(9)) });
    const response = await filterHouse(logging, { app: { fetch: () => new Response(endless) } })
      .get("/");
    await response.body!.cancel();
    await turn();
  } finally {
    console.error = error;
  }
  assertEquals(seen, [64, "end"]);
});

Deno.test("SF_NOTIFY_LOG: the status that the filter itself has made of it, and that of a head written by hand", async () => {
  const seen: unknown[] = [];
  const flags = SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_SEND_RESPONSE | SF_NOTIFY_LOG;
  const changing = filter<Heads & HTTP_FILTER_LOG>(flags, (pfc, told, type) => {
    if (type === SF_NOTIFY_LOG) seen.push(told.httpStatus);
    else if (type === SF_NOTIFY_SEND_RESPONSE) told.setHeader(pfc, "status", "202 Later");
    else if (told.getHeader(pfc, "url").value === "/hand") {
      pfc.writeClient(pfc, "HTTP/1.1 418 Short\r\n\r\nstout");
      return SF_STATUS_REQ_FINISHED_KEEP_CONN;
    }
  });
  const { get } = filterHouse(changing);
  for (const path of ["/", "/hand"]) {
    const response = await get(path);
    seen.push(response.status);
    await response.text();
    await turn();
  }
  assertEquals(seen, [202, 202, 418, 418]);
});

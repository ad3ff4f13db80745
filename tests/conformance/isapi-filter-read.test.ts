// What does an ISAPI filter do with raw data on its way in? Bytes of the request's body, as far as a runtime shows them.
import { defineModule } from "../../mod.ts";
import {
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_READ_RAW_DATA,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_REQ_SEND_RESPONSE_HEADER,
  SF_REQ_SET_NEXT_READ_SIZE,
  SF_STATUS_REQ_ERROR,
  SF_STATUS_REQ_FINISHED,
  SF_STATUS_REQ_HANDLED_NOTIFICATION,
  SF_STATUS_REQ_READ_NEXT,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { filter, filterHouse, type Raw, support, textOf, utf8 } from "./_isapi-filter.ts";
import { upload } from "./_notes.ts";

const READ = SF_NOTIFY_READ_RAW_DATA;
const SEND = SF_NOTIFY_SEND_RAW_DATA;
const app = { fetch: async (request: Request) => new Response(await request.text()) };

/** A body in pieces: each reaches the server by itself. */
const pieces = (...texts: string[]): RequestInit => {
  const body = ReadableStream.from(texts.map(utf8));
  return { method: "POST", body, duplex: "half" } as RequestInit;
};

const isHead = (text: string): boolean => text.startsWith("HTTP/1.1 ");

Deno.test("SF_NOTIFY_READ_RAW_DATA: the body's bytes as they come, changed in place or replaced; never the head", async () => {
  const seen: string[] = [];
  const upper = filter<Raw>(READ, (_pfc, raw) => {
    seen.push(textOf(raw.inData));
    if (seen.length === 1) raw.inData[0] = 65;
    else raw.inData = utf8("<replaced by more>");
  });
  const { text } = filterHouse(upper, { app });
  assertEquals(await text("/", pieces("one", "two")), "Ane<replaced by more>");
  assertEquals(seen, ["one", "two"]);
  assertEquals(await text("/"), "");
  assertEquals(seen.length, 2);
});

Deno.test("SF_STATUS_REQ_READ_NEXT: the bytes are kept, and come again with more behind them, at the end in any case", async () => {
  const seen: string[] = [];
  const waiting = filter<Raw>(READ, (_pfc, raw) => {
    const text = textOf(raw.inData);
    seen.push(text);
    return text.includes(";") ? undefined : SF_STATUS_REQ_READ_NEXT;
  });
  const { text } = filterHouse(waiting, { app });
  assertEquals(await text("/", pieces("a", "b", "c;", "d", "e")), "abc;de");
  assertEquals(seen, ["a", "ab", "abc;", "d", "de", "de"]);
});

Deno.test("SF_STATUS_REQ_READ_NEXT: a module that reads by itself waits for what the filter lets go", async () => {
  const waiting = filter<Raw>(
    READ,
    (_pfc, raw) => raw.inData.byteLength < 4 ? SF_STATUS_REQ_READ_NEXT : undefined,
  );
  const { seen, text } = filterHouse([waiting, {
    name: "Reading",
    async onBeginRequest(context) {
      const buffer = new Uint8Array(3);
      for (;;) {
        const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
        if (hr < 0) break;
        seen.push(textOf(buffer.subarray(0, bytesReceived)));
      }
    },
  }]);
  const { init, send, end } = upload();
  const answered = text("/", init);
  for (const piece of ["1", "2", "345", "6"]) send(piece);
  end();
  assertEquals(await answered, "app");
  assertEquals(seen.join(""), "123456");
});

Deno.test("SF_REQ_SET_NEXT_READ_SIZE: behind READ_NEXT the filter is called when so many more bytes are there", async () => {
  const seen: string[] = [];
  const waiting = filter<Raw>(READ, (pfc, raw) => {
    seen.push(textOf(raw.inData));
    if (seen.length > 1) return;
    support(pfc, SF_REQ_SET_NEXT_READ_SIZE, null, 4);
    return SF_STATUS_REQ_READ_NEXT;
  });
  const { text } = filterHouse(waiting, { app });
  assertEquals(await text("/", pieces("a", "b", "c", "d", "e", "f")), "abcdef");
  assertEquals(seen, ["a", "abcde", "f"]);
});

Deno.test("SF_NOTIFY_READ_RAW_DATA: what one filter lets go is what the next one sees; HANDLED keeps it from that", async () => {
  const seen: string[] = [];
  const first = filter<Raw>(READ | SF_NOTIFY_ORDER_HIGH, (_pfc, raw) => {
    const text = textOf(raw.inData);
    raw.inData = utf8(text.toUpperCase());
    return text === "b" ? SF_STATUS_REQ_HANDLED_NOTIFICATION : undefined;
  });
  const second = filter<Raw>(READ, (_pfc, raw) => void seen.push(textOf(raw.inData)));
  assertEquals(await filterHouse([second, first], { app }).text("/", pieces("a", "b", "c")), "ABC");
  assertEquals(seen, ["A", "C"]);
});

for (
  const [name, status] of Object.entries({ SF_STATUS_REQ_FINISHED, SF_STATUS_REQ_ERROR })
) {
  Deno.test(`${name} in SF_NOTIFY_READ_RAW_DATA: the read fails, and the filter's answer wins over the app's`, async () => {
    const seen: string[] = [];
    const scanning = filter<Raw>(READ, (pfc, { inData }) => {
      if (!textOf(inData).includes("virus")) return;
      support(pfc, SF_REQ_SEND_RESPONSE_HEADER, "422 Infected", "X-Scanned: yes\r\n\r\n");
      pfc.writeClient(pfc, "no");
      return status;
    });
    const reading = {
      fetch: async (request: Request) => {
        const text = await request.text().catch(() => "failed");
        seen.push(text);
        return new Response(text, { headers: { "X-App": "1" } });
      },
    };
    const { get } = filterHouse(scanning, { app: reading });
    const response = await get("/", pieces("a", "virus", "b"));
    assertEquals([response.status, await response.text()], [422, "no"]);
    assertEquals([response.headers.get("x-scanned"), response.headers.get("x-app")], ["yes", null]);
    assertEquals([seen, await (await get("/", pieces("good"))).text()], [
      ["failed", "good"],
      "good",
    ]);
  });
}

Deno.test("SF_STATUS_REQ_ERROR in SF_NOTIFY_READ_RAW_DATA: without an answer of the filter's it is a 500", async () => {
  const seen: unknown[] = [];
  const failing = filter(READ, () => SF_STATUS_REQ_ERROR);
  const reading = defineModule({
    name: "Reading",
    async onBeginRequest(context) {
      const { hr } = await context.getRequest().readEntityBody(new Uint8Array(9), false);
      seen.push(hr >>> 0);
    },
  });
  const response = await filterHouse([failing, reading]).get("/", pieces("a"));
  assertEquals([response.status, await response.text(), seen], [500, "", [0x80004005]]);
});

Deno.test("Raw data: a promise is waited for, in both directions", async () => {
  const slow = filter<Raw>(READ | SEND | SF_NOTIFY_PREPROC_HEADERS, async (_pfc, raw, type) => {
    await Promise.resolve();
    if (type === SF_NOTIFY_PREPROC_HEADERS || isHead(textOf(raw.inData))) return;
    raw.inData = utf8(`(${textOf(raw.inData)})`);
  });
  assertEquals(await filterHouse(slow, { app }).text("/", pieces("a")), "((a))");
});

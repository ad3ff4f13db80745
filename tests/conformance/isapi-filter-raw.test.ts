// What does an ISAPI filter do with raw data? Bytes of both bodies and the head of the response, as far as a runtime shows them.
import { defineModule } from "../../mod.ts";
import {
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_READ_RAW_DATA,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_REQ_SET_NEXT_READ_SIZE,
  SF_STATUS_REQ_ERROR,
  SF_STATUS_REQ_FINISHED,
  SF_STATUS_REQ_HANDLED_NOTIFICATION,
  SF_STATUS_REQ_READ_NEXT,
} from "../../isapi.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { filter, filterHouse, type Raw, support, textOf, utf8 } from "./_isapi-filter.ts";
import { upload, write } from "./_notes.ts";

const READ = SF_NOTIFY_READ_RAW_DATA;
const SEND = SF_NOTIFY_SEND_RAW_DATA;
const app = { fetch: async (request: Request) => new Response(await request.text()) };

/** A body in pieces: each reaches the server by itself. */
const pieces = (...texts: string[]): RequestInit => {
  const body = ReadableStream.from(texts.map(utf8));
  return { method: "POST", body, duplex: "half" } as RequestInit;
};

/** An app that answers in pieces. */
const streaming = (...texts: string[]) => ({
  fetch: () => new Response(ReadableStream.from(texts.map(utf8)), { headers: { "X-App": "1" } }),
});

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

Deno.test("SF_STATUS_REQ_ERROR in SF_NOTIFY_READ_RAW_DATA: the read fails", async () => {
  const seen: unknown[] = [];
  const failing = filter(READ, () => SF_STATUS_REQ_ERROR);
  const reading = defineModule({
    name: "Reading",
    async onBeginRequest(context) {
      const { hr } = await context.getRequest().readEntityBody(new Uint8Array(9), false);
      seen.push(hr >>> 0);
    },
  });
  await filterHouse([failing, reading]).get("/", pieces("a"));
  assertEquals(seen, [0x80004005]);
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: a head changed in its bytes is the head; pieces are changed as they pass", async () => {
  const raw = filter<Raw>(SEND, (_pfc, data) => {
    const text = textOf(data.inData);
    data.inData = utf8(
      isHead(text)
        ? text.replace("200 ", "206 Part").replace(
          /x-app: 1/i,
          "X-Raw: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2",
        )
        : text.toUpperCase(),
    );
  });
  const response = await filterHouse(raw, { app: streaming("one ", "two") }).get("/");
  assertEquals([response.status, await response.text()], [206, "ONE TWO"]);
  assertEquals([response.headers.get("x-raw"), response.headers.get("x-app")], ["2", null]);
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: a body behind the head goes in front; a head that is none is told and left out", async () => {
  const longer = filter<Raw>(SEND, (_pfc, data) => {
    if (isHead(textOf(data.inData))) data.inData = utf8("HTTP/1.1 201 Made\r\nX: y\r\n\r\n<");
  });
  const response = await filterHouse(longer).get("/");
  assertEquals([response.status, response.headers.get("x"), await response.text()], [
    201,
    "y",
    "<app",
  ]);
  const { error } = console;
  const lines: string[] = [];
  console.error = (...line) => void lines.push(line.join(" "));
  try {
    const broken = filter<Raw>(SEND, (_pfc, data) => {
      if (isHead(textOf(data.inData))) data.inData = utf8("no head at all");
    });
    assertEquals(await filterHouse(broken).text("/"), "app");
  } finally {
    console.error = error;
  }
  assert(lines.some((line) => line.includes("SF_NOTIFY_SEND_RAW_DATA")), lines.join());
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: dropped bytes are not sent, and the app's own stay as they are", async () => {
  const own = utf8("cached");
  const dropping = filter<Raw>(SEND, (_pfc, data) => {
    if (isHead(textOf(data.inData))) return;
    data.inData.fill(0);
    data.inData = new Uint8Array(0);
  });
  const writing = defineModule({
    name: "Writing",
    onBeginRequest(context) {
      const chunk = { dataChunkType: 0, buffer: own } as const;
      context.getResponse().writeEntityChunkByReference(chunk, -1);
      write(context, "more");
    },
  });
  const response = await filterHouse([dropping, writing]).get("/");
  assertEquals([response.headers.get("x-app"), await response.text()], [null, ""]);
  assertEquals(textOf(own), "cached");
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: low filters first, high ones last; HANDLED keeps a piece from those behind", async () => {
  const seen: string[] = [];
  const noting = (name: string, order: number) =>
    filter<Raw>(SEND | order, (_pfc, { inData }) => {
      const text = textOf(inData);
      if (isHead(text)) return;
      seen.push(`${name} ${text}`);
      if (name === "low" && text === "b") return SF_STATUS_REQ_HANDLED_NOTIFICATION;
    });
  const { text } = filterHouse([noting("high", SF_NOTIFY_ORDER_HIGH), noting("low", 0)], {
    app: streaming("a", "b", "c"),
  });
  assertEquals(await text("/"), "abc");
  assertEquals(seen, ["low a", "high a", "low b", "low c", "high c"]);
});

Deno.test("SF_STATUS_REQ_FINISHED in SF_NOTIFY_SEND_RAW_DATA: nothing behind that piece leaves; ERROR breaks the transfer off", async () => {
  const answering = (status: number) =>
    filterHouse(
      filter<Raw>(SEND, (_pfc, { inData }) => textOf(inData) === "b" ? status : undefined),
      { app: streaming("a", "b", "c") },
    );
  assertEquals(await answering(SF_STATUS_REQ_FINISHED).text("/"), "ab");
  await assertRejects(() => answering(SF_STATUS_REQ_ERROR).text("/"));
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: a HEAD has a head and no body", async () => {
  const seen: string[] = [];
  const raw = filter<Raw>(SEND, (_pfc, { inData }) => void seen.push(textOf(inData).slice(0, 12)));
  await filterHouse(raw).get("/", { method: "HEAD" });
  assertEquals(seen, ["HTTP/1.1 200"]);
});

Deno.test("Raw data: a promise is waited for, in both directions", async () => {
  const slow = filter<Raw>(READ | SEND | SF_NOTIFY_PREPROC_HEADERS, async (_pfc, raw, type) => {
    await Promise.resolve();
    if (type === SF_NOTIFY_PREPROC_HEADERS || isHead(textOf(raw.inData))) return;
    raw.inData = utf8(`(${textOf(raw.inData)})`);
  });
  assertEquals(await filterHouse(slow, { app }).text("/", pieces("a")), "((a))");
});

// What does an ISAPI filter do with raw data on its way out? The head as bytes, and the body in pieces.
import { defineModule } from "../../mod.ts";
import {
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_STATUS_REQ_ERROR,
  SF_STATUS_REQ_FINISHED,
  SF_STATUS_REQ_HANDLED_NOTIFICATION,
} from "../../isapi.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { filter, filterHouse, type Raw, textOf, utf8 } from "./_isapi-filter.ts";
import { write } from "./_notes.ts";

const SEND = SF_NOTIFY_SEND_RAW_DATA;

/** An app that answers in pieces. */
const streaming = (...texts: string[]) => ({
  fetch: () => new Response(ReadableStream.from(texts.map(utf8)), { headers: { "X-App": "1" } }),
});

const isHead = (text: string): boolean => text.startsWith("HTTP/1.1 ");

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

// What may a filter put into a response? So much and no more, and nothing that is of the connection; also for child requests.
import { defineModule, memoryFiles } from "../../mod.ts";
import {
  HSE_REQ_SEND_URL,
  HSE_STATUS_SUCCESS,
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_LOG,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_NOTIFY_SEND_RESPONSE,
  SF_NOTIFY_URL_MAP,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, isapiHouse } from "./_isapi.ts";
import { filter, filterHouse, type Heads, type Pfc, type Raw, textOf } from "./_isapi-filter.ts";
import { app, turn } from "./_notes.ts";

const PIECE = 100_000;

/** Writes as long as it can, at most 10 MB; gives what was taken, and with what the first refusal was. */
function fill(pfc: Pfc): [taken: number, error: number] {
  for (let taken = 0; taken < 100; taken++) {
    const { ret, error } = pfc.writeClient(pfc, new Uint8Array(PIECE));
    if (!ret) return [taken, error];
  }
  return [100, 0];
}

Deno.test("pfc.WriteClient: beyond the buffer limit it fails with ERROR_NOT_ENOUGH_MEMORY, before the head and behind it", async () => {
  const early = defineModule({
    name: "Early",
    async onBeginRequest(context) {
      if (context.getScriptName() !== "/early") return;
      await context.getResponse().flush(false, true);
    },
  });
  for (const path of ["/late", "/early"]) {
    let seen: unknown;
    const filling = filter(SF_NOTIFY_END_OF_REQUEST, (pfc) => void (seen = fill(pfc)));
    const { get } = filterHouse([filling, early], { app: { fetch: () => new Response(null) } });
    const body = await (await get(path)).arrayBuffer();
    assertEquals(seen, [42, 8], path);
    assertEquals(body.byteLength, 42 * PIECE, path);
  }
});

Deno.test("pfc.WriteClient: there is room again when what was written has left", async () => {
  const seen: unknown[] = [];
  const filling = filter(
    SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_END_OF_REQUEST,
    (pfc) => void seen.push(fill(pfc), pfc.writeClient(pfc, "more").error),
  );
  const flushing = defineModule({
    name: "Flushing",
    async onBeginRequest(context) {
      await context.getResponse().flush(false, true);
    },
  });
  const { get } = filterHouse([filling, flushing], { app: { fetch: () => new Response(null) } });
  const body = await (await get("/")).arrayBuffer();
  assertEquals(seen, [[42, 8], 8, [42, 8], 8]);
  assertEquals(body.byteLength, 84 * PIECE);
});

const NO_BYTES = [[null, ""], ["a text", "broken"], [5, "broken"]] as const;

for (const [made, expected] of NO_BYTES) {
  Deno.test(`SF_NOTIFY_SEND_RAW_DATA: ${made} in place of the bytes of a body: ${expected || "they are dropped"}`, async () => {
    const changing = filter<Raw>(SF_NOTIFY_SEND_RAW_DATA, (_pfc, raw) => {
      if (!textOf(raw.inData).startsWith("HTTP/")) raw.inData = made as unknown as Uint8Array;
    });
    const text = await filterHouse(changing).text("/").catch(() => "broken");
    assertEquals(text, expected);
  });
}

Deno.test("SF_NOTIFY_URL_MAP: a path that is no text fails the mapping", async () => {
  const mapping = filter<{ physicalPath: unknown }>(
    SF_NOTIFY_URL_MAP,
    (_pfc, map) => void (map.physicalPath = null),
  );
  let hr = 0;
  const asking = defineModule({
    name: "Asking",
    onExecuteRequestHandler: (context) => void (hr = context.mapPath("/a.txt").hr),
  });
  const files = memoryFiles({ "/a.txt": "a" });
  const response = await filterHouse([mapping, asking], { files }).get("/");
  assertEquals([hr >>> 0, response.status], [0x80004005, 200]);
});

Deno.test("AddResponseHeaders, SetHeader, AddHeader: lines of the connection are the server's, but for a wish to close", async () => {
  const adding = filter<Heads>(
    SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_SEND_RESPONSE,
    (pfc, heads, type) => {
      if (type === SF_NOTIFY_PREPROC_HEADERS) {
        assert(pfc.addResponseHeaders(pfc, "Connection: close\r\nX-A: 1\r\nKeep-Alive: timeout=5"));
        return;
      }
      assert(heads.setHeader(pfc, "Transfer-Encoding:", "chunked"));
      assert(heads.addHeader(pfc, "connection:", "close"));
    },
  );
  const { headers } = await filterHouse(adding).get("/");
  const names = ["connection", "x-a", "keep-alive", "transfer-encoding"];
  assertEquals(names.map((name) => headers.get(name)), ["close", "1", null, null]);
});

Deno.test("HSE_REQ_SEND_URL: a filter hears of the child as of a request, but for LOG and END_OF_NET_SESSION", async () => {
  const seen: string[] = [];
  const NAMES: Readonly<Record<number, string>> = {
    [SF_NOTIFY_PREPROC_HEADERS]: "PREPROC_HEADERS",
    [SF_NOTIFY_SEND_RESPONSE]: "SEND_RESPONSE",
    [SF_NOTIFY_END_OF_REQUEST]: "END_OF_REQUEST",
    [SF_NOTIFY_LOG]: "LOG",
    [SF_NOTIFY_END_OF_NET_SESSION]: "END_OF_NET_SESSION",
  };
  const all = Object.keys(NAMES).reduce((flags, flag) => flags | Number(flag), 0);
  const watching = filter(all, (pfc, _data, type) => {
    seen.push(`${NAMES[type]} ${pfc.getServerVariable(pfc, "URL").value}`);
  });
  const { text } = isapiHouse(
    (ecb) => {
      ask(ecb, HSE_REQ_SEND_URL, "/x");
      return HSE_STATUS_SUCCESS;
    },
    watching as never,
    { app },
  );
  assertEquals(await text("/a.dll"), "app");
  await turn();
  const of = (url: string) => seen.filter((line) => line.endsWith(` ${url}`)).sort();
  assertEquals(of("/x"), ["END_OF_REQUEST /x", "PREPROC_HEADERS /x", "SEND_RESPONSE /x"]);
  assertEquals(of("/a.dll"), [
    "END_OF_NET_SESSION /a.dll",
    "END_OF_REQUEST /a.dll",
    "LOG /a.dll",
    "PREPROC_HEADERS /a.dll",
  ]);
});

// What may a filter put into a response? So much and no more, and nothing that is of the connection; also for child requests.
import { defineModule } from "../../mod.ts";
import {
  HSE_REQ_SEND_URL,
  HSE_STATUS_SUCCESS,
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_LOG,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, isapiHouse } from "./_isapi.ts";
import { filter, filterHouse, type Heads, type Pfc } from "./_isapi-filter.ts";
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

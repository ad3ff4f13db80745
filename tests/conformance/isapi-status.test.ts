// What does the answer of HttpExtensionProc mean? Each HSE_STATUS_*, promises, exceptions, and calls behind the end.
import { defineModule } from "../../mod.ts";
import * as ISAPI from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { INVALID_HANDLE, INVALID_PARAMETER } from "../_win32.ts";
import {
  ask,
  done,
  type Ecb,
  extension,
  isapiHouse,
  onCompletion,
  type Proc,
  saying,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { HANDLERS, noted, noting, turn, within } from "./_notes.ts";

const { HSE_STATUS_ERROR, HSE_STATUS_PENDING, HSE_STATUS_SUCCESS } = ISAPI;

for (const name of ["HSE_STATUS_SUCCESS", "HSE_STATUS_SUCCESS_AND_KEEP_CONN"] as const) {
  Deno.test(`${name}: the answer leaves whole, and the connection stays the client's`, async () => {
    const { get } = isapiHouse((ecb) => {
      write(ecb, "done");
      return ISAPI[name];
    });
    const response = await get("/a.dll");
    assertEquals([response.status, response.headers.get("Connection")], [200, null]);
    assertEquals(await response.text(), "done");
  });
}

Deno.test("HSE_STATUS_SUCCESS: all stages surround the extension, which stands in EXECUTE (ms525010)", async () => {
  const seen: string[] = [];
  const { text } = isapiHouse((ecb) => {
    seen.push("extension");
    return saying("")(ecb);
  }, noting("M", seen));
  await text("/a.dll");
  const expected = noted("M", HANDLERS.filter((h) => h !== "onExecuteRequestHandler"));
  expected.splice(expected.indexOf("M PostExecuteRequestHandler"), 0, "extension");
  assertEquals(seen, expected);
});

Deno.test("HSE_STATUS_SUCCESS: without a byte it is an empty 200, not the app's answer", async () => {
  const app = { fetch: () => new Response("app") };
  const { get } = isapiHouse(() => HSE_STATUS_SUCCESS, [], { app });
  assertEquals(await (await get("/a.dll")).text(), "");
  assertEquals(await (await get("/other")).text(), "app");
});

Deno.test("HSE_STATUS_PENDING: the request waits for DONE_WITH_SESSION, however long", async () => {
  let ecb: Ecb | undefined;
  const { get } = isapiHouse((block) => {
    ecb = block;
    return HSE_STATUS_PENDING;
  });
  const answer = get("/a.dll");
  await turn();
  await write(ecb!, "late");
  assertEquals(done(ecb!), { ret: true, error: 0 });
  assertEquals(await (await answer).text(), "late");
});

Deno.test("HSE_STATUS_PENDING: a promise of a status is one until it resolves", async () => {
  const { text } = isapiHouse(async (ecb) => {
    await turn();
    await write(ecb, "awaited");
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "awaited");
});

Deno.test("HSE_STATUS_ERROR: an error page of the extension's own is left alone (ms525010)", async () => {
  const { get } = isapiHouse(async (ecb) => {
    ask(ecb, ISAPI.HSE_REQ_SEND_RESPONSE_HEADER, "503 Closed", null);
    await write(ecb, "come back later");
    return HSE_STATUS_ERROR;
  });
  const response = await get("/a.dll");
  assertEquals([response.status, response.headers.get("Connection")], [503, "close"]);
  assertEquals(await response.text(), "come back later");
});

Deno.test("HSE_STATUS_ERROR: headers of other modules stay, those of the body go", async () => {
  const trusted = defineModule({
    name: "Trusted",
    onBeginRequest: (context) => void context.getResponse().setHeader("X-Kept", "1", true),
  });
  const { get } = isapiHouse((ecb) => {
    ask(ecb, ISAPI.HSE_REQ_SEND_RESPONSE_HEADER, "200 OK", "Content-Type: text/plain\r\n\r\n");
    return HSE_STATUS_ERROR;
  }, trusted);
  const { status, headers } = await get("/a.dll");
  assertEquals([status, headers.get("X-Kept"), headers.get("Content-Type")], [500, "1", null]);
});

/** Ways to fail, all of which are 500. */
const FAILURES: Record<string, Proc> = {
  "a number that is no status": () => 99,
  "nothing": () => undefined as never,
  "a throw": () => {
    throw new Error("thrown");
  },
  "a rejected promise": () => Promise.reject(new Error("rejected")),
  "a promise of a number that is no status": () => Promise.resolve(0),
  "a throw in a callback": (ecb) => {
    onCompletion(ecb, [], () => {
      throw new Error("thrown in a callback");
    });
    writeAsync(ecb, "half");
    return HSE_STATUS_PENDING;
  },
  "a rejected promise of a callback": (ecb) => {
    onCompletion(ecb, [], () => Promise.reject(new Error("rejected in a callback")));
    writeAsync(ecb, "half");
    return HSE_STATUS_PENDING;
  },
};

for (const [what, proc] of Object.entries(FAILURES)) {
  Deno.test(`HttpExtensionProc: ${what} ends the request with 500, and nothing else`, async () => {
    const seen: string[] = [];
    const scriptProcessor = extension((ecb) => ecb.queryString === "" ? proc(ecb) : 1);
    const { get, server } = isapiHouse(scriptProcessor, noting("M", seen, ["onLogRequest"]));
    const response = await within(get("/a.dll"), "the answer");
    assertEquals([response.status, await response.text()], [500, ""]);
    assertEquals((await get("/a.dll?fine")).status, 200);
    assertEquals(seen, ["M LogRequest", "M LogRequest"]);
    await server.close();
  });
}

Deno.test("HttpExtensionProc: a throw in a callback behind the head breaks the transfer", async () => {
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    onCompletion(ecb, [], () => {
      throw new Error("thrown behind the head");
    });
    writeAsync(ecb, "half");
    return HSE_STATUS_PENDING;
  });
  const response = await within(get("/a.dll"), "the head");
  assert(await response.text().catch((error) => error) instanceof Error);
});

Deno.test("HSE_REQ_DONE_WITH_SESSION: called before PENDING is answered, it ends the request", async () => {
  const seen: boolean[] = [];
  const { text } = isapiHouse((ecb) => {
    write(ecb, "early");
    seen.push(done(ecb).ret, done(ecb).ret);
    return HSE_STATUS_PENDING;
  });
  assertEquals(await text("/a.dll"), "early");
  assertEquals(seen, [true, false]);
});

Deno.test("HSE_REQ_DONE_WITH_SESSION: with HSE_STATUS_ERROR it is 500; PENDING and others are refused", async () => {
  const seen: unknown[] = [];
  const { get } = isapiHouse((ecb) => {
    setTimeout(() => {
      seen.push(done(ecb, HSE_STATUS_PENDING).error, done(ecb, 99).error);
      seen.push(done(ecb, HSE_STATUS_ERROR).ret);
    }, 0);
    return HSE_STATUS_PENDING;
  });
  assertEquals((await get("/a.dll")).status, 500);
  assertEquals(seen, [INVALID_PARAMETER, INVALID_PARAMETER, true]);
});

Deno.test("ECB: after the end every call answers FALSE with ERROR_INVALID_HANDLE, and fields still answer", async () => {
  let ecb: Ecb | undefined;
  const { get } = isapiHouse((block) => {
    ecb = block;
    return HSE_STATUS_SUCCESS;
  });
  await (await get("/a.dll?q=1")).text();
  const block = ecb!;
  const dead = { ret: false, error: INVALID_HANDLE };
  assertEquals(writeAsync(block, "x"), { ...dead, bytes: 0 });
  assertEquals(await write(block, "x"), { ...dead, bytes: 0 });
  assertEquals(await block.readClient(block.connID, new Uint8Array(9)), { ...dead, bytes: 0 });
  assertEquals(block.getServerVariable(block.connID, "URL"), { ...dead, value: "" });
  for (const [name, code] of Object.entries(ISAPI)) {
    if (name.startsWith("HSE_REQ_")) assertEquals(ask(block, code as number), dead, name);
  }
  assertEquals([block.method, block.queryString, block.pathInfo], ["GET", "q=1", "/a.dll"]);
});

Deno.test("ECB: a handle that is not its own is ERROR_INVALID_PARAMETER", async () => {
  const seen: number[] = [];
  const { text } = isapiHouse(async (ecb) => {
    const other = {};
    seen.push((await ecb.writeClient(other, "x", ISAPI.HSE_IO_SYNC)).error);
    seen.push((await ecb.readClient(other, new Uint8Array(1))).error);
    seen.push(ecb.getServerVariable(other, "URL").error);
    seen.push(ecb.serverSupportFunction(other, ISAPI.HSE_REQ_IS_CONNECTED).error);
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await text("/a.dll"), "");
  assertEquals(seen, Array(4).fill(INVALID_PARAMETER));
});

Deno.test("ECB: an operation that outlives its request has its callback once, with a dead block", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    onCompletion(ecb, seen, (e) => seen.push(`${writeAsync(e, "more").error}`));
    writeAsync(ecb, "all");
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await (await get("/a.dll")).text(), "all");
  await turn();
  assertEquals(seen, ["io 3 0", String(INVALID_HANDLE)]);
});

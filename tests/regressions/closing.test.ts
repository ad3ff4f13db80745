// What is left when a server has closed? Nobody who is waited for without end, and nothing that is kept for nobody.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_RETRIEVE,
  defineModule,
  HttpDataChunkFromMemory,
  type ModuleDefinition,
} from "../../mod.ts";
import { VirtualClock } from "../../testing.ts";
import { assertEquals, assertMatch } from "../_assert.ts";
import { TextKey, TextRecord } from "../conformance/_cache.ts";
import { code, house, hushed, turn, within } from "./_kit.ts";

const ending = (name: string, terminate: () => unknown): ModuleDefinition =>
  defineModule({ name, onBeginRequest() {}, terminate: terminate as () => void });

// @see ihttpmodulefactory-terminate-method
Deno.test("close: a terminate that never ends is left at the deadline, told of, and the next modules are ended", async () => {
  const seen: string[] = [];
  const modules = [
    ending("Stuck", () => new Promise(() => {})),
    ending("Quick", async () => {
      await turn();
      seen.push("quick");
    }),
  ];
  const { server } = house(modules);
  using clock = new VirtualClock();
  const told = await hushed(async () => {
    let closed = false;
    const closing = server.close({ deadline: 3_000 }).then(() => closed = true);
    await clock.tick(2_900);
    assertEquals([closed, seen], [false, []]);
    await clock.tick(200);
    await within(closing, "close()");
  });
  assertEquals([told.length, seen], [1, ["quick"]]);
  assertMatch(told[0], /^terminate\(\) of module "Stuck" is not done/);
});

// @see ihttpmodulefactory-terminate-method
Deno.test("close: with a deadline, modules that end in time are waited for, and no timer is left behind", async () => {
  const seen: string[] = [];
  const modules = ["A", "B"].map((name) =>
    ending(name, async () => {
      await Promise.resolve();
      seen.push(name);
    })
  );
  for (const deadline of [0, 60_000]) {
    const { server } = house(modules);
    await within(server.close({ deadline }), "close()");
  }
  assertEquals(seen, ["A", "B", "A", "B"]);
});

// @see ihttpserver-addfragmenttocache-method, ihttpserver-docacheoperation-method
Deno.test("addFragmentToCache, doCacheOperation: a server that has closed keeps nothing: ERROR_INVALID_OPERATION", async () => {
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: "text" } as const;
  const results: string[] = [];
  const { server } = house(ending("Last", () => {
    results.push(code(server.httpServer.addFragmentToCache(chunk, "last")));
  }));
  const { httpServer } = server;
  await within(server.close(), "close()");
  const record = new TextRecord("one");
  results.push(
    code(httpServer.addFragmentToCache(chunk, "late")),
    code(httpServer.readFragmentFromCache("last", new Uint8Array(8)).hr),
    code(httpServer.removeFragmentFromCache("last")),
    code(httpServer.doCacheOperation(CACHE_OPERATION_ADD, record.key, record).hr),
    code(httpServer.doCacheOperation(CACHE_OPERATION_RETRIEVE, new TextKey("one"), null).hr),
  );
  const [refused, noPath, noFile] = ["0x800710DD", "0x80070003", "0x80070002"];
  assertEquals(results, ["0x00000000", refused, noPath, noFile, refused, refused]);
});

// @see ihttpmodulefactory-terminate-method
Deno.test("close: an async handler that is cut at the deadline has its LOG and END before terminate", async () => {
  const seen: string[] = [];
  const stuck = defineModule({
    name: "Stuck",
    onExecuteRequestHandler: () => new Promise<void>(() => {}),
    onLogRequest: () => void seen.push("log"),
    onEndRequest: () => void seen.push("end"),
    onTransferEnd: (_context, { outcome }) => void seen.push(outcome),
    terminate: () => void seen.push("terminate"),
  });
  const { server, get } = house(stuck);
  const answer = get("/");
  await within(server.close({ deadline: 10 }), "close()");
  assertEquals([(await answer).status, ...seen], [503, "timeout", "log", "end", "terminate"]);
});

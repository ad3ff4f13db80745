// Does the kit work where there is no Deno? Its bundle runs on Node, against a house that listens here.
import { fileURLToPath } from "node:url";
import { house } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { bundle } from "../_tools/bundle.ts";

const SCRIPT = `
import process from "node:process";
const { house, RawSocket, virtualClock, traceRecord } = await import("./kit.mjs");
const socket = await RawSocket.open(Number(process.argv[2]));
const answers = await socket.pipeline([{ path: "/a" }, { path: "/b" }]);
await socket.request("GET", "/broken");
const broken = await (await socket.response()).rest();
const clock = virtualClock();
const record = traceRecord();
const never = { name: "Never", onBeginRequest: () => new Promise(() => {}) };
console.error = () => {};
const late = house(never, { limits: { moduleTimeout: 9_000 }, trace: record.trace }).get("/");
await clock.tick(9_000);
const { status } = await late;
clock[Symbol.dispose]();
console.log(JSON.stringify({
  texts: answers.map(({ text }) => text),
  broken: [broken.text, broken.outcome],
  status,
  timers: clock.timers,
  calls: record.calls(),
}));
`;

Deno.test("The kit on Node: raw sockets, virtual clock, trace record", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-kit-" });
  await using served = await house({
    name: "Paths",
    async onExecuteRequestHandler(context) {
      const buffer = context.getScriptName();
      context.getResponse().writeEntityChunks([{ dataChunkType: 0, buffer }], true, true);
      if (buffer !== "/broken") return;
      await context.getResponse().flush(false, true);
      context.getResponse().resetConnection();
    },
  }).listen();
  try {
    await bundle(fileURLToPath(new URL("../../testing.ts", import.meta.url)), `${folder}/kit.mjs`);
    await Deno.writeTextFile(`${folder}/run.mjs`, SCRIPT);
    const signal = AbortSignal.timeout(30_000);
    const args = [`${folder}/run.mjs`, String(served.port)];
    const { stdout, stderr } = await new Deno.Command("node", { args, signal }).output();
    const said = new TextDecoder().decode(stdout);
    if (said === "") throw new Error(`Node said: ${new TextDecoder().decode(stderr)}`);
    assertEquals(JSON.parse(said), {
      texts: ["/a", "/b"],
      broken: ["/broken", "broken"],
      status: 503,
      timers: 0,
      calls: ["Never.onBeginRequest"],
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

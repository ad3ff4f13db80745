// Promise 2: can a failure behind the head look like success? Over HTTP/1.1 to a bare socket, over HTTP/2 to a real client.
import { Hono } from "hono";
import { getHttpContext, type IHttpContext4, type ModuleInput, pipeline } from "../../mod.ts";
import { type House, house, RawSocket } from "../../testing.ts";
import { assert, assertEquals } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { hushed, write } from "../regressions/_kit.ts";

const LENGTH = 20;

/** Sends half of a body, then does something wrong. */
function half(announce: boolean, wrong: (context: IHttpContext4) => unknown): ModuleInput {
  return {
    name: "Half",
    async onExecuteRequestHandler(context: IHttpContext4) {
      if (announce) context.getResponse().setHeader("Content-Length", String(LENGTH), true);
      write(context, "half of it");
      await context.getResponse().flush(false, true);
      await wrong(context);
    },
  };
}

/** A stream of an app that fails a moment after its first piece. */
const failing = (): ReadableStream<Uint8Array> => {
  let pieces = 0;
  return new ReadableStream({
    async pull(controller) {
      if (pieces++ === 0) return controller.enqueue(new TextEncoder().encode("half of it"));
      await sleep(20);
      controller.error(new Error("the source has failed"));
    },
  }, { highWaterMark: 0 });
};

const thrower = (): never => {
  throw new Error("behind the head");
};
const streaming = { fetch: () => new Response(failing()) };
const hono = new Hono();
hono.use(pipeline([]));
hono.get("*", async (c) => {
  const context = getHttpContext(c);
  write(context, "half of it");
  await context.getResponse().flush(false, true);
  throw new Error("the handler has failed");
});

/** Everything that can go wrong behind a head. */
const FAILURES: Record<string, () => House> = {
  "a module throws": () => house(half(false, thrower)),
  "a module throws behind a Content-Length": () => house(half(true, thrower)),
  "a module's promise is rejected": () => house(half(false, () => Promise.reject(new Error("no")))),
  "a later stage throws": () =>
    house([half(false, () => {}), { name: "Later", onReleaseRequestState: thrower }]),
  "the connection is reset": () => house(half(false, (c) => c.getResponse().resetConnection())),
  "the body is shorter than its Content-Length": () => house(half(true, () => {})),
  "a time limit is reached": () =>
    house(half(false, () => new Promise(() => {})), { limits: { stageTimeout: 250 } }),
  "the server is closed": () => {
    const built: House = house(half(false, () => {
      built.server.close({ deadline: 0 });
      return new Promise(() => {});
    }));
    return built;
  },
  "a file of the response fails": () =>
    house(half(false, (context) => {
      const chunk = { dataChunkType: 1 as const, fileHandle: failing() };
      context.getResponse().writeEntityChunks([chunk], true, false);
    })),
  "the app's stream fails": () => house([], { app: streaming }),
  "the app's stream fails behind a module that watches": () =>
    house({ name: "Watching", onTransferEnd() {} }, { app: streaming }),
  "the app's stream fails behind a body filter": () =>
    house({
      name: "Filter",
      onBeginRequest: (context) => {
        const transform = (bytes: Uint8Array, out: { enqueue(bytes: Uint8Array): void }) =>
          out.enqueue(bytes);
        context.getResponse().addBodyFilter({ transform });
      },
    }, { app: streaming }),
  "a body filter throws": () =>
    house([
      {
        name: "Filter",
        onBeginRequest: (context) => {
          let pieces = 0;
          context.getResponse().addBodyFilter({
            transform: (bytes, out) => pieces++ === 0 ? out.enqueue(bytes) : thrower(),
          });
        },
      },
      half(false, async (context) => {
        write(context, "more");
        await context.getResponse().flush(false, true);
      }),
    ]),
  "a child request is reset": () =>
    house(half(false, (context) => {
      if (context.getParentContext() !== null) return context.getResponse().resetConnection();
      const { httpContext } = context.cloneContext(0);
      context.executeRequest(true, httpContext!, 0, null);
    })),
  "a Hono handler throws after its flush": () => house([], { app: hono }),
};

for (const [failure, build] of Object.entries(FAILURES)) {
  Deno.test(`Promise 2, HTTP/1.1: ${failure}, and the transfer is broken`, async () => {
    await using served = await build().listen();
    using socket = await RawSocket.open(served.port);
    await hushed(async () => {
      await socket.request("GET", "/");
      const { status, text, outcome } = await (await socket.response()).rest();
      assertEquals([status, outcome], [200, "broken"]);
      assert("half of it".startsWith(text) || text.startsWith("half of it"), text);
    });
  });
}

/** A certificate that nobody else trusts; null where there is no tool to make one. */
async function certificate(): Promise<{ cert: string; key: string } | null> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-tls-" });
  const subject = [
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost,IP:127.0.0.1",
  ];
  const kind = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  const files = ["-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`];
  // An authority of its own cannot stand for a server, to some clients.
  const leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
  try {
    const args = ["req", "-x509", ...kind, ...files, ...subject, ...leaf];
    await new Deno.Command("openssl", { args, stderr: "null" }).output();
    const [cert, key] = await Promise.all(
      ["cert", "key"].map((name) => Deno.readTextFile(`${folder}/${name}.pem`)),
    );
    return { cert, key };
  } catch {
    return null;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const tls = await certificate();

Deno.test({
  name:
    "Promise 2, HTTP/2: every failure behind a head resets the stream, and a whole body does not",
  // Without openssl there is no certificate to serve HTTP/2 with.
  ignore: tls === null,
  async fn(t) {
    using client = Deno.createHttpClient({ caCerts: [tls!.cert], http1: false, http2: true });
    for (
      const [failure, build] of Object.entries({
        ...FAILURES,
        "": () => house([], { app: whole }),
      })
    ) {
      const { server } = build();
      const options = { hostname: "127.0.0.1", port: 0, onListen() {}, ...tls! };
      const served = Deno.serve(options, (request, info) => server.fetch(request, info));
      await t.step(failure || "nothing fails", () =>
        hushed(async () => {
          const init: RequestInit & { client: Deno.HttpClient } = { client };
          const response = await fetch(`https://localhost:${served.addr.port}/`, init);
          assertEquals(response.status, 200);
          const text = await response.text().catch(() => "broken");
          assertEquals(text, failure === "" ? "whole" : "broken");
        }).then(() => {}));
      await served.shutdown();
    }
  },
});

const whole = { fetch: () => new Response("whole") };

// What does a client get of an error? Empty bodies, detailed errors in development, and what LOG and END write behind them.
import {
  createWebServer,
  defineModule,
  type ModuleInput,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assert, assertEquals, assertGreater, assertNotEquals } from "../_assert.ts";
import { answer, begin, handler, within, write } from "./_response.ts";

const broken = begin(() => {
  throw new Error("the secret reason");
});
const notFound = begin((context) => {
  context.getResponse().setStatus(404, "Not Found");
  return RQ_NOTIFICATION_FINISH_REQUEST;
});
const tail = defineModule({ name: "Tail", onEndRequest: (context) => write(context, "tail") });

/** Asks a server in development as a client with this address, told as Deno.serve tells it. */
async function develop(modules: ModuleInput, hostname = "127.0.0.1") {
  const server = createWebServer({ modules, development: true });
  const info = { remoteAddr: { transport: "tcp", hostname, port: 50_000 } };
  const response = await within(server.fetch(new Request("http://localhost/"), info));
  return { status: response.status, text: await within(response.text()) };
}

// @see ihttpresponse-setstatus-method
Deno.test("Ruling 22 without development an error without a body stays empty", async () => {
  const { status, text } = await answer(notFound);
  assertEquals([status, text], [404, ""]);
});

// @see chttpmodule-class
Deno.test("Ruling 22 what a module threw never reaches the client outside development", async () => {
  const { status, text, headers } = await answer([broken, tail]);
  assertEquals([status, text], [500, "tail"]);
  assert(![...headers.values()].join().includes("secret"));
});

// @see ihttpresponse-setstatus-method
Deno.test("Ruling 22 in development an empty error gets a detailed page", async () => {
  const { status, text } = await develop(notFound);
  assertEquals(status, 404);
  assertGreater(text.length, 0);
});

// @see chttpmodule-class
Deno.test("Ruling 22 in development a remote client gets no details", async () => {
  const { status, text } = await develop([broken, tail], "203.0.113.7");
  assertEquals([status, text], [500, "tail"]);
});

// @see ihttpresponse-setstatus-method
Deno.test("Ruling 22 in development a module's own error body stays as it is", async () => {
  const { status, text } = await develop(handler((context) => {
    context.getResponse().setStatus(404, "Not Found");
    write(context, "own");
  }));
  assertEquals([status, text], [404, "own"]);
});

// @see chttpmodule-class
Deno.test("Ruling 22 in development what END writes comes behind the page of a core error", async () => {
  const { status, text } = await develop([broken, tail]);
  assertEquals([status, text.slice(-4)], [500, "tail"]);
  assertNotEquals(text, "tail");
});

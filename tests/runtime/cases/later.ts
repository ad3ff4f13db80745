// What of the later interfaces does a client see? Fields behind the body, a header that names what to fetch, both ways at once.
import { assertEquals } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** Body, framing and trailers of an answer. */
async function trailers(client: Client, room: string): Promise<string[]> {
  const { text, outcome, framing, trailers } = await client.get(`/later/${room}`);
  return [text, outcome, framing, ...trailers];
}

const noTrailers = (why: string) => ({
  why,
  async shows(client: Client) {
    const [text, outcome, , ...rest] = await trailers(client, "whole");
    assertEquals([text, outcome, rest], ["a body with a trailer", "complete", []]);
    const [last, whole, , ...none] = await trailers(client, "streamed");
    assertEquals([last, whole, none], ["first last", "complete", []]);
  },
});

export const later: Case[] = [
  {
    title: "setTrailer: behind a whole body and behind a streamed one",
    async run(client) {
      const whole = ["a body with a trailer", "complete", "chunked", "X-Sum: abc"];
      assertEquals(await trailers(client, "whole"), whole);
      assertEquals(await trailers(client, "streamed"), [
        "first last",
        "complete",
        "chunked",
        "X-Sum: late",
      ]);
    },
    except: {
      deno: noTrailers("Deno.serve has no trailers"),
      workerd: noTrailers("a Response of workerd has no trailers"),
      bun: noTrailers("Bun.serve has no trailers"),
    },
  },
  {
    title: "pushPromise: a Link header names the resource",
    async run(client) {
      const answer = await client.get("/later/hinted");
      assertEquals(answer.header("link"), "</site.css?v=1>; rel=preload; as=style");
    },
  },
  {
    title: "enableFullDuplex: what is sent comes back before the rest has been sent",
    async run(client) {
      using socket = await client.open();
      await socket.send(
        "POST /later/duplex HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nfirst",
      );
      const response = await socket.response("POST");
      assertEquals(await response.until("first"), "first");
      await socket.send("again");
      assertEquals(await response.until("again"), "again");
      const { outcome } = await response.rest();
      assertEquals(outcome, "complete");
    },
  },
  {
    title: "capabilities: what is told is what these cases show",
    async run(client) {
      const told = JSON.parse((await client.get("/later/capabilities")).text);
      const { runtime } = client.server;
      const sockets = runtime === "deno" || runtime === "workerd" ? "real" : "absent";
      assertEquals(
        [told.runtime, told.trailers, told.push, told.duplex, told.webSocket],
        [runtime, runtime === "node" ? "real" : "absent", "advisory", "real", sockets],
      );
    },
  },
];

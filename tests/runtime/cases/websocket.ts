// What does a client see of a WebSocket? Messages and their pieces, pings, close codes both ways, and one end of the request.
import { assert, assertEquals, assertLess } from "../../_assert.ts";
import { FrameClient, handshake, OP, textOf } from "../../_websocket.ts";
import { sleep } from "../../_waits.ts";
import { type Case, type Client } from "../_client.ts";

const open = (client: Client, room: string, headers?: Record<string, string>) =>
  FrameClient.open(client.server.port, `/websocket/${room}`, headers);

/** Frames as notes: opcode and text. */
async function frames(client: FrameClient, count: number): Promise<string[]> {
  const notes: string[] = [];
  for (let i = 0; i < count; i++) {
    const frame = await client.frame();
    notes.push(frame === null ? "over" : `${frame.opcode} ${textOf(frame.bytes)}`);
  }
  return notes;
}

/** LOG and END have run once, and the transfer has ended as told. */
async function endedOnce(client: Client, room: string, transfer: unknown): Promise<void> {
  await client.ledgerOnce(`socket-end-${room}`, (value) => value !== undefined);
  await client.ledgerOnce(`socket-transfer-${room}`, (value) => value !== undefined);
  assertEquals(
    [
      await client.ledger(`socket-log-${room}`),
      await client.ledger(`socket-end-${room}`),
      await client.ledger(`socket-transfer-${room}`),
    ],
    [1, 1, transfer],
  );
}

/** Where a fetch handler cannot upgrade, SetStatus says so, and the request is answered like any other. */
const refused = (why: string) => ({
  why,
  async shows(client: Client) {
    const answer = await client.get("/websocket/echo", { headers: handshake() });
    assertEquals([answer.status, answer.text], [200, "0x80070032"]);
  },
});
const except = {
  node: refused("Node has no WebSocket server, and its adapter shows none to a fetch handler"),
  bun: refused("Bun upgrades only with a handler object that Bun.serve has been given"),
};

const socketCases: Case[] = [
  {
    title:
      "IWebSocketContext: text and bytes come back, cut to the buffer and joined, with a ping between",
    async run(client) {
      using socket = await open(client, "echo");
      assertEquals([socket.head.status, socket.head.header("x-module")], [101, "there"]);
      await socket.send(OP.TEXT, "a text longer than ", { final: false });
      await socket.send(OP.PING, "p");
      await socket.send(OP.CONTINUATION, "the buffer");
      await socket.send(OP.BINARY, new Uint8Array([65, 66]));
      assertEquals(await frames(socket, 3), [
        "10 p",
        "1 a text longer than the buffer",
        "2 AB",
      ]);
      await socket.close(4001, "bye");
      assertEquals((await socket.frame())?.opcode, OP.CLOSE);
      await endedOnce(client, "echo", [31, "complete"]);
      assertEquals(await client.ledger("socket-closed"), [4001, "bye"]);
    },
  },
  {
    title: "PFN_WEBSOCKET_COMPLETION: an echo of routines, under an Upgrade token in any case",
    async run(client) {
      using socket = await open(client, "native", {
        Upgrade: "WebSocket",
        Connection: "keep-alive, upgrade",
      });
      await socket.send(OP.TEXT, "hello, socket");
      assertEquals(await frames(socket, 1), ["1 hello, socket"]);
      await socket.close(1000);
      await endedOnce(client, "native", [13, "complete"]);
    },
  },
  {
    title: "sendConnectionClose: status and reason reach the client, its own come back",
    async run(client) {
      using socket = await open(client, "closing");
      assertEquals(await frames(socket, 1), ["1 first"]);
      const close = await socket.frame();
      assertEquals([close?.opcode, textOf(close!.bytes.subarray(2))], [OP.CLOSE, "done"]);
      assertEquals(close!.bytes[0] * 256 + close!.bytes[1], 3001);
      await socket.close(3001, "yes");
      await endedOnce(client, "closing", [5, "complete"]);
      assertEquals(await client.ledger("socket-closing"), [3001, "yes"]);
    },
  },
  {
    title: "IWebSocketContext: a client that vanishes ends the request once",
    async run(client) {
      const socket = await open(client, "vanish");
      await socket.send(OP.TEXT, "here");
      assertEquals(await frames(socket, 1), ["1 here"]);
      socket.socket.leave();
      await endedOnce(client, "vanish", [4, "client-gone"]);
    },
  },
  {
    title: "IWebSocketContext: a frame too large breaks that connection, and no other",
    async run(client) {
      using other = await open(client, "native");
      using socket = await open(client, "oversized");
      await socket.send(OP.BINARY, "x", { length: 256 * 1024 * 1024 });
      const answer = await socket.frame();
      assert(answer === null || answer.opcode === OP.CLOSE, `opcode ${answer?.opcode}`);
      await endedOnce(client, "oversized", [0, "client-gone"]);
      await other.send(OP.TEXT, "still");
      assertEquals(await frames(other, 1), ["1 still"]);
    },
  },
  {
    title: "writeFragment: a client that does not read holds the module back",
    async run(client) {
      using socket = await open(client, "flood");
      await sleep(500);
      assertLess(await client.ledger("socket-flood") as number, 32);
      for (let i = 0; i < 32; i++) assertEquals((await socket.frame())?.bytes.length, 1024 * 1024);
      await endedOnce(client, "flood", [32 * 1024 * 1024, "complete"]);
    },
    except: {
      workerd: {
        why: "its WebSockets do not tell what waits for the client: every message is taken",
        async shows(client) {
          using _socket = await open(client, "flood");
          const taken = await client.ledgerOnce("socket-flood", (value) => value === 32);
          assertEquals(taken, 32);
        },
      },
    },
  },
];

export const websocket: Case[] = socketCases.map((one) => ({
  ...one,
  except: { ...except, ...one.except },
}));

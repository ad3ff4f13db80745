// What is told to what modules keep? That the client has left, if it has, and the end: each once.
import { assertEquals } from "../../_assert.ts";
import type { Case, Client } from "../_client.ts";

/** What a kept context was told, once its end is among it. */
const told = (client: Client, key: string): Promise<unknown> =>
  client.ledgerOnce(key, (value) => Array.isArray(value) && value.includes("cleanup"));

export const containers: Case[] = [
  {
    title: "cleanupStoredContext: once behind each request, and no notifyDisconnect of a clean end",
    async run(client) {
      for (const [room, text] of [["whole", "whole"], ["pieces", "onetwo"]]) {
        assertEquals((await client.get(`/containers/${room}`)).text, text);
        assertEquals(await told(client, `request-${room}`), ["cleanup"]);
        assertEquals(await told(client, `connection-${room}`), ["cleanup"]);
      }
    },
  },
  {
    title: "notifyDisconnect: once when the client leaves, then cleanupStoredContext",
    async run(client) {
      const socket = await client.ask("/containers/left");
      await (await socket.response()).until("..");
      socket.leave();
      assertEquals(await told(client, "connection-left"), ["disconnect", "cleanup"]);
      assertEquals(await told(client, "request-left"), ["cleanup"]);
    },
  },
];

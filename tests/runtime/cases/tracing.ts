// What does a listener of GL_TRACE_EVENT hear? The events of one request, in order, as far as it has asked for them.
import { assertEquals } from "../../_assert.ts";
import { sleep } from "../../_waits.ts";
import type { Case, Client } from "../_client.ts";

/** What was noted under a path, once its last event is there. */
async function eventsOf(client: Client, path: string): Promise<string[]> {
  assertEquals((await client.get(path)).text, "traced");
  for (let tries = 0;; tries++) {
    const all = JSON.parse((await client.get("/ledger")).text) as Record<string, string[]>;
    const events = all[path] ?? [];
    if (events.at(-1) === "GENERAL_REQUEST_END" || tries === 50) return events;
    await sleep(20);
  }
}

export const tracing: Case[] = [
  {
    title: "GL_TRACE_EVENT: the whole life of a request, from GENERAL_REQUEST_START to its END",
    async run(client) {
      assertEquals(await eventsOf(client, "/tracing/whole"), [
        "GENERAL_REQUEST_START",
        "GENERAL_ENDPOINT_INFORMATION",
        "GENERAL_REQUEST_HEADERS",
        "NOTIFY_MODULE_START REQUEST_ACQUIRE_STATE",
        "GENERAL_NOT_SEND_CUSTOM_ERROR",
        "GENERAL_FLUSH_RESPONSE_START",
        "GENERAL_RESPONSE_HEADERS",
        "GENERAL_RESPONSE_ENTITY_BUFFER",
        "GENERAL_FLUSH_RESPONSE_END",
        "QUICK_TRACE",
        "NOTIFY_MODULE_COMPLETION REQUEST_ACQUIRE_STATE",
        "NOTIFY_MODULE_END REQUEST_ACQUIRE_STATE",
        "GENERAL_FLUSH_RESPONSE_START",
        "GENERAL_FLUSH_RESPONSE_END",
        "GENERAL_REQUEST_END",
      ]);
    },
  },
  {
    title:
      "IHttpTraceContext: SetTraceConfiguration leaves out areas and verbosities not asked for",
    async run(client) {
      assertEquals(await eventsOf(client, "/tracing/general"), [
        "GENERAL_REQUEST_START",
        "GENERAL_REQUEST_END",
      ]);
    },
  },
];

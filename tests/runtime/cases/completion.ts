// What does a client see of a request that was parked? The same answer, later; and that the pipeline went on once.
import { assertEquals } from "../../_assert.ts";
import { type Case, orderOf } from "../_client.ts";

/** A case whose whole proof is the body. */
const body = (title: string, room: string, wanted: string): Case => ({
  title,
  async run(client) {
    assertEquals((await client.get(`/completion/${room}`)).text, wanted);
  },
});

export const completion: Case[] = [
  body(
    "indicateCompletion: CONTINUE wakes the parked request at the next handler",
    "indicated",
    "parked, released logged",
  ),
  body(
    "indicateCompletion: FINISH_REQUEST goes on at LOG_REQUEST",
    "finished",
    "parked, logged",
  ),
  body(
    "indicateCompletion: a second one for the same notification has no effect",
    "twice",
    " released logged",
  ),
  body(
    "getCompletionBytes: tells the bytes of the flush that completed",
    "flushed",
    "Hello World!EXECUTE 12 0 released logged",
  ),
  body(
    "RQResult: a promise parks the request, and its value is the completion",
    "promised",
    "promised logged",
  ),
  {
    title: "postCompletion: re-enters the module later, with the bytes that were posted",
    async run(client) {
      const answer = await client.get("/completion/posted");
      assertEquals(answer.text, "EXECUTE 77 0 released logged");
      assertEquals(orderOf(answer), ["after-post", "completed"]);
    },
  },
  {
    title: "postCompletion: inside the handler, is delivered after the handler returned",
    async run(client) {
      const answer = await client.get("/completion/early");
      assertEquals(answer.text, "EXECUTE 5 0 released logged");
      assertEquals(orderOf(answer), ["still-in-handler", "completed"]);
    },
  },
  {
    title: "indicateCompletion: inside onAsyncCompletion, the stages behind run before it returns",
    async run(client) {
      assertEquals((await client.get("/completion/inside")).text, "EXECUTE 1 0 released logged");
      assertEquals(await client.ledger("completion-inside"), ["released", "logged", "returned"]);
    },
  },
];

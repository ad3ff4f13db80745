// What is called when one operation completes? The routine that was given with it, in place of OnAsyncCompletion.
import {
  CHttpModule,
  type IHttpContext4,
  type PFN_ASYNC_COMPLETION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { turn, until } from "../_waits.ts";
import { app, code, within } from "./_notes.ts";
import { memory } from "./_response.ts";

type Start = (context: IHttpContext4, routine: PFN_ASYNC_COMPLETION) => boolean;

/** Starts one operation in BEGIN, and notes what completes it; `answer` is the routine's own. */
function completing(
  seen: string[],
  start: Start,
  answer: RQResult = RQ_NOTIFICATION_CONTINUE,
): typeof CHttpModule {
  const routine: PFN_ASYNC_COMPLETION = (_context, info, given) => {
    const { getCompletionBytes: bytes, getCompletedOperation: operation } = info;
    seen.push(`routine ${bytes.call(info)} ${operation.call(info)} ${given}`);
    seen.push(code(info.getCompletionStatus()));
    return answer;
  };
  return class Completing extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      return start(context, routine) ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
    override onAsyncCompletion(): RQResult {
      seen.push("OnAsyncCompletion");
    }
    override onAuthorizeRequest(): RQResult {
      seen.push("authorize");
    }
  };
}

const post = { method: "POST", body: "nine byte" };
const read: Start = (context, routine) =>
  context.getRequest().readEntityBody(new Uint8Array(64), true, routine, "mine").completionPending;
const flush: Start = (context, routine) => {
  const response = context.getResponse();
  response.writeEntityChunks(memory("four"), false, true);
  return response.flush(true, true, routine, "mine").completionExpected;
};
const write: Start = (context, routine) => {
  const response = context.getResponse();
  response.disableBuffering();
  return response.writeEntityChunks(memory("four"), true, true, routine, "mine").completionExpected;
};

/** Each operation, with the bytes and the number that its routine is told. */
const OPERATIONS: Record<string, [start: Start, told: string]> = {
  // @see ihttprequest3-readentitybody-method, pfn-async-completion-function
  "IHttpRequest3.readEntityBody": [read, "routine 9 1 mine"],
  // @see ihttpresponse2-flush-method
  "IHttpResponse2.flush": [
    flush,
    "routine 4 2 mine",
  ],
  // @see ihttpresponse2-writeentitychunks-method
  "IHttpResponse2.writeEntityChunks": [write, "routine 4 2 mine"],
};

for (const [name, [start, told]] of Object.entries(OPERATIONS)) {
  Deno.test(`${name}: its routine is told of the completion, OnAsyncCompletion is not, and the request goes on`, async () => {
    const { text, seen } = house((seen: string[]) => completing(seen, start), { app });
    await within(text("/", post), "the answer");
    assertEquals(seen, [told, "0x00000000", "authorize"]);
  });

  Deno.test(`${name}: FINISH as the answer of its routine ends the request`, async () => {
    const { text, seen } = house(
      (seen: string[]) => completing(seen, start, RQ_NOTIFICATION_FINISH_REQUEST),
      { app },
    );
    await within(text("/", post), "the answer");
    assertEquals(seen, [told, "0x00000000"]);
  });
}

// @see pfn-async-completion-function
Deno.test("PFN_ASYNC_COMPLETION: PENDING as its answer leaves the request parked until it is completed", async () => {
  let parked: IHttpContext4 | null = null;
  const keeping: Start = (context, routine) => {
    parked = context;
    return read(context, routine);
  };
  const { text, seen } = house(
    (seen: string[]) => completing(seen, keeping, RQ_NOTIFICATION_PENDING),
    { app },
  );
  const answer = text("/", post);
  await until(() => seen.length === 2, "the routine");
  await turn();
  assertEquals(seen, ["routine 9 1 mine", "0x00000000"]);
  parked!.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the answer"), "app");
  assertEquals(seen.at(-1), "authorize");
});

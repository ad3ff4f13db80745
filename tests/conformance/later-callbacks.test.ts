// What do the calls with a routine add? IHttpRequest3.readEntityBody, IHttpResponse2.flush and writeEntityChunks.
import {
  CHttpModule,
  defineModule,
  HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER,
  type IHttpContext4,
  type PFN_ASYNC_COMPLETION,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { code, registered, turn, upload, within, write } from "./_notes.ts";

const POST = { method: "POST", body: "hello, entity" };

/** A module whose deed parks BEGIN_REQUEST; OnAsyncCompletion would be noted. */
function begins(seen: string[], deed: (context: IHttpContext4) => RQResult) {
  class Beginning extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      const answer = deed(context);
      seen.push("left");
      return answer;
    }
    override onAuthenticateRequest(): void {
      seen.push("next");
    }
    override onLogRequest(): void {
      seen.push("log");
    }
    override onAsyncCompletion(): RQResult {
      seen.push("OnAsyncCompletion");
      return RQ_NOTIFICATION_CONTINUE;
    }
  }
  return registered("Beginning", () => new Beginning(), RQ_BEGIN_REQUEST | 0x2 | 0x400);
}

/** A routine that notes what it was told, and answers with `status`. */
const noting =
  (seen: string[], name: string, status: 0 | 1 | 2 = 0): PFN_ASYNC_COMPLETION =>
  (_context, info, told) => {
    const bytes = info.getCompletionBytes();
    const hr = code(info.getCompletionStatus());
    seen.push(`${name} ${bytes} ${hr} ${info.getCompletedOperation()} ${told}`);
    return status;
  };

Deno.test("IHttpRequest3.readEntityBody calls its routine in place of OnAsyncCompletion, and its answer counts", async () => {
  for (const [status, rest] of [[0, ["next", "log"]], [2, ["log"]]] as const) {
    const { seen, get } = house((seen) =>
      begins(seen, (context) => {
        const buffer = new Uint8Array(5);
        const request = context.getRequest();
        const read = request.readEntityBody(buffer, true, noting(seen, "read", status), "told");
        seen.push(`${read.hr} ${read.bytesReceived} ${read.completionPending}`);
        return RQ_NOTIFICATION_PENDING;
      })
    );
    await get("/", POST);
    assertEquals(seen, ["0 0 true", "left", "read 5 0x00000000 1 told", ...rest]);
  }
});

Deno.test("IHttpRequest3.readEntityBody: a routine that answers PENDING may go on reading until the end", async () => {
  const { seen, get } = house((seen) =>
    begins(seen, (context) => {
      const request = context.getRequest();
      const buffer = new Uint8Array(8);
      let all = "";
      const taken: PFN_ASYNC_COMPLETION = (_context, info) => {
        const bytes = info.getCompletionBytes();
        if (bytes === 0) {
          seen.push(all, code(info.getCompletionStatus()));
          return RQ_NOTIFICATION_CONTINUE;
        }
        all += new TextDecoder().decode(buffer.subarray(0, bytes));
        request.readEntityBody(buffer, true, taken, null);
        return RQ_NOTIFICATION_PENDING;
      };
      request.readEntityBody(buffer, true, taken, null);
      return RQ_NOTIFICATION_PENDING;
    })
  );
  await get("/", POST);
  assertEquals(seen, ["left", "hello, entity", "0x80070026", "next", "log"]);
});

Deno.test("IHttpRequest4.readEntityBody with the fill-buffer flag completes when the buffer is full", async () => {
  const { init, send, end } = upload();
  class Filling extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      const flag = HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER;
      const { completionPending } = context.getRequest().readEntityBody(buffer, true, flag);
      seen.push(`pending ${completionPending}`);
      return RQ_NOTIFICATION_PENDING;
    }
    override onAsyncCompletion(...[, , , , info]: Parameters<CHttpModule["onAsyncCompletion"]>) {
      seen.push(`${info.getCompletionBytes()} ${new TextDecoder().decode(buffer)}`);
      return RQ_NOTIFICATION_CONTINUE;
    }
  }
  const buffer = new Uint8Array(6);
  const { seen, get } = house(registered("Filling", () => new Filling(), RQ_BEGIN_REQUEST));
  const answer = get("/", init);
  for (const text of ["ab", "cd", "ef", "gh"]) {
    send(text);
    await turn();
  }
  end();
  await within(answer, "the answer");
  assertEquals(seen, ["pending true", "6 abcdef"]);
});

Deno.test("IHttpResponse2.flush calls its routine once the client has the bytes", async () => {
  const { seen, text } = house((seen) =>
    begins(seen, (context) => {
      write(context, "body");
      const flushed = context.getResponse().flush(true, false, noting(seen, "flush"), "told");
      seen.push(`${flushed.hr} ${flushed.bytesSent} ${flushed.completionExpected}`);
      return RQ_NOTIFICATION_PENDING;
    })
  );
  assertEquals(await text(), "body");
  assertEquals(seen, ["0 0 true", "left", "flush 4 0x00000000 2 told", "next", "log"]);
});

Deno.test("IHttpResponse2.writeEntityChunks without buffering calls its routine for each send", async () => {
  const { seen, text } = house((seen) =>
    begins(seen, (context) => {
      const response = context.getResponse();
      response.disableBuffering();
      const chunk = (buffer: string) => [{ dataChunkType: 0 as const, buffer }];
      const second = noting(seen, "second", RQ_NOTIFICATION_FINISH_REQUEST);
      response.writeEntityChunks(chunk("one "), true, true, (...told) => {
        noting(seen, "first")(...told);
        response.writeEntityChunks(chunk("two"), true, true, second, 2);
        return RQ_NOTIFICATION_PENDING;
      }, 1);
      return RQ_NOTIFICATION_PENDING;
    })
  );
  assertEquals(await text(), "one two");
  assertEquals(seen, ["left", "first 4 0x00000000 2 1", "second 3 0x00000000 2 2", "log"]);
});

Deno.test("IHttpContext3.enableFullDuplex: cancelIo ends the read and the write that are outstanding together", async () => {
  const { init } = upload();
  const { promise: parked, resolve } = Promise.withResolvers<IHttpContext4>();
  const seen: string[] = [];
  const module = defineModule({
    name: "Duplex",
    onBeginRequest(context) {
      const full = context as IHttpContext4;
      full.enableFullDuplex();
      let left = 2;
      const both = (name: string): PFN_ASYNC_COMPLETION => (...told) => {
        noting(seen, name)(...told);
        return --left === 0 ? RQ_NOTIFICATION_CONTINUE : RQ_NOTIFICATION_PENDING;
      };
      const buffer = new Uint8Array(4);
      seen.push(code(full.getRequest().readEntityBody(buffer, true, both("read"), null).hr));
      write(full, "x");
      seen.push(code(full.getResponse().flush(true, true, both("write"), null).hr));
      resolve(full);
      return RQ_NOTIFICATION_PENDING;
    },
    onLogRequest: () => void seen.push("log"),
  });
  const { get } = house(module);
  const answer = await get("/", init);
  const context = await parked;
  seen.push(code(context.cancelIo()));
  await within(answer.text().catch(() => ""), "the end of the answer");
  await turn();
  assertEquals(seen.toSorted(), [
    "0x00000000",
    "0x00000000",
    "0x00000000",
    "log",
    "read 0 0x800703E3 1 null",
    "write 0 0x800703E3 2 null",
  ]);
  assertEquals(code(context.cancelIo()), "0x80070490");
});

Deno.test("IHttpContext4.getRequestStartTime stands still, getRequestElapsedTime goes on from it", async () => {
  const times: number[] = [];
  const { get } = house(defineModule({
    name: "Timing",
    async onBeginRequest(context) {
      times.push((context as IHttpContext4).getRequestStartTime());
      times.push((context as IHttpContext4).getRequestElapsedTime());
      await sleep(30);
    },
    onEndRequest(context) {
      times.push((context as IHttpContext4).getRequestStartTime());
      times.push((context as IHttpContext4).getRequestElapsedTime());
    },
  }));
  await get();
  const [start, early, again, late] = times;
  assertEquals([start, early >= 0, late - early >= 25], [again, true, true], String(times));
});

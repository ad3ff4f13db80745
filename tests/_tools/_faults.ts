// Which faults would an engine have? Each is one replacement in one file of the source, and each has to be caught by a test.

/** A deliberate fault. */
export interface Fault {
  readonly what: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

const LAND = "if (this.cursor < this.walk.landing) this.cursor = this.walk.landing;";
const POST = `  queueMicrotask(() => {
    completion.due = true;
    run.deliver(frame);
  });`;

const engine = (file: string, what: string, find: string, put: string): Fault => ({
  what,
  file: `src/engine/${file}`,
  find,
  put,
});

export const FAULTS: readonly Fault[] = [
  engine(
    "request-run.ts",
    "FINISH_REQUEST is taken for CONTINUE",
    "if (answer === RQ_NOTIFICATION_FINISH_REQUEST) frame.land();\n    }",
    "}",
  ),
  engine("frame.ts", "LOG and END are forgotten after FINISH_REQUEST", LAND, "this.cursor = 1e9;"),
  engine(
    "frame.ts",
    "FINISH_REQUEST lands one handler behind LOG_REQUEST",
    LAND,
    "if (this.cursor < this.walk.landing) this.cursor = this.walk.landing + 1;",
  ),
  engine(
    "request-run.ts",
    "post handlers are skipped",
    "if (passesOver(",
    "if (step.post || passesOver(",
  ),
  engine(
    "passed-over.ts",
    "the next module of EXECUTE_REQUEST_HANDLER is called although one has written",
    "return host.handled() || (mark >= 0 && host.edits() !== mark);",
    "return host.handled();",
  ),
  engine(
    "passed-over.ts",
    "SetRequestHandled has no effect",
    "return host.handled() || (mark >= 0 && host.edits() !== mark);",
    "return mark >= 0 && host.edits() !== mark;",
  ),
  engine(
    "request-run.ts",
    "the next handler does not wait for an outstanding operation",
    "      if (frame.outstanding > 0) {\n        frame.status",
    "      if (frame.outstanding < 0) {\n        frame.status",
  ),
  engine(
    "request-run.ts",
    "a completion that nobody waited for stays for the next frame",
    "if (frame.completions !== null) dropCompletions(this.host, frame);",
    "",
  ),
  engine(
    "reenter.ts",
    "an answer counts that comes after IndicateCompletion",
    "frame.serial === serial && frame.state === REENTERED",
    "true",
  ),
  engine(
    "request-run.ts",
    "a rejection is taken for CONTINUE",
    "this.goOn(frame, this.failed(frame, error));",
    "this.goOn(frame, undefined);",
  ),
  engine(
    "request-run.ts",
    "a kept IndicateCompletion(FINISH) is taken for CONTINUE",
    "return this.answer(frame, first.status);",
    "return this.answer(frame, RQ_NOTIFICATION_CONTINUE);",
  ),
  engine(
    "request-run.ts",
    "FINISH of OnSendResponse is forgotten",
    "if (this.finishRequested && this.bottom.early) status =",
    "if (this.finishRequested && !this.bottom.early) status =",
  ),
  engine(
    "complete.ts",
    "PostCompletion is delivered twice",
    POST,
    `${POST}\n${POST}
  frame.push(new Completion(null, true, false, bytes));
  frame.completions!.at(-1)!.due = true;`,
  ),
  engine("complete.ts", "PostCompletion is lost", POST, ""),
  engine(
    "complete.ts",
    "PostCompletion is delivered inside the call",
    POST,
    "  completion.due = true;\n  run.deliver(frame);",
  ),
  engine(
    "complete.ts",
    "a second PostCompletion is taken",
    "if (!waits || frame.answered) {",
    "if (!waits) {",
  ),
  engine(
    "complete.ts",
    "a second IndicateCompletion is taken",
    'if (!waits || frame.answered) return ignored(run.host, frame.step, "IndicateCompletion");',
    'if (!waits) return ignored(run.host, frame.step, "IndicateCompletion");',
  ),
  engine(
    "complete.ts",
    "IndicateCompletion interrupts the handler that calls it",
    "frame.state === REENTERED ? entersAgain : frame.state !== PARKED",
    "false",
  ),
  engine(
    "completion.ts",
    "GetCompletionBytes is one too many",
    "return this.bytes;",
    "return this.bytes + 1;",
  ),
  engine("frame.ts", "completions are taken last in, first out", "shift();", "pop();"),
  engine(
    "outstanding.ts",
    "a second operation may begin beside the first",
    "run.operations !== 0;",
    "false;",
  ),
  engine(
    "outstanding.ts",
    "the end of an operation is not told",
    "this.returned ? this.completion(hr, bytes) : null",
    "null",
  ),
  engine(
    "outstanding.ts",
    "the next handler does not wait for what nobody awaits",
    "queueMicrotask(() => queueMicrotask(() => release(this.run, this.frame, null)));",
    "release(this.run, this.frame, null);\n    this.frame.outstanding = 0;",
  ),
  engine(
    "look-ahead.ts",
    "GetNextNotification does not advance",
    "run.top.cursor = next[1] + 1;",
    "",
  ),
  engine(
    "disabled.ts",
    "DisableNotifications mixes up its masks",
    "(step.post ? 1 : 0)",
    "(step.post ? 0 : 1)",
  ),
  {
    what: "RQ_SEND_RESPONSE is raised in the order of other notifications",
    file: "src/plan/order.ts",
    find: "bit === RQ_SEND_RESPONSE",
    put: "bit === -1",
  },
  {
    what: "a byte of the buffer is lost",
    file: "src/raised/build-response.ts",
    find: 'if (chunks.every(isText)) return chunks.map((c) => c.buffer).join("");',
    put: 'if (chunks.every(isText)) return chunks.map((c) => c.buffer).join("").slice(1);',
  },
  {
    what: "the first chunk of a send is lost",
    file: "src/context/response-state.ts",
    find: "return this.chunks.splice(0);",
    put: "return this.chunks.splice(0).slice(1);",
  },
  {
    what: "Clear leaves the headers",
    file: "src/context/response-state.ts",
    find: "    this.headers.clear();\n    this.status = UNTOUCHED;",
    put: "    this.status = UNTOUCHED;",
  },
  {
    what: "a head that is collected behind its flush is the head of later",
    file: "src/raised/response-writer.ts",
    find: "const head = sealed(this.state);",
    put: "const head = this.state;",
  },
  {
    what: "nothing follows the head that has been flushed",
    file: "src/raised/final-send.ts",
    find: "if (writer.finalSent || writer.broken) return",
    put: "if (writer.headSent || writer.broken) return",
  },
  {
    what: "an error behind the head is a success",
    file: "src/server/failure.ts",
    find: "if (parts.headersSent()) return parts.breakOff(this.cause ?? new Error(this.text()));",
    put: "if (parts.headersSent()) return;",
  },
  {
    what: "handlers of a send go on behind FINISH_REQUEST",
    file: "src/engine/raise.ts",
    find: "if (settle(run, step, result) === RQ_NOTIFICATION_FINISH_REQUEST) {",
    put: "if (settle(run, step, result) === 3 as never) {",
  },
  {
    what: "a promise of OnSendResponse is not waited for",
    file: "src/engine/raise.ts",
    find: "if (isThenable(result)) {",
    put: "if (isThenable(result) && false) {",
  },
  {
    what: "whoever has raised a parked custom notification is never told of its end",
    file: "src/engine/raise-frame.ts",
    find: "() => waiting.settled(0, 0)",
    put: "() => {}",
  },
];

// Does nesting hold for shapes nobody thought of? Random trees of children and custom notifications against a small model.
import {
  CHttpModule,
  EXECUTE_FLAG_NO_HEADERS,
  type ICustomNotificationProvider,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
  RQ_CUSTOM_NOTIFICATION,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_LOG_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { SEED } from "../_seed.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { executeChild } from "./_child.ts";
import { registered, turn, within, write } from "./_notes.ts";
import { random } from "./_random.ts";

/** What a request does in a stage: a text, a child, a notification; each may take its time. */
type Deed =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "child"; readonly deeds: readonly Deed[] }
  | { readonly kind: "custom"; readonly deeds: readonly Deed[]; readonly waits: boolean };

/** Random deeds, at most `depth` requests and notifications inside each other. */
function deedsOf(next: () => number, depth: number): Deed[] {
  const count = Math.floor(next() * 4);
  return Array.from({ length: count }, (): Deed => {
    const kind = next();
    if (depth === 0 || kind < 0.4) return { kind: "text", text: `t${Math.floor(next() * 100)} ` };
    const deeds = deedsOf(next, depth - 1);
    return kind < 0.7 ? { kind: "child", deeds } : { kind: "custom", deeds, waits: next() < 0.5 };
  });
}

/** What the client has to see: every deed in its place. */
function model(deeds: readonly Deed[]): string {
  return deeds.map((deed) =>
    deed.kind === "text"
      ? deed.text
      : deed.kind === "child"
      ? `(${model(deed.deeds)})`
      : `[${model(deed.deeds)}]`
  ).join("");
}

/** What a context has to do, by the context. */
const plans = new WeakMap<IHttpContext, readonly Deed[]>();

class Notification implements ICustomNotificationProvider {
  constructor(readonly deed: Deed & { kind: "custom" }) {}
  queryNotificationType(): string {
    return "property";
  }
  setErrorStatus(): void {}
}

/** Works its deeds off, one after the other, parking wherever one of them waits. */
class Doing extends CHttpModule {
  readonly #stack: { deeds: readonly Deed[]; place: number; close: string }[] = [];
  readonly #children: IHttpContext[] = [];

  override onExecuteRequestHandler(context: IHttpContext) {
    const child = context.getParentContext() !== null;
    if (child) write(context, "(");
    const close = child ? ")" : "";
    this.#stack.push({ deeds: plans.get(context) ?? [], place: 0, close });
    return this.#go(context);
  }

  override onCustomRequestNotification(
    context: IHttpContext,
    provider: ICustomNotificationProvider,
  ) {
    const { deed } = provider as Notification;
    write(context, "[");
    this.#stack.push({ deeds: deed.deeds, place: 0, close: "]" });
    if (!deed.waits) return this.#go(context);
    queueMicrotask(() => context.postCompletion(0));
    return RQ_NOTIFICATION_PENDING;
  }

  override onAsyncCompletion(context: IHttpContext) {
    this.#children.pop()?.releaseClonedContext();
    return this.#go(context);
  }

  #go(context: IHttpContext): 0 | 1 {
    const frame = this.#stack.at(-1)!;
    while (frame.place < frame.deeds.length) {
      const deed = frame.deeds[frame.place++];
      if (deed.kind === "text") write(context, deed.text);
      else if (this.#waits(context, deed)) return RQ_NOTIFICATION_PENDING;
    }
    write(context, frame.close);
    this.#stack.pop();
    return RQ_NOTIFICATION_CONTINUE;
  }

  #waits(context: IHttpContext, deed: Exclude<Deed, { kind: "text" }>): boolean {
    if (deed.kind === "custom") {
      return context.notifyCustomNotification(new Notification(deed)).completionExpected;
    }
    const { hr, child } = executeChild(context, "/child", {
      execute: EXECUTE_FLAG_NO_HEADERS,
      prepare: (child) => void plans.set(child, deed.deeds),
    });
    assertEquals(hr, 0);
    this.#children.push(child);
    return true;
  }
}

const requestsIn = (deeds: readonly Deed[]): number =>
  deeds.reduce(
    (sum, deed) =>
      sum + (deed.kind === "text" ? 0 : requestsIn(deed.deeds) + (deed.kind === "child" ? 1 : 0)),
    0,
  );

// @see ihttpcontext-executerequest-method
// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.executeRequest and notifyCustomNotification nest at random, and every one ends once", async () => {
  const next = random(SEED);
  for (let round = 0; round < 150; round++) {
    const deeds = deedsOf(next, 4);
    let [begun, ended, disposed] = [0, 0, 0];
    class Counting extends CHttpModule {
      override onBeginRequest(context: IHttpContext) {
        if (begun++ === 0) plans.set(context, deeds);
      }
      override onLogRequest() {
        ended++;
      }
      override dispose() {
        disposed++;
      }
    }
    const { text } = house([
      registered("Counting", () => new Counting(), RQ_BEGIN_REQUEST | RQ_LOG_REQUEST),
      registered("Doing", () => new Doing(), RQ_EXECUTE_REQUEST_HANDLER | RQ_CUSTOM_NOTIFICATION),
      { name: "Between", onAcquireRequestState: () => round % 2 === 0 ? undefined : turn() },
    ]);
    const what = `seed ${SEED}, round ${round}`;
    assertEquals(await within(text("/"), what), model(deeds), what);
    await turn();
    const requests = 1 + requestsIn(deeds);
    assertEquals([begun, ended, disposed], [requests, requests, requests], what);
  }
});

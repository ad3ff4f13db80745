// What does a script do to a real house? Each action is one call, and a note of what it gave.
import {
  type CHttpModule,
  HttpDataChunkFromMemory,
  type ICustomNotificationProvider,
  type IHttpCompletionInfo2,
  type IHttpContext,
  type IHttpEventProvider,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../../mod.ts";
import { HANDLERS } from "../../conformance/_notes.ts";
import type { VirtualClock } from "./_clock.ts";
import {
  type Action,
  type Answer,
  hex,
  nameOf,
  type Program,
  type Script,
  type Slot,
} from "./_program.ts";

/** A program that is being played. */
export interface Playing {
  readonly program: Program;
  readonly clock: VirtualClock;
  readonly trace: string[];
  /** How often OnAsyncCompletion of each module was called. */
  readonly calls: number[];
  leave(): void;
}

const E_ACCESSDENIED = -2147024891;
const NOTIFICATION: ICustomNotificationProvider = {
  queryNotificationType: () => "model",
  setErrorStatus: () => {},
};

/** What answers a handler: a note of the call, and the script. */
export function entered(playing: Playing, place: number, slot: Slot, script: Script) {
  return (context: IHttpContext, provider: IHttpEventProvider): RQResult => {
    playing.trace.push(`${nameOf(place)} ${slot.slice(2)}`);
    return new Act(playing, place, context, provider).play(script);
  };
}

/** OnAsyncCompletion: a note of what it was told, and the next script of the list. A read is just taken. */
export function reentered(
  playing: Playing,
  place: number,
  scripts: readonly Script[],
): CHttpModule["onAsyncCompletion"] {
  return (context, notification, post, provider, info: IHttpCompletionInfo2): RQResult => {
    const [bytes, hr] = [info.getCompletionBytes(), hex(info.getCompletionStatus())];
    const operation = info.getCompletedOperation();
    playing.trace.push(
      `${nameOf(place)} async ${notification} ${post} ${bytes} ${hr} ${operation}`,
    );
    if (operation === 1) return RQ_NOTIFICATION_CONTINUE;
    const script = scripts[playing.calls[place]++];
    if (script) return new Act(playing, place, context, provider).play(script);
  };
}

class Act {
  #begun = false;

  constructor(
    readonly playing: Playing,
    readonly place: number,
    readonly context: IHttpContext,
    readonly provider: IHttpEventProvider,
  ) {}

  play(script: Script): RQResult {
    if (script.async) return this.#later(script);
    for (const action of script.actions) {
      if (this.#begun) break;
      if (!this.#simple(action)) this.#dropped(action);
    }
    return this.#answer(script.answer);
  }

  async #later(script: Script): Promise<REQUEST_NOTIFICATION_STATUS> {
    for (const action of script.actions) {
      if (this.#begun) break;
      if (!this.#simple(action)) await this.#awaited(action);
    }
    return this.#answer(script.answer);
  }

  #answer(answer: Answer): REQUEST_NOTIFICATION_STATUS {
    if (answer === "throw") throw new Error("on purpose");
    if (answer !== "op") return answer;
    return this.#begun ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  }

  #note(text: string): void {
    this.playing.trace.push(`${nameOf(this.place)} ${text}`);
  }

  /** An operation that was called with fAsync TRUE. */
  #started(word: string, hr: number, bytes: number, expected: boolean): void {
    this.#begun = expected;
    this.#note(expected ? `${word} begun` : `${word} ${hex(hr)} ${bytes}`);
  }

  #chunks(text: string) {
    return [{ dataChunkType: HttpDataChunkFromMemory, buffer: text }];
  }

  /** What waits. */
  async #awaited(action: Action): Promise<void> {
    const { clock } = this.playing;
    const response = this.context.getResponse();
    if (action.do === "tick") return await clock.wait(action.n);
    if (action.do === "leave") {
      await clock.wait(1);
      this.playing.leave();
      return await clock.wait(1);
    }
    if (action.do === "write") {
      const { hr, bytesSent } = await response.writeEntityChunks(
        this.#chunks(action.text),
        false,
        true,
      );
      this.#note(`write ${hex(hr)} ${bytesSent}`);
    } else if (action.do === "flush") {
      const { hr, bytesSent } = await response.flush(false, action.more);
      this.#note(`flush ${hex(hr)} ${bytesSent}`);
    } else if (action.do === "read") {
      const buffer = new Uint8Array(64);
      const { hr, bytesReceived } = await this.context.getRequest().readEntityBody(buffer, false);
      this.#note(`read ${hex(hr)} ${bytesReceived}`);
    }
  }

  /** What waits, where nobody does. */
  #dropped(action: Action): void {
    const response = this.context.getResponse();
    if (action.do === "write") response.writeEntityChunks(this.#chunks(action.text), false, true);
    else if (action.do === "flush") response.flush(false, action.more);
  }

  /** Operations that need no promise; false for all others. */
  #simple(action: Action): boolean {
    const response = this.context.getResponse();
    if (action.do === "write" || action.do === "flush" || action.do === "read") {
      if (action.how === "await") return false;
      if (action.how === "loose") return this.#dropped(action), true;
      if (action.do === "read") {
        const { hr, bytesReceived, completionPending } = this.context.getRequest()
          .readEntityBody(new Uint8Array(64), true);
        return this.#started("read", hr, bytesReceived, completionPending), true;
      }
      const { hr, bytesSent, completionExpected } = action.do === "flush"
        ? response.flush(true, action.more)
        : response.writeEntityChunks(this.#chunks(action.text), true, true);
      return this.#started(action.do, hr, bytesSent, completionExpected), true;
    }
    if (action.do === "tick" || action.do === "leave") return false;
    this.#now(action);
    return true;
  }

  #now(action: Action): void {
    const { context } = this;
    const response = context.getResponse();
    switch (action.do) {
      case "status":
        return void response.setStatus(action.code, "Set");
      case "header":
        return void response.setHeader(action.name, action.value, action.replace);
      case "delete":
        return void response.deleteHeader(action.name);
      case "clear":
        return response.clear();
      case "unbuffer":
        return response.disableBuffering();
      case "handled":
        return context.setRequestHandled();
      case "reset":
        return response.resetConnection();
      case "error":
        return this.provider.setErrorStatus(E_ACCESSDENIED);
      case "sent":
        return this.#note(`sent ${context.getResponseHeadersSent()}`);
      case "last":
        return this.#note(`last ${context.getIsLastNotification(action.status)}`);
      case "complete":
        return this.#complete(action);
      default:
        return this.#control(action);
    }
  }

  #control(action: Action): void {
    const { context } = this;
    if (action.do === "disable") {
      const place = HANDLERS.indexOf(action.slot);
      const bit = 1 << (place >> 1);
      context.disableNotifications(place % 2 ? 0 : bit, place % 2 ? bit : 0);
    } else if (action.do === "next") {
      const { ret, notification, isPostNotification } = context.getNextNotification(action.status);
      this.#note(`next ${ret} ${notification} ${isPostNotification}`);
    } else if (action.do === "custom") {
      const { hr, completionExpected } = context.notifyCustomNotification(NOTIFICATION);
      this.#note(`custom ${hex(hr)} ${completionExpected}`);
      this.#begun = completionExpected;
    }
  }

  #complete({ how, value, when }: Action & { do: "complete" }): void {
    const go = () => {
      if (how === "post") return this.#note(`post ${hex(this.context.postCompletion(value))}`);
      this.context.indicateCompletion(value as REQUEST_NOTIFICATION_STATUS);
      this.#note("indicated");
    };
    if (when === "now") go();
    else if (when === "micro") queueMicrotask(go);
    else this.playing.clock.after(when, go);
  }
}

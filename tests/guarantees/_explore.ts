// What follows when an event meets a state? One request is brought into the state, the event happens, and what follows is one word.
import {
  defineModule,
  type ICustomNotificationProvider,
  type IHttpContext,
  type ModuleDefinition,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { house } from "../_house.ts";
import { code, turn, upload, within } from "../conformance/_notes.ts";

/** Where a notification can be (semantics 11.1 and 2.5). */
export const STATES = [
  "calling",
  "held",
  "parked",
  "reading",
  "re-entered",
  "re-held",
  "settling",
  "raised",
  "app",
  "over",
] as const;
export type State = (typeof STATES)[number];

/** What can happen to it. */
export const EVENTS = [
  "CONTINUE",
  "PENDING",
  "FINISH",
  "throw",
  "indicate(CONTINUE)",
  "indicate(PENDING)",
  "indicate(FINISH)",
  "post",
  "operation ends",
] as const;
export type Event = (typeof EVENTS)[number];

const STATUS: Record<string, REQUEST_NOTIFICATION_STATUS> = {
  CONTINUE: RQ_NOTIFICATION_CONTINUE,
  PENDING: RQ_NOTIFICATION_PENDING,
  FINISH: RQ_NOTIFICATION_FINISH_REQUEST,
};
const ANSWERS: readonly Event[] = ["CONTINUE", "PENDING", "FINISH", "throw"];
const ANSWERING: readonly State[] = ["calling", "held", "re-entered", "re-held"];
const WORKING: readonly State[] = ["reading", "settling"];
const CUSTOM: ICustomNotificationProvider = {
  queryNotificationType: () => "explored",
  setErrorStatus: () => {},
};

/** Whether the event can meet the state: only who was called can answer, only what runs can end. */
export const canMeet = (state: State, event: Event): boolean =>
  ANSWERS.includes(event)
    ? ANSWERING.includes(state)
    : event !== "operation ends" || WORKING.includes(state);

/** What follows: inside the call, after it, and when whoever is on the stack or waited for has given way. */
export async function explore(state: State, event: Event): Promise<string> {
  const meeting = new Meeting(state, event);
  return await within(meeting.word(), `${state} and ${event}`);
}

class Meeting {
  readonly #seen: string[] = [];
  readonly #body = upload();
  readonly #gate = Promise.withResolvers<void>();
  readonly #app = Promise.withResolvers<void>();
  #context: IHttpContext | null = null;
  #entries = 0;
  #phases: string[] = [];
  #result = "";
  #passed = false;

  constructor(readonly state: State, readonly event: Event) {}

  async word(): Promise<string> {
    const fetch = () => this.#app.promise.then(() => new Response("app"));
    if (this.state !== "app") this.#app.resolve();
    const { get } = house([this.#subject(), this.#parker(), this.#next()], { app: { fetch } });
    const answer = get("/", this.#body.init).then((response) => response.text());
    await turn();
    await this.#happen();
    await this.#finish(answer);
    const word = [this.#result, ...this.#phases].filter((part) => part !== "").join(", ");
    return word || "nothing";
  }

  /** The event, where the handler has not made it happen while it was on the stack. */
  async #happen(): Promise<void> {
    if (this.state === "calling" || this.state === "re-entered") return;
    if (this.event === "operation ends") this.#feed();
    else if (ANSWERS.includes(this.event)) this.#gate.resolve();
    else this.#call();
    await turn();
    this.#phase("");
  }

  /** Gives way: promises become PENDING, what is outstanding ends; then the request is helped to its end. */
  async #finish(answer: Promise<string>): Promise<void> {
    if (!ANSWERS.includes(this.event)) {
      this.#gate.resolve();
      this.#app.resolve();
      if (WORKING.includes(this.state)) this.#feed();
    }
    await turn();
    this.#phase("then ");
    let over = false;
    answer.then(() => over = true, () => over = true);
    this.#feed();
    for (let tries = 0; !over && tries < 20; tries++) {
      this.#context!.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      await turn();
    }
    if (!over) throw new Error(`No end: ${this.#seen}`);
  }

  /** What was noted since the last phase, of which the first is what followed; past the notification nothing counts. */
  #phase(when: string): void {
    const [first] = this.#seen.splice(0);
    if (first === undefined || this.#passed) return;
    this.#phases.push(when + first);
    this.#passed = !first.endsWith("re-entered");
  }

  #feed(): void {
    this.#body.send("data");
    this.#body.end();
  }

  #call(): void {
    const { event } = this;
    const context = this.#context!;
    this.#seen.splice(0);
    if (event === "post") this.#result = code(context.postCompletion(1));
    else context.indicateCompletion(STATUS[event.slice(9, -1)]);
    this.#phase("inside ");
  }

  /** The module in question, at AUTHORIZE_REQUEST. */
  #subject(): ModuleDefinition {
    return defineModule({
      name: "Subject",
      onAuthorizeRequest: (context) => this.#called(context),
      onAsyncCompletion: () => this.#reentered(),
    });
  }

  #called(context: IHttpContext): RQResult {
    this.#context = context;
    if (this.state === "calling") return this.#act();
    if (this.state === "held") return this.#later();
    if (this.state === "app" || this.state === "over") return;
    if (WORKING.includes(this.state)) {
      context.getRequest().readEntityBody(new Uint8Array(8), true);
      return this.state === "reading" ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
    if (this.state === "raised") context.notifyCustomNotification(CUSTOM);
    if (this.state.startsWith("re-")) context.postCompletion(0);
    return RQ_NOTIFICATION_PENDING;
  }

  #reentered(): RQResult {
    const first = this.#entries++ === 0;
    if (first && this.state === "re-entered") return this.#act();
    if (first && this.state === "re-held") return this.#later();
    this.#seen.push("re-entered");
    return RQ_NOTIFICATION_PENDING;
  }

  /** The event, on the stack; whoever has not answered by it parks. */
  #act(): RQResult {
    if (this.event === "throw") throw new Error("on purpose");
    if (ANSWERS.includes(this.event)) return STATUS[this.event];
    this.#call();
    return RQ_NOTIFICATION_PENDING;
  }

  async #later(): Promise<REQUEST_NOTIFICATION_STATUS> {
    await this.#gate.promise;
    if (this.event === "throw") throw new Error("on purpose");
    return ANSWERS.includes(this.event) ? STATUS[this.event] : RQ_NOTIFICATION_PENDING;
  }

  /** Parks what the subject raises. */
  #parker(): ModuleDefinition {
    return defineModule({
      name: "Parker",
      onCustomRequestNotification: () => RQ_NOTIFICATION_PENDING,
      onAsyncCompletion: () => {
        this.#seen.push("parker re-entered");
        return RQ_NOTIFICATION_PENDING;
      },
    });
  }

  /** Whoever comes next. */
  #next(): ModuleDefinition {
    return defineModule({
      name: "Next",
      onPostAuthorizeRequest: () => void this.#seen.push("next"),
      onPostExecuteRequestHandler: () => void this.#seen.push("app answered"),
      onLogRequest: (context) => {
        const { statusCode } = context.getResponse().getStatus();
        this.#seen.push(statusCode === 500 ? "500 and LOG" : "LOG");
      },
    });
  }
}

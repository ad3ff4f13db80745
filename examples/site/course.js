// How is a run drawn? This file: takes trace events one by one and puts a row where each belongs.

const template = document.querySelector("#course");
const LOG = 10; // the stage to which a finish leads
const END = 11;
const EXECUTE_BIT = 128;
const CORE = "IIS Web Core";
const LEAVING = new Set(["GENERAL_FLUSH_RESPONSE_START", "GENERAL_REQUEST_END"]);
const VERDICTS = ["continue", "pending", "finish"];

/** Milliseconds as a person reads them. */
export function ms(time) {
  return time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`;
}

/** An element with a class and text; text is never read as HTML. */
export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** The drawing of one run: twelve stages, and a last place for what leaves after them. */
export class Course {
  constructor(host) {
    host.replaceChildren(template.content.cloneNode(true));
    this.root = host.querySelector(".course");
    this.stages = [...host.querySelectorAll(".stage")];
    this.open = []; // calls that have not said their last word
    this.notifications = 0;
    this.at = -1; // the stage that the request has come to
    this.finished = false;
    this.total = 0.2; // milliseconds; the drawing is never finer
  }

  /** Draws one event. Unknown ones are no harm: they only move the clock. */
  take(event) {
    this.#clock(event.time);
    if (event.name !== "NOTIFY_MODULE_END") this.#moveTo(event);
    DRAW[event.name]?.(this, event);
  }

  /** Draws what the last event left open as pending: it is parked, or still busy. */
  settle() {
    for (const call of this.open) {
      call.row.style.setProperty("--to", this.total);
      this.judge(call, "pending");
    }
  }

  /** The run is over: everything was passed, but for what a finish has skipped. */
  finish() {
    if (this.notifications > 0) this.#passUpTo(this.stages.length - 1);
  }

  /** Adds a row: who did what, and a mark on the line of time. */
  add(event, className, who, detail, verdict = "") {
    const row = element("li", `call ${className}`);
    const name = element("span", "who", who);
    if (detail) name.append(" ", element("small", "", detail));
    const track = element("span", "track");
    track.setAttribute("aria-hidden", "true");
    track.append(element("span", "bar"));
    const said = element("span", verdict ? "verdict fact" : "verdict", verdict);
    row.append(name, said, track, element("span", "at", ms(event.time)));
    row.style.setProperty("--from", event.time);
    row.style.setProperty("--to", event.time);
    this.#callsOf(this.stages[Math.max(this.at, 0)]).append(row);
    return { row, said, key: keyOf(event) };
  }

  /** Writes what a call has answered. */
  judge(call, verdict) {
    const parked = call.row.matches(".parked");
    call.said.textContent = (parked && verdict !== "pending" ? "PENDING → " : "") +
      verdict.toUpperCase();
    call.said.className = `verdict ${verdict}`;
    if (verdict === "pending") call.row.classList.add("parked");
    if (verdict === "finish") call.row.classList.add("finished");
    if (verdict === "finish" && !call.row.matches(".sub")) this.finished = true;
  }

  #clock(time) {
    this.total = Math.max(this.total, time);
    this.root.style.setProperty("--total", this.total);
  }

  /** Moves on to the stage of a call; what leaves while nobody is at work leaves behind the last one. */
  #moveTo(event) {
    const index = this.stages.findIndex((stage) =>
      Number(stage.dataset.bit) === event.notification
    );
    const isCall = event.name.startsWith("NOTIFY_MODULE_");
    if (isCall && index >= 0) this.#passUpTo(index);
    else if (LEAVING.has(event.name) && this.open.length === 0) this.#passUpTo(END + 1);
    else if (isCall && this.open.length === 0) this.#passUpTo(END + 1);
  }

  /** The water goes down to a stage: through those before it, or past them after a finish. */
  #passUpTo(index) {
    for (; this.at < index; this.at++) {
      const next = this.stages[this.at + 1];
      next.classList.add(this.finished && this.at + 1 < LOG ? "skipped" : "passed");
    }
  }

  #callsOf(stage) {
    stage.classList.add("busy");
    const found = stage.querySelector(".calls");
    if (found) return found;
    const made = element("ol", "calls");
    stage.append(made);
    return made;
  }
}

const keyOf = (event) => `${event.module} ${event.notification} ${Boolean(event.post)}`;

/** The core's own part has a name that says little here: it asks the app, or checks. */
function nameOf({ module, notification }) {
  if (module !== CORE) return module;
  return notification === EXECUTE_BIT ? "the app" : "the core";
}

/** What is drawn for which event. */
const DRAW = {
  NOTIFY_MODULE_START(course, event) {
    course.notifications++;
    const sending = event.notification === 0x20000000;
    const detail = event.post ? "post" : sending ? "send response" : "";
    const call = course.add(event, sending ? "sub" : "", nameOf(event), detail);
    course.open.push(call);
  },
  NOTIFY_MODULE_COMPLETION(course, event) {
    const call = course.open.findLast(({ key }) => key === keyOf(event));
    if (call) course.judge(call, "pending");
    call?.row.querySelector(".track").append(mark(event.time));
    if (event.bytes || event.hr) {
      course.add(event, "sub completion", "completion", "", bytes(event));
    }
  },
  NOTIFY_MODULE_END(course, event) {
    const index = course.open.findLastIndex(({ key }) => key === keyOf(event));
    if (index < 0) return;
    const [call] = course.open.splice(index, 1);
    call.row.style.setProperty("--to", event.time);
    course.judge(call, VERDICTS[event.status ?? 0]);
  },
  GENERAL_FLUSH_RESPONSE_START(course, event) {
    course.sendBegan = event.time; // a send never begins inside another
  },
  GENERAL_FLUSH_RESPONSE_END(course, event) {
    const began = { ...event, time: course.sendBegan };
    const { row } = course.add(began, "sub send", "bytes leave", "", bytes(event));
    row.style.setProperty("--to", event.time);
  },
  GENERAL_READ_ENTITY_END(course, event) {
    course.add(event, "sub send", "entity read", "", bytes(event));
  },
  USER_SET(course, event) {
    course.add(event, "sub fact-row", "user set", event.message ?? "");
  },
  MODULE_SET_RESPONSE_ERROR_STATUS(course, event) {
    course.add(event, "sub fact-row", "error status", event.message ?? "");
  },
  TRACE_WARNING(course, event) {
    course.add(event, "sub fact-row", "warning", event.message ?? "");
  },
};

/** A completion, on the line of the call that waited for it. */
function mark(time) {
  const made = element("span", "mark");
  made.style.setProperty("--from", time);
  return made;
}

/** Bytes and, when it failed, the result. A body that the app has handed over is not counted. */
function bytes({ bytes: count, hr = 0 }) {
  if (count === undefined && hr === 0) return "as the app made it";
  const size = `${count ?? 0} ${count === 1 ? "byte" : "bytes"}`;
  return hr < 0 ? `${size}, 0x${(hr >>> 0).toString(16).toUpperCase()}` : size;
}

// What happens when a button is pressed? This file: sends the request, and shows the run and the answer.
import { Course, element, ms } from "./course.js";

const POLL_MS = 70;
const MAX_TEXT = 20_000;

for (const run of document.querySelectorAll(".run")) {
  new Course(run.querySelector(".drawing"));
  showCommand(run, run.querySelector("button"));
  for (const button of run.querySelectorAll("button")) {
    button.addEventListener("click", () => press(run, button));
  }
}

/** One button, two meanings: send, and while the answer is on its way, hang up. */
async function press(run, button) {
  if (button.hangUp) return button.hangUp();
  const aborter = new AbortController();
  const label = button.textContent;
  busy(run, button, "Hang up");
  button.hangUp = () => aborter.abort();
  try {
    await send(run, button, aborter.signal);
  } finally {
    button.hangUp = null;
    busy(run, button, label, false);
  }
}

function pathOf(run, { dataset }) {
  return `/example/${run.dataset.example}/${dataset.path}`;
}

function headersOf({ dataset }) {
  return JSON.parse(dataset.headers);
}

/** The same request for a terminal. */
function showCommand(run, button) {
  const headers = Object.entries(headersOf(button)).map(([name, value]) =>
    ` -H '${name}: ${value}'`
  );
  const url = location.origin + pathOf(run, button);
  run.querySelector(".command").textContent = `curl -iN${headers.join("")} '${url}'`;
}

function busy(run, button, label, running = true) {
  button.textContent = label;
  button.classList.toggle("running", running);
  for (const other of run.querySelectorAll("button")) other.disabled = running && other !== button;
  run.setAttribute("aria-busy", String(running));
}

/** Sends the request and draws its trace until both have ended. */
async function send(run, button, signal) {
  const id = `run-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const summary = run.querySelector(".summary");
  const course = new Course(run.querySelector(".drawing"));
  summary.textContent = "On its way …";
  showCommand(run, button);
  const answer = receive(run, button, id, signal);
  const drawn = watch(course, id, answer);
  const outcome = await answer;
  await drawn;
  const count = course.notifications;
  summary.textContent = `${outcome}, ${count} ${count === 1 ? "notification" : "notifications"}.`;
}

/** Asks for the trace again and again, until the run has ended or nothing more can be expected. */
async function watch(course, id, answer) {
  let answered = false;
  let seen = 0;
  let rounds = 40; // after the answer: a run that is not over by then has lost its end
  answer.finally(() => answered = true);
  for (let done = false; !done && rounds > 0; rounds -= answered ? 1 : 0) {
    const trace = await (await fetch(`/_trace/${id}`)).json();
    for (const event of trace.events.slice(seen)) course.take(event);
    seen = trace.events.length;
    done = trace.done;
    if (!done) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (!done) course.settle();
  }
  course.finish();
}

/** Sends, shows the answer piece by piece, and says in words how it went. */
async function receive(run, button, id, signal) {
  const view = run.querySelector(".answer");
  view.hidden = true;
  const began = performance.now();
  const since = () => performance.now() - began;
  let head = "No answer";
  try {
    const headers = { ...headersOf(button), "X-Sluice-Run": id };
    const response = await fetch(pathOf(run, button), { headers, signal, cache: "no-store" });
    head = `${response.status} ${response.statusText}`.trim();
    const pieces = showHead(view, head, response, since());
    await showBody(pieces, response.body, since);
    return `${head}, complete after ${ms(since())}`;
  } catch {
    const why = signal.aborted ? "you hung up" : "the answer broke off";
    return `${head}, ${why} after ${ms(since())}`;
  }
}

/** Status and headers; returns the list into which the pieces of the body go. */
function showHead(view, head, response, time) {
  const names = element("dl", "");
  for (const [name, value] of response.headers) {
    names.append(element("dt", "", name), element("dd", "", value));
  }
  const pieces = element("ol", "pieces");
  pieces.setAttribute("aria-label", "The body, piece by piece");
  view.replaceChildren(element("h3", "", `${head}, after ${ms(time)}`), names, pieces);
  view.hidden = false;
  return pieces;
}

async function showBody(pieces, body, since) {
  const decoder = new TextDecoder();
  let shown = 0;
  for (const reader = body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    const text = decoder.decode(value, { stream: true });
    if (shown < MAX_TEXT) addPiece(pieces, text.slice(0, MAX_TEXT - shown), since());
    shown += text.length;
  }
  if (shown === 0) pieces.replaceWith(element("p", "note", "The body is empty."));
}

function addPiece(pieces, text, time) {
  const piece = document.createElement("li");
  piece.append(element("span", "at", ms(time)), element("pre", "", text.replace(/\n$/, "")));
  pieces.append(piece);
}

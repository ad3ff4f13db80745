// What does a script do to the model? Each action, as the specification says of the call that it stands for.
import { isLast, takeNext } from "./_ahead.ts";
import { LOG } from "./_order.ts";
import { flush, read, write } from "./_operations.ts";
import type { Player } from "./_player.ts";
import { type Action, type Answer, hex, type Script } from "./_program.ts";
import { OK } from "./_response.ts";
import { Silent } from "./_time.ts";

const NOTHING_PARKED = 0x80070006;
const CHANGES = new Set(["status", "header", "delete", "clear", "unbuffer", "reset"]);

/** Plays a script, and tells its answer: at once, or later if it is async. */
export function play(player: Player, script: Script, done: (answer: Answer) => void): void {
  const act = (place: number): void => {
    const action = script.actions[place];
    if (action && !player.begun) return one(player, script, action, () => act(place + 1));
    const { answer } = script;
    const status = answer === "op" ? (player.begun ? 1 : 0) : answer;
    if (script.async) player.machine.time.soon(() => done(status));
    else done(status);
  };
  act(0);
}

function one(player: Player, script: Script, action: Action, then: () => void): void {
  const { machine } = player;
  if (machine.doomed && machine.stage < LOG && action.do !== "complete") {
    throw new Silent("what a handler does after a custom notification has failed");
  }
  switch (action.do) {
    case "write":
      return write(player, action.text, action.how, then);
    case "flush":
      return flush(player, action.how, action.more, then);
    case "read":
      return read(player, action.how, then);
    case "tick":
      return machine.time.after(action.n, then);
    case "leave":
      return leave(player, then);
    case "next":
      takeNext(player, action.status, script.answer);
      return then();
    default:
      control(player, action);
      return then();
  }
}

/** What is done inside the call, and has no more to it than that. */
function control(player: Player, action: Action): void {
  const { machine, frame, step } = player;
  switch (action.do) {
    case "handled":
      return void (machine.handled = true);
    case "error":
      return void (frame!.failed = true);
    case "sent":
      return player.note(`sent ${machine.response.headSent}`);
    case "disable":
      return void machine.disabled.add(`${step.module} ${action.slot}`);
    case "complete":
      return complete(player, action);
    case "custom":
      return custom(player);
    case "last":
      return player.note(`last ${isLast(player, action.status)}`);
    default:
      return change(player, action);
  }
}

function change(player: Player, action: Action): void {
  const { machine, step, frame } = player;
  const { response } = machine;
  const held = machine.sending && frame !== null;
  const reads = step.slot === "onReadEntity" && response.inFlight > 0;
  if (CHANGES.has(action.do) && (held || reads)) throw new Silent("a change while a send is held");
  switch (action.do) {
    case "status":
      player.answered();
      return void (response.status = action.code);
    case "header":
      return response.setHeader(action.name, action.value, action.replace);
    case "delete":
      return response.deleteHeader(action.name);
    case "clear":
      return response.clear();
    case "unbuffer":
      return void (response.buffering = false);
    case "reset":
      if (response.bodyless) throw new Silent("a reset where no body travels");
      if (response.inFlight) throw new Silent("a reset while bytes are on their way");
      return response.break("reset");
  }
}

/** The client leaves when all is at rest; a turn later everybody may have noticed. */
function leave({ machine }: Player, then: () => void): void {
  const { response, time } = machine;
  time.after(1, () => {
    if (!response.headSent) throw new Silent("a client that leaves before the head");
    if (response.bodyless || response.ended) {
      throw new Silent("a client that leaves with all it will get");
    }
    response.left = true;
    response.break("client-gone");
    time.after(1, then);
  });
}

/** PostCompletion and IndicateCompletion: for whoever is on top, at that time. */
function complete(player: Player, { how, value, when }: Action & { do: "complete" }): void {
  const { machine } = player;
  const go = () => {
    const { top } = machine;
    if (how === "post") return player.note(`post ${hex(top?.post(value) ?? NOTHING_PARKED)}`);
    machine.inside++;
    top?.indicate(value);
    machine.inside--;
    player.note("indicated");
  };
  if (when === "now") go();
  else if (when === "micro") machine.time.micro(go);
  else machine.time.after(when, go);
}

function custom(player: Player): void {
  const { machine } = player;
  if (machine.busy) throw new Silent("a custom notification beside an operation");
  const waits = machine.custom(player.frame!);
  player.note(`custom ${hex(OK)} ${waits}`);
  player.begun = waits;
}

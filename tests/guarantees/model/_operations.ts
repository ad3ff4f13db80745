// What of calls that take time? Writes, flushes and reads, awaited, dropped or asynchronous.
import type { Player, Sent } from "./_player.ts";
import type { How } from "./_program.ts";
import { GONE, OK } from "./_response.ts";
import { Silent } from "./_time.ts";

const NESTED = 0x80070001;
const SECOND = 0x800710dd;
const END_OF_ENTITY = 0x80070026;
const E_FAIL = 0x80004005;

type Start = (done: (sent: Sent) => void) => void;

/** What was done inside the call. */
function atOnce(player: Player, word: string, how: How, sent: Sent, then: () => void): void {
  const { time } = player.machine;
  if (how === "await" && player.async) return time.soon(() => (player.tell(word, sent), then()));
  if (how === "async") player.tell(word, sent);
  then();
}

/** A call with fAsync FALSE that nobody awaits: the next handler waits all the same. */
function dropped({ machine, frame }: Player, start: Start): void {
  const { response, time } = machine;
  const release = frame!.hold();
  response.inFlight++;
  const early = response.bodyless || response.broken !== null || response.headSent;
  start(() =>
    time.soon(() => {
      response.inFlight--;
      release();
    }, early)
  );
}

/** A call with fAsync TRUE: done at once, or completed later. */
function begin(player: Player, word: string, start: Start): void {
  const { machine, frame } = player;
  const { response, time } = machine;
  if (machine.busy) return player.tell(word, { hr: SECOND, bytes: 0 });
  if (response.broken) throw new Silent("whether a failing flush completes at once");
  const { headSent, length } = response;
  let sent: Sent | undefined;
  let later = (done: Sent): void => void (sent = done);
  start((done) => later(done));
  if (sent && response.bodyless) return player.tell(word, sent);
  const nothing = headSent && !response.ended && !response.bodyless && response.length === length;
  if (nothing) throw new Silent("whether a send of nothing completes at once");
  const complete = frame!.begin(2);
  machine.busy = player.begun = true;
  response.inFlight++;
  later = ({ bytes, hr }) =>
    time.soon(() => {
      machine.busy = false;
      response.inFlight--;
      complete(bytes, hr);
    });
  if (sent) later(sent);
  player.note(`${word} begun`);
}

/** A send: what is raised and taken, is so inside the call. */
function send(player: Player, word: string, how: How, last: boolean, then: () => void): void {
  const { machine } = player;
  const { response, time } = machine;
  const { adopted } = response;
  const start: Start = (done) =>
    machine.send(last, (sent) => {
      if (response.bodyless && adopted) throw new Silent("how long a body is that is not read");
      done(sent);
    });
  if (how === "await" && player.async) {
    return start((sent) => time.soon(() => (player.tell(word, sent), then())));
  }
  if (how === "async") begin(player, word, start);
  else dropped(player, start);
  then();
}

/** WriteEntityChunks: into the buffer, or out at once. */
export function write(player: Player, text: string, how: How, then: () => void): void {
  const { machine, frame } = player;
  const { response } = machine;
  if (machine.sending && frame) throw new Silent("a write while a send is held");
  if (response.broken === "error") throw new Silent("a write to a broken transfer");
  const lost = response.ended || response.broken === "reset";
  const sends = !response.buffering && !machine.sending && !lost;
  const refused = !sends
    ? OK
    : response.left
    ? GONE
    : how === "async" && machine.busy
    ? SECOND
    : OK;
  if (refused) return atOnce(player, "write", how, { hr: refused, bytes: 0 }, then);
  player.answered();
  response.buffer += text;
  if (sends) return send(player, "write", how, false, then);
  atOnce(player, "write", how, { hr: OK, bytes: text.length }, then);
}

/** Flush. */
export function flush(player: Player, how: How, more: boolean, then: () => void): void {
  const { machine, frame } = player;
  const { response } = machine;
  const refused = !frame ? NESTED : response.ended || response.left ? GONE : OK;
  if (frame && machine.sending) throw new Silent("a flush while a send is held");
  if (refused) return atOnce(player, "flush", how, { hr: refused, bytes: 0 }, then);
  if (response.broken) throw new Silent("a flush of a broken transfer");
  if (more && response.headSent && response.buffer === "") {
    throw new Silent("whether a flush with nothing to send is a send");
  }
  send(player, "flush", how, !more, then);
}

/** ReadEntityBody: RQ_READ_ENTITY is raised when the piece has come. */
export function read(player: Player, how: How, then: () => void): void {
  const { machine, frame } = player;
  const failed: Sent = { hr: E_FAIL, bytes: 0 };
  const start: Start = (done) =>
    machine.receive((piece) => {
      const got: Sent = { hr: piece ? OK : END_OF_ENTITY, bytes: piece.length };
      machine.raise("onReadEntity", (fails) => done(fails ? failed : got));
    });
  if (how === "await") {
    if (machine.busy) throw new Silent("an awaited read beside an operation");
    return start((sent) => machine.time.soon(() => (player.tell("read", sent), then())));
  }
  if (machine.busy) return atOnce(player, "read", how, { hr: SECOND, bytes: 0 }, then);
  if (!machine.expects) throw new Silent("whether a read with nothing to come completes at once");
  machine.busy = player.begun = true;
  const complete = frame!.begin(1);
  start(({ bytes, hr }) => {
    machine.busy = false;
    complete(bytes, hr);
  });
  player.note("read begun");
  then();
}

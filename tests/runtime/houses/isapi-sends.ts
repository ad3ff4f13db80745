// How does an extension send? Files, vectors, ten thousand writes, to a client that stays, leaves, or is cut off.
import * as ISAPI from "../../../isapi.ts";
import { heard, ledger, PAUSE, sleep } from "./_kit.ts";
import { ask, done, flushes, onIo, type Proc, write, writeAsync } from "./isapi-kit.ts";
import { patternBytes } from "./sending.ts";

const { HSE_IO_ASYNC, HSE_STATUS_PENDING, HSE_STATUS_SUCCESS } = ISAPI;
const MEMORY = ISAPI.HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER;
const FILE = ISAPI.HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE;

/** How many asynchronous writes a stream is made of, and the bytes of each. */
const WRITES = 10_000;
const WRITE_SIZE = 3001;
const UNAWAITED = 3000;

/** One buffer for all of them, as a port has it. */
export const stream: Proc = (ecb) => {
  const buffer = new Uint8Array(WRITE_SIZE);
  const piece = (number: number): Uint8Array => {
    buffer.set(patternBytes(number * WRITE_SIZE, WRITE_SIZE));
    return buffer;
  };
  flushes(ecb);
  onIo(ecb, (count, _bytes, error) => {
    ledger["isapi-written"] = count;
    if (error === 0 && count < WRITES) return writeAsync(ecb, piece(count));
    done(ecb);
  });
  writeAsync(ecb, piece(0));
  return HSE_STATUS_PENDING;
};

/** Nine megabytes out of one buffer, and nobody waits for any of them. */
export const unawaited: Proc = (ecb) => {
  const buffer = new Uint8Array(WRITE_SIZE);
  for (let number = 0; number < UNAWAITED; number++) {
    buffer.set(patternBytes(number * WRITE_SIZE, WRITE_SIZE));
    write(ecb, buffer);
  }
  return HSE_STATUS_SUCCESS;
};

/** Writes a dot now and then, until an operation tells that the client has left. */
export const leaver: Proc = (ecb) => {
  flushes(ecb);
  const seen = onIo(ecb, async (_count, _bytes, error) => {
    if (error === 0 && seen.length < 40) {
      await sleep(PAUSE / 2);
      return writeAsync(ecb, ".");
    }
    ledger["isapi-left"] ??= {
      error,
      ret: writeAsync(ecb, "still there?").ret,
      end: done(ecb).ret,
    };
  });
  writeAsync(ecb, ".");
  return HSE_STATUS_PENDING;
};

export const flushed: Proc = async (ecb) => {
  await write(ecb, "held ");
  flushes(ecb);
  await write(ecb, "then ");
  await heard("flushed");
  await write(ecb, "sent");
  return HSE_STATUS_SUCCESS;
};

const digits = (): Blob => new Blob(["0123456789"]);

export const transmitted: Proc = (ecb) => {
  const flags = HSE_IO_ASYNC | ISAPI.HSE_IO_SEND_HEADERS;
  const head = "X-File: digits\r\n\r\n<";
  const seen = onIo(ecb, () => {
    ledger["isapi-transmitted"] = seen;
    done(ecb);
  });
  const info = { file: digits(), statusCode: "206 Part", head, tail: ">", offset: 2, flags };
  ask(ecb, ISAPI.HSE_REQ_TRANSMIT_FILE, { ...info, bytesToWrite: 3 });
  return HSE_STATUS_PENDING;
};

export const vector: Proc = (ecb) => {
  const elementArray = [
    { elementType: MEMORY, context: "memory " },
    { elementType: FILE, context: digits(), offset: 1, size: 3 },
  ];
  const flags = ISAPI.HSE_IO_SEND_HEADERS | ISAPI.HSE_IO_FINAL_SEND;
  const head = { status: "201 Made", headers: "X-V: 1\r\n\r\n" };
  ask(ecb, ISAPI.HSE_REQ_VECTOR_SEND, { flags, ...head, elementArray });
  return HSE_STATUS_SUCCESS;
};

/** Cuts its own answer, and notes what becomes of the next operation. */
export const cut = (code: number): Proc => (ecb) => {
  flushes(ecb);
  const seen = onIo(ecb, (count) => {
    if (count === 1) {
      ask(ecb, code);
      return writeAsync(ecb, "never seen");
    }
    ledger[`isapi-cut-${code}`] = seen.at(-1);
    done(ecb);
  });
  writeAsync(ecb, "cut here");
  return HSE_STATUS_PENDING;
};

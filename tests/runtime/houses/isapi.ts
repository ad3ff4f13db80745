// What can an ISAPI extension do? One extension; the last part of the path is the room, and each room is one HttpExtensionProc.
import { createWebServer, defineModule, location, memoryFiles } from "../../../mod.ts";
import * as ISAPI from "../../../isapi.ts";
import { ledger, PAUSE } from "./_kit.ts";
import type { House } from "./_kit.ts";
import { facts } from "./isapi-facts.ts";
import { ask, done, flushes, onIo, type Proc, write, writeAsync } from "./isapi-kit.ts";
import { cut, flushed, leaver, stream, transmitted, unawaited, vector } from "./isapi-sends.ts";

const { HSE_IO_ASYNC, HSE_STATUS_PENDING, HSE_STATUS_SUCCESS } = ISAPI;
const said = (text: string, status: number): Proc => async (ecb) => {
  await write(ecb, text);
  return status;
};

/** Everything that was uploaded, as numbers: total, read ahead, read by ReadClient. */
const uploaded: Proc = async (ecb) => {
  const buffer = new Uint8Array(100_000);
  let size = 0;
  for (;;) {
    const { bytes } = await ecb.readClient(ecb.connID, buffer.subarray(size));
    if (bytes === 0) break;
    size += bytes;
  }
  const { totalBytes, data } = ecb;
  await write(ecb, JSON.stringify([totalBytes, data.byteLength, size]));
  return HSE_STATUS_SUCCESS;
};

const readAsync: Proc = (ecb) => {
  const buffer = new Uint8Array(8192);
  const read = () => ask(ecb, ISAPI.HSE_REQ_ASYNC_READ_CLIENT, buffer, HSE_IO_ASYNC);
  const seen = onIo(ecb, async (_count, bytes) => {
    if (bytes > 0) return read();
    await write(ecb, seen.join(", "));
    done(ecb);
  });
  read();
  return HSE_STATUS_PENDING;
};

/** A second operation is refused while the first one runs. */
const twice: Proc = (ecb) => {
  const noCallback = writeAsync(ecb, "never").error;
  const seen = onIo(ecb, async () => {
    await write(ecb, `; ${noCallback} ${second.error} | ${seen.join(", ")}`);
    done(ecb);
  });
  writeAsync(ecb, "first");
  const second = writeAsync(ecb, "second");
  return HSE_STATUS_PENDING;
};

const cancelled: Proc = (ecb) => {
  const seen = onIo(ecb, async () => {
    await write(ecb, seen.join());
    done(ecb);
  });
  ask(ecb, ISAPI.HSE_REQ_ASYNC_READ_CLIENT, new Uint8Array(10), HSE_IO_ASYNC);
  setTimeout(() => ask(ecb, ISAPI.HSE_REQ_CANCEL_IO), PAUSE / 4);
  return HSE_STATUS_PENDING;
};

const executed = (code: number): Proc => (ecb) => {
  onIo(ecb, () => {
    ledger["isapi-executed"] = ask(ecb, ISAPI.HSE_REQ_GET_EXEC_URL_STATUS);
    done(ecb);
  });
  ask(ecb, code, { url: "/missing?x", method: "PUT", execUrlFlags: 0 });
  return HSE_STATUS_PENDING;
};

const asked = (...call: [number, ...unknown[]]): Proc => (ecb) => {
  ask(ecb, ...call);
  return HSE_STATUS_SUCCESS;
};

const CALLBACK_THROWS: Proc = (ecb) => {
  onIo(ecb, () => {
    throw new Error("secret of a callback");
  });
  writeAsync(ecb, "dropped");
  return HSE_STATUS_PENDING;
};

const BY_HAND = "HTTP/1.1 404 No such room\r\nContent-Type: text/x-hand\r\n\r\nsorry";

const rooms: Record<string, Proc> = {
  facts: async (ecb) => {
    await write(ecb, JSON.stringify(facts(ecb)));
    return HSE_STATUS_SUCCESS;
  },
  success: said("success", HSE_STATUS_SUCCESS),
  keep: said("keep", ISAPI.HSE_STATUS_SUCCESS_AND_KEEP_CONN),
  error: said("dropped", ISAPI.HSE_STATUS_ERROR),
  "error-late": (ecb) => {
    flushes(ecb);
    return said("half", ISAPI.HSE_STATUS_ERROR)(ecb);
  },
  throws: () => {
    throw new Error("secret of the extension");
  },
  "callback-throws": CALLBACK_THROWS,
  uploaded,
  "read-async": readAsync,
  twice,
  stream,
  unawaited,
  "by-hand": (ecb) => write(ecb, BY_HAND).then(() => HSE_STATUS_SUCCESS),
  leaver,
  flushed,
  transmitted,
  vector,
  cancelled,
  close: cut(ISAPI.HSE_REQ_CLOSE_CONNECTION),
  abort: cut(ISAPI.HSE_REQ_ABORTIVE_CLOSE),
  exec: executed(ISAPI.HSE_REQ_EXEC_URL),
  "exec-unicode": executed(ISAPI.HSE_REQ_EXEC_UNICODE_URL),
  "send-url": asked(ISAPI.HSE_REQ_SEND_URL, "/plain?y"),
  redirect: asked(ISAPI.HSE_REQ_SEND_URL_REDIRECT_RESP, "http://other.example/"),
  head: asked(ISAPI.HSE_REQ_SEND_RESPONSE_HEADER, "404 Not Here", "X-A: 1\r\n\r\nbody"),
  "head-ex": asked(ISAPI.HSE_REQ_SEND_RESPONSE_HEADER_EX, {
    status: "202 Later",
    header: "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n",
    keepConn: true,
  }),
  "custom-error": asked(ISAPI.HSE_REQ_SEND_CUSTOM_ERROR, {
    status: "403 Forbidden",
    httpSubError: 1,
    async: false,
  }),
};

const extension = ISAPI.isapiExtension({
  getExtensionVersion() {
    ledger["isapi-loads"] = (ledger["isapi-loads"] as number | undefined ?? 0) + 1;
    return { ret: true, extensionVersion: ISAPI.HSE_VERSION, extensionDesc: "rooms" };
  },
  httpExtensionProc: (ecb) => rooms[ecb.pathInfo.split("/").at(-1)!](ecb),
});

const app = {
  fetch(request: Request): Response {
    const { pathname, search } = new URL(request.url);
    const status = pathname === "/missing" ? 404 : 200;
    return new Response(`${request.method} ${pathname}${search}`, { status });
  },
};

const watch = defineModule({
  name: "Watch",
  onLogRequest(context) {
    const said = context.getServerVariable("LOG_DATA").value;
    if (said !== null) ledger["isapi-log"] = said;
  },
});

const server = createWebServer({
  modules: [watch, location("/isapi/by-hand", { name: "End", onTransferEnd() {} })],
  app,
  files: memoryFiles({ "/dir/file.txt": "file" }),
  handlers: [
    {
      name: "rooms",
      path: "/isapi/*",
      verb: "*",
      modules: "IsapiModule",
      scriptProcessor: extension,
    },
  ],
});

export const isapi: House = (request, env, context) => server.fetch(request, env, context);

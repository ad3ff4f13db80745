// Shows an ISAPI extension that sends files: a part of one between a head and a tail, or several in one call.
// Pages: HSE_TF_INFO (ms524981), HSE_REQ_VECTOR_SEND (ms525867), HSE_RESPONSE_VECTOR (ms525729).
import { createWebServer, type WebServerOptions } from "@sluice/sluice";
import {
  type EXTENSION_CONTROL_BLOCK,
  HSE_IO_ASYNC,
  HSE_IO_FINAL_SEND,
  HSE_IO_SEND_HEADERS,
  HSE_IO_SYNC,
  HSE_REQ_DONE_WITH_SESSION,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_ERROR,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE as FILE,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER as MEMORY,
  HSE_VERSION,
  isapiExtension,
} from "@sluice/sluice/isapi";

const HEADERS = "Content-Type: text/plain; charset=utf-8\r\n\r\n";

// On a server these come from a disk: a Blob or a stream stands where ISAPI has a file handle.
const ballad = new Blob([
  "The river came down in the night,\n",
  "and asked to be let through the gate.\n",
  "The keeper, who kept it shut tight,\n",
  "said: one at a time, please, and wait.\n",
]);
const tides = new Blob(["high 04:12, low 10:31, high 16:40, low 22:58\n"]);

/** Sends one line of the ballad; its callback ends the session. */
function transmit(ecb: EXTENSION_CONTROL_BLOCK, line: number): number {
  const lengths = [34, 38, 36, 39];
  const { ret } = ecb.serverSupportFunction(ecb.connID, HSE_REQ_TRANSMIT_FILE, {
    file: ballad,
    offset: lengths.slice(0, line).reduce((sum, length) => sum + length, 0),
    bytesToWrite: lengths[line],
    statusCode: "200 OK",
    head: `${HEADERS}  ~ ~ ~\n`,
    tail: "  ~ ~ ~\n",
    flags: HSE_IO_ASYNC | HSE_IO_SEND_HEADERS,
    hseIO(block, _context, bytes) {
      block.logData = `sent=${bytes}`;
      block.serverSupportFunction(block.connID, HSE_REQ_DONE_WITH_SESSION);
    },
  });
  return ret ? HSE_STATUS_PENDING : HSE_STATUS_ERROR;
}

/** Sends both files, and words between them, in one call. */
function vector(ecb: EXTENSION_CONTROL_BLOCK): number {
  const { ret } = ecb.serverSupportFunction(ecb.connID, HSE_REQ_VECTOR_SEND, {
    flags: HSE_IO_SYNC | HSE_IO_SEND_HEADERS | HSE_IO_FINAL_SEND,
    status: "200 OK",
    headers: HEADERS,
    elementArray: [
      { elementType: FILE, context: ballad },
      { elementType: MEMORY, context: "\nTides of today: " },
      { elementType: FILE, context: tides, offset: 0, size: 0 },
    ],
  });
  return ret ? HSE_STATUS_SUCCESS : HSE_STATUS_ERROR;
}

const files = isapiExtension({
  getExtensionVersion: () => ({
    ret: true,
    extensionVersion: HSE_VERSION,
    extensionDesc: "Sends files",
  }),
  httpExtensionProc(ecb) {
    const line = /^\/line\/([1-4])$/.exec(ecb.pathInfo)?.[1];
    return line === undefined ? vector(ecb) : transmit(ecb, Number(line) - 1);
  },
});

export const options: WebServerOptions = {
  handlers: [
    { name: "files", path: "*", verb: "GET,HEAD", modules: "IsapiModule", scriptProcessor: files },
  ],
};

export default createWebServer(options);

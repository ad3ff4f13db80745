// How does an old extension feel at home? Reading on in the body, behind what was read ahead.
import { ERROR_HANDLE_EOF, NO_ERROR } from "../terms/hresult.ts";
import { ioErrorOf, type IoOutcome } from "./hse-result.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";

/** The request whose body is read. */
interface Reading {
  readonly context: IHttpContext4;
  readonly output: { readonly closed: boolean };
  hasRead: boolean;
}

/** The next bytes of the body; none at its end, which is no error. */
export async function readClient(session: Reading, buffer: Uint8Array): Promise<IoOutcome> {
  session.hasRead = true;
  const read = session.context.getRequest().readEntityBody(buffer, false);
  const { hr, bytesReceived } = await read;
  const error = ioErrorOf(hr, session.output.closed);
  return { bytes: bytesReceived, error: error === ERROR_HANDLE_EOF ? NO_ERROR : error };
}

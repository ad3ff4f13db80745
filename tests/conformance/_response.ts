// How is a response tried in one line? Chunks, modules of one handler, and an answer that is read whole within five seconds.
import {
  type CHttpModule,
  defineModule,
  type ModuleDefinition,
  type ModuleInput,
  type TransferEnd,
  type WebServerOptions,
} from "../../mod.ts";
import { memory, write } from "../_chunks.ts";
import { house } from "../_house.ts";
import { within } from "../_waits.ts";

export { memory, within, write };

type Options = Omit<WebServerOptions, "modules">;

/** What a client knows once it has read everything. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request to a server around `modules` and gives the Response as soon as its head is there. */
export async function head(
  modules: ModuleInput,
  path = "/",
  init?: RequestInit,
  options?: Options,
): Promise<Response> {
  return await within(house(modules, options).get(path, init), "the head");
}

/** Sends one request to a server around `modules` and reads the answer whole. */
export async function answer(
  modules: ModuleInput,
  path = "/",
  init?: RequestInit,
  options?: Options,
): Promise<Answer> {
  const response = await head(modules, path, init, options);
  const text = await within(response.text(), "the body");
  return { status: response.status, headers: response.headers, text };
}

/** A module with a single handler, at RQ_BEGIN_REQUEST. */
export function begin(onBeginRequest: CHttpModule["onBeginRequest"]): ModuleDefinition {
  return defineModule({ name: "Begin", onBeginRequest });
}

/** A module with a single handler, at RQ_EXECUTE_REQUEST_HANDLER. */
export function handler(
  onExecuteRequestHandler: CHttpModule["onExecuteRequestHandler"],
): ModuleDefinition {
  return defineModule({ name: "Handler", onExecuteRequestHandler });
}

/** A module with a single handler, at RQ_SEND_RESPONSE. */
export function sending(onSendResponse: CHttpModule["onSendResponse"]): ModuleDefinition {
  return defineModule({ name: "Sending", onSendResponse });
}

/** A module with a single handler, at RQ_LOG_REQUEST. */
export function logging(onLogRequest: CHttpModule["onLogRequest"]): ModuleDefinition {
  return defineModule({ name: "Logging", onLogRequest });
}

/** A handler entry for every URL, answered by the module that `handler` makes. */
export function everything(extra: Record<string, unknown> = {}): Options {
  return { handlers: [{ name: "All", path: "*", verb: "*", modules: "Handler", ...extra }] };
}

/** A module that waits for the end of the transfer, and the promise of what it was told. */
export function transferEnd(): {
  module: ModuleDefinition;
  ended: Promise<TransferEnd>;
  all: TransferEnd[];
} {
  const all: TransferEnd[] = [];
  let tell: (end: TransferEnd) => void;
  const ended = new Promise<TransferEnd>((resolve) => tell = resolve);
  const module = defineModule({
    name: "TransferEnd",
    onTransferEnd(_context, end) {
      all.push(end);
      tell(end);
    },
  });
  return { module, ended: within(ended, "the end of the transfer"), all };
}

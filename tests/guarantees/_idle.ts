// What do the tests of idle sources share? A body that says nothing just now, and every way that it may go.
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext4,
  type ModuleInput,
} from "../../mod.ts";
import { isRoot, nesting } from "../conformance/_child.ts";
import { write } from "../conformance/_notes.ts";

export function idle(seen: string[]) {
  return () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(5)),
        pull: () => new Promise(() => {}),
        cancel: () => void seen.push("cancelled"),
      }),
    );
}

/** A stream with nothing at all. */
export const silent = (seen: string[]) => () =>
  new Response(
    new ReadableStream({
      pull: () => new Promise(() => {}),
      cancel: () => void seen.push("cancelled"),
    }),
  );

export const early = (begin: (context: IHttpContext4) => void): ModuleInput => ({
  name: "Early",
  onBeginRequest: (context) => isRoot(context) ? begin(context) : undefined,
});
export const filter = (context: IHttpContext4): void =>
  void context.getResponse().addBodyFilter({ transform: (bytes) => bytes });
export const child = (execute: number) =>
  nesting([], "/child", { at: "onExecuteRequestHandler", execute });

export interface Way {
  readonly modules: ModuleInput;
  /** Whether a head leaves before the end of the body. */
  readonly head: boolean;
  /** Nobody but the runtime has the body, unless the request has a limit: closing does not reach it. */
  readonly untouched?: boolean;
}

/** Every way that the body may go. */ export const WAYS: Record<string, Way> = {
  "as it is": { modules: [], head: true, untouched: true },
  "counted": { modules: { name: "Counting", onTransferEnd() {} }, head: true },
  "each piece a send": {
    modules: [
      early((context) => context.getResponse().disableBuffering()),
      { name: "Seeing", onSendResponse() {} },
    ],
    head: true,
  },
  "through a filter": { modules: early(filter), head: true },
  "behind what a module has written": {
    modules: early((context) => void write(context, "front")),
    head: false,
  },
  "behind what a module has written, through a filter": {
    modules: early((context) => {
      filter(context);
      write(context, "front");
    }),
    head: false,
  },
  "from a child": { modules: child(0), head: true, untouched: true },
  "from a child into the parent's buffer": {
    modules: child(EXECUTE_FLAG_BUFFER_RESPONSE),
    head: false,
  },
  "from a child into the parent's buffer, through a filter": {
    modules: [{ name: "Filtering", onBeginRequest: filter }, child(EXECUTE_FLAG_BUFFER_RESPONSE)],
    head: false,
  },
  "from a child, its body alone": { modules: child(EXECUTE_FLAG_NO_HEADERS), head: false },
  "from a child, behind what its parent has written": {
    modules: [early((context) => void write(context, "front")), child(0)],
    head: false,
  },
};

// What is a program? One request and the modules that it meets, as data: the model and a real house play the same one.
import type { PriorityAlias } from "../../../mod.ts";
import type { Handler } from "../../conformance/_notes.ts";

/** Where a script can stand. */
export type Slot = Handler | "onCustomRequestNotification" | "onReadEntity";

/** When a completion is made: inside the handler, one microtask later, or that many turns of the clock later. */
export type Distance = "now" | "micro" | number;

/** `await` waits for the promise, `loose` drops it, `async` is fAsync TRUE. */
export type How = "await" | "loose" | "async";

/** One thing that a script does. */
export type Action =
  | { do: "write"; text: string; how: How }
  | { do: "flush"; how: How; more: boolean }
  | { do: "read"; how: "await" | "async" }
  | { do: "complete"; how: "post" | "indicate"; value: number; when: Distance }
  | { do: "custom" }
  | { do: "tick"; n: number }
  | { do: "status"; code: number }
  | { do: "header"; name: string; value: string; replace: boolean }
  | { do: "delete"; name: string }
  | { do: "clear" }
  | { do: "unbuffer" }
  | { do: "handled" }
  | { do: "disable"; slot: Handler }
  | { do: "next"; status: 0 | 2 }
  | { do: "last"; status: 0 | 2 }
  | { do: "error" }
  | { do: "reset" }
  | { do: "leave" }
  | { do: "sent" };

/** A status; "op" is PENDING if an operation is on its way, else CONTINUE; or an exception. */
export type Answer = 0 | 1 | 2 | "op" | "throw";

/** What a handler does. An async one may wait, and answers with a promise. */
export interface Script {
  readonly async: boolean;
  readonly actions: readonly Action[];
  readonly answer: Answer;
}

/** A module: its handlers, and what it does at each call of OnAsyncCompletion, in turn. */
export interface ModulePlan {
  readonly handlers: { readonly [S in Slot]?: Script };
  readonly completions: readonly Script[];
  readonly priority: { readonly [S in Slot]?: PriorityAlias };
}

/** The app: it answers one turn of the clock after it was asked. */
export interface AppPlan {
  readonly status: number;
  readonly text: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** One request. */
export interface Program {
  readonly mount: "server" | "hono";
  readonly method: "GET" | "POST" | "HEAD";
  /** The entity of a POST: one piece, which comes one turn after it is asked for. */
  readonly entity: string;
  readonly app: AppPlan | null;
  readonly modules: readonly ModulePlan[];
}

/** What can be known of a program that has been played. */
export interface Outcome {
  /** What the modules noted, in order. */
  readonly trace: readonly string[];
  /** What the client got; null where it had left before the end. */
  readonly client:
    | null
    | {
      readonly status: number;
      readonly headers: readonly string[];
      readonly body: string;
      readonly broken: boolean;
    };
  /** What onTransferEnd was told, once for each call. */
  readonly transfers: readonly string[];
}

/** The name of a module is its place in the list. */
export const nameOf = (place: number): string => "ABCDEFGH"[place];

/** An HRESULT as the notes have it. */
export const hex = (hr: number): string =>
  `0x${(hr >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;

/** The headers that a program can set; what else a runtime sends is its own business. */
export const HEADERS = ["x-a", "x-b"] as const;

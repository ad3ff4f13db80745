// Who builds the house and lets a request in? The core's last step of MAP_REQUEST_HANDLER: which entry, and its file.
import { CHttpModule } from "../terms/http-module.ts";
import {
  E_ACCESSDENIED,
  ERROR_ACCESS_DENIED,
  ERROR_FILE_NOT_FOUND,
  HRESULT_FROM_WIN32,
} from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import {
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import type { RequestRun } from "../engine/request-run.ts";
import { type Awaitable, driverFailure } from "../files/file-driver.ts";
import type { Plan } from "../plan/plan.ts";
import type { AccessPolicy } from "./access-policy.ts";
import { ScriptPath } from "./path-pattern.ts";
import { checkEntry, isOfType, needsFile, ScriptMap, type SelectedMap } from "./script-map.ts";
import type { HandlerEntry } from "./script-map.ts";
import { satisfiesAll } from "./preconditions.ts";
import { then } from "./virtual-files.ts";

/**
 * The entries whose preconditions hold.
 *
 * @param usual The buffer limit of those that say none.
 */
export function readEntries(
  handlers: readonly HandlerEntry[],
  pool?: string,
  usual?: number,
): ScriptMap[] {
  for (const entry of handlers) checkEntry(entry);
  return handlers.filter(({ name, preCondition }) =>
    preCondition === undefined ||
    satisfiesAll(`Handler entry "${name}"`, preCondition, pool)
  ).map((entry) => new ScriptMap(entry, usual));
}

/** An entry, and the part of a URL's path that it takes for the script's name. */
export interface EntryMatch {
  readonly entry: ScriptMap;
  readonly script: string;
}

/** The first entry for a path, percent-encoded, and a verb. */
export function findEntry(
  entries: readonly ScriptMap[],
  path: string,
  verb: string,
  ignores: (entry: ScriptMap) => boolean = () => false,
): EntryMatch | null {
  const scriptPath = new ScriptPath(path);
  for (const entry of entries) {
    if (ignores(entry)) continue;
    const script = entry.scriptIn(scriptPath, verb);
    if (script !== null) return { entry, script };
  }
  return null;
}

/** The file of a request, as far as the selection of its entry asks. */
export interface Located {
  readonly isDirectory: boolean;
}

/** What a request was mapped to by its modules, and what the core has found. */
export interface MappingPart {
  /** The script map that a module has brought. */
  readonly chosen: SelectedMap | null;
  /** Takes the part of the URL's path that names the script, unless a module has set one. */
  splitAt(script: string): void;
  /** Maps the script's name to a path and looks its file up; "failed" if a handler of RQ_MAP_PATH has failed. */
  locate(): Awaitable<Located | null | "failed">;
}

/** The request, for the selection of its entry. */
export interface MappedRequest {
  readonly method: string;
  /** Whether something stands behind the pipeline that answers what no entry is for. */
  readonly downstream: object | null;
  /** The URL that decides. */
  mappedUrl(): URL;
  /** What modules have mapped so far; null while nobody has. */
  readonly mappingPart: MappingPart | null;
  mapping(): MappingPart;
  /** Whether no handler is to be asked any more. */
  handled(): boolean;
  /** Whether an entry is not to be selected. */
  ignores(entry: object): boolean;
  /** Without an entry, that of the app is meant. */
  select(entry?: SelectedMap): void;
}

/** A request that has not begun. */
export interface EarlyRequest extends MappedRequest {
  readonly run: RequestRun;
  readonly plan: Plan;
  /** A handler of RQ_MAP_PATH has finished with an error. */
  mappingFailed(): void;
  crashed(error: unknown): void;
  mapping(): MappingPart & { mapForCore(): Awaitable<boolean> };
}

/** Maps the path before BEGIN_REQUEST where the entry asks for a file, as IIS does, and begins then. */
export function mapEarly(entries: readonly ScriptMap[], request: EarlyRequest): void {
  const { run } = request;
  const path = request.mappedUrl().pathname;
  const match = findEntry(entries, path, request.method, (entry) => request.ignores(entry));
  // A request that was refused before its first stage has landed already.
  const begins = run.bottom.cursor === 0 && request.plan.mapPath.length > 0;
  if (!begins || match === null || !needsFile(match.entry)) return run.walk(run.bottom);
  request.mapping().splitAt(match.script);
  const mapped = then(request.mapping().mapForCore(), (going) => {
    // A time limit was reached before the path was mapped.
    if (run.bottom.cursor > 0) return;
    if (!going) {
      request.mappingFailed();
      run.bottom.land();
    }
    run.walk(run.bottom);
  });
  if (mapped instanceof Promise) mapped.catch((error) => request.crashed(error));
}

/** Selects the entry at the end of MAP_REQUEST_HANDLER. */
export class HandlerMapping extends CHttpModule {
  readonly #entries: readonly ScriptMap[];
  readonly #policy: AccessPolicy;
  readonly #requestOf: (context: IHttpContext4) => MappedRequest;

  constructor(
    entries: readonly ScriptMap[],
    policy: AccessPolicy,
    requestOf: (context: IHttpContext4) => MappedRequest,
  ) {
    super();
    this.#entries = entries;
    this.#policy = policy;
    this.#requestOf = requestOf;
  }

  override onMapRequestHandler(context: IHttpContext4): RQResult {
    const request = this.#requestOf(context);
    const chosen = request.mappingPart?.chosen ?? null;
    if (chosen !== null) return this.#select(context, request, chosen);
    // Every module is asked, and nobody has said that it wants a file.
    if (this.#entries.length === 0) return RQ_NOTIFICATION_CONTINUE;
    const path = request.mappedUrl().pathname;
    const ignores = (entry: ScriptMap): boolean => request.ignores(entry);
    const match = findEntry(this.#entries, path, request.method, ignores);
    if (match !== null) {
      // What was split off for another entry, before the method was changed, is put together again.
      const split = match.script !== path || request.mappingPart !== null;
      if (split) request.mapping().splitAt(match.script);
      return this.#select(context, request, match.entry);
    }
    if (request.downstream === null) return refuse(context, request, 404, 4);
    request.select();
    return RQ_NOTIFICATION_CONTINUE;
  }

  #select(context: IHttpContext4, request: MappedRequest, entry: SelectedMap): RQResult {
    const refused = this.#policy.refusal(entry.info.getRequiredAccess());
    if (refused > 0) return refuse(context, request, 403, refused);
    if (!needsFile(entry.info)) return select(request, entry);
    return then(denied(() => request.mapping().locate()), (found) => {
      if (found === "failed") return RQ_NOTIFICATION_FINISH_REQUEST;
      if (found === "denied") return refuse(context, request, 401, 3);
      return isOfType(entry.info, found)
        ? select(request, entry)
        : refuse(context, request, 404, 0);
    });
  }
}

function select(request: MappedRequest, entry?: SelectedMap): typeof RQ_NOTIFICATION_CONTINUE {
  request.select(entry);
  return RQ_NOTIFICATION_CONTINUE;
}

/** A file that may not be read refuses the request; anything else that a driver throws fails it. */
function denied<T>(look: () => Awaitable<T>): Awaitable<T | "denied"> {
  const failed = (error: unknown): "denied" => {
    if (driverFailure(error) === E_ACCESSDENIED) return "denied";
    throw error;
  };
  try {
    const looked = look();
    return looked instanceof Promise ? looked.catch(failed) : looked;
  } catch (error) {
    return failed(error);
  }
}

const REFUSALS = {
  401: { reason: "Unauthorized", hr: E_ACCESSDENIED },
  403: { reason: "Forbidden", hr: HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED) },
  404: { reason: "Not Found", hr: HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) },
} as const;

/** There is no handler; where a child request has answered already, none is needed. */
function refuse(
  context: IHttpContext4,
  request: MappedRequest,
  status: keyof typeof REFUSALS,
  subStatus: number,
): typeof RQ_NOTIFICATION_CONTINUE | typeof RQ_NOTIFICATION_FINISH_REQUEST {
  if (request.handled() && context.getResponseHeadersSent()) return select(request);
  const { reason, hr } = REFUSALS[status];
  context.getResponse().setStatus(status, reason, subStatus, hr);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

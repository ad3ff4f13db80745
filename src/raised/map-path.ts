// What interrupts it? One URL to one path: raise RQ_MAP_PATH, inside a module's call or as a list that may park.
import type { IMapPathProvider } from "../terms/event-providers.ts";
import { E_FAIL, E_INVALIDARG, FAILED, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import {
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import { isThenable } from "../engine/call-module.ts";
import { Frame } from "../engine/frame.ts";
import { raise } from "../engine/raise.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { ParkingStep, Plan, RaisedStep } from "../plan/plan.ts";

/** The request for which something is mapped. */
export interface MapPathHost {
  readonly run: RequestRun;
  readonly plan: Plan;
  readonly context: IHttpContext4;
  setErrorStatus(error: HRESULT): void;
  isolated(name: string, error: unknown): void;
  warn(message: string): void;
}

/** What a mapping has come to. */
export interface MappedPath {
  readonly hr: HRESULT;
  readonly physicalPath: string;
}

/** What RQ_MAP_PATH handlers are given: a URL and its path, to be replaced. */
class MapPathProvider implements IMapPathProvider {
  error: HRESULT = S_OK;

  constructor(
    private readonly url: string,
    public physicalPath: string,
    private readonly told: ((error: HRESULT) => void) | null,
  ) {}

  getUrl(): string {
    return this.url;
  }

  getPhysicalPath(): string {
    return this.physicalPath;
  }

  setPhysicalPath(physicalPath: string): HRESULT {
    const good = typeof physicalPath === "string" && physicalPath !== "" &&
      !physicalPath.includes("\0");
    if (good) this.physicalPath = physicalPath;
    return good ? S_OK : E_INVALIDARG;
  }

  setErrorStatus(error: HRESULT): void {
    this.error = error;
    this.told?.(error);
  }
}

/**
 * Maps inside the call of a module. Nobody can wait there: a promise counts as CONTINUE, as PENDING does (ruling 5).
 * A handler that finishes with an error fails this call, and nothing else.
 */
export function mapInCall(host: MapPathHost, url: string, path: string): MappedPath {
  // Behind the last step there is nobody left to ask, except inside the last send.
  const ended = host.run.over && host.run.active === null;
  if (ended || host.plan.mapPath.length === 0) return { hr: S_OK, physicalPath: path };
  const provider = new MapPathProvider(url, path, null);
  const status = raise(host.run, {
    steps: host.plan.mapPath,
    method: "onMapPath",
    call: (module, step) => atOnce(host, step, module.onMapPath(host.context, provider)),
    threw: (step, error) => {
      host.isolated(step.registration.name, error);
      provider.error = E_FAIL;
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const failed = status === RQ_NOTIFICATION_FINISH_REQUEST && FAILED(provider.error);
  return failed
    ? { hr: provider.error, physicalPath: "" }
    : { hr: S_OK, physicalPath: provider.physicalPath };
}

function atOnce(host: MapPathHost, step: RaisedStep, result: RQResult): RQResult {
  if (!isThenable(result)) return result;
  host.warn("A promise cannot be waited for inside MapPath, it counts as CONTINUE");
  result.then(null, (error) => host.isolated(step.registration.name, error));
  return RQ_NOTIFICATION_CONTINUE;
}

/**
 * Maps for the core itself, where handlers may answer PENDING or a promise: they are walked as a frame on top of the
 * request's own (2.6). A handler that finishes with an error has failed the request by then.
 *
 * @param mapped Told of the path, at once if nothing had to be waited for.
 */
export function mapForCore(
  host: MapPathHost,
  url: string,
  path: string,
  mapped: (result: MappedPath) => void,
): void {
  const provider = new MapPathProvider(url, path, (error) => host.setErrorStatus(error));
  const steps = host.plan.mapPath.map((step) => stepOf(step, provider));
  // A landing place behind the end: only FINISH_REQUEST leads there, so that it is known by the cursor.
  const landing = steps.length + 1;
  const frame = new Frame({ steps, landing }, host.run.top, () => {
    const failed = frame.cursor === landing && FAILED(provider.error);
    mapped({ hr: failed ? provider.error : S_OK, physicalPath: provider.physicalPath });
  });
  host.run.top = frame;
  host.run.walk(frame);
}

function stepOf(step: RaisedStep, provider: MapPathProvider): ParkingStep {
  const call = (module: CHttpModule, context: IHttpContext4): RQResult =>
    watched(provider, () => module.onMapPath(context, provider));
  return { ...step, post: false, method: "onMapPath", call, handler: null, provider };
}

/** Notes that a handler failed by what it threw; the engine does the rest. */
function watched(provider: MapPathProvider, call: () => RQResult): RQResult {
  const failed = (): void => void (provider.error = E_FAIL);
  try {
    const result: RQResult = call();
    if (isThenable(result)) result.then(null, failed);
    return result;
  } catch (error) {
    failed();
    throw error;
  }
}

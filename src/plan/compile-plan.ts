// What will run, in which order? From registrations to frozen arrays; what cannot run is refused here, before any request.
import {
  RQ_AUTHENTICATE_REQUEST,
  RQ_CUSTOM_NOTIFICATION,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_LOG_REQUEST,
  RQ_MAP_PATH,
  RQ_MAP_REQUEST_HANDLER,
  RQ_READ_ENTITY,
  RQ_SEND_RESPONSE,
} from "../terms/notifications.ts";
import { type Constraints, orderPlaces, readConstraints } from "./order.ts";
import type { CoreModules, Plan, RaisedStep, Registration, Step, Walk } from "./plan.ts";
import { type HandlerFunction, type Stage, type StageHandler, STAGES } from "./stages.ts";

/** Makes the plan of a list of modules. Throws a `RangeError` if their before/after constraints form a cycle. */
export function compilePlan(registrations: readonly Registration[], core: CoreModules): Plan {
  const constraints = readConstraints(registrations);
  const raised = (bit: number): readonly RaisedStep[] =>
    Object.freeze(
      registered(registrations, bit, false, constraints).map((index) => ({
        registration: registrations[index],
        index,
        shared: registrations[index].shared,
        notification: bit,
      })),
    );
  const sendResponse = raised(RQ_SEND_RESPONSE);
  const transferEnd = Object.freeze(registrations.filter((r) => r.onTransferEnd !== null));
  return Object.freeze({
    registrations,
    walk: compileWalk(registrations, constraints, core, null),
    sendResponse,
    readEntity: raised(RQ_READ_ENTITY),
    customNotification: raised(RQ_CUSTOM_NOTIFICATION),
    mapPath: raised(RQ_MAP_PATH),
    transferEnd,
    watchesSend: sendResponse.length + transferEnd.length > 0,
    core,
    warnings: constraints.warnings,
  });
}

/**
 * The walk of a plan when the handler entry that names `modules` was selected.
 *
 * It differs from the plan's own walk in EXECUTE_REQUEST_HANDLER alone, so a request may change over to it
 * while it is in MAP_REQUEST_HANDLER.
 */
export function compileEntryWalk(plan: Plan, modules: readonly string[]): Walk {
  return compileWalk(plan.registrations, readConstraints(plan.registrations), plan.core, modules);
}

/** The part of a combined plan's walk that the modules from place `from` on have before LOG_REQUEST (ruling 12). */
export function nestedWalk(plan: Plan, from: number): Walk {
  const early = plan.walk.steps.slice(0, plan.walk.landing);
  const steps = Object.freeze(
    early.filter((s) => s.index >= from || s.index < 0),
  );
  return Object.freeze({ steps, landing: steps.length });
}

/** A walk begun under a smaller plan, with the LOG_REQUEST and END_REQUEST steps of the plan that it has grown to. */
export function extendWalk(begun: Walk, grown: Plan): Walk {
  const late = grown.walk.steps.slice(grown.walk.landing);
  const steps = Object.freeze([...begun.steps.slice(0, begun.landing), ...late]);
  return Object.freeze({ steps, landing: begun.landing });
}

function compileWalk(
  registrations: readonly Registration[],
  constraints: Constraints,
  core: CoreModules,
  entry: readonly string[] | null,
): Walk {
  const steps: Step[] = [];
  const add = (stage: Stage, handler: StageHandler, post: boolean, index: number): void => {
    steps.push(toStep(registrations[index], index, stage, handler, post));
  };
  let landing = 0;
  for (const stage of STAGES) {
    if (stage.bit === RQ_LOG_REQUEST) landing = steps.length;
    const pre = stage.bit === RQ_EXECUTE_REQUEST_HANDLER && entry !== null
      ? entryPlaces(registrations, entry)
      : registered(registrations, stage.bit, false, constraints);
    for (const place of pre) add(stage, stage.pre, false, place);
    const own = coreModule(core, stage.bit);
    if (own !== null) steps.push(toStep(own, -1, stage, stage.pre, false));
    for (const place of registered(registrations, stage.bit, true, constraints)) {
      add(stage, stage.post, true, place);
    }
  }
  return Object.freeze({ steps: Object.freeze(steps), landing });
}

function toStep(
  registration: Registration,
  index: number,
  stage: Stage,
  handler: StageHandler,
  post: boolean,
): Step {
  const { shared } = registration;
  const own = shared?.[handler.method];
  return Object.freeze({
    registration,
    index,
    shared,
    notification: stage.bit,
    post,
    method: handler.method,
    call: handler.call,
    handler: typeof own === "function" ? own as HandlerFunction : null,
  });
}

function coreModule(core: CoreModules, bit: number): Registration | null {
  if (bit === RQ_AUTHENTICATE_REQUEST) return core.userCheck;
  if (bit === RQ_MAP_REQUEST_HANDLER) return core.handlerMapping;
  return bit === RQ_EXECUTE_REQUEST_HANDLER ? core.downstream : null;
}

/** Left to right as the entry names them; a module of that name need not be registered for the stage to be named. */
function entryPlaces(registrations: readonly Registration[], names: readonly string[]): number[] {
  return names.flatMap((name) =>
    registrations.flatMap((r, place) =>
      r.name === name && (r.notifications & RQ_EXECUTE_REQUEST_HANDLER) !== 0 ? [place] : []
    )
  );
}

function registered(
  registrations: readonly Registration[],
  bit: number,
  post: boolean,
  constraints: Constraints,
): readonly number[] {
  const places: number[] = [];
  for (const [place, { notifications, postNotifications }] of registrations.entries()) {
    if (((post ? postNotifications : notifications) & bit) !== 0) places.push(place);
  }
  return orderPlaces(registrations, places, bit, post, constraints);
}

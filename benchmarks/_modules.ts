// How fast is it? Modules that do nothing, and the module that answers.
import {
  CHttpModule,
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type ModuleDefinition,
  type ModuleInput,
  RQ_NOTIFICATION_CONTINUE,
} from "@sluice/sluice";
import { BODY } from "./_middlewares.ts";

/** Stages in front of the handler, and the stages that mirror them behind it. */
const SIDES = [
  ["onBeginRequest", "onEndRequest"],
  ["onAuthenticateRequest", "onLogRequest"],
  ["onAuthorizeRequest", "onUpdateRequestCache"],
  ["onResolveRequestCache", "onReleaseRequestState"],
  ["onMapRequestHandler", "onPostExecuteRequestHandler"],
  ["onAcquireRequestState", "onPostExecuteRequestHandler"],
  ["onPreExecuteRequestHandler", "onPostExecuteRequestHandler"],
] as const;

const sideOf = (place: number): typeof SIDES[number] => SIDES[place % SIDES.length];
const list = <T>(count: number, make: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, place) => make(place));

/** Modules with one handler each, spread over the stages in front of the handler as real ones are. */
export function passThrough(count: number): ModuleDefinition[] {
  return list(
    count,
    (place) => defineModule({ name: `Pass${place}`, [sideOf(place)[0]]: () => 0 }),
  );
}

/** Modules with a handler before and one after the handler of the request, as code around `next()` has it. */
export function bothSides(count: number): ModuleDefinition[] {
  return list(count, (place) => {
    const [before, after] = sideOf(place);
    return defineModule({ name: `Both${place}`, [before]: () => 0, [after]: () => 0 });
  });
}

/** Module classes, of which every request has its own objects. */
export function classes(count: number): ModuleInput {
  return list(count, (place) => {
    const Class = class extends CHttpModule {};
    const value = () => RQ_NOTIFICATION_CONTINUE;
    Object.defineProperty(Class, "name", { value: `Class${place}` });
    Object.defineProperty(Class.prototype, sideOf(place)[0], { value });
    return Class;
  });
}

/** Modules of which the first `waiting` answer with a promise. */
export function asynchronous(count: number, waiting = count): ModuleDefinition[] {
  return list(count, (place) =>
    defineModule({
      name: `Async${place}`,
      // deno-lint-ignore require-await -- the promise is what is measured
      [sideOf(place)[0]]: place < waiting ? async () => 0 : () => 0,
    }));
}

/** A module that is the handler: it writes the body. */
export const handler: ModuleDefinition = defineModule({
  name: "Hello",
  onExecuteRequestHandler(context: IHttpContext) {
    const response = context.getResponse();
    response.setHeader("Content-Type", "text/plain;charset=UTF-8", true);
    const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: BODY };
    response.writeEntityChunks([chunk], true, false);
  },
});

// What do the tests of child requests share? A module that executes one child, and a note of what it was told.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  defineModule,
  type IHttpContext,
  type IHttpUser,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { code, type Handler, told } from "./_notes.ts";

/** What a clone has that is as much its parent as it can be. */
const WHOLE = CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY;

/** What a test says of the child besides its URL. */
export interface ChildPlan {
  /** Where the child is executed; RQ_BEGIN_REQUEST unless something else is said. */
  readonly at?: Handler;
  readonly clone?: number;
  readonly execute?: number;
  readonly user?: IHttpUser;
  /** Between CloneContext and ExecuteRequest. */
  readonly prepare?: (child: IHttpContext, context: IHttpContext) => void;
  /** In OnAsyncCompletion, before the clone is released; its answer is the module's. */
  readonly completed?: (context: IHttpContext, child: IHttpContext) => RQResult;
}

/** The root of a request; children are left alone, so that a test does not nest without end. */
export const isRoot = (context: IHttpContext): boolean => context.getParentContext() === null;

/** Executes a clone of `context` under another URL, and tells whether it started. */
export function executeChild(
  context: IHttpContext,
  url: string,
  { clone = WHOLE, execute = 0, user, prepare }: ChildPlan = {},
): { hr: number; child: IHttpContext } {
  const { httpContext: child } = context.cloneContext(clone);
  if (url !== "") child!.getRequest().setUrl(url, true);
  prepare?.(child!, context);
  const { hr } = context.executeRequest(true, child!, execute, user ?? null);
  return { hr, child: child! };
}

/** A module that executes a child in every root request, parks, and notes and releases it when it has ended. */
export function nesting(seen: string[], url: string, plan: ChildPlan = {}): ModuleDefinition {
  const children = new WeakMap<IHttpContext, IHttpContext>();
  const start = (context: IHttpContext): RQResult => {
    if (!isRoot(context)) return RQ_NOTIFICATION_CONTINUE;
    const { hr, child } = executeChild(context, url, plan);
    children.set(context, child);
    if (hr === 0) return RQ_NOTIFICATION_PENDING;
    seen.push(`refused ${code(hr)}`);
    return RQ_NOTIFICATION_CONTINUE;
  };
  return defineModule({
    name: "Nesting",
    [plan.at ?? "onBeginRequest"]: start,
    onAsyncCompletion(context, notification, post, _provider, info) {
      seen.push(`completed ${told(notification, post, info)} ${info.getCompletedOperation()}`);
      const child = children.get(context)!;
      const answer = plan.completed?.(context, child);
      seen.push(`released ${code(child.releaseClonedContext())}`);
      return answer;
    },
  } as ModuleDefinition);
}

/** What `nesting` notes of a child that was executed in a notification. */
export const COMPLETION = (notification: number, post = false): string[] => [
  `completed ${notification} ${post} 0 0x00000000 3`,
  "released 0x00000000",
];

/** An app that says which path it was asked for. */
export const paths = {
  fetch: (request: Request): Response => new Response(`app ${new URL(request.url).pathname}`),
};

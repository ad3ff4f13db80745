// What do the tests of custom notifications share? The notification itself, and modules that raise, hear and park one.
import {
  type CHttpModule,
  defineModule,
  type ICustomNotificationProvider,
  type IHttpContext,
  type ModuleDefinition,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { code } from "./_notes.ts";

/** A notification as a module implements it. */
export const custom = (type: string): ICustomNotificationProvider => ({
  queryNotificationType: () => type,
  setErrorStatus: () => {},
});

/** One that is raised by identity. */
export const SLOW: ICustomNotificationProvider = custom("slow");

type Custom = CHttpModule["onCustomRequestNotification"];

/** A module that hears custom notifications: its note first, then what `answer` does. */
export const hearing = (
  name: string,
  seen: string[],
  answer: Custom = () => RQ_NOTIFICATION_CONTINUE,
  more: Partial<ModuleDefinition> = {},
): ModuleDefinition =>
  defineModule({
    ...more,
    name,
    onCustomRequestNotification(context, provider) {
      seen.push(`${name} ${provider.queryNotificationType()}`);
      return answer(context, provider);
    },
  });

/** Raises one in BEGIN_REQUEST, parks if it has to, and notes its completion. */
export const raising = (
  seen: string[],
  notification: ICustomNotificationProvider = SLOW,
  answer: RQResult = RQ_NOTIFICATION_CONTINUE,
): ModuleDefinition =>
  defineModule({
    name: "Raising",
    onBeginRequest(context) {
      const { hr, completionExpected } = context.notifyCustomNotification(notification);
      seen.push(`${code(hr)} ${completionExpected}`);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion(_context, notification, post, provider, info) {
      seen.push(
        `completed ${notification} ${post} ${info.getCompletionBytes()} ` +
          `${code(info.getCompletionStatus())} ${info.getCompletedOperation()} ` +
          `${provider as unknown === SLOW}`,
      );
      return answer;
    },
  });

/** What `raising` notes when the handlers of its notification are through: once, and for its own notification. */
export const COMPLETED = `completed ${RQ_BEGIN_REQUEST} false 0 0x00000000 4 false`;

/** Parks a custom notification and hands the context to the test. */
export function parking(
  seen: string[],
): { module: ModuleDefinition; context: Promise<IHttpContext> } {
  const { promise, resolve } = Promise.withResolvers<IHttpContext>();
  const module = defineModule({
    name: "Parking",
    onCustomRequestNotification(context) {
      seen.push("Parking");
      resolve(context);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(_context, notification, post, provider, info) {
      const own = provider as unknown === SLOW;
      seen.push(`Parking async ${notification} ${post} ${info.getCompletionBytes()} ${own}`);
      return RQ_NOTIFICATION_CONTINUE;
    },
  });
  return { module, context: promise };
}

// How is a sample of the documentation tried in a few lines? Modules that answer with a value, and one request.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  type IHttpContext4,
  type IHttpServer3,
  type ModuleDefinition,
  type ModuleInput,
  type REQUEST_NOTIFICATION_STATUS,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
  type WebServerOptions,
} from "../../../mod.ts";
import { type Answer, answer, memory } from "../_response.ts";

/** The handlers in which a sample can answer. */
export type AnsweringHandler =
  | "onBeginRequest"
  | "onPostMapRequestHandler"
  | "onPreExecuteRequestHandler"
  | "onSendResponse";

/** Ends the request with a text of its own, as most samples do. */
export function say(context: IHttpContext, text: string): REQUEST_NOTIFICATION_STATUS {
  const response = context.getResponse();
  response.clear();
  response.setHeader("Content-Type", "text/plain", true);
  response.writeEntityChunks(memory(text), false, true);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

/** A module that answers "label: value" in one handler; null leaves the request alone. */
export function telling(
  label: string,
  value: (context: IHttpContext4) => unknown,
  at: AnsweringHandler = "onBeginRequest",
): ModuleDefinition {
  const handler: CHttpModule["onBeginRequest"] = (context) => {
    const found = value(context);
    if (found !== null) return say(context, `${label}: ${found}`);
  };
  return defineModule({ name: "Sample", [at]: handler });
}

/** What the client reads from one request to a server around `modules`. */
export async function told(
  modules: ModuleInput,
  path = "/",
  init?: RequestInit,
  options?: Omit<WebServerOptions, "modules">,
): Promise<string> {
  return (await asked(modules, path, init, options)).text;
}

/** The same with status and headers. */
export const asked = (
  modules: ModuleInput,
  path = "/",
  init?: RequestInit,
  options?: Omit<WebServerOptions, "modules">,
): Promise<Answer> => answer(modules, path, init, options);

/** A module that answers in BEGIN with what it asks the server object for that RegisterModule was given. */
export function onServer(
  value: (context: IHttpContext4, server: IHttpServer3) => string | Promise<string>,
): ModuleInput {
  return {
    name: "Sample",
    registerModule(_version, info, server) {
      class Sample extends CHttpModule {
        override async onBeginRequest(
          context: IHttpContext4,
        ): Promise<REQUEST_NOTIFICATION_STATUS> {
          return say(context, await value(context, server));
        }
      }
      const factory = { getHttpModule: () => ({ hr: S_OK, module: new Sample() }), terminate() {} };
      return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
    },
  };
}

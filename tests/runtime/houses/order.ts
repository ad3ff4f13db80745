// In which order do notifications come? Each module writes its name into one header, which the client reads.
import { CHttpModule, type IHttpContext, PRIORITY_ALIAS_FIRST } from "../../../mod.ts";
import { STAGES } from "../../_stages.ts";
import { type House, note, RQ_NOTIFICATION_FINISH_REQUEST, serve, write } from "./_kit.ts";

/** The names that `/order/all` has to show. */
export const ALL = STAGES.flatMap((stage) => [`on${stage}`, `onPost${stage}`]);

/** A module with a handler for every notification, which notes its name and goes on. */
class Everything extends CHttpModule {}
for (const name of ALL) {
  const value = (context: IHttpContext) => {
    note(context, name);
    if (name === "onExecuteRequestHandler") write(context, "all");
  };
  Object.defineProperty(Everything.prototype, name, { value, configurable: true, writable: true });
}

const finishing = {
  name: "Finishing",
  onBeginRequest(context: IHttpContext) {
    write(context, "finished early");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
};

const named = (name: string) => ({
  name,
  onBeginRequest: (context: IHttpContext) => note(context, `${name}.begin`),
  onAuthenticateRequest: (context: IHttpContext) => note(context, `${name}.authenticate`),
  onSendResponse: (context: IHttpContext) => note(context, `${name}.send`),
});

const answer = {
  name: "Answer",
  onExecuteRequestHandler: (context: IHttpContext) => write(context, "answer"),
};

const houses: Record<string, House> = {
  all: serve(Everything),
  finish: serve(finishing, Everything),
  priority: serve(
    named("A"),
    { ...named("B"), priority: PRIORITY_ALIAS_FIRST },
    named("C"),
    answer,
  ),
};

export const order: House = (request) => {
  const room = new URL(request.url).pathname.split("/")[2];
  return houses[room]?.(request) ?? new Response(null, { status: 404 });
};

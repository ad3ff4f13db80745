// What is known of a client from one request to the next? What the tests share: a client that keeps its cookies.
import { defineModule, type IHttpContext } from "../../mod.ts";
import { house } from "../../tests/_house.ts";
import { getSession, type Session, session, type SessionOptions } from "./index.ts";

/** What a handler does with the session. */
export type Act = (session: Session, context: IHttpContext) => unknown;

/** A server whose handler does something with the session, and a client that keeps its cookies. */
export function visits(options: SessionOptions | undefined, act: Act) {
  let next = act;
  let cookie = "";
  const handler = defineModule({
    name: "Handler",
    async onExecuteRequestHandler(context) {
      context.getResponse().setStatus(200, "OK");
      seen.push(await next(getSession(context), context));
    },
  });
  const seen: unknown[] = [];
  const { get, server } = house([session(options), handler]);
  const visit = async (act?: Act, Cookie = cookie): Promise<Response> => {
    next = act ?? next;
    const answer = await get("/", { headers: Cookie === "" ? {} : { Cookie } });
    const set = answer.headers.get("Set-Cookie");
    if (set !== null) cookie = set.split(";")[0];
    return answer;
  };
  return { visit, seen, server, cookie: () => cookie };
}

/** Counts. */
export const count: Act = (session) => {
  session.set("count", (session.get<number>("count") ?? 0) + 1);
  return session.get("count");
};
/** Only looks. */
export const read: Act = (session) => session.get("count");
/** The cookie that an answer sets. */
export const setCookie = (answer: Response): string | null => answer.headers.get("Set-Cookie");

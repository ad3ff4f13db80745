// Who is told what happened? How a request begins, what it answers, how it ends.
import type { SOCKADDR } from "../terms/sockaddr.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import { GL_NOTIFICATION_CONTINUE, type GLResult } from "../terms/notification-status.ts";
import type { EventSink, RunTracer } from "../engine/run-host.ts";

/** Where a request has arrived. */
export interface Arrival {
  readonly siteId: number;
  readonly appPool: string;
  readonly request: { readonly url: string; readonly method: string };
}

/** The two ends of a connection, as far as a runtime tells. */
interface Ends {
  readonly remoteAddress: SOCKADDR | null;
  readonly localAddress: SOCKADDR | null;
}

/** The status of a response. */
interface SetStatus {
  readonly statusCode: number;
  readonly subStatus: number;
}

/** What the writer of a response has sent; nothing is known where the app's body was handed over as it is. */
interface Sent {
  readonly sent: number | undefined;
}

/** The first event of a request. No runtime numbers its connections. */
export function tellStart(tracer: EventSink, { siteId, appPool, request }: Arrival): void {
  const { url, method } = request;
  const items = [siteId, appPool, 0n, 0n, url, method];
  tracer.event("GENERAL_REQUEST_START", { message: `${method} ${url}` }, items);
}

/** Calls a handler of GL_PRE_BEGIN_REQUEST between its two events. */
export function tellPreBegin(tracer: EventSink, module: string, call: () => GLResult): GLResult {
  tracer.event("PRE_BEGIN_REQUEST_START", { module }, [module]);
  let status: number = GL_NOTIFICATION_CONTINUE;
  try {
    const answer = call();
    status = answer ?? status;
    return answer;
  } finally {
    tracer.event("PRE_BEGIN_REQUEST_END", { module, status }, [module, status]);
  }
}

/** Who asks, and with which headers, once it is known that the request is let in. */
export function tellArrival(tracer: EventSink, request: Request, ends: Ends): void {
  const [remote, local] = [ends.remoteAddress, ends.localAddress];
  const values = [remote?.address, remote?.port, local?.address, local?.port];
  tracer.event(
    "GENERAL_ENDPOINT_INFORMATION",
    { message: [remote, local].map((end) => end === null ? "?" : nameOf(end)).join(", ") },
    values.map((value) => value ?? null),
  );
  const text = textOf(request.headers);
  tracer.event("GENERAL_REQUEST_HEADERS", { message: text }, [text]);
}

/** A module has set a user. */
export function tellUser(tracer: EventSink, user: IHttpUser): void {
  const [type, name] = [user.getAuthenticationType(), user.getUserName()];
  tracer.event("USER_SET", { message: `${type}, ${name}` }, [
    type,
    name,
    user.supportsIsInRole?.() ?? false,
  ]);
}

/** A handler entry was chosen. */
export function tellHandler(
  tracer: EventSink,
  before: IScriptMapInfo | null,
  now: IScriptMapInfo,
): void {
  const names = [before?.getName() ?? "", now.getName()];
  tracer.event("HANDLER_CHANGED", { message: names.join(" -> ") }, [
    ...names,
    now.getModules(),
    now.getScriptProcessor(),
    now.getManagedType(),
  ]);
}

/** The head of the answer, as it leaves. */
export function tellHead(tracer: EventSink, { status, headers }: Response): void {
  const text = textOf(headers);
  tracer.event("GENERAL_RESPONSE_HEADERS", { status, message: text }, [text]);
}

/** The last event of a request. */
export function tellEnd(
  tracer: RunTracer,
  set: SetStatus | undefined,
  delivered: Response | null,
  writer: Sent | undefined,
): void {
  const { status, subStatus, bytes } = endOf(set, delivered, writer);
  const items = [bytes ?? 0, tracer.received, status ?? 0, subStatus];
  tracer.event("GENERAL_REQUEST_END", { status, bytes }, items);
}

/** How a request ended. */
function endOf(
  set: SetStatus | undefined,
  delivered: Response | null,
  writer: Sent | undefined,
): { status?: number; subStatus: number; bytes?: number } {
  const status = set?.statusCode ?? delivered?.status;
  return { status, subStatus: set?.subStatus ?? 0, bytes: writer?.sent ?? lengthOf(delivered) };
}

/** What a request is, and how far below the one of the client, for the events around a child. */
interface Child {
  readonly siteId: number;
  readonly url: string;
  readonly method: string;
  /** 1 for the child of a request that a client has made. */
  readonly level: number;
}

/** Told by the parent before its child's first event. */
export function tellChildStart(tracer: EventSink, { siteId, url, method, level }: Child): void {
  const message = `${method} ${url}, level ${level}`;
  tracer.event("GENERAL_CHILD_REQUEST_START", { message }, [siteId, url, method, level]);
}

/** Told by the parent behind its child's last event. */
export function tellChildEnd(
  tracer: EventSink,
  set: SetStatus | undefined,
  delivered: Response | null,
  writer: Sent | undefined,
): void {
  const { status, subStatus, bytes } = endOf(set, delivered, writer);
  const items = [bytes ?? 0, status ?? 0, subStatus];
  tracer.event("GENERAL_CHILD_REQUEST_END", { status, bytes }, items);
}

/** The length that the app's body was given, if it was. */
function lengthOf(delivered: Response | null): number | undefined {
  const length = delivered?.headers.get("content-length") ?? "";
  return /^\d+$/.test(length) ? Number(length) : undefined;
}

const nameOf = ({ address, port }: SOCKADDR): string => `${address}:${port}`;

/** Headers as traces show them, each in a line. */
function textOf(headers: Headers): string {
  return [...headers].map(([name, value]) => `${name}: ${value}`).join("\r\n");
}

// What happened in a request? A listener keeps the events of every request, and a second request reads them.
import {
  CGlobalModule,
  GL_NOTIFICATION_CONTINUE,
  GL_TRACE_EVENT,
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type IGlobalTraceEventProvider,
  type NamedRegistration,
} from "../../../mod.ts";
import { flush, type House, ledger, RQ_NOTIFICATION_FINISH_REQUEST, serve, write } from "./_kit.ts";

/** Notes each event into the ledger, under the path of its request. */
class Listening extends CGlobalModule {
  override onGlobalTraceEvent(provider: IGlobalTraceEventProvider) {
    const { traceEvent } = provider.getTraceEvent();
    const { httpContext } = provider.getCurrentHttpRequestContext();
    const items = traceEvent!.eventItems.filter(({ name }) => name === "Notification")
      .map(({ dataDescription }) => ` ${dataDescription}`);
    const { fullUrl } = httpContext!.getRequest().getRawHttpRequest().cookedUrl;
    const lines = ledger[new URL(fullUrl).pathname] ??= [];
    (lines as string[]).push(`${traceEvent!.eventName}${items}`);
    return GL_NOTIFICATION_CONTINUE;
  }
}

const listening = (name: string, areas: number, verbosity: number): NamedRegistration => ({
  name,
  registerModule(_serverVersion, moduleInfo, server) {
    server.getTraceContext().setTraceConfiguration(moduleInfo.getId(), {
      providerGuid: GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
      areas,
      verbosity,
      providerEnabled: true,
    });
    return moduleInfo.setGlobalNotifications(new Listening(), GL_TRACE_EVENT);
  },
});

const flushing = {
  name: "Flushing",
  async onAcquireRequestState(context: Parameters<typeof flush>[0]) {
    write(context, "traced");
    await flush(context);
    context.getTraceContext().quickTrace("flushed");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
};

const houses: Record<string, House> = {
  whole: serve(listening("Everything", 0xffffe, 5), flushing),
  general: serve(listening("General", 0, 0), flushing),
};

export const tracing: House = (request, env, context) => {
  const room = new URL(request.url).pathname.split("/")[2];
  return houses[room]?.(request, env, context) ?? new Response(null, { status: 404 });
};

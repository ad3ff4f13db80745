// What do modules keep with a request and its connection? Contexts that write into the ledger what they are told.
import {
  CHttpModule,
  type HTTP_MODULE_ID,
  type IHttpConnectionStoredContext,
  type IHttpContext,
  type IHttpModuleRegistrationInfo,
  RQ_BEGIN_REQUEST,
  S_OK,
} from "../../../mod.ts";
import { flush, type House, ledger, PAUSE, roomOf, rooms, sleep, write } from "./_kit.ts";

/** Notes what happens to it, in order, under the name of its room. */
class Kept implements IHttpConnectionStoredContext {
  constructor(private readonly key: string) {}

  private note(what: string): void {
    ledger[this.key] = [...(ledger[this.key] as string[] | undefined ?? []), what];
  }

  notifyDisconnect(): void {
    this.note("disconnect");
  }

  cleanupStoredContext(): void {
    this.note("cleanup");
  }
}

let id: HTTP_MODULE_ID;

class Keeping extends CHttpModule {
  override onBeginRequest(context: IHttpContext): void {
    const room = roomOf(context);
    const container = context.getConnection().getModuleContextContainer();
    container.setConnectionModuleContext(new Kept(`connection-${room}`), id);
    context.getModuleContextContainer().setModuleContext(new Kept(`request-${room}`), id);
  }
}

const keeping = {
  name: "Keeping",
  registerModule(_version: number, info: IHttpModuleRegistrationInfo): number {
    id = info.getId();
    const factory = { getHttpModule: () => ({ hr: S_OK, module: new Keeping() }), terminate() {} };
    return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
  },
};

export const containers: House = rooms({
  whole: (context) => write(context, "whole"),
  async pieces(context) {
    write(context, "one");
    await flush(context);
    write(context, "two");
  },
  async left(context) {
    for (let i = 0; i < 40; i++) {
      write(context, ".");
      if (await flush(context) < 0) return;
      await sleep(PAUSE / 2);
    }
  },
}, keeping);

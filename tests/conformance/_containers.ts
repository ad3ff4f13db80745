// What do the tests of containers share? A stored context that notes its life, and modules that know their id.
import {
  CHttpModule,
  type HTTP_MODULE_ID,
  type IHttpConnectionStoredContext,
  type IHttpContext4,
  type PFN_REGISTERMODULE,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { registered } from "./_notes.ts";

/** Something that a module keeps; notes what it is told. */
export class Kept implements IHttpConnectionStoredContext {
  constructor(readonly seen: string[], readonly name = "kept") {}

  notifyDisconnect(): void {
    this.seen.push(`${this.name} disconnected`);
  }

  cleanupStoredContext(): void {
    this.seen.push(`${this.name} cleaned up`);
  }
}

type Handler = (context: IHttpContext4, id: HTTP_MODULE_ID) => RQResult;

/** A module whose handlers know its id. */
export function keeping(
  begin: Handler,
  end: Handler = () => {},
  name = "Keeping",
): { name: string; registerModule: PFN_REGISTERMODULE } {
  let id: HTTP_MODULE_ID;
  class Keeping extends CHttpModule {
    override onBeginRequest(context: IHttpContext4): RQResult {
      return begin(context, id);
    }
    override onEndRequest(context: IHttpContext4): RQResult {
      return end(context, id);
    }
  }
  const bits = RQ_BEGIN_REQUEST | RQ_END_REQUEST;
  return registered(name, () => new Keeping(), bits, 0, (info) => void (id = info.getId()));
}

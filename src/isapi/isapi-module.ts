// How does an old extension feel at home? IsapiModule: runs the extension of a handler entry in RQ_EXECUTE_REQUEST_HANDLER.
import type { IHttpCompletionInfo2 } from "../terms/completion-info.ts";
import type { IHttpEventProvider } from "../terms/event-providers.ts";
import { S_OK } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type { IHttpServer3 } from "../terms/http-server.ts";
import type { IHttpModuleFactory } from "../terms/module-registration.ts";
import { RQ_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";
import {
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../terms/notification-status.ts";
import type { HandlerModule, ProcessorMap } from "../terms/script-map-info.ts";
import { executes } from "./executes.ts";
import { extensionNamed, IsapiExtension } from "./extension.ts";
import { type Entity, readAhead } from "./read-ahead.ts";
import { Session } from "./session.ts";

/** The server in which extensions run. */
class IsapiHost implements IHttpModuleFactory {
  private readonly used = new Set<IsapiExtension>();
  /** What entries have named by a text: an extension that takes the name later is for other servers. */
  private readonly found = new Map<string, IsapiExtension>();

  constructor(
    readonly server: IHttpServer3,
    /** Null where the handler entry says it. */
    private readonly only: IsapiExtension | null,
  ) {}

  getHttpModule(): { hr: number; module: CHttpModule } {
    return { hr: S_OK, module: new IsapiRequest(this) };
  }

  terminate(): void {
    const used = [...this.used];
    this.used.clear();
    leaveAll(used, this);
  }

  /** An extension that a route has brought is for the URL of that route: a child with another one goes on to the app. */
  answers(context: IHttpContext4): boolean {
    const parent = this.only === null ? null : context.getParentContext();
    return parent === null || parent.getScriptName() === context.getScriptName();
  }

  /** The extension of a request, loaded. */
  extensionOf(context: IHttpContext4): IsapiExtension {
    const extension = this.only ?? this.behind(context);
    extension.use(this);
    this.used.add(extension);
    return extension;
  }

  private behind(context: IHttpContext4): IsapiExtension {
    const map = context.getScriptMap() as ProcessorMap | null;
    const processor = map?.scriptProcessor ?? map?.getScriptProcessor();
    if (processor instanceof IsapiExtension) return processor;
    const name = String(processor);
    const extension = this.found.get(name) ?? extensionNamed(name);
    if (extension === undefined) throw notThere(map?.getName(), processor);
    this.found.set(name, extension);
    return extension;
  }
}

/** One that throws keeps no other from its end. */
function leaveAll([extension, ...others]: readonly IsapiExtension[], user: object): void {
  try {
    extension?.leave(user);
  } finally {
    if (others.length > 0) leaveAll(others, user);
  }
}

function notThere(entry: string | undefined, processor: unknown): TypeError {
  return new TypeError(
    `IsapiModule: scriptProcessor of handler entry "${entry}" is ${
      processor === "" ? "not there" : String(processor)
    }, wished for what isapiExtension makes, or the name that it was given`,
  );
}

/** The module object of one request. */
class IsapiRequest extends CHttpModule {
  private session: Session | null = null;
  private entity: Entity | null = null;

  constructor(private readonly host: IsapiHost) {
    super();
  }

  override onExecuteRequestHandler(context: IHttpContext4): RQResult {
    if (!this.host.answers(context)) return RQ_NOTIFICATION_CONTINUE;
    const extension = this.host.extensionOf(context);
    context.setRequestHandled();
    const entity = readAhead(context);
    if (!(entity instanceof Promise)) return this.begin(context, extension, entity);
    entity.then((read) => {
      this.entity = read;
      if (executes(context)) context.postCompletion(0);
    });
    return RQ_NOTIFICATION_PENDING;
  }

  override onAsyncCompletion(
    context: IHttpContext4,
    _notification: number,
    _postNotification: boolean,
    _provider: IHttpEventProvider,
    completionInfo: IHttpCompletionInfo2,
  ): RQResult {
    const { session, entity } = this;
    if (session !== null) return session.resume(completionInfo);
    if (entity === null) return RQ_NOTIFICATION_PENDING;
    return this.begin(context, this.host.extensionOf(context), entity);
  }

  /** Whatever the request has ended with, no operation stays without its callback. */
  override dispose(): void {
    this.session?.child.abandoned();
  }

  private begin(context: IHttpContext4, extension: IsapiExtension, entity: Entity): RQResult {
    this.session = new Session(context, extension, this.host.server, entity);
    return this.session.begin();
  }
}

/** A module that runs this one extension, whatever the handler entry. */
export function moduleFor(extension: IsapiExtension | null): HandlerModule {
  return {
    name: "IsapiModule",
    registerModule: (_serverVersion, moduleInfo, server) => {
      const host = new IsapiHost(server, extension);
      return moduleInfo.setRequestNotifications(host, RQ_EXECUTE_REQUEST_HANDLER, 0);
    },
  };
}

/**
 * The module that handler entries name: it runs the extension that stands in `scriptProcessor`.
 *
 * A server with such an entry has it without being told. It is to be listed where entries name their extension by a text.
 */
export const IsapiModule: HandlerModule = Object.freeze(moduleFor(null));

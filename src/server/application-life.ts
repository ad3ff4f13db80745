// Who builds the house and lets a request in? The start of an application at its first request, and its stop.
import { GL_APPLICATION_START, GL_APPLICATION_STOP } from "../terms/notifications.ts";
import type { GlobalEvents } from "./global-events.ts";
import { ApplicationProvider, type Refusal, refusalOf } from "./global-providers.ts";
import type { Application } from "./site.ts";

/** What the global modules of one list hear of the application that they run in. */
export class ApplicationLife {
  declare private readonly events: GlobalEvents;
  declare private readonly application: Application;
  declare private readonly resolved: Refusal | null;
  /** In which run of the application these modules were started. */
  declare private run: number;
  declare private refusal: Refusal | null;

  constructor(events: GlobalEvents, application: Application, resolved: Refusal | null) {
    this.events = events;
    this.application = application;
    this.resolved = resolved;
    this.run = -1;
    this.refusal = null;
  }

  /** Starts the application, once in each of its runs; says why if its requests cannot be answered. */
  start(): Refusal | null {
    const { application, events } = this;
    if (this.run === application.run) return this.refusal;
    this.run = application.run;
    const known = new Set(application.started);
    for (const { id } of events.registrations) application.started.add(id);
    application.lives.add(this);
    const provider = new ApplicationProvider(application);
    const status = events.raise(
      GL_APPLICATION_START,
      (module) => module.onGlobalApplicationStart(provider),
      provider,
      ({ id }) => !known.has(id),
    );
    return this.refusal = this.resolved ?? refusalOf(status, provider);
  }

  /** Tells the modules that were started, each once. */
  stop(): void {
    const { application, events } = this;
    if (this.run !== application.run) return;
    this.run = -1;
    const provider = new ApplicationProvider(application);
    events.raise(
      GL_APPLICATION_STOP,
      (module) => module.onGlobalApplicationStop(provider),
      provider,
      ({ id }) => application.started.delete(id),
    );
  }
}

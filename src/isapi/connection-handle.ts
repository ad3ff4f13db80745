// How does an old extension feel at home? ConnID: it alone says which request is meant, as where functions are pointers.
import type { SupportedSession } from "./support.ts";

/** The handle of one request; nothing to see for whoever holds it. */
export class ConnectionHandle {
  readonly #session: SupportedSession;

  constructor(session: SupportedSession) {
    this.#session = session;
    Object.freeze(this);
  }

  /** The request that a handle stands for; null for what is none. */
  static sessionOf(conn: unknown): SupportedSession | null {
    const known = typeof conn === "object" && conn !== null && #session in conn;
    return known ? (conn as ConnectionHandle).#session : null;
  }
}

// What is known of a client from one request to the next? The session of a request, as its modules and its app see it.

/** What is known of a client. Values are kept as JSON. */
export interface Session {
  /** Its name; a new session that nothing was written to has one that the client will not hear of. */
  readonly id: string;
  /** Whether the client named no session that there is. */
  readonly isNew: boolean;
  /** Whether nothing can be written. */
  readonly isReadOnly: boolean;
  /** A value, or undefined. One that is an object has to be set again after it has been changed. */
  get<T = unknown>(key: string): T | undefined;
  /**
   * Sets a value.
   *
   * Throws an `Error` if the session is read-only, if it has been let go, or if it is new and the head has left: then no
   * cookie can name it any more.
   */
  set(key: string, value: unknown): void;
  /** Removes a value; the same errors. */
  delete(key: string): void;
  /** Removes all values; the same errors. */
  clear(): void;
  /** The keys of all values. */
  keys(): string[];
  /** Gives the session another name, so that who knew the old one has nothing; do so when somebody logs on. */
  renew(): void;
  /** Ends the session with this request. */
  abandon(): void;
}

/** How the session stands to its request. */
export interface SessionHost {
  readonly isReadOnly: boolean;
  /** Whether it is too late for a cookie. */
  isHeadSent(): boolean;
}

/** Names a session so that nobody can guess it: 24 random bytes. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** Whether a text may be the name of a session. */
export function isId(text: string): boolean {
  return /^[\w-]{32}$/.test(text);
}

/** The session of one request, while it is held. */
export class HeldSession implements Session {
  readonly #values: Map<string, unknown>;
  readonly #host: SessionHost;
  readonly isNew: boolean;
  #id: string | null;
  /** The name under which it was found, if that is not its name any more. */
  formerId: string | null = null;
  isChanged = false;
  /** Whether somebody has looked at values, if only to find none. */
  isRead = false;
  isAbandoned = false;
  isReleased = false;

  constructor(host: SessionHost, id: string | null, data: Record<string, unknown>) {
    this.#host = host;
    this.#id = id;
    this.isNew = id === null;
    this.#values = new Map(Object.entries(data));
  }

  get id(): string {
    return this.#id ??= newId();
  }

  get isReadOnly(): boolean {
    return this.#host.isReadOnly;
  }

  /** Whether the answer may be made of what is known of this client, and so is for him alone. */
  get isUsed(): boolean {
    return this.isRead || this.isChanged || this.isAbandoned;
  }

  /** Whether the client has to be told the name. */
  get needsCookie(): boolean {
    return this.isChanged && (this.isNew || this.formerId !== null);
  }

  get data(): Record<string, unknown> {
    return Object.fromEntries(this.#values);
  }

  get<T = unknown>(key: string): T | undefined {
    this.isRead = true;
    return this.#values.get(key) as T | undefined;
  }

  set(key: string, value: unknown): void {
    this.#change("set");
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (!this.#values.has(key)) return;
    this.#change("delete");
    this.#values.delete(key);
  }

  clear(): void {
    if (this.#values.size === 0) return;
    this.#change("clear");
    this.#values.clear();
  }

  keys(): string[] {
    this.isRead = true;
    return [...this.#values.keys()];
  }

  renew(): void {
    this.#change("renew", true);
    if (!this.isNew) this.formerId ??= this.#id;
    this.#id = newId();
  }

  abandon(): void {
    this.#check("abandon");
    this.isAbandoned = true;
  }

  #change(method: string, renames = false): void {
    this.#check(method);
    if ((this.isNew || renames) && !this.isChanged && this.#host.isHeadSent()) {
      throw wrong(method, "the head has left, so no cookie can name it", "a call before the flush");
    }
    this.isChanged = true;
  }

  #check(method: string): void {
    if (this.isReleased) {
      throw wrong(method, "was let go in RELEASE_REQUEST_STATE", "a call before it");
    }
    if (this.isReadOnly) throw wrong(method, "is read-only", "enableSessionState true");
  }
}

function wrong(method: string, found: string, wished: string): Error {
  return new Error(
    `session (SessionModule): ${method}: the session ${found}, wished for ${wished}`,
  );
}

// How is a pipeline tried? A TCP connection as the runtime has it: nothing is read but on demand.

/** One connection to a loopback port. */
export interface Socket {
  /** This end's port. */
  readonly localPort: number;
  /** Reads once; null when the other end has closed or reset the connection. */
  read(): Promise<Uint8Array | null>;
  /** Settles when the system has taken all bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Goes away at once. */
  close(): void;
}

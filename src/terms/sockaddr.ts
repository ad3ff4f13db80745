// Terms: what do the pages call it?
// This file: the address of one end of a connection.

/** The address family of IPv4. */
export const AF_INET = 2 as const;

/** The address family of IPv6. */
export const AF_INET6 = 23 as const;

/** The address of one end of a connection. */
export interface SOCKADDR {
  /** Which of the two families the address is of. */
  readonly family: typeof AF_INET | typeof AF_INET6;
  /** The address as text: dotted for IPv4, with colons and without brackets for IPv6. */
  readonly address: string;
  /** The port; 0 when the runtime does not tell it. */
  readonly port: number;
}

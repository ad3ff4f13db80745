// Terms: what do the pages call it?
// This file: what ISAPI filters are notified of, and in which order.

/**
 * Only requests over a secure channel; with SF_NOTIFY_NONSECURE_PORT, or without both, all of them.
 */
export const SF_NOTIFY_SECURE_PORT = 1 as const;

/**
 * Only requests over a channel that is not secure; with SF_NOTIFY_SECURE_PORT, or without both, all of them.
 */
export const SF_NOTIFY_NONSECURE_PORT = 2 as const;

/**
 * Bytes of the request's body have come. Differs: the head was read by the runtime and is no raw data any more.
 */
export const SF_NOTIFY_READ_RAW_DATA = 0x8000 as const;

/**
 * The head of the request is there, nothing was made of it yet: RQ_BEGIN_REQUEST.
 */
export const SF_NOTIFY_PREPROC_HEADERS = 0x4000 as const;

/**
 * The next thing is to find out who the user is: behind RQ_BEGIN_REQUEST.
 */
export const SF_NOTIFY_AUTHENTICATION = 0x2000 as const;

/**
 * A URL was mapped to a path: RQ_MAP_PATH, when somebody asks for a path.
 */
export const SF_NOTIFY_URL_MAP = 0x1000 as const;

/**
 * The answer is a 401 and has not been sent yet.
 */
export const SF_NOTIFY_ACCESS_DENIED = 0x800 as const;

/**
 * The head of the response is about to leave: the first RQ_SEND_RESPONSE.
 */
export const SF_NOTIFY_SEND_RESPONSE = 0x40 as const;

/**
 * Bytes are about to leave: the head once, then the body in pieces. Differs: the runtime writes the head, which is read
 * again where a filter has changed it.
 */
export const SF_NOTIFY_SEND_RAW_DATA = 0x400 as const;

/**
 * The response has left or was broken off, the line of the access log is about to be written.
 */
export const SF_NOTIFY_LOG = 0x200 as const;

/**
 * The request is at its end: RQ_END_REQUEST.
 */
export const SF_NOTIFY_END_OF_REQUEST = 0x80 as const;

/**
 * Nothing more comes of this request. Differs: no runtime tells of the end of a connection.
 */
export const SF_NOTIFY_END_OF_NET_SESSION = 0x100 as const;

/**
 * The user is known: behind RQ_AUTHENTICATE_REQUEST.
 */
export const SF_NOTIFY_AUTH_COMPLETE = 0x4000000 as const;

/**
 * Called before filters of the other orders; PRIORITY_ALIAS_FIRST among modules.
 */
export const SF_NOTIFY_ORDER_HIGH = 0x80000 as const;

/**
 * Called before filters of low order; PRIORITY_ALIAS_HIGH among modules.
 */
export const SF_NOTIFY_ORDER_MEDIUM = 0x40000 as const;

/**
 * Called behind other filters; PRIORITY_ALIAS_MEDIUM among modules.
 */
export const SF_NOTIFY_ORDER_LOW = 0x20000 as const;

/**
 * The order of a filter that says none: low.
 */
export const SF_NOTIFY_ORDER_DEFAULT = 0x20000 as const;

/**
 * All bits of the order of a filter.
 */
export const SF_NOTIFY_ORDER_MASK = 0xe0000 as const;

// Terms: what do the pages call it?
// This file: the flag words of clones, child requests, sends, reads and raw requests.

/**
 * The clone gets URL, query string and method.
 * @see ihttpcontext-clonecontext-method
 */
export const CLONE_FLAG_BASICS = 0x1 as const;

/**
 * The clone gets the request headers.
 * @see ihttpcontext-clonecontext-method
 */
export const CLONE_FLAG_HEADERS = 0x2 as const;

/**
 * The clone gets the request body, as far as it is unread.
 * @see ihttpcontext-clonecontext-method
 */
export const CLONE_FLAG_ENTITY = 0x4 as const;

/**
 * The clone goes without Range and the If- headers.
 * @see ihttpcontext-clonecontext-method
 */
export const CLONE_FLAG_NO_PRECONDITION = 0x8 as const;

/**
 * The clone goes without the headers of WebDAV.
 * @see ihttpcontext-clonecontext-method
 */
export const CLONE_FLAG_NO_DAV = 0x10 as const;

/** The clone gets the vary settings of the cache policy. */
export const CLONE_FLAG_USER_CACHE_VARY_BY = 0x20 as const;

/** The clone gets the server variables that modules have set. */
export const CLONE_FLAG_SERVER_VARIABLE = 0x40 as const;

/**
 * The child's status and headers are not used, only its body.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_NO_HEADERS = 0x1 as const;

/**
 * The child skips the handler entry that the parent is in, which ends a loop.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR = 0x2 as const;

/**
 * The child may belong to another pool. There are no pools here: no effect.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_IGNORE_APPPOOL = 0x4 as const;

/**
 * The child makes no error pages.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_DISABLE_CUSTOM_ERROR = 0x8 as const;

/**
 * The child has the parent's URL.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_SAME_URL = 0x10 as const;

/**
 * The child's response is moved into the parent's buffer, where the parent may change it.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_BUFFER_RESPONSE = 0x20 as const;

/**
 * The child's response may be cached.
 * @see ihttpcontext-executerequest-method
 */
export const EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE = 0x40 as const;

/**
 * The connection is to be closed after this send.
 * @see isendresponseprovider-getflags-method
 */
export const HTTP_SEND_RESPONSE_FLAG_DISCONNECT = 0x1 as const;

/**
 * More of the body follows in a later send.
 * @see isendresponseprovider-getflags-method
 */
export const HTTP_SEND_RESPONSE_FLAG_MORE_DATA = 0x2 as const;

/**
 * The bytes may be held back for a moment below the pipeline.
 * @see isendresponseprovider-getflags-method
 */
export const HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA = 0x4 as const;

/**
 * Small pieces may be put together. No socket is in reach: no effect.
 * @see isendresponseprovider-getflags-method
 */
export const HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING = 0x8 as const;

/** The layer below is asked to answer a Range header. */
export const HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES = 0x20 as const;

/** The connection becomes a plain stream of bytes, as after an upgrade. */
export const HTTP_SEND_RESPONSE_FLAG_OPAQUE = 0x40 as const;

/** The client is asked to open a new connection. */
export const HTTP_SEND_RESPONSE_FLAG_GOAWAY = 0x100 as const;

/** The layer below chooses the framing of the body. */
export const HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING = 0x200 as const;

/** The request has a body that is not read to its end. */
export const HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS = 0x1 as const;

/** The request was routed by its address, not by its host name. */
export const HTTP_REQUEST_FLAG_IP_ROUTED = 0x2 as const;

/** The request came over HTTP/2. */
export const HTTP_REQUEST_FLAG_HTTP2 = 0x4 as const;

/** A read goes on until the buffer is full or the body ends. */
export const HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER = 0x1 as const;

// Terms: what do the pages call it?
// This file: the request and global notifications as bit masks, and the priority classes.

/**
 * Stage 1 of 12: the request has arrived, nothing is known about its user or handler.
 * @see request-processing-constants
 */
export const RQ_BEGIN_REQUEST = 0x1 as const;

/**
 * Stage 2 of 12: modules find out who the user is.
 * @see request-processing-constants
 */
export const RQ_AUTHENTICATE_REQUEST = 0x2 as const;

/**
 * Stage 3 of 12: modules decide whether that user may go on.
 * @see request-processing-constants
 */
export const RQ_AUTHORIZE_REQUEST = 0x4 as const;

/**
 * Stage 4 of 12: a cache may answer in place of the handler.
 * @see request-processing-constants
 */
export const RQ_RESOLVE_REQUEST_CACHE = 0x8 as const;

/**
 * Stage 5 of 12: the handler for the URL and the method is chosen.
 * @see request-processing-constants
 */
export const RQ_MAP_REQUEST_HANDLER = 0x10 as const;

/**
 * Stage 6 of 12: state such as a session is fetched.
 * @see request-processing-constants
 */
export const RQ_ACQUIRE_REQUEST_STATE = 0x20 as const;

/**
 * Stage 7 of 12: the last moment before the handler runs.
 * @see request-processing-constants
 */
export const RQ_PRE_EXECUTE_REQUEST_HANDLER = 0x40 as const;

/**
 * Stage 8 of 12: the handler makes the answer; only modules of the matched entry are called.
 * @see request-processing-constants
 */
export const RQ_EXECUTE_REQUEST_HANDLER = 0x80 as const;

/**
 * Stage 9 of 12: state that was fetched is given back.
 * @see request-processing-constants
 */
export const RQ_RELEASE_REQUEST_STATE = 0x100 as const;

/**
 * Stage 10 of 12: a cache may keep the answer.
 * @see request-processing-constants
 */
export const RQ_UPDATE_REQUEST_CACHE = 0x200 as const;

/**
 * Stage 11 of 12: the request is logged; runs for every request, also after an early end.
 * @see request-processing-constants
 */
export const RQ_LOG_REQUEST = 0x400 as const;

/**
 * Stage 12 of 12: the last look at the request; runs always, before the implicit send.
 * @see request-processing-constants
 */
export const RQ_END_REQUEST = 0x800 as const;

/**
 * A bit that newer headers define and no handler belongs to. Exported for completeness, never
 * raised.
 */
export const RQ_SEND_RESPONSE_STATUS_AND_HEADERS = 0x8000000 as const;

/**
 * Raised when a module calls `notifyCustomNotification` of the request context.
 * @see request-processing-constants
 */
export const RQ_CUSTOM_NOTIFICATION = 0x10000000 as const;

/**
 * Raised once for each send, before its bytes leave; modules run in reverse order.
 * @see request-processing-constants
 */
export const RQ_SEND_RESPONSE = 0x20000000 as const;

/**
 * Raised inside each read of the request body.
 * @see request-processing-constants
 */
export const RQ_READ_ENTITY = 0x40000000 as const;

/**
 * Raised when a URL is mapped to a path. The bit is the sign bit: combine masks with `>>> 0`.
 * @see request-processing-constants
 */
export const RQ_MAP_PATH = 0x80000000 as const;

/**
 * The server was told to stop.
 * @see request-processing-constants
 */
export const GL_STOP_LISTENING = 0x2 as const;

/**
 * Caches are about to be emptied.
 * @see request-processing-constants
 */
export const GL_CACHE_CLEANUP = 0x4 as const;

/**
 * Someone asks the shared cache for an operation.
 * @see request-processing-constants
 */
export const GL_CACHE_OPERATION = 0x10 as const;

/**
 * The host asks whether the server is well.
 * @see request-processing-constants
 */
export const GL_HEALTH_CHECK = 0x20 as const;

/**
 * A configuration path has changed.
 * @see request-processing-constants
 */
export const GL_CONFIGURATION_CHANGE = 0x40 as const;

/**
 * A watched file has changed.
 * @see request-processing-constants
 */
export const GL_FILE_CHANGE = 0x80 as const;

/**
 * A request has arrived and its pipeline has not started.
 * @see request-processing-constants
 */
export const GL_PRE_BEGIN_REQUEST = 0x100 as const;

/**
 * An application meets its first request.
 * @see request-processing-constants
 */
export const GL_APPLICATION_START = 0x200 as const;

/**
 * The module list of an application is being made and may be added to.
 * @see request-processing-constants
 */
export const GL_APPLICATION_RESOLVE_MODULES = 0x400 as const;

/**
 * An application is unloaded.
 * @see request-processing-constants
 */
export const GL_APPLICATION_STOP = 0x800 as const;

/**
 * An administrator asks about the running state.
 * @see request-processing-constants
 */
export const GL_RSCA_QUERY = 0x1000 as const;

/**
 * A trace event was raised.
 * @see request-processing-constants
 */
export const GL_TRACE_EVENT = 0x2000 as const;

/**
 * Raised when a module calls `notifyCustomNotification` of the server.
 * @see request-processing-constants
 */
export const GL_CUSTOM_NOTIFICATION = 0x4000 as const;

/**
 * A thread leaves an application. There are no such threads here: accepted, never raised.
 * @see request-processing-constants
 */
export const GL_THREAD_CLEANUP = 0x8000 as const;

/** An application is warmed up before its first request. */
export const GL_APPLICATION_PRELOAD = 0x10000 as const;

/** The process is about to sleep. Accepted, never raised. */
export const GL_SUSPEND_PROCESS = 0x20000 as const;

/**
 * Runs before all other classes; behind them in RQ_SEND_RESPONSE.
 * @see request-processing-constants
 */
export const PRIORITY_ALIAS_FIRST = "FIRST" as const;

/**
 * Runs before the middle class; behind it in RQ_SEND_RESPONSE.
 * @see request-processing-constants
 */
export const PRIORITY_ALIAS_HIGH = "HIGH" as const;

/**
 * The middle class, and the one a module is in that asks for none.
 * @see request-processing-constants
 */
export const PRIORITY_ALIAS_MEDIUM = "MEDIUM" as const;

/**
 * Runs after the middle class; ahead of it in RQ_SEND_RESPONSE.
 * @see request-processing-constants
 */
export const PRIORITY_ALIAS_LOW = "LOW" as const;

/**
 * Runs after all other classes; ahead of them in RQ_SEND_RESPONSE.
 * @see request-processing-constants
 */
export const PRIORITY_ALIAS_LAST = "LAST" as const;

/** The name of a priority class. Inside one class the listed order counts. */
export type PriorityAlias =
  | typeof PRIORITY_ALIAS_FIRST
  | typeof PRIORITY_ALIAS_HIGH
  | typeof PRIORITY_ALIAS_MEDIUM
  | typeof PRIORITY_ALIAS_LOW
  | typeof PRIORITY_ALIAS_LAST;

// Terms: what do the pages call it?
// This file: the statuses that a module answers a notification with.

/**
 * Go on with the next handler.
 * @see request-notification-status-enumeration
 */
export const RQ_NOTIFICATION_CONTINUE = 0 as const;

/**
 * The request waits at this handler until a completion arrives.
 * @see request-notification-status-enumeration
 */
export const RQ_NOTIFICATION_PENDING = 1 as const;

/**
 * Leave out what is left up to RQ_LOG_REQUEST, where the request goes on.
 * @see request-notification-status-enumeration
 */
export const RQ_NOTIFICATION_FINISH_REQUEST = 2 as const;

/**
 * What a request handler answers: go on, wait, or finish.
 * @see request-notification-status-enumeration
 */
export type REQUEST_NOTIFICATION_STATUS =
  | typeof RQ_NOTIFICATION_CONTINUE
  | typeof RQ_NOTIFICATION_PENDING
  | typeof RQ_NOTIFICATION_FINISH_REQUEST;

/**
 * What a handler may return: a status, a promise of one, or nothing, which means
 * RQ_NOTIFICATION_CONTINUE.
 *
 * A promise parks the request as RQ_NOTIFICATION_PENDING does and answers with the status that it
 * resolves to. A rejected one ends the request with status 500.
 */
export type RQResult =
  | REQUEST_NOTIFICATION_STATUS
  | void
  | Promise<REQUEST_NOTIFICATION_STATUS | void>;

/**
 * Go on with the next global module.
 * @see cglobalmodule-class
 */
export const GL_NOTIFICATION_CONTINUE = 0 as const;

/**
 * No further global module is called for this notification.
 * @see cglobalmodule-class
 */
export const GL_NOTIFICATION_HANDLED = 1 as const;

/**
 * What a global handler answers: go on, or dealt with.
 * @see cglobalmodule-class
 */
export type GLOBAL_NOTIFICATION_STATUS =
  | typeof GL_NOTIFICATION_CONTINUE
  | typeof GL_NOTIFICATION_HANDLED;

/** What a global handler may return: a status, or nothing, which means GL_NOTIFICATION_CONTINUE. Nothing waits for it. */
export type GLResult = GLOBAL_NOTIFICATION_STATUS | void;

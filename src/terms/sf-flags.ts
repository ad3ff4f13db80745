// Terms: what do the pages call it?
// This file: statuses, requests, reasons and limits of ISAPI filters.

/**
 * The version of ISAPI filters: 10.0, both parts in one number.
 */
export const HTTP_FILTER_REVISION = 0xa0000 as const;

/**
 * Room for the name of a user in C, its end included; not checked.
 */
export const SF_MAX_USERNAME = 257 as const;

/**
 * Room for a password in C, its end included; not checked.
 */
export const SF_MAX_PASSWORD = 257 as const;

/**
 * Room for the type of an authentication in C, its end included; not checked.
 */
export const SF_MAX_AUTH_TYPE = 33 as const;

/**
 * Room for the description of a filter in C, its end included; not checked.
 */
export const SF_MAX_FILTER_DESC_LEN = 257 as const;

/**
 * Sends a head: `data` is the status line or null for "200 OK", `ul1` are header lines or null. It takes the place of what was
 * written before, and goes with the response.
 */
export const SF_REQ_SEND_RESPONSE_HEADER = 0 as const;

/**
 * Adds the header lines in `data` to the response if that is a 401.
 */
export const SF_REQ_ADD_HEADERS_ON_DENIAL = 1 as const;

/**
 * Behind SF_STATUS_REQ_READ_NEXT: how many further bytes there shall be at the next SF_NOTIFY_READ_RAW_DATA, in `ul1`.
 */
export const SF_REQ_SET_NEXT_READ_SIZE = 2 as const;

/**
 * Names a proxy. Answered with ERROR_NOT_SUPPORTED.
 */
export const SF_REQ_SET_PROXY_INFO = 3 as const;

/**
 * Asks for the number of the connection. Answered with ERROR_NOT_SUPPORTED, as IIS 4 to 6 do.
 */
export const SF_REQ_GET_CONNID = 4 as const;

/**
 * Hands over a certificate of Windows. Answered with ERROR_NOT_SUPPORTED.
 */
export const SF_REQ_SET_CERTIFICATE_INFO = 5 as const;

/**
 * Gives the property of the server that `ul1` names, one of SF_PROPERTY_*.
 */
export const SF_REQ_GET_PROPERTY = 6 as const;

/**
 * Gives the URL in `data` in plain text: decoded once, its dots resolved.
 */
export const SF_REQ_NORMALIZE_URL = 7 as const;

/**
 * Switches off, for this filter and the rest of this request, the notifications in `ul1`, a bit mask of SF_NOTIFY_*.
 */
export const SF_REQ_DISABLE_NOTIFICATIONS = 8 as const;

/**
 * The security context of a connection. Nothing has one here.
 */
export const SF_PROPERTY_SSL_CTXT = 0 as const;

/**
 * The number of the site.
 */
export const SF_PROPERTY_INSTANCE_NUM_ID = 1 as const;

/**
 * The filter has answered the request, which ends; the connection is closed behind it.
 */
export const SF_STATUS_REQ_FINISHED = 0x8000000 as const;

/**
 * The filter has answered the request, which ends; the connection stays open if the client wants it.
 */
export const SF_STATUS_REQ_FINISHED_KEEP_CONN = 0x8000001 as const;

/**
 * Go on with the next filter.
 */
export const SF_STATUS_REQ_NEXT_NOTIFICATION = 0x8000002 as const;

/**
 * Dealt with: no further filter hears of this notification. The request goes on.
 */
export const SF_STATUS_REQ_HANDLED_NOTIFICATION = 0x8000003 as const;

/**
 * The filter has failed: the request ends with status 500.
 */
export const SF_STATUS_REQ_ERROR = 0x8000004 as const;

/**
 * In SF_NOTIFY_READ_RAW_DATA: keep these bytes and come back with more behind them. Elsewhere it means
 * SF_STATUS_REQ_NEXT_NOTIFICATION.
 */
export const SF_STATUS_REQ_READ_NEXT = 0x8000005 as const;

/**
 * Denied because nobody, or not the right one, has logged on.
 */
export const SF_DENIED_LOGON = 1 as const;

/**
 * Denied by the resource.
 */
export const SF_DENIED_RESOURCE = 2 as const;

/**
 * Denied by a filter.
 */
export const SF_DENIED_FILTER = 4 as const;

/**
 * Denied by an extension or the application.
 */
export const SF_DENIED_APPLICATION = 8 as const;

/**
 * Denied by the configuration; stands beside another reason.
 */
export const SF_DENIED_BY_CONFIG = 0x10000 as const;

// Terms: what do the pages call it?
// This file: the requests of ServerSupportFunction.

/**
 * The number below the first request of ISAPI 1.
 */
export const HSE_REQ_BASE = 0 as const;

/**
 * Answers with 302 and a Location.
 */
export const HSE_REQ_SEND_URL_REDIRECT_RESP = 1 as const;

/**
 * Answers with what a local URL gives; with 302 for a URL of another server.
 */
export const HSE_REQ_SEND_URL = 2 as const;

/**
 * Sets status and headers; what stands behind a blank line is body.
 */
export const HSE_REQ_SEND_RESPONSE_HEADER = 3 as const;

/**
 * Ends a request that was answered with HSE_STATUS_PENDING. The control block is dead afterwards.
 */
export const HSE_REQ_DONE_WITH_SESSION = 4 as const;

/**
 * The number below the first request of later versions.
 */
export const HSE_REQ_END_RESERVED = 1000 as const;

/**
 * Gives the path of a URL in the virtual file system.
 */
export const HSE_REQ_MAP_URL_TO_PATH = 1001 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_SSPI_INFO = 1002 as const;

/**
 * Adds a text to the query field of the log.
 */
export const HSE_APPEND_LOG_PARAMETER = 1003 as const;

/**
 * Names the callback of asynchronous operations; null for none.
 */
export const HSE_REQ_IO_COMPLETION = 1005 as const;

/**
 * Sends a file, with bytes in front of it and behind it. Asynchronous.
 */
export const HSE_REQ_TRANSMIT_FILE = 1006 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_REFRESH_ISAPI_ACL = 1007 as const;

/**
 * Tells whether the connection is to stay open.
 */
export const HSE_REQ_IS_KEEP_CONN = 1008 as const;

/**
 * Reads from the request's body. Asynchronous.
 */
export const HSE_REQ_ASYNC_READ_CLIENT = 1010 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_IMPERSONATION_TOKEN = 1011 as const;

/**
 * Gives the path of a URL, and what may be done there.
 */
export const HSE_REQ_MAP_URL_TO_PATH_EX = 1012 as const;

/**
 * Breaks the transfer off at once.
 */
export const HSE_REQ_ABORTIVE_CLOSE = 1014 as const;

/**
 * Gives the client's certificate, where the runtime tells it.
 */
export const HSE_REQ_GET_CERT_INFO_EX = 1015 as const;

/**
 * Sets status and headers, and says whether the connection stays open.
 */
export const HSE_REQ_SEND_RESPONSE_HEADER_EX = 1016 as const;

/**
 * Closes the connection; what is outstanding completes with ERROR_NETNAME_DELETED.
 */
export const HSE_REQ_CLOSE_CONNECTION = 1017 as const;

/**
 * Tells whether the client is still there.
 */
export const HSE_REQ_IS_CONNECTED = 1018 as const;

/**
 * HSE_REQ_MAP_URL_TO_PATH for wide characters, which all texts are made of here.
 */
export const HSE_REQ_MAP_UNICODE_URL_TO_PATH = 1023 as const;

/**
 * HSE_REQ_MAP_URL_TO_PATH_EX for wide characters.
 */
export const HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX = 1024 as const;

/**
 * HSE_REQ_EXEC_URL for wide characters.
 */
export const HSE_REQ_EXEC_UNICODE_URL = 1025 as const;

/**
 * Runs another URL as a child request. Asynchronous.
 */
export const HSE_REQ_EXEC_URL = 1026 as const;

/**
 * Tells how the last child request went.
 */
export const HSE_REQ_GET_EXEC_URL_STATUS = 1027 as const;

/**
 * Answers with a status and the error page that is configured for it.
 */
export const HSE_REQ_SEND_CUSTOM_ERROR = 1028 as const;

/**
 * Tells in which kind of process the extension runs.
 */
export const HSE_REQ_IS_IN_PROCESS = 1030 as const;

/**
 * Tells the host that something is wrong.
 */
export const HSE_REQ_REPORT_UNHEALTHY = 1032 as const;

/**
 * Decodes a URL and resolves its dots.
 */
export const HSE_REQ_NORMALIZE_URL = 1033 as const;

/**
 * Sends several buffers and files in one call, with a head if need be.
 */
export const HSE_REQ_VECTOR_SEND = 1037 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_ANONYMOUS_TOKEN = 1038 as const;

/**
 * Gives the function that removes a URL from the cache in front of the pipeline.
 */
export const HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK = 1040 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_UNICODE_ANONYMOUS_TOKEN = 1041 as const;

/**
 * Tells whether the request is traced, and as which activity.
 */
export const HSE_REQ_GET_TRACE_INFO = 1042 as const;

/**
 * Switches the buffering of the response off, or on again.
 */
export const HSE_REQ_SET_FLUSH_FLAG = 1043 as const;

/**
 * Tells which events of a trace provider are wanted.
 */
export const HSE_REQ_GET_TRACE_INFO_EX = 1044 as const;

/**
 * Raises a trace event of the request.
 */
export const HSE_REQ_RAISE_TRACE_EVENT = 1045 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_CONFIG_OBJECT = 1046 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_WORKER_PROCESS_SETTINGS = 1047 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_PROTOCOL_MANAGER_CUSTOM_INTERFACE_CALLBACK = 1048 as const;

/**
 * Cancels the outstanding operation, which completes with ERROR_OPERATION_ABORTED.
 */
export const HSE_REQ_CANCEL_IO = 1049 as const;

/**
 * Belongs to Windows: fails with ERROR_NOT_SUPPORTED.
 */
export const HSE_REQ_GET_CHANNEL_BINDING_TOKEN = 1050 as const;

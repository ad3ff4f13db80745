// Terms: what do the pages call it?
// This file: statuses, flags and limits of ISAPI extensions.

/**
 * The first part of the version of ISAPI extensions.
 */
export const HSE_VERSION_MAJOR = 8 as const;

/**
 * The second part of the version of ISAPI extensions.
 */
export const HSE_VERSION_MINOR = 0 as const;

/**
 * The version of ISAPI extensions, both parts in one number.
 */
export const HSE_VERSION = 0x80000 as const;

/**
 * How many bytes `logData` holds.
 */
export const HSE_LOG_BUFFER_LEN = 80 as const;

/**
 * How many characters the description of an extension had at most; not checked.
 */
export const HSE_MAX_EXT_DLL_NAME_LEN = 256 as const;

/**
 * The extension is done. The connection stays open if the client wants it.
 */
export const HSE_STATUS_SUCCESS = 1 as const;

/**
 * The same as HSE_STATUS_SUCCESS.
 */
export const HSE_STATUS_SUCCESS_AND_KEEP_CONN = 2 as const;

/**
 * The extension goes on; the request waits for HSE_REQ_DONE_WITH_SESSION.
 */
export const HSE_STATUS_PENDING = 3 as const;

/**
 * The extension has failed: status 500, and the connection is closed.
 */
export const HSE_STATUS_ERROR = 4 as const;

/**
 * TerminateExtension is asked whether the extension may be unloaded.
 */
export const HSE_TERM_ADVISORY_UNLOAD = 1 as const;

/**
 * TerminateExtension is told that the extension is unloaded now.
 */
export const HSE_TERM_MUST_UNLOAD = 2 as const;

/**
 * The call waits until it is done.
 */
export const HSE_IO_SYNC = 1 as const;

/**
 * The call answers at once, and the callback is told of the end.
 */
export const HSE_IO_ASYNC = 2 as const;

/**
 * The response ends with this send, and then the connection.
 */
export const HSE_IO_DISCONNECT_AFTER_SEND = 4 as const;

/**
 * The send brings status and headers with it.
 */
export const HSE_IO_SEND_HEADERS = 8 as const;

/**
 * Small packets are not held back. No socket is in reach: no effect.
 */
export const HSE_IO_NODELAY = 0x1000 as const;

/**
 * The response ends with this send; it is flushed.
 */
export const HSE_IO_FINAL_SEND = 16 as const;

/**
 * The cache in front of the pipeline may keep the response.
 */
export const HSE_IO_CACHE_RESPONSE = 32 as const;

/**
 * The extension's own body of an error is kept.
 */
export const HSE_IO_TRY_SKIP_CUSTOM_ERRORS = 64 as const;

/**
 * The URL may be read.
 */
export const HSE_URL_FLAGS_READ = 1 as const;

/**
 * The URL may be written.
 */
export const HSE_URL_FLAGS_WRITE = 2 as const;

/**
 * Programs may run there.
 */
export const HSE_URL_FLAGS_EXECUTE = 4 as const;

/**
 * TLS is needed.
 */
export const HSE_URL_FLAGS_SSL = 8 as const;

/**
 * Nothing is cached there.
 */
export const HSE_URL_FLAGS_DONT_CACHE = 16 as const;

/**
 * A client certificate is asked for.
 */
export const HSE_URL_FLAGS_NEGO_CERT = 32 as const;

/**
 * A client certificate is needed.
 */
export const HSE_URL_FLAGS_REQUIRE_CERT = 64 as const;

/**
 * A client certificate becomes an account.
 */
export const HSE_URL_FLAGS_MAP_CERT = 128 as const;

/**
 * TLS with at least 128 bits is needed.
 */
export const HSE_URL_FLAGS_SSL128 = 256 as const;

/**
 * Scripts may run there.
 */
export const HSE_URL_FLAGS_SCRIPT = 512 as const;

/**
 * All of HSE_URL_FLAGS_* together.
 */
export const HSE_URL_FLAGS_MASK = 1023 as const;

/**
 * Status and headers of the child are not used, only its body.
 */
export const HSE_EXEC_URL_NO_HEADERS = 2 as const;

/**
 * The child skips the handler entry that the extension stands behind, which ends a loop.
 */
export const HSE_EXEC_URL_IGNORE_CURRENT_INTERCEPTOR = 4 as const;

/**
 * The child does not see conditional and range headers.
 */
export const HSE_EXEC_URL_IGNORE_VALIDATION_AND_RANGE = 16 as const;

/**
 * The child makes no error pages.
 */
export const HSE_EXEC_URL_DISABLE_CUSTOM_ERROR = 32 as const;

/**
 * The child is a command of a server-side include. No effect.
 */
export const HSE_EXEC_URL_SSI_CMD = 64 as const;

/**
 * The child's response may be cached.
 */
export const HSE_EXEC_URL_HTTP_CACHE_ELIGIBLE = 128 as const;

/**
 * The element holds its bytes.
 */
export const HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER = 0 as const;

/**
 * The element points to a Blob or a stream.
 */
export const HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE = 1 as const;

/**
 * The extension runs in the process of the server.
 */
export const HSE_APP_FLAG_IN_PROCESS = 0 as const;

/**
 * The extension has a process of its own. Never so here.
 */
export const HSE_APP_FLAG_ISOLATED_OOP = 1 as const;

/**
 * The extension shares a process with others. Never so here.
 */
export const HSE_APP_FLAG_POOLED_OOP = 2 as const;

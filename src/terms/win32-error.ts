// Terms: what do the pages call it?
// This file: the Win32 error codes that results are made from.

/** No error. */
export const NO_ERROR = 0 as const;

/** The call is not allowed here, for example a flush inside RQ_SEND_RESPONSE. */
export const ERROR_INVALID_FUNCTION = 1 as const;

/** There is no such file. */
export const ERROR_FILE_NOT_FOUND = 2 as const;

/** There is no such path. */
export const ERROR_PATH_NOT_FOUND = 3 as const;

/** Access is denied. */
export const ERROR_ACCESS_DENIED = 5 as const;

/** What the call was made on is gone, for example a notification that is no longer parked. */
export const ERROR_INVALID_HANDLE = 6 as const;

/** A bound on memory was reached and nothing was taken. */
export const ERROR_NOT_ENOUGH_MEMORY = 8 as const;

/** A value is malformed or too long. */
export const ERROR_INVALID_DATA = 13 as const;

/** The end of the body was reached; a read gives it with zero bytes. */
export const ERROR_HANDLE_EOF = 38 as const;

/** The runtime or the server cannot do that. */
export const ERROR_NOT_SUPPORTED = 50 as const;

/** The client has left; what an access log writes as its win32 status. */
export const ERROR_NETNAME_DELETED = 64 as const;

/** The module has stored a context there already. */
export const ERROR_ALREADY_ASSIGNED = 85 as const;

/** An argument is wrong. */
export const ERROR_INVALID_PARAMETER = 87 as const;

/** The buffer is too small. */
export const ERROR_INSUFFICIENT_BUFFER = 122 as const;

/** The module has registered already. */
export const ERROR_ALREADY_EXISTS = 183 as const;

/** The body of the request is longer than the server allows. */
export const ERROR_FILE_TOO_LARGE = 223 as const;

/** There is more than fits. */
export const ERROR_MORE_DATA = 234 as const;

/** A count went beyond its limit, for example that of chunks. */
export const ERROR_ARITHMETIC_OVERFLOW = 534 as const;

/** The operation was cancelled. */
export const ERROR_OPERATION_ABORTED = 995 as const;

/** The operation has started and will complete later. */
export const ERROR_IO_PENDING = 997 as const;

/** Child requests are nested too deeply. */
export const ERROR_STACK_OVERFLOW = 1001 as const;

/** There is nothing of that name. */
export const ERROR_NOT_FOUND = 1168 as const;

/** The connection is gone. */
export const ERROR_CONNECTION_INVALID = 1229 as const;

/** The connection was broken off. */
export const ERROR_CONNECTION_ABORTED = 1236 as const;

/** No such entry, for example an unknown server variable. */
export const ERROR_INVALID_INDEX = 1413 as const;

/** A time limit was reached. */
export const ERROR_TIMEOUT = 1460 as const;

/** An operation of that kind is outstanding already. */
export const ERROR_INVALID_OPERATION = 4317 as const;

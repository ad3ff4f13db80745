// What do several suites share? The errors that extensions are told, by the numbers that stand in winerror.h and winsock2.h.
export const INVALID_HANDLE = 6;
export const INVALID_DATA = 13;
export const NOT_SUPPORTED = 50;
export const NETNAME_DELETED = 64;
export const INVALID_PARAMETER = 87;
export const OPERATION_ABORTED = 995;
export const NOT_FOUND = 1168;
export const CONNECTION_INVALID = 1229;
export const INVALID_INDEX = 1413;
export const INVALID_OPERATION = 4317;
export const WSAEINVAL = 10022;

// Terms: what do the pages call it?
// This file: the numbers and identifiers that trace events are made of.

/** Names and descriptions of the event do not change. */
export const HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS = 1 as const;

/**
 * Stands for every trace provider.
 * @see tracing-constants
 */
export const GUID_IIS_ALL_TRACE_PROVIDERS = "00000000-0000-0000-0000-000000000000" as const;

/**
 * The trace provider of the request pipeline.
 * @see tracing-constants
 */
export const GUID_IIS_WWW_SERVER_TRACE_PROVIDER = "3A2A4E84-4C21-4981-AE10-3FDA0D9B0F83" as const;

/**
 * The trace provider of ASP.NET.
 * @see tracing-constants
 */
export const GUID_IIS_ASPNET_TRACE_PROVIDER = "AFF081FE-0247-4275-9C4E-021F3DC1DA35" as const;

/**
 * The trace provider of ASP.
 * @see tracing-constants
 */
export const GUID_IIS_ASP_TRACE_TRACE_PROVIDER = "06B94D9A-B15E-456E-A4EF-37C984A2CB4B" as const;

/**
 * The trace provider of events that belong to no request.
 * @see tracing-constants
 */
export const GUID_IIS_WWW_GLOBAL_TRACE_PROVIDER = "D55D3BC9-CBA9-44DF-827E-132D3A4596C2" as const;

/**
 * The trace provider of ISAPI extensions.
 * @see tracing-constants
 */
export const GUID_IIS_ISAPI_TRACE_PROVIDER = "A1C2040E-8840-4C31-BA11-9871031A19EA" as const;

/** The item is an unsigned number of 8 bits. */
export const HTTP_TRACE_TYPE_BYTE = 17 as const;

/** The item is an unsigned number of 16 bits. */
export const HTTP_TRACE_TYPE_USHORT = 18 as const;

/** The item is an unsigned number of 32 bits. */
export const HTTP_TRACE_TYPE_ULONG = 19 as const;

/** The item is an unsigned number of 64 bits. */
export const HTTP_TRACE_TYPE_ULONGLONG = 21 as const;

/** The item is a signed number of 8 bits. */
export const HTTP_TRACE_TYPE_CHAR = 16 as const;

/** The item is a signed number of 16 bits. */
export const HTTP_TRACE_TYPE_SHORT = 2 as const;

/** The item is a signed number of 32 bits. */
export const HTTP_TRACE_TYPE_LONG = 3 as const;

/** The item is a signed number of 64 bits. */
export const HTTP_TRACE_TYPE_LONGLONG = 20 as const;

/** The item is a text, wide in C. */
export const HTTP_TRACE_TYPE_LPCWSTR = 31 as const;

/** The item is a text, narrow in C. */
export const HTTP_TRACE_TYPE_LPCSTR = 30 as const;

/** The item is a GUID, as text. */
export const HTTP_TRACE_TYPE_LPCGUID = 72 as const;

/** The item is a yes or no. */
export const HTTP_TRACE_TYPE_BOOL = 11 as const;

/** The type of one item of a trace event. */
export type HTTP_TRACE_TYPE =
  | typeof HTTP_TRACE_TYPE_BYTE
  | typeof HTTP_TRACE_TYPE_USHORT
  | typeof HTTP_TRACE_TYPE_ULONG
  | typeof HTTP_TRACE_TYPE_ULONGLONG
  | typeof HTTP_TRACE_TYPE_CHAR
  | typeof HTTP_TRACE_TYPE_SHORT
  | typeof HTTP_TRACE_TYPE_LONG
  | typeof HTTP_TRACE_TYPE_LONGLONG
  | typeof HTTP_TRACE_TYPE_LPCWSTR
  | typeof HTTP_TRACE_TYPE_LPCSTR
  | typeof HTTP_TRACE_TYPE_LPCGUID
  | typeof HTTP_TRACE_TYPE_BOOL;

// Terms: what do the pages call it?
// This file: the small enumerations that raw requests and responses use.

/** Plain HTTP. */
export const HttpSchemeHttp = 0 as const;

/** HTTP over TLS. */
export const HttpSchemeHttps = 1 as const;

/** The first number that is no scheme. */
export const HttpSchemeMaximum = 2 as const;

/** The number of a URL scheme. */
export type HTTP_SCHEME = typeof HttpSchemeHttp | typeof HttpSchemeHttps | typeof HttpSchemeMaximum;

/** The fact is about authentication. */
export const HttpRequestInfoTypeAuth = 0 as const;

/** The fact is about channel binding. */
export const HttpRequestInfoTypeChannelBind = 1 as const;

/** The fact is the TLS protocol in use. */
export const HttpRequestInfoTypeSslProtocol = 2 as const;

/** The fact is a token binding, in its draft form. */
export const HttpRequestInfoTypeSslTokenBindingDraft = 3 as const;

/** The fact is a token binding. */
export const HttpRequestInfoTypeSslTokenBinding = 4 as const;

/** The fact is a set of times. */
export const HttpRequestInfoTypeRequestTiming = 5 as const;

/** The fact is about the TCP connection. */
export const HttpRequestInfoTypeTcpInfoV0 = 6 as const;

/** The fact is a set of sizes. */
export const HttpRequestInfoTypeRequestSizing = 7 as const;

/** Which fact about a request. */
export type HTTP_REQUEST_INFO_TYPE =
  | typeof HttpRequestInfoTypeAuth
  | typeof HttpRequestInfoTypeChannelBind
  | typeof HttpRequestInfoTypeSslProtocol
  | typeof HttpRequestInfoTypeSslTokenBindingDraft
  | typeof HttpRequestInfoTypeSslTokenBinding
  | typeof HttpRequestInfoTypeRequestTiming
  | typeof HttpRequestInfoTypeTcpInfoV0
  | typeof HttpRequestInfoTypeRequestSizing;

/** The fact is several values of one known header. */
export const HttpResponseInfoTypeMultipleKnownHeaders = 0 as const;

/** The fact is about authentication. */
export const HttpResponseInfoTypeAuthenticationProperty = 1 as const;

/** The fact is about quality of service. */
export const HttpResponseInfoTypeQoSProperty = 2 as const;

/** The fact is about channel binding. */
export const HttpResponseInfoTypeChannelBind = 3 as const;

/** Which fact about a response. */
export type HTTP_RESPONSE_INFO_TYPE =
  | typeof HttpResponseInfoTypeMultipleKnownHeaders
  | typeof HttpResponseInfoTypeAuthenticationProperty
  | typeof HttpResponseInfoTypeQoSProperty
  | typeof HttpResponseInfoTypeChannelBind;

/** The user is known. */
export const HttpAuthStatusSuccess = 0 as const;

/** Nobody tried to find out who the user is. */
export const HttpAuthStatusNotAuthenticated = 1 as const;

/** The attempt to find out failed. */
export const HttpAuthStatusFailure = 2 as const;

/** How authentication went below the pipeline. */
export type HTTP_AUTH_STATUS =
  | typeof HttpAuthStatusSuccess
  | typeof HttpAuthStatusNotAuthenticated
  | typeof HttpAuthStatusFailure;

/** No authentication. */
export const HttpRequestAuthTypeNone = 0 as const;

/** Basic authentication. */
export const HttpRequestAuthTypeBasic = 1 as const;

/** Digest authentication. */
export const HttpRequestAuthTypeDigest = 2 as const;

/** NTLM authentication. */
export const HttpRequestAuthTypeNTLM = 3 as const;

/** Negotiate authentication. */
export const HttpRequestAuthTypeNegotiate = 4 as const;

/** Kerberos authentication. */
export const HttpRequestAuthTypeKerberos = 5 as const;

/** How a user was authenticated below the pipeline. */
export type HTTP_REQUEST_AUTH_TYPE =
  | typeof HttpRequestAuthTypeNone
  | typeof HttpRequestAuthTypeBasic
  | typeof HttpRequestAuthTypeDigest
  | typeof HttpRequestAuthTypeNTLM
  | typeof HttpRequestAuthTypeNegotiate
  | typeof HttpRequestAuthTypeKerberos;

// Terms: what do the pages call it?
// This file: the numbers of the known headers.

/** Number of the header Cache-Control. */
export const HttpHeaderCacheControl = 0 as const;

/** Number of the header Connection. */
export const HttpHeaderConnection = 1 as const;

/** Number of the header Date. */
export const HttpHeaderDate = 2 as const;

/** Number of the header Keep-Alive. */
export const HttpHeaderKeepAlive = 3 as const;

/** Number of the header Pragma. */
export const HttpHeaderPragma = 4 as const;

/** Number of the header Trailer. */
export const HttpHeaderTrailer = 5 as const;

/** Number of the header Transfer-Encoding. */
export const HttpHeaderTransferEncoding = 6 as const;

/** Number of the header Upgrade. */
export const HttpHeaderUpgrade = 7 as const;

/** Number of the header Via. */
export const HttpHeaderVia = 8 as const;

/** Number of the header Warning. */
export const HttpHeaderWarning = 9 as const;

/** Number of the header Allow. */
export const HttpHeaderAllow = 10 as const;

/** Number of the header Content-Length. */
export const HttpHeaderContentLength = 11 as const;

/** Number of the header Content-Type. */
export const HttpHeaderContentType = 12 as const;

/** Number of the header Content-Encoding. */
export const HttpHeaderContentEncoding = 13 as const;

/** Number of the header Content-Language. */
export const HttpHeaderContentLanguage = 14 as const;

/** Number of the header Content-Location. */
export const HttpHeaderContentLocation = 15 as const;

/** Number of the header Content-MD5. */
export const HttpHeaderContentMd5 = 16 as const;

/** Number of the header Content-Range. */
export const HttpHeaderContentRange = 17 as const;

/** Number of the header Expires. */
export const HttpHeaderExpires = 18 as const;

/** Number of the header Last-Modified. */
export const HttpHeaderLastModified = 19 as const;

/** Number of the header Accept, of requests only. */
export const HttpHeaderAccept = 20 as const;

/** Number of the header Accept-Charset, of requests only. */
export const HttpHeaderAcceptCharset = 21 as const;

/** Number of the header Accept-Encoding, of requests only. */
export const HttpHeaderAcceptEncoding = 22 as const;

/** Number of the header Accept-Language, of requests only. */
export const HttpHeaderAcceptLanguage = 23 as const;

/** Number of the header Authorization, of requests only. */
export const HttpHeaderAuthorization = 24 as const;

/** Number of the header Cookie, of requests only. */
export const HttpHeaderCookie = 25 as const;

/** Number of the header Expect, of requests only. */
export const HttpHeaderExpect = 26 as const;

/** Number of the header From, of requests only. */
export const HttpHeaderFrom = 27 as const;

/** Number of the header Host, of requests only. */
export const HttpHeaderHost = 28 as const;

/** Number of the header If-Match, of requests only. */
export const HttpHeaderIfMatch = 29 as const;

/** Number of the header If-Modified-Since, of requests only. */
export const HttpHeaderIfModifiedSince = 30 as const;

/** Number of the header If-None-Match, of requests only. */
export const HttpHeaderIfNoneMatch = 31 as const;

/** Number of the header If-Range, of requests only. */
export const HttpHeaderIfRange = 32 as const;

/** Number of the header If-Unmodified-Since, of requests only. */
export const HttpHeaderIfUnmodifiedSince = 33 as const;

/** Number of the header Max-Forwards, of requests only. */
export const HttpHeaderMaxForwards = 34 as const;

/** Number of the header Proxy-Authorization, of requests only. */
export const HttpHeaderProxyAuthorization = 35 as const;

/** Number of the header Referer, of requests only. */
export const HttpHeaderReferer = 36 as const;

/** Number of the header Range, of requests only. */
export const HttpHeaderRange = 37 as const;

/** Number of the header TE, of requests only. */
export const HttpHeaderTe = 38 as const;

/** Number of the header Translate, of requests only. */
export const HttpHeaderTranslate = 39 as const;

/** Number of the header User-Agent, of requests only. */
export const HttpHeaderUserAgent = 40 as const;

/** Number of the header Accept-Ranges, of responses only. */
export const HttpHeaderAcceptRanges = 20 as const;

/** Number of the header Age, of responses only. */
export const HttpHeaderAge = 21 as const;

/** Number of the header ETag, of responses only. */
export const HttpHeaderEtag = 22 as const;

/** Number of the header Location, of responses only. */
export const HttpHeaderLocation = 23 as const;

/** Number of the header Proxy-Authenticate, of responses only. */
export const HttpHeaderProxyAuthenticate = 24 as const;

/** Number of the header Retry-After, of responses only. */
export const HttpHeaderRetryAfter = 25 as const;

/** Number of the header Server, of responses only. */
export const HttpHeaderServer = 26 as const;

/** Number of the header Set-Cookie, of responses only. */
export const HttpHeaderSetCookie = 27 as const;

/** Number of the header Vary, of responses only. */
export const HttpHeaderVary = 28 as const;

/** Number of the header WWW-Authenticate, of responses only. */
export const HttpHeaderWwwAuthenticate = 29 as const;

// Which requests are turned away before anything looks at them? The answers that say so: status, sub-status, reason.

/** How a request is turned away. */
export interface Denial {
  readonly statusCode: number;
  readonly subStatus: number;
  readonly reason: string;
}

const notFound = (subStatus: number): Denial => ({
  statusCode: 404,
  subStatus,
  reason: "Not Found",
});

/** The path has a NUL, or a percent sign that is no escape. */
export const BAD_URL: Denial = { statusCode: 400, subStatus: 0, reason: "Bad Request" };
/** The Content-Length is no number. */
export const BAD_LENGTH: Denial = { ...BAD_URL, subStatus: 7 };
/** The Content-Length is beyond the limit. */
export const BODY_TOO_LONG: Denial = {
  statusCode: 413,
  subStatus: 1,
  reason: "Request Entity Too Large",
};
/** A header is beyond its limit. */
export const HEADER_TOO_LONG: Denial = {
  statusCode: 431,
  subStatus: 0,
  reason: "Request Header Fields Too Large",
};
export const URL_SEQUENCE_DENIED: Denial = notFound(5);
export const VERB_DENIED: Denial = notFound(6);
export const EXTENSION_DENIED: Denial = notFound(7);
export const HIDDEN_SEGMENT: Denial = notFound(8);
export const DOUBLE_ESCAPED: Denial = notFound(11);
export const HIGH_BIT_CHARACTERS: Denial = notFound(12);
export const URL_TOO_LONG: Denial = notFound(14);
export const QUERY_TOO_LONG: Denial = notFound(15);
export const QUERY_SEQUENCE_DENIED: Denial = notFound(18);
export const FILTERING_RULE_DENIED: Denial = notFound(19);

// Terms: what do the pages call it?
// This file: request methods as numbers.

/** The method has not been looked at. */
export const HttpVerbUnparsed = 0 as const;

/** A method without a number. */
export const HttpVerbUnknown = 1 as const;

/** What stands there is no method. */
export const HttpVerbInvalid = 2 as const;

/** Number of the method OPTIONS. */
export const HttpVerbOPTIONS = 3 as const;

/** Number of the method GET. */
export const HttpVerbGET = 4 as const;

/** Number of the method HEAD. */
export const HttpVerbHEAD = 5 as const;

/** Number of the method POST. */
export const HttpVerbPOST = 6 as const;

/** Number of the method PUT. */
export const HttpVerbPUT = 7 as const;

/** Number of the method DELETE. */
export const HttpVerbDELETE = 8 as const;

/** Number of the method TRACE. */
export const HttpVerbTRACE = 9 as const;

/** Number of the method CONNECT. */
export const HttpVerbCONNECT = 10 as const;

/** Number of the method TRACK. */
export const HttpVerbTRACK = 11 as const;

/** Number of the method MOVE. */
export const HttpVerbMOVE = 12 as const;

/** Number of the method COPY. */
export const HttpVerbCOPY = 13 as const;

/** Number of the method PROPFIND. */
export const HttpVerbPROPFIND = 14 as const;

/** Number of the method PROPPATCH. */
export const HttpVerbPROPPATCH = 15 as const;

/** Number of the method MKCOL. */
export const HttpVerbMKCOL = 16 as const;

/** Number of the method LOCK. */
export const HttpVerbLOCK = 17 as const;

/** Number of the method UNLOCK. */
export const HttpVerbUNLOCK = 18 as const;

/** Number of the method SEARCH. */
export const HttpVerbSEARCH = 19 as const;

/** The first number that is no method. */
export const HttpVerbMaximum = 20 as const;

/** The number of a request method. */
export type HTTP_VERB =
  | typeof HttpVerbUnparsed
  | typeof HttpVerbUnknown
  | typeof HttpVerbInvalid
  | typeof HttpVerbOPTIONS
  | typeof HttpVerbGET
  | typeof HttpVerbHEAD
  | typeof HttpVerbPOST
  | typeof HttpVerbPUT
  | typeof HttpVerbDELETE
  | typeof HttpVerbTRACE
  | typeof HttpVerbCONNECT
  | typeof HttpVerbTRACK
  | typeof HttpVerbMOVE
  | typeof HttpVerbCOPY
  | typeof HttpVerbPROPFIND
  | typeof HttpVerbPROPPATCH
  | typeof HttpVerbMKCOL
  | typeof HttpVerbLOCK
  | typeof HttpVerbUNLOCK
  | typeof HttpVerbSEARCH
  | typeof HttpVerbMaximum;

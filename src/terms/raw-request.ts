// Terms: what do the pages call it?
// This file: the request in the shape of the structs of http.h, as a live view.

import type { HTTP_DATA_CHUNK } from "./data-chunk.ts";
import type { HTTP_VERB } from "./http-verb.ts";
import type { HTTP_REQUEST_INFO_TYPE } from "./raw-info.ts";
import type { HTTP_KNOWN_HEADER, HTTP_UNKNOWN_HEADER, HTTP_VERSION } from "./raw-response.ts";
import type { SOCKADDR } from "./sockaddr.ts";

/** The parts of the request's URL. */
export interface HTTP_COOKED_URL {
  /** The whole URL. */
  readonly fullUrl: string;
  /** The host, with its port if there is one. */
  readonly host: string;
  /** The path, from its first slash. */
  readonly absPath: string;
  /** The query string with its question mark; empty when there is none. */
  readonly queryString: string;
}

/** Both ends of the connection. */
export interface HTTP_TRANSPORT_ADDRESS {
  /** The client's end; null when the runtime does not tell. */
  readonly remoteAddress: SOCKADDR | null;
  /** The server's end; null when the runtime does not tell. */
  readonly localAddress: SOCKADDR | null;
}

/** The request headers, live. */
export interface HTTP_REQUEST_HEADERS {
  /** The headers that have no number. */
  readonly unknownHeaders: HTTP_UNKNOWN_HEADER[];
  /** The trailers, as far as they have arrived. */
  readonly trailers: HTTP_UNKNOWN_HEADER[];
  /** The headers that have a number, at that index: 41 entries. */
  readonly knownHeaders: HTTP_KNOWN_HEADER[];
}

/** The client's certificate. */
export interface HTTP_SSL_CLIENT_CERT_INFO {
  /** What was found wrong with it; 0 is nothing. */
  readonly certFlags: number;
  /** Its bytes, in DER. */
  readonly certEncoded: Uint8Array;
  /** Always null: there are no logon tokens outside Windows. */
  readonly token: null;
  /** Whether the certificate was mapped to an account and refused. */
  readonly certDeniedByMapper: boolean;
}

/** What is known of the TLS of a connection. */
export interface HTTP_SSL_INFO {
  /** The key size of the server's certificate, in bits; 0 when unknown. */
  readonly serverCertKeySize: number;
  /** The key size of the connection, in bits; 0 when unknown. */
  readonly connectionKeySize: number;
  /** Who issued the server's certificate. */
  readonly serverCertIssuer: string;
  /** Whom the server's certificate names. */
  readonly serverCertSubject: string;
  /** The client's certificate, or null. */
  readonly clientCertInfo: HTTP_SSL_CLIENT_CERT_INFO | null;
  /** Not 0 if the client was asked for a certificate. */
  readonly sslClientCertNegotiated: number;
}

/** A further fact about the request. */
export interface HTTP_REQUEST_INFO {
  /** Which fact it is. */
  readonly infoType: HTTP_REQUEST_INFO_TYPE;
  /** The fact itself; its shape depends on the type. */
  readonly info: unknown;
}

/** The request in the shape of its C struct: a live view, lengths left out. */
export interface HTTP_REQUEST {
  /** A bit mask of HTTP_REQUEST_FLAG_*. */
  readonly flags: number;
  /** A number for the connection. */
  readonly connectionId: bigint;
  /** A number for the request, unlike those of others. */
  readonly requestId: bigint;
  /** A number that the server's configuration ties to the URL; 0 when there is none. */
  readonly urlContext: bigint;
  /** The protocol version. */
  readonly version: HTTP_VERSION;
  /** The method as a number; HttpVerbUnknown for all that have none. */
  readonly verb: HTTP_VERB;
  /** The method as text where it has no number, otherwise null. */
  readonly unknownVerb: string | null;
  /** The target of the request line, as it arrived. */
  readonly rawUrl: string;
  /** The URL in parts, as it stands now. */
  readonly cookedUrl: HTTP_COOKED_URL;
  /** Both ends of the connection. */
  readonly address: HTTP_TRANSPORT_ADDRESS;
  /** The headers, live. */
  readonly headers: HTTP_REQUEST_HEADERS;
  /** How many bytes of the body have been read. */
  readonly bytesReceived: number;
  /** How many chunks of the body are at hand unread. */
  readonly entityChunkCount: number;
  /** Those chunks. */
  readonly entityChunks: HTTP_DATA_CHUNK[];
  /** A number for the connection below TLS. */
  readonly rawConnectionId: bigint;
  /** What is known of TLS; null for plain HTTP, or when the runtime does not tell. */
  readonly sslInfo: HTTP_SSL_INFO | null;
  /** Further facts; often none. */
  readonly requestInfo: HTTP_REQUEST_INFO[];
}

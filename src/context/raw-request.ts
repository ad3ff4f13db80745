// What does a module hold in its hand? The request in the shape of http.h, as a live view.
import { decodePath } from "./decode-path.ts";
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import {
  HTTP_REQUEST_FLAG_HTTP2,
  HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS,
} from "../terms/flags.ts";
import { REQUEST_HEADER_NAMES } from "../terms/header-ids.ts";
import { HttpVerbOPTIONS, HttpVerbUnknown } from "../terms/http-verb.ts";
import type {
  HTTP_COOKED_URL,
  HTTP_REQUEST,
  HTTP_REQUEST_HEADERS,
  HTTP_REQUEST_INFO,
  HTTP_SSL_INFO,
  HTTP_TRANSPORT_ADDRESS,
} from "../terms/http-request.ts";
import type { HTTP_VERSION } from "../terms/http-response.ts";
import type { SOCKADDR } from "../terms/sockaddr.ts";
import type { HeaderTable } from "./header-table.ts";
import { RawHeaders } from "./raw-response.ts";
import { sslInfoOf, type TlsFacts } from "./tls-facts.ts";
import { requestHeadSize } from "../wire/response-head.ts";
import { arrivedUrl } from "../wire/arrived-url.ts";

/** The methods that have a number, in the order of their numbers. */
const VERBS =
  "OPTIONS GET HEAD POST PUT DELETE TRACE CONNECT TRACK MOVE COPY PROPFIND PROPPATCH MKCOL LOCK UNLOCK SEARCH"
    .split(" ");
let requests = 0n;

/** The request behind the view. */
export interface RequestSource {
  readonly request: Request;
  readonly method: string;
  readonly headers: HeaderTable;
  readonly url: { readonly url: URL };
  readonly entity: { readonly received: number };
  readonly tls: TlsFacts | null;
  getHttpVersion(): HTTP_VERSION;
  getRemoteAddress(): SOCKADDR | null;
  getLocalAddress(): SOCKADDR | null;
}

/** Live view of a request. */
export class RawRequest implements HTTP_REQUEST {
  readonly connectionId = 0n;
  readonly requestId: bigint = ++requests;
  readonly urlContext = 0n;
  readonly rawConnectionId = 0n;
  readonly entityChunkCount = 0;
  readonly entityChunks: HTTP_DATA_CHUNK[] = [];
  readonly requestInfo: HTTP_REQUEST_INFO[] = [];
  readonly headers: HTTP_REQUEST_HEADERS;

  constructor(private readonly owner: RequestSource) {
    this.headers = new RawHeaders(owner.headers, REQUEST_HEADER_NAMES);
  }

  get rawUrl(): string {
    const url = arrivedUrl(this.owner.request.url);
    return url.pathname + url.search;
  }

  get flags(): number {
    const body = this.owner.request.body === null ? 0 : HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS;
    return this.version.majorVersion >= 2 ? body | HTTP_REQUEST_FLAG_HTTP2 : body;
  }

  get sslInfo(): HTTP_SSL_INFO | null {
    return sslInfoOf(this.owner.tls);
  }

  get version(): HTTP_VERSION {
    return this.owner.getHttpVersion();
  }

  get verb(): HTTP_REQUEST["verb"] {
    const place = VERBS.indexOf(this.owner.method);
    return (place < 0 ? HttpVerbUnknown : HttpVerbOPTIONS + place) as HTTP_REQUEST["verb"];
  }

  get unknownVerb(): string | null {
    return this.verb === HttpVerbUnknown ? this.owner.method : null;
  }

  /** The URL that http.sys has cooked: its path is plain text; only `rawUrl` keeps the escapes. */
  get cookedUrl(): HTTP_COOKED_URL {
    const { origin, host, pathname, search } = this.owner.url.url;
    const absPath = decodePath(pathname);
    return { fullUrl: `${origin}${absPath}${search}`, host, absPath, queryString: search };
  }

  get address(): HTTP_TRANSPORT_ADDRESS {
    return {
      remoteAddress: this.owner.getRemoteAddress(),
      localAddress: this.owner.getLocalAddress(),
    };
  }

  /** The head as HTTP/1.1 has it, and what has been read of the body: a runtime tells nothing else. */
  get bytesReceived(): number {
    return requestHeadSize(this.owner.request, this.rawUrl) + this.owner.entity.received;
  }
}

// What does a module hold in its hand? IHttpRequest over the Request that arrived and what modules have changed of it.
import type { PFN_ASYNC_COMPLETION } from "../terms/completion-info.ts";
import { HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER } from "../terms/flags.ts";
import { type HTTP_HEADER_ID, REQUEST_HEADER_NAMES } from "../terms/header-ids.ts";
import type { HeaderSnapshot } from "../terms/header-snapshot.ts";
import {
  E_INVALIDARG,
  ERROR_NOT_FOUND,
  ERROR_NOT_SUPPORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { HTTP_REQUEST, IHttpRequest4, ReadEntityBodyResult } from "../terms/http-request.ts";
import type { Io } from "../terms/io.ts";
import type { SOCKADDR } from "../terms/sockaddr.ts";
import type { EntityReader } from "../wire/entity-reader.ts";
import type { EntityDoor } from "./entity-door.ts";
import { headerChanges } from "./header-changes.ts";
import { tellRequestHeader } from "./header-events.ts";
import { headerName, HeaderTable } from "./header-table.ts";
import { RawRequest } from "./raw-request.ts";
import type { RequestUrl } from "./request-url.ts";
import { clientCertInfoOf, type TlsFacts } from "./tls-facts.ts";

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,255}$/;

/** What the one who lets a request in knows of its connection. */
export interface ConnectionFacts {
  readonly localAddress: SOCKADDR | null;
  readonly remoteAddress: SOCKADDR | null;
  readonly httpVersion: { readonly majorVersion: number; readonly minorVersion: number };
  readonly tls: TlsFacts | null;
}

/** The request that a module holds in its hand. */
export class HttpRequest implements IHttpRequest4 {
  declare readonly request: Request;
  declare readonly url: RequestUrl;
  declare readonly entity: EntityReader;
  declare private readonly door: EntityDoor;
  declare readonly facts: ConnectionFacts;
  declare private readonly siteId: number;
  declare readonly headers: HeaderTable;
  declare method: string;
  declare private raw: RawRequest | null;

  constructor(
    request: Request,
    url: RequestUrl,
    entity: EntityReader,
    door: EntityDoor,
    facts: ConnectionFacts,
    siteId: number,
  ) {
    this.request = request;
    this.url = url;
    this.entity = entity;
    this.door = door;
    this.facts = facts;
    this.siteId = siteId;
    this.raw = null;
    this.headers = new HeaderTable(request.headers);
    this.method = request.method;
  }

  getRawHttpRequest(): HTTP_REQUEST {
    return this.raw ??= new RawRequest(this);
  }

  getHeader(header: string | HTTP_HEADER_ID): string | null {
    const name = headerName(header, REQUEST_HEADER_NAMES);
    return typeof name === "string" ? this.headers.get(name) : null;
  }

  setHeader(header: string | HTTP_HEADER_ID, headerValue: string, replace: boolean): HRESULT {
    const name = headerName(header, REQUEST_HEADER_NAMES);
    if (name === null) return E_INVALIDARG;
    const hr = this.headers.set(name, headerValue, replace);
    return tellRequestHeader(this.door.tracer, hr, name, headerValue, replace);
  }

  deleteHeader(header: string | HTTP_HEADER_ID): HRESULT {
    const name = headerName(header, REQUEST_HEADER_NAMES);
    if (typeof name !== "string") return E_INVALIDARG;
    return tellRequestHeader(this.door.tracer, this.headers.delete(name), name, "", true);
  }

  getHttpMethod(): string {
    return this.method;
  }

  setHttpMethod(httpMethod: string): HRESULT {
    if (typeof httpMethod !== "string" || !METHOD.test(httpMethod)) return E_INVALIDARG;
    this.method = httpMethod;
    return S_OK;
  }

  setUrl(url: string, resetQueryString: boolean): HRESULT {
    const { tracer } = this.door;
    const old = tracer === null ? "" : this.url.href;
    if (!this.url.set(url, resetQueryString)) return E_INVALIDARG;
    const { href } = this.url;
    tracer?.event("URL_CHANGED", { message: `${old} -> ${href}` }, [old, href]);
    return S_OK;
  }

  getUrlChanged(): boolean {
    return this.url.changed;
  }

  getForwardedUrl(): string | null {
    return this.url.forwarded;
  }

  getLocalAddress(): SOCKADDR | null {
    return this.facts.localAddress;
  }

  getRemoteAddress(): SOCKADDR | null {
    return this.facts.remoteAddress;
  }

  readEntityBody<A extends boolean>(
    buffer: Uint8Array,
    async: A,
    callbackOrFlags?: PFN_ASYNC_COMPLETION | number,
    completionContext?: unknown,
  ): Io<A, ReadEntityBodyResult> {
    const flags = typeof callbackOrFlags === "number" ? callbackOrFlags : 0;
    const fill = (flags & HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER) !== 0;
    const callback = typeof callbackOrFlags === "function"
      ? { routine: callbackOrFlags, context: completionContext }
      : null;
    return this.door.read(buffer, async, fill, callback) as Io<A, ReadEntityBodyResult>;
  }

  insertEntityBody(buffer: Uint8Array): HRESULT {
    if (!(buffer instanceof Uint8Array)) return E_INVALIDARG;
    this.entity.insert(buffer);
    return S_OK;
  }

  getRemainingEntityBytes(): number {
    return this.entity.remaining + this.door.replaced;
  }

  getHttpVersion(): { majorVersion: number; minorVersion: number } {
    return this.facts.httpVersion;
  }

  getClientCertificate(): ReturnType<IHttpRequest4["getClientCertificate"]> {
    const clientCertInfo = clientCertInfoOf(this.tls);
    const negotiated = clientCertInfo !== null;
    const hr = negotiated ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_FOUND);
    return { hr, clientCertInfo, clientCertNegotiated: negotiated };
  }

  negotiateClientCertificate<A extends boolean>(
    async: A,
  ): Io<A, { hr: HRESULT; completionPending: boolean }> {
    const there = (this.tls?.clientCertificate ?? null) !== null;
    const hr = there ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
    const result = { hr, completionPending: false };
    return (async ? result : Promise.resolve(result)) as Io<A, typeof result>;
  }

  /** What is known of the secure channel, if there is one. */
  get tls(): TlsFacts | null {
    return this.facts.tls;
  }

  getSiteId(): number {
    return this.siteId;
  }

  getHeaderChanges(
    oldChangeNumber: number,
    snapshot: HeaderSnapshot,
  ): ReturnType<IHttpRequest4["getHeaderChanges"]> {
    return headerChanges(this.headers, REQUEST_HEADER_NAMES, oldChangeNumber, snapshot);
  }

  /** Whether somebody behind the modules would see anything but the URL otherwise than it arrived. */
  get changed(): boolean {
    return this.headers.changed || this.entity.touched || this.method !== this.request.method;
  }
}

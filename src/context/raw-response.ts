// What does a module hold in its hand? The response in the shape of http.h, as a live view: what is changed here is sent.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { RESPONSE_HEADER_NAMES } from "../terms/header-ids.ts";
import type {
  HTTP_KNOWN_HEADER,
  HTTP_RESPONSE,
  HTTP_RESPONSE_HEADERS,
  HTTP_RESPONSE_INFO,
  HTTP_UNKNOWN_HEADER,
  HTTP_VERSION,
} from "../terms/http-response.ts";
import { APART, type HeaderTable } from "./header-table.ts";
import type { ResponseState } from "./response-state.ts";

/** Live view of a response. */
export class RawResponse implements HTTP_RESPONSE {
  flags = 0;
  readonly version: HTTP_VERSION = Object.freeze({ majorVersion: 1, minorVersion: 1 });
  readonly headers: HTTP_RESPONSE_HEADERS;
  readonly responseInfo: HTTP_RESPONSE_INFO[] = [];

  constructor(private readonly state: ResponseState, trailers: () => HeaderTable) {
    this.headers = new RawHeaders(state.headers, RESPONSE_HEADER_NAMES, trailers);
  }

  get statusCode(): number {
    return this.state.status.statusCode;
  }

  set statusCode(statusCode: number) {
    this.state.setStatus({ ...this.state.status, statusCode });
  }

  get reason(): string {
    return this.state.status.reason;
  }

  set reason(reason: string) {
    this.state.setStatus({ ...this.state.status, reason });
  }

  get entityChunks(): HTTP_DATA_CHUNK[] {
    return this.state.chunks;
  }

  get entityChunkCount(): number {
    return this.state.chunks.length;
  }

  set entityChunkCount(count: number) {
    if (count === 0) this.state.dropBody();
    else this.state.chunks.length = Math.min(count, this.state.chunks.length);
  }
}

/** Known headers by id, the others as a list; both read and write the table. */
export class RawHeaders implements HTTP_RESPONSE_HEADERS {
  #known: HTTP_KNOWN_HEADER[] | null = null;

  constructor(
    private readonly table: HeaderTable,
    private readonly names: readonly string[],
    /** Null where the runtime shows none. */
    private readonly behind: (() => HeaderTable) | null = null,
  ) {}

  get knownHeaders(): HTTP_KNOWN_HEADER[] {
    return this.#known ??= this.names.map((name) => new RawHeader(this.table, name));
  }

  get trailers(): HTTP_UNKNOWN_HEADER[] {
    const table = this.behind?.();
    return table?.entries().map((entry) => new RawUnknownHeader(table, ...entry)) ?? [];
  }

  /** Those of which several instances stay apart are listed here, too, each for itself. */
  get unknownHeaders(): HTTP_UNKNOWN_HEADER[] {
    const known = this.names.map((name) => name.toLowerCase()).filter((key) => !APART.has(key));
    return this.table.entries()
      .filter(([name]) => !known.includes(name.toLowerCase()))
      .map(([name, value]) => new RawUnknownHeader(this.table, name, value));
  }
}

class RawHeader implements HTTP_KNOWN_HEADER {
  constructor(private readonly table: HeaderTable, private readonly key: string) {}

  get rawValue(): string | null {
    return this.table.get(this.key);
  }

  set rawValue(value: string | null) {
    if (value === null) this.table.delete(this.key);
    else this.table.set(this.key, value, true);
  }
}

class RawUnknownHeader implements HTTP_UNKNOWN_HEADER {
  constructor(
    private readonly table: HeaderTable,
    private key: string,
    private value: string,
  ) {}

  get name(): string {
    return this.key;
  }

  /** Renames the header in the response, as ports do that write through the structure. */
  set name(name: string) {
    this.table.change(this.key, this.value, null);
    this.key = name;
    this.table.set(name, this.value, false);
  }

  get rawValue(): string {
    return this.value;
  }

  set rawValue(value: string) {
    this.table.change(this.key, this.value, value);
    this.value = value;
  }
}

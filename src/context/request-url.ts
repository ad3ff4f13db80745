// What does a module hold in its hand? The URL of a request: parsed when somebody asks, changed by SetUrl.
import { arrivedUrl } from "../wire/arrived-url.ts";

const MAX_LENGTH = 65_535;

/** The URL of one request. */
export class RequestUrl {
  declare private readonly arrived: string;
  /** Whether a change still counts for the handler mapping. */
  declare private readonly mapsLater: () => boolean;
  declare private parsed: URL | null;
  /** The URL before the first change that came too late; null while there is none. */
  declare private inTime: URL | null;
  declare changed: boolean;
  declare forwarded: string | null;
  /** Whether the change was early enough for the handler mapping. */
  declare routed: boolean;

  constructor(arrived: string, mapsLater: () => boolean) {
    this.arrived = arrived;
    this.mapsLater = mapsLater;
    this.parsed = this.inTime = this.forwarded = null;
    this.changed = this.routed = false;
  }

  get url(): URL {
    return this.parsed ??= arrivedUrl(this.arrived);
  }

  /** The URL that the request is mapped by: a change that came too late for that does not count. */
  get mapped(): URL {
    return this.inTime ?? this.url;
  }

  get href(): string {
    return this.parsed?.href ?? this.arrived;
  }

  /** Takes a new URL, absolute or within the site; false if it is none. */
  set(url: string, resetQueryString: boolean): boolean {
    if (typeof url !== "string" || url.length > MAX_LENGTH || /[\r\n\0]/.test(url)) return false;
    const old = this.url;
    let next: URL;
    try {
      // What begins with a slash is within the site: two of them, from a client perhaps, name no other host.
      next = url.startsWith("/") ? new URL(old.origin + url) : new URL(url, old);
    } catch {
      return false;
    }
    // No Request can have such a URL on every runtime.
    if (next.username !== "" || next.password !== "") return false;
    if (next.protocol !== "http:" && next.protocol !== "https:") return false;
    if (!resetQueryString && next.search === "") next.search = old.search;
    if (next.origin !== old.origin) this.forwarded = next.href;
    this.parsed = next;
    this.changed = true;
    if (this.mapsLater()) this.routed = true;
    else this.inTime ??= old;
    return true;
  }
}

// What does a module hold in its hand? Fields behind the body: kept here, and told to a runtime that can send them.
import { E_INVALIDARG, type HRESULT, S_OK } from "../terms/hresult.ts";
import { HeaderTable } from "./header-table.ts";

/** Fields that frame, route or guard a message: behind the body they come too late (RFC 9110, 6.5.1). */
const NEVER_BEHIND: ReadonlySet<string> = new Set([
  "authorization",
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "host",
  "keep-alive",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** The trailers of one response. */
export class Trailers extends HeaderTable {
  /** @param told Called with all of them when one has changed; null where the runtime sends none. */
  constructor(private readonly told: ((fields: Record<string, string>) => void) | null) {
    super(null);
  }

  override set(name: string, value: string, replace: boolean): HRESULT {
    if (typeof name !== "string" || NEVER_BEHIND.has(name.toLowerCase())) {
      return E_INVALIDARG;
    }
    return this.changedBy(super.set(name, value, replace));
  }

  override delete(name: string): HRESULT {
    return this.changedBy(super.delete(name));
  }

  private changedBy(hr: HRESULT): HRESULT {
    if (hr === S_OK) this.told?.(Object.fromEntries(this.entries()));
    return hr;
  }
}

// Who is told what happened? What modules have said that they want to hear of.
import {
  E_INVALIDARG,
  ERROR_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import type { HTTP_TRACE_CONFIGURATION } from "../terms/trace-context.ts";
import { GUID_IIS_ALL_TRACE_PROVIDERS } from "../terms/trace-types.ts";

/** The bits of all areas (http-trace-configuration-structure). */
const ALL_AREAS = 0xffffe;
const VERBOSE = 5;

/** What an event is judged by. */
export interface Judged {
  readonly providerGuid: string;
  readonly area: number;
  readonly verbosity: number;
}

/** How much of one provider is wanted. */
export interface Wish {
  readonly areas: number;
  readonly verbosity: number;
}

/** Everything that a provider has to tell. */
export const EVERYTHING: Wish = Object.freeze({ areas: ALL_AREAS, verbosity: VERBOSE });

/** What modules want, for one request or for the server: by module, then by provider. */
export class Configurations {
  declare private readonly modules: Map<HTTP_MODULE_ID, Map<string, Wish>>;

  constructor() {
    this.modules = new Map<HTTP_MODULE_ID, Map<string, Wish>>();
  }

  /** Takes all of a module's configurations, or none if one of them cannot be taken. */
  set(
    id: HTTP_MODULE_ID,
    given: HTTP_TRACE_CONFIGURATION | readonly HTTP_TRACE_CONFIGURATION[],
  ): HRESULT {
    if (typeof id !== "object" || id === null) return E_INVALIDARG;
    const list: readonly HTTP_TRACE_CONFIGURATION[] = Array.isArray(given) ? given : [given];
    const wishes = new Map(this.modules.get(id));
    let hr: HRESULT = S_OK;
    for (const one of list) if (hr === S_OK) hr = put(wishes, one);
    if (hr === S_OK) this.modules.set(id, wishes);
    else if (!this.said(id)) this.modules.set(id, new Map());
    return hr;
  }

  /** Whether a module has ever said what it wants. */
  said(id: HTTP_MODULE_ID): boolean {
    return this.modules.has(id);
  }

  /** Whether a module has asked for such events. */
  wants(id: HTTP_MODULE_ID, event: Judged): boolean {
    const wishes = this.modules.get(id);
    if (wishes === undefined) return false;
    return [providerKey(event.providerGuid), ALL_PROVIDERS].some((key) => {
      const wish = wishes.get(key);
      return wish !== undefined && grants(wish, event);
    });
  }

  /** All that is wanted of a provider; of any, if the provider stands for all. */
  wishesFor(providerGuid: string): Wish[] {
    const asked = providerKey(providerGuid);
    const fits = (key: string): boolean =>
      asked === ALL_PROVIDERS || key === ALL_PROVIDERS || key === asked;
    return [...this.modules.values()].flatMap((wishes) =>
      [...wishes].filter(([key]) => fits(key)).map(([, wish]) => wish)
    );
  }
}

/** One spelling of a GUID. */
function providerKey(guid: string): string {
  return guid.replace(/[{}]/g, "").toUpperCase();
}

const ALL_PROVIDERS = providerKey(GUID_IIS_ALL_TRACE_PROVIDERS);

/** General events have no area, and starts and ends of activities (6, 7) no verbosity: whoever listens gets them. */
function grants(wish: Wish, { area, verbosity }: Judged): boolean {
  const inArea = area === 0 || (wish.areas & ALL_AREAS) === ALL_AREAS || (wish.areas & area) !== 0;
  return inArea && (verbosity > VERBOSE || verbosity <= wish.verbosity);
}

function put(wishes: Map<string, Wish>, one: HTTP_TRACE_CONFIGURATION): HRESULT {
  const { providerGuid, areas, verbosity, providerEnabled } = one ?? {};
  if (typeof providerGuid !== "string" || providerGuid === "") {
    return E_INVALIDARG;
  }
  const key = providerKey(providerGuid);
  if (!providerEnabled) return wishes.delete(key) ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_FOUND);
  if (!Number.isInteger(areas) || !Number.isInteger(verbosity)) {
    return E_INVALIDARG;
  }
  wishes.set(key, { areas, verbosity });
  return S_OK;
}

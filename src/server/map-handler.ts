// Who builds the house and lets a request in? MapHandler: which entry another URL would have.
import {
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import { findEntry } from "./handler-entries.ts";
import type { ScriptMap } from "./script-map.ts";

/** What MapHandler answers. */
export interface MappedHandler {
  readonly hr: HRESULT;
  readonly scriptMap: IScriptMapInfo | null;
}

/** The URL that is asked about, by values that nobody has checked. */
interface AskedHandler {
  readonly siteId: number;
  readonly siteName: string;
  readonly url: string;
  readonly verb: string;
}

interface Entries {
  readonly place: { readonly site: { getSiteId(): number; getSiteName(): string } };
  readonly entries: readonly ScriptMap[];
  readonly implicit: ScriptMap;
}

/** @param behind Whether something stands behind the pipeline that answers what no entry is for. */
export function mapHandler(
  { place: { site }, entries, implicit }: Entries,
  { siteId, siteName, url, verb }: AskedHandler,
  behind: boolean,
  ignoreWildcardMappings: boolean,
): MappedHandler {
  if (typeof url !== "string" || typeof verb !== "string") return none(ERROR_INVALID_PARAMETER);
  const isHere = siteId === site.getSiteId() &&
    String(siteName).toLowerCase() === site.getSiteName().toLowerCase();
  if (!isHere) return none(ERROR_NOT_FOUND);
  const [path] = url.split(/[?#]/, 1);
  const asked = entries.filter((e) => !ignoreWildcardMappings || !e.getIsStarScriptMap());
  const match = findEntry(asked, path.startsWith("/") ? path : `/${path}`, verb);
  if (match !== null) return { hr: S_OK, scriptMap: match.entry };
  const answers = entries.length === 0 || behind;
  return answers && !ignoreWildcardMappings
    ? { hr: S_OK, scriptMap: implicit }
    : none(ERROR_NOT_FOUND);
}

function none(code: number): MappedHandler {
  return { hr: HRESULT_FROM_WIN32(code), scriptMap: null };
}

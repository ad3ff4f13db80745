// What does a module hold in its hand? Headers: what arrived, and over it what modules have changed.
import {
  E_INVALIDARG,
  ERROR_INVALID_DATA,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { REQUEST_HEADER_NAMES, RESPONSE_HEADER_NAMES } from "../terms/header-ids.ts";

/** A changed header: its name as it was written and in lower case, and its values; no values means deleted. */
interface Change {
  readonly key: string;
  readonly name: string;
  values: string[];
}

/** Headers of which several instances stay apart, because a comma may stand inside a value. */
export const APART: ReadonlySet<string> = new Set(["set-cookie", "www-authenticate"]);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// deno-lint-ignore no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\r\n\0]|[^\x00-\xff]/;
const MAX_LENGTH = 65_535;

/** A name that a header may have. */
interface Name {
  /** In lower case. */
  readonly key: string;
  /** The value that was found good last: most headers are set to the same one again and again. */
  good: string;
}

/** Names that were found good, so that they need neither be checked nor written anew. */
const NAMES = new Map<string, Name>(
  [...REQUEST_HEADER_NAMES, ...RESPONSE_HEADER_NAMES].flatMap((name) => {
    const key = name.toLowerCase();
    return [[name, { key, good: "" }], [key, { key, good: "" }]];
  }),
);
const MOST_NAMES = 1_000;
/** Characters of a value that is remembered. */
const SHORT = 256;

const keyOf = (name: string): string => NAMES.get(name)?.key ?? name.toLowerCase();

/** Whether there can be a header of this name: Headers throw where there cannot. */
const isName = (name: string): boolean => NAMES.has(name) || TOKEN.test(name);

function nameOf(name: string): Name | null {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (!TOKEN.test(name)) return null;
  const made = { key: name.toLowerCase(), good: "" };
  if (NAMES.size < MOST_NAMES) NAMES.set(name, made);
  return made;
}

/** Whether a header may have this name and this value. */
export function checkHeader(name: unknown, value: unknown): HRESULT {
  if (typeof name !== "string" || typeof value !== "string") {
    return E_INVALIDARG;
  }
  if (value.length > MAX_LENGTH || name.length > MAX_LENGTH) {
    return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
  }
  const known = nameOf(name);
  if (known === null) return E_INVALIDARG;
  if (known.good === value) return S_OK;
  if (FORBIDDEN.test(value)) return E_INVALIDARG;
  if (value.length <= SHORT) known.good = value;
  return S_OK;
}

/** The name of a header that was given by name or by id; null for an id that the table of ids lacks. */
export function headerName(header: string | number, ids: readonly string[]): string | null {
  return typeof header === "number" ? ids[header] ?? null : header;
}

const NONE: readonly Change[] = [];

/** A table of headers by name, ignoring case; the spelling of a changed header is kept. */
export class HeaderTable {
  /** The headers below the changes; null where there are none. */
  declare base: Headers | null;
  /** Few, so that looking through them is faster than hashing. */
  declare private changes: Change[] | null;

  constructor(base: Headers | null) {
    this.changes = null;
    this.base = base;
  }

  /** Whether anything differs from the base. */
  get changed(): boolean {
    return this.changes !== null;
  }

  /** The value, several instances joined with ", "; null if there is none. */
  get(name: string): string | null {
    const change = this.find(keyOf(name));
    if (change === undefined) return isName(name) ? this.base?.get(name) ?? null : null;
    return change.values.length === 0 ? null : change.values.join(", ");
  }

  /** Whether modules have set a header, in lower case. */
  sets(key: string): boolean {
    return (this.find(key)?.values.length ?? 0) > 0;
  }

  /** Whether this header, in lower case, with this value, is all there is. */
  isOnly(key: string, value: string): boolean {
    if (this.base !== null || this.changes?.length !== 1) return false;
    const [change] = this.changes;
    return change.key === key && change.values.length === 1 && change.values[0] === value;
  }

  /** The Content-Length; null if there is none that is a number. */
  get contentLength(): number | null {
    const value = this.get("content-length");
    return value !== null && /^\d+$/.test(value) ? Number(value) : null;
  }

  /** Sets, or without `replace` appends. */
  set(name: string, value: string, replace: boolean): HRESULT {
    const hr = checkHeader(name, value);
    if (hr !== S_OK) return hr;
    const key = keyOf(name);
    this.put({ key, name, values: replace ? [value] : this.joined(key, value) });
    return S_OK;
  }

  /** Gives one instance of a header that is kept apart another value, or takes it away; others change as a whole. */
  change(name: string, from: string, to: string | null): HRESULT {
    const key = keyOf(name);
    if (!APART.has(key)) return to === null ? this.delete(name) : this.set(name, to, true);
    const hr = to === null ? S_OK : checkHeader(name, to);
    if (hr !== S_OK) return hr;
    const values = this.instances(key).flatMap((v) => v !== from ? [v] : to === null ? [] : [to]);
    this.put({ key, name, values });
    return S_OK;
  }

  /** Succeeds for absent headers too. */
  delete(name: string): HRESULT {
    const key = keyOf(name);
    if (isName(name) && this.base?.has(name)) this.put({ key, name, values: [] });
    else this.keep((change) => change.key !== key);
    return S_OK;
  }

  /** The same headers, which go their own way from now on. */
  copy(): HeaderTable {
    const copy = new HeaderTable(this.base);
    copy.changes = this.changes?.slice() ?? null;
    return copy;
  }

  /** Forgets everything, also the base. */
  clear(): void {
    this.base = null;
    this.changes = null;
  }

  /**
   * Puts new headers below the changes. A new header takes the place of a change of the same name; Set-Cookie is
   * kept from both.
   */
  rebase(base: Headers): void {
    this.base = base;
    this.keep((change) => {
      if (change.values.length === 0) return false;
      if (change.key !== "set-cookie") return !base.has(change.key);
      change.values.unshift(...base.getSetCookie());
      return true;
    });
  }

  /** Writes the changes, and only them, into headers that hold the base. */
  applyTo(headers: Headers): void {
    for (const { key, name, values } of this.changes ?? NONE) {
      if (values.length !== 1) headers.delete(key);
      if (values.length === 1) headers.set(name, values[0]);
      else for (const value of values) headers.append(name, value);
    }
  }

  /** The names of the changed headers, in lower case. */
  changedNames(): string[] {
    return (this.changes ?? NONE).map((change) => change.key);
  }

  /** Writes all headers into others, which have nothing but what a body has brought with it. */
  copyTo(headers: Headers): void {
    for (const [name, value] of this.base ?? []) {
      headers[name === "set-cookie" ? "append" : "set"](name, value);
    }
    this.applyTo(headers);
  }

  /** Every header as name and value, each instance of Set-Cookie apart. */
  entries(): [string, string][] {
    const list: [string, string][] = [];
    for (const [name, value] of this.base ?? []) {
      if (this.find(name) === undefined) list.push([name, value]);
    }
    for (const { name, values } of this.changes ?? NONE) {
      for (const value of values) list.push([name, value]);
    }
    return list;
  }

  private find(key: string): Change | undefined {
    const changes = this.changes;
    if (changes === null) return undefined;
    for (let i = 0; i < changes.length; i++) if (changes[i].key === key) return changes[i];
  }

  /** Puts a change in the place of an earlier one. */
  private put(change: Change): void {
    const changes = this.changes;
    if (changes === null) {
      this.changes = [change];
      return;
    }
    const place = changes.findIndex(({ key }) => key === change.key);
    if (place < 0) changes.push(change);
    else changes[place] = change;
  }

  private keep(which: (change: Change) => boolean): void {
    const changes = this.changes?.filter(which) ?? NONE;
    this.changes = changes.length === 0 ? null : changes as Change[];
  }

  private joined(key: string, value: string): string[] {
    const values = this.instances(key);
    if (values.length === 0 || APART.has(key)) values.push(value);
    else values[values.length - 1] += `, ${value}`;
    return values;
  }

  private instances(key: string): string[] {
    const change = this.find(key);
    if (change !== undefined) return [...change.values];
    if (key === "set-cookie") return this.base?.getSetCookie() ?? [];
    const value = this.base?.get(key) ?? null;
    return value === null ? [] : [value];
  }
}

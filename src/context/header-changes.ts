// What does a module hold in its hand? What has changed in a table of headers since somebody took a copy of it.
import type { HeaderSnapshot } from "../terms/header-snapshot.ts";
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import { APART, type HeaderTable } from "./header-table.ts";

/** What GetHeaderChanges of a request and of a response answers. */
export interface HeaderChanges {
  readonly hr: HRESULT;
  readonly newChangeNumber: number;
  readonly snapshot: HeaderSnapshot;
  readonly diffedKnownHeaderIndices: number[];
  readonly diffedUnknownHeaderIndices: number[];
}

interface Told {
  readonly number: number;
  readonly text: string;
}

/** The last copy that was told of each table: no table keeps count of its changes for those few who ask. */
const told = new WeakMap<HeaderTable, Told>();

/** Compares a table with an earlier copy. The number grows when somebody asks after a change. */
export function headerChanges(
  table: HeaderTable,
  names: readonly string[],
  oldChangeNumber: number,
  old: HeaderSnapshot,
): HeaderChanges {
  const now = copy(table, names);
  const text = JSON.stringify(now);
  const last = told.get(table);
  const number = (last?.number ?? 0) + (last?.text === text ? 0 : 1);
  told.set(table, { number, text });
  const same = oldChangeNumber === number;
  if (!same) addGone(now, old);
  return {
    hr: S_OK,
    newChangeNumber: number,
    snapshot: now,
    diffedKnownHeaderIndices: same ? [] : diff(known(now), known(old)),
    diffedUnknownHeaderIndices: same ? [] : diff(unknown(now), unknown(old)),
  };
}

/** Headers of which several instances stay apart are listed among the unknown ones, as in the raw response. */
function copy(table: HeaderTable, names: readonly string[]): HeaderSnapshot {
  const ids = new Map(names.map((name, id) => [name.toLowerCase(), id]));
  const knownHeaders: (string | null)[] = names.map(() => null);
  const unknownHeaderNames: string[] = [];
  const unknownHeaderValues: string[] = [];
  for (const [name, value] of table.entries()) {
    const key = name.toLowerCase();
    const id = APART.has(key) ? undefined : ids.get(key);
    if (id !== undefined) knownHeaders[id] = value;
    else {
      unknownHeaderNames.push(name);
      unknownHeaderValues.push(value);
    }
  }
  return { knownHeaders, unknownHeaderNames, unknownHeaderValues };
}

/** An unknown header that is gone stands behind the others once, with null for its value. */
function addGone(now: HeaderSnapshot, old: HeaderSnapshot): void {
  const left = unknown(now);
  for (const [key, value] of unknown(old)) {
    if (value === null || left.has(key)) continue;
    now.unknownHeaderNames.push(key.replace(/:\d+$/, ""));
    now.unknownHeaderValues.push(null);
  }
}

/** Instances of one name are numbered, so that each is compared with its own past. */
function unknown(snapshot: HeaderSnapshot): Map<string, string | null> {
  const list = new Map<string, string | null>();
  const counts = new Map<string, number>();
  for (const [i, written] of (snapshot?.unknownHeaderNames ?? []).entries()) {
    const name = written.toLowerCase();
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    list.set(`${name}:${count}`, snapshot.unknownHeaderValues?.[i] ?? null);
  }
  return list;
}

function known(snapshot: HeaderSnapshot): Map<number, string | null> {
  return new Map((snapshot?.knownHeaders ?? []).map((value, id) => [id, value]));
}

/** The places in `now` that were otherwise before. */
function diff<K>(now: Map<K, string | null>, before: Map<K, string | null>): number[] {
  return [...now].flatMap(([key, value], i) => (before.get(key) ?? null) === value ? [] : [i]);
}

// By which names are its facts known? The variables of one request: those computed from it, and over them those that were set.
import {
  E_INVALIDARG,
  ERROR_INVALID_INDEX,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { ContextVariables } from "../context/context-door.ts";
import { headerOf, headerVariables } from "./header-variables.ts";
import { placeVariables } from "./place-variables.ts";
import { OPTIONAL_VARIABLES, requestVariables } from "./request-variables.ts";
import type { VariableSource } from "./source.ts";
import { tlsVariables } from "./tls-variables.ts";

const INVALID_INDEX = HRESULT_FROM_WIN32(ERROR_INVALID_INDEX);
const UNKNOWN = Object.freeze({ hr: INVALID_INDEX, value: null });

type ComputedVariables = ReadonlyMap<string, (source: VariableSource) => string | null>;
let made: ComputedVariables | null = null;

/** Made when somebody asks for the first variable. */
const computed = (): ComputedVariables =>
  made ??= new Map(Object.entries({
    ...requestVariables(),
    ...OPTIONAL_VARIABLES,
    ...placeVariables(),
    ...tlsVariables(),
    ...headerVariables(),
  }));

/** The names of all computed variables. */
export const variableNames = (): string[] => [...computed().keys()];

/** A variable that was set: its name as it was written, and its value. */
interface Own {
  readonly name: string;
  readonly value: string;
}

/** The server variables of one request. Names ignore case. */
export class ServerVariables implements ContextVariables {
  declare private readonly source: VariableSource;
  declare private readonly own: Map<string, Own>;
  declare private changeCount: number;

  constructor(source: VariableSource) {
    this.source = source;
    this.own = new Map<string, Own>();
    this.changeCount = 0;
  }

  get(variableName: string): { hr: HRESULT; value: string | null } {
    const name = plainName(variableName);
    if (name === null) return UNKNOWN;
    const value = this.find(name);
    return value === null ? UNKNOWN : { hr: S_OK, value };
  }

  /** A header's variable is the header itself; any other stands over the computed one from now on. */
  set(variableName: string, value: string): HRESULT {
    const name = plainName(variableName);
    if (name === null || typeof value !== "string") return E_INVALIDARG;
    const header = headerBehind(name);
    if (header !== null) return this.source.request.headers.set(header, value, true);
    this.own.set(name.toUpperCase(), { name, value });
    this.changeCount++;
    return S_OK;
  }

  /** Takes over the parent's value as it is now. */
  inherit(name: string, failIfNotExist: boolean): HRESULT {
    const parent = this.source.context.getParentContext();
    const { hr, value } = parent?.getServerVariable(name) ?? UNKNOWN;
    if (value !== null && !FAILED(hr)) return this.set(name, value);
    return failIfNotExist ? INVALID_INDEX : S_OK;
  }

  /** Takes over all that was set on another request: what CLONE_FLAG_SERVER_VARIABLE asks for. */
  inheritAll(parent: ServerVariables): void {
    for (const { name, value } of parent.own.values()) this.set(name, value);
  }

  /** Compares what was set with an earlier copy. What is computed, and headers, is in nobody's copy. */
  changes(
    oldChangeNumber: number,
    snapshot: { names: string[]; values: string[] },
  ): ReturnType<ContextVariables["changes"]> {
    const own = [...this.own.values()];
    const known = new Map(snapshot?.names?.map((name, i) => [name, snapshot.values?.[i]]));
    const same = oldChangeNumber === this.changeCount;
    return {
      hr: S_OK,
      newChangeNumber: this.changeCount,
      snapshot: { names: own.map(({ name }) => name), values: own.map(({ value }) => value) },
      diffedVariableIndices: same
        ? []
        : own.flatMap(({ name, value }, i) => known.get(name) === value ? [] : [i]),
    };
  }

  private find(name: string): string | null {
    const key = name.toUpperCase();
    const own = this.own.get(key);
    if (own !== undefined) return own.value;
    const compute = computed().get(key);
    if (compute !== undefined) return compute(this.source);
    const header = headerOf(name);
    return header === null ? null : this.source.request.headers.get(header);
  }
}

/** The header that a variable writes; HTTP_URL and the like are none. */
function headerBehind(name: string): string | null {
  const key = name.toUpperCase();
  return computed().has(key) && !(key in OPTIONAL_VARIABLES) ? null : headerOf(name);
}

/**
 * The name without the prefix that asks for wide characters, which all values are made of here; null if it is no name.
 * Headers have none in wide characters, so for them that prefix is an error.
 */
function plainName(name: unknown): string | null {
  if (typeof name !== "string" || name === "") return null;
  if (!/^unicode_/i.test(name)) return name;
  const plain = name.slice(8);
  return plain === "" || headerBehind(plain) !== null ? null : plain;
}

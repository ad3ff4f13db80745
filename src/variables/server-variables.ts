// By which names are its facts known? The variables of one request: those computed from it, and over them those that were set.
import {
  ERROR_INVALID_INDEX,
  ERROR_INVALID_PARAMETER,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { ContextVariables } from "../context/context-door.ts";
import { ALL_HEADERS, headerOf } from "./header-variables.ts";
import { PLACE_VARIABLES } from "./place-variables.ts";
import { OPTIONAL_VARIABLES, REQUEST_VARIABLES } from "./request-variables.ts";
import type { VariableSource } from "./source.ts";
import { TLS_VARIABLES } from "./tls-variables.ts";

const INVALID_INDEX = HRESULT_FROM_WIN32(ERROR_INVALID_INDEX);
const INVALID_PARAMETER = HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
const UNKNOWN = Object.freeze({ hr: INVALID_INDEX, value: null });

const COMPUTED: ReadonlyMap<string, (source: VariableSource) => string | null> = new Map(
  Object.entries({
    ...REQUEST_VARIABLES,
    ...OPTIONAL_VARIABLES,
    ...PLACE_VARIABLES,
    ...TLS_VARIABLES,
    ...ALL_HEADERS,
  }),
);

/** The names of all computed variables. */
export const VARIABLE_NAMES: readonly string[] = [...COMPUTED.keys()];

/** A variable that was set: its name as it was written, and its value. */
interface Own {
  readonly name: string;
  readonly value: string;
}

/** The server variables of one request. Names ignore case. */
export class ServerVariables implements ContextVariables {
  readonly #own = new Map<string, Own>();
  #changes = 0;

  constructor(private readonly source: VariableSource) {}

  get(variableName: string): { hr: HRESULT; value: string | null } {
    const name = plainName(variableName);
    if (name === null) return UNKNOWN;
    const value = this.#find(name);
    return value === null ? UNKNOWN : { hr: S_OK, value };
  }

  /** A header's variable is the header itself; any other stands over the computed one from now on. */
  set(variableName: string, value: string): HRESULT {
    const name = plainName(variableName);
    if (name === null || typeof value !== "string") return INVALID_PARAMETER;
    const header = headerBehind(name);
    if (header !== null) return this.source.request.headers.set(header, value, true);
    this.#own.set(name.toUpperCase(), { name, value });
    this.#changes++;
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
    for (const { name, value } of parent.#own.values()) this.set(name, value);
  }

  /** Compares what was set with an earlier copy. What is computed, and headers, is in nobody's copy. */
  changes(
    oldChangeNumber: number,
    snapshot: { names: string[]; values: string[] },
  ): ReturnType<ContextVariables["changes"]> {
    const own = [...this.#own.values()];
    const known = new Map(snapshot?.names?.map((name, i) => [name, snapshot.values?.[i]]));
    const same = oldChangeNumber === this.#changes;
    return {
      hr: S_OK,
      newChangeNumber: this.#changes,
      snapshot: { names: own.map(({ name }) => name), values: own.map(({ value }) => value) },
      diffedVariableIndices: same
        ? []
        : own.flatMap(({ name, value }, i) => known.get(name) === value ? [] : [i]),
    };
  }

  #find(name: string): string | null {
    const key = name.toUpperCase();
    const own = this.#own.get(key);
    if (own !== undefined) return own.value;
    const compute = COMPUTED.get(key);
    if (compute !== undefined) return compute(this.source);
    const header = headerOf(name);
    return header === null ? null : this.source.request.headers.get(header);
  }
}

/** The header that a variable writes; HTTP_URL and the like are none. */
function headerBehind(name: string): string | null {
  const key = name.toUpperCase();
  return COMPUTED.has(key) && !(key in OPTIONAL_VARIABLES) ? null : headerOf(name);
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

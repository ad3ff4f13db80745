// Where does a URL lead? Maps and providers: texts for keys, by name.
import type { RewriteMap, RewriteOptions } from "./options.ts";
import type { Lookups } from "./template.ts";

/** What rules may refer to. */
export function lookupsOf({ rewriteMaps = [], providers = [] }: RewriteOptions): Lookups {
  return new Map([
    ...rewriteMaps.map((map) => [map.name.toLowerCase(), mapOf(map)] as const),
    ...providers.map((one) =>
      [one.name.toLowerCase(), (key: string) => String(one.rewrite(key) ?? "")] as const
    ),
  ]);
}

function mapOf({ add = [], defaultValue = "", ignoreCase = true }: RewriteMap) {
  const keyOf = (key: string): string => ignoreCase ? key.toLowerCase() : key;
  const entries = Array.isArray(add)
    ? add.map(({ key, value }) => [keyOf(key), value] as const)
    : Object.entries(add as Record<string, string>).map(([key, value]) =>
      [keyOf(key), value] as const
    );
  const known = new Map(entries);
  return (key: string): string => known.get(keyOf(key)) ?? defaultValue;
}

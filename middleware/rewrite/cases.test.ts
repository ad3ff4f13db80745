// Where does a URL lead? Every row of rewrite-cases.json: rules from the documentation, and what was measured on IIS 10.
import { assert, assertEquals } from "../../tests/_assert.ts";
import { createWebServer, defineModule, memoryFiles, type WebServerOptions } from "../../mod.ts";
import { requestFiltering } from "../request-filtering/index.ts";
import { rewrite } from "./index.ts";
import type { Action, Condition, InboundRule, RewriteMap, RewriteOptions } from "./options.ts";
import type { OutboundRule } from "./outbound-options.ts";
import type { PatternSyntax } from "./pattern.ts";
import table from "./rewrite-cases.json" with { type: "json" };

/** A rule, written in one line as the table has it. */
interface Row {
  readonly match: string;
  readonly action: Action["type"];
  readonly url?: string;
  readonly scope?: "global";
  readonly rulesIn?: string;
  readonly conditions?: readonly Condition[];
  readonly logicalGrouping?: "MatchAll" | "MatchAny";
  readonly patternSyntax?: PatternSyntax;
  readonly serverVariables?: Readonly<Record<string, string>>;
  readonly ignoreCase?: boolean;
  readonly negate?: boolean;
  readonly stopProcessing?: boolean;
  readonly [attribute: string]: unknown;
}

interface OutboundRow {
  readonly preCondition?: readonly Condition[];
  readonly pattern: string;
  readonly value?: string;
  readonly conditions?: readonly Condition[];
  readonly patternSyntax?: PatternSyntax;
  readonly filterByTags?: string;
  readonly serverVariable?: string;
  readonly occurrences?: number;
}

interface Case {
  readonly id: string;
  readonly direction?: "outbound";
  readonly rules: readonly Row[] & readonly OutboundRow[];
  readonly maps?: Readonly<
    Record<string, { default?: string; entries: Readonly<Record<string, string>> }>
  >;
  readonly provider?: string;
  readonly request: {
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly remoteAddr?: string;
    readonly files?: readonly string[];
    readonly dirs?: readonly string[];
    readonly rulesIn?: string;
    readonly proxyEnabled?: boolean;
    readonly allowedServerVariables?: readonly string[];
    readonly requestFiltering?: string;
  };
  readonly response?: { status?: number; headers: Record<string, string>; body: string };
  readonly expect: {
    readonly kind?: "rewrite" | "redirect" | "none" | "abort" | "response" | "proxy";
    readonly url?: string;
    readonly location?: string;
    readonly status?: number;
    readonly subStatus?: number;
    readonly reason?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly requestHeaders?: Readonly<Record<string, string>>;
    readonly serverVariables?: Readonly<Record<string, string>>;
  };
  readonly note?: string;
}

const ATTRIBUTES = [
  "appendQueryString",
  "redirectType",
  "statusCode",
  "subStatusCode",
  "statusReason",
  "statusDescription",
];

function inbound(row: Row): InboundRule {
  const { match: url, ignoreCase, negate, conditions, logicalGrouping, serverVariables } = row;
  const more = ATTRIBUTES.filter((key) => row[key] !== undefined).map((key) => [key, row[key]]);
  return {
    match: { url, ignoreCase, negate },
    stopProcessing: row.stopProcessing,
    patternSyntax: row.patternSyntax,
    conditions: { logicalGrouping, add: conditions },
    serverVariables: Object.entries(serverVariables ?? {}).map(([name, value]) => ({
      name,
      value,
    })),
    action: { type: row.action, url: row.url, ...Object.fromEntries(more) },
  };
}

function outbound(row: OutboundRow, index: number): OutboundRule {
  const { pattern, filterByTags, serverVariable, occurrences, value } = row;
  return {
    match: { pattern, filterByTags, serverVariable, occurrences },
    preCondition: row.preCondition === undefined ? undefined : `p${index}`,
    patternSyntax: row.patternSyntax,
    conditions: row.conditions,
    action: { type: "Rewrite", value },
  };
}

function optionsOf({ rules, maps = {}, request, direction, provider }: Case): RewriteOptions {
  const tables = Object.entries(maps);
  const shared: RewriteOptions = provider === undefined
    ? {
      rewriteMaps: tables.map(([name, map]): RewriteMap => ({
        name,
        defaultValue: map.default,
        add: map.entries,
      })),
    }
    : {
      providers: tables.map(([name, map]) => ({ name, rewrite: (key) => map.entries[key] ?? "" })),
    };
  if (direction === "outbound") {
    const preConditions = rules.flatMap((row: OutboundRow, index) =>
      row.preCondition === undefined ? [] : [{ name: `p${index}`, add: row.preCondition }]
    );
    return { ...shared, outboundRules: { rules: rules.map(outbound), preConditions } };
  }
  const folderOf = (row: Row) => row.rulesIn ?? request.rulesIn;
  const plain = rules.filter((row: Row) => row.scope !== "global");
  return {
    ...shared,
    allowedServerVariables: request.allowedServerVariables,
    globalRules: rules.filter((row: Row) => row.scope === "global").map(inbound),
    rules: plain.filter((row) => folderOf(row) === undefined).map(inbound),
    locations: plain.filter((row) => folderOf(row) !== undefined)
      .map((row) => ({ path: folderOf(row)!, rules: [inbound(row)] })),
  };
}

/** What a request came to. */
interface Seen {
  url: string;
  subStatus: number;
  forwarded: string | null;
  changed: boolean;
  reason: string;
  header(name: string): string | null;
  variable(name: string): string | null;
}

async function run(one: Case): Promise<{ response: Response; seen: Seen; broken: boolean }> {
  const seen: Partial<Seen> = { forwarded: null };
  const note = defineModule({
    name: "Note",
    onLogRequest(context) {
      const request = context.getRequest();
      const { subStatus, reason } = context.getResponse().getStatus();
      Object.assign(seen, { subStatus, reason, changed: request.getUrlChanged() });
      seen.url = context.getServerVariable("HTTP_URL").value!;
      seen.header = (name) => request.getHeader(name);
      seen.variable = (name) => context.getServerVariable(name).value;
    },
  });
  const proxy = {
    enabled: one.request.proxyEnabled !== false,
    fetch: (request: Request) => {
      seen.forwarded = request.url;
      return Promise.resolve(new Response("from there"));
    },
  };
  const { files = [], dirs = [], headers, remoteAddr, requestFiltering: filter } = one.request;
  const lying = [...files, ...dirs.map((path) => `${path.replace(/\/$/, "")}/lies-there`)];
  const { body = "app", ...init } = one.response ?? { headers: {} };
  const options: WebServerOptions = {
    modules: [
      filter === undefined ? [] : requestFiltering(),
      rewrite({ ...optionsOf(one), proxy }),
      note,
    ],
    app: { fetch: () => new Response(body, init) },
    files: memoryFiles(Object.fromEntries(lying.map((path) => [path, ""]))),
  };
  const info = remoteAddr === undefined ? undefined : { remoteAddr: { hostname: remoteAddr } };
  const response = await createWebServer(options).fetch(
    new Request(one.request.url, { headers: { ...headers } }),
    info,
  );
  const broken = await response.clone().text().then(() => false, () => true);
  return { response, seen: seen as Seen, broken };
}

/** A URL as a runtime writes it: what stands there plain has its escapes. */
const written = (url: string, base: string) => {
  const { pathname, search } = new URL(url, base);
  return pathname + search;
};

async function check(one: Case): Promise<void> {
  const { response, seen, broken } = await run(one);
  const { expect, request } = one;
  const status = expect.status ?? 200;
  if (expect.kind === "abort") return assert(broken);
  if (expect.kind === "rewrite") assertEquals(seen.url, written(expect.url!, request.url));
  if (expect.kind === "proxy") assertEquals(seen.forwarded, expect.url!);
  if (expect.kind === "redirect") assertEquals(response.headers.get("Location"), expect.location!);
  if (expect.kind === "none") assertEquals([seen.changed, response.status], [false, 200]);
  if (one.direction !== "outbound") assertEquals(response.status, status);
  if (expect.subStatus !== undefined) assertEquals(seen.subStatus, expect.subStatus);
  if (expect.reason !== undefined) assertEquals(seen.reason, expect.reason);
  if (expect.body !== undefined) assertEquals(await response.text(), expect.body);
  for (const [name, value] of Object.entries(expect.headers ?? {})) {
    assertEquals(response.headers.get(name), value);
  }
  for (const [name, value] of Object.entries(expect.requestHeaders ?? {})) {
    assertEquals(seen.header(name), value);
  }
  for (const [name, value] of Object.entries(expect.serverVariables ?? {})) {
    assertEquals(seen.variable(name), value);
  }
}

const cases = table.cases as unknown as readonly Case[];

for (const one of cases) {
  Deno.test(`rewrite: ${one.id}${one.note === undefined ? "" : `: ${one.note}`}`, () => check(one));
}

Deno.test("rewrite: the table has its rows", () => {
  assertEquals(cases.length, 84);
});

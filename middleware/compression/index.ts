// How does a body become shorter? StaticCompressionModule and DynamicCompressionModule, over httpCompression and urlCompression.
/**
 * Compression of what leaves: files once, and then from a copy that is kept; everything else on its way, in pieces that
 * can be read as soon as they arrive, so that event streams stay live.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { compression } from "@sluice/sluice/compression";
 *
 * const app = { fetch: () => Response.json(Array(100).fill("the same again")) };
 * const server = createWebServer({ modules: [compression()], app });
 * const headers = { "Accept-Encoding": "gzip" };
 * const answer = await server.fetch(new Request("http://localhost/", { headers }));
 * console.log(answer.headers.get("Content-Encoding")); // gzip
 * ```
 *
 * @module
 */
import {
  defineModule,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_HIGH,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { collected, type Collection, collection } from "../_shared/collection.ts";
import { filled, flag, readOptions, section, text, whole, word } from "../_shared/options.ts";
import { answersClient, type Refusals } from "./candidate.ts";
import { type Coding, CODINGS, compressorOf } from "./codings.ts";
import { compressDynamic, type CompressionRules } from "./dynamic.ts";
import { BUILT_IN, type CompressedType, MediaTypes } from "./media-types.ts";
import { StaticCopies, type StaticRules } from "./static.ts";

export type { Collection, CollectionElements } from "../_shared/collection.ts";
export type { Coding } from "./codings.ts";
export type { CompressedType } from "./media-types.ts";

/** One scheme: a content coding, and how hard it tries. A coding that a runtime does not have is left out there. */
export interface CompressionScheme {
  /** The content coding. Of those that a client likes equally, the one that stands first is taken. */
  readonly name: Coding;
  /** Whether files are compressed by it; true by default. */
  readonly doStaticCompression?: boolean;
  /** Whether other bodies are; true by default. */
  readonly doDynamicCompression?: boolean;
  /** From 0, which means not at all, to 10, the shortest; 7 by default. */
  readonly staticCompressionLevel?: number;
  /** From 0, the fastest, to 10, the shortest; 0 by default. */
  readonly dynamicCompressionLevel?: number;
}

/** The sections httpCompression and urlCompression. */
export interface Compression {
  /** Whether files are compressed; true by default. */
  readonly doStaticCompression?: boolean;
  /** Whether other bodies are compressed; true by default. */
  readonly doDynamicCompression?: boolean;
  /** Whether bodies, and copies of files, are made before the output cache keeps them; false by default. */
  readonly dynamicCompressionBeforeCache?: boolean;
  /** The codings; br, zstd, gzip and deflate by default. */
  readonly scheme?: Collection<CompressionScheme, "name">;
  /** Media types of files that are compressed, besides those that are built in. */
  readonly staticTypes?: Collection<CompressedType, "mimeType">;
  /** Media types of other bodies that are compressed, besides those that are built in. */
  readonly dynamicTypes?: Collection<CompressedType, "mimeType">;
  /** Bytes that a file has at least; 2,700 by default. */
  readonly minFileSizeForComp?: number;
  /** Whether a file is compressed that was not asked for twice within ten seconds; false by default. */
  readonly staticCompressionIgnoreHitFrequency?: boolean;
  /** Whether there is a limit for kept copies; true by default. */
  readonly doDiskSpaceLimiting?: boolean;
  /** Megabytes of kept copies, which lie in memory; 100 by default. */
  readonly maxDiskSpaceUsage?: number;
  /** Bytes of a compressed piece; 65,536 by default. */
  readonly dynamicCompressionBufferLimit?: number;
  /** Whether clients of HTTP/1.0 get bodies as they are; true by default. */
  readonly noCompressionForHttp10?: boolean;
  /** Whether requests with Via, which came through a proxy, do; true by default. */
  readonly noCompressionForProxies?: boolean;
  /** Whether requests with Range do; true by default. */
  readonly noCompressionForRange?: boolean;
  /** Whether compressed answers carry the two headers below; false by default. */
  readonly sendCacheHeaders?: boolean;
  /** Cache-Control; "max-age=86400" by default. */
  readonly cacheControlHeader?: string;
  /** Expires; "Wed, 01 Jan 1997 12:00:00 GMT" by default. */
  readonly expiresHeader?: string;
}

const WHO = "compression (StaticCompressionModule, DynamicCompressionModule)";

const LEVEL = whole(0, 10);
const SCHEME = section<CompressionScheme>({
  name: word("br", "zstd", "gzip", "deflate"),
  doStaticCompression: flag,
  doDynamicCompression: flag,
  staticCompressionLevel: LEVEL,
  dynamicCompressionLevel: LEVEL,
}, ["name"]);
const TYPES = collection(
  section<CompressedType>({ mimeType: filled, enabled: flag }, ["mimeType"]),
  "mimeType",
);
const SCHEMES = (["br", "zstd", "gzip", "deflate"] as const).map((name) => ({ name }));

/** Whoever changes a body in a send does so before it is compressed, and the log tells the bytes that leave. */
const ORDER = {
  priority: { onSendResponse: PRIORITY_ALIAS_HIGH },
  after: ["RewriteModule", "CustomErrorModule"],
} as const;

/**
 * Compresses answers.
 *
 * @param options The sections httpCompression and urlCompression, together.
 * @returns Both modules, the one for files first.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function compression(options?: Compression): readonly ModuleDefinition[] {
  const told = readOptions<Compression>(WHO, options, {
    doStaticCompression: flag,
    doDynamicCompression: flag,
    dynamicCompressionBeforeCache: flag,
    scheme: collection(SCHEME, "name"),
    staticTypes: TYPES,
    dynamicTypes: TYPES,
    minFileSizeForComp: whole(0),
    staticCompressionIgnoreHitFrequency: flag,
    doDiskSpaceLimiting: flag,
    maxDiskSpaceUsage: whole(0, 1_048_576),
    dynamicCompressionBufferLimit: whole(64, 2_147_483_647),
    noCompressionForHttp10: flag,
    noCompressionForProxies: flag,
    noCompressionForRange: flag,
    sendCacheHeaders: flag,
    cacheControlHeader: text,
    expiresHeader: text,
  });
  const settled = new WeakSet<IHttpContext>();
  return [staticModule(told, settled), dynamicModule(told, settled)];
}

function staticModule(told: Compression, settled: WeakSet<IHttpContext>): ModuleDefinition {
  const name = "StaticCompressionModule";
  const copies = new StaticCopies(staticRules(told));
  if (told.doStaticCompression === false) return defineModule({ name });
  const settle = (context: IHttpContext) => {
    if (settled.has(context) || !answersClient(context)) return;
    return then(copies.compress(context), (done) => void (done && settled.add(context)));
  };
  const before = {
    onPostReleaseRequestState: (context: IHttpContext) =>
      context.getResponseHeadersSent() ? undefined : settle(context),
  };
  return defineModule({
    name,
    ...ORDER,
    before: ["DynamicCompressionModule", "HttpLoggingModule"],
    ...(told.dynamicCompressionBeforeCache === true ? before : {}),
    onSendResponse(context, provider) {
      const whole = (provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) === 0;
      return whole && provider.getHeadersBeingSent() ? settle(context) : undefined;
    },
  });
}

function dynamicModule(told: Compression, settled: WeakSet<IHttpContext>): ModuleDefinition {
  const name = "DynamicCompressionModule";
  const rules = dynamicRules(told);
  if (told.doDynamicCompression === false) return defineModule({ name });
  const before = {
    onPostReleaseRequestState: (context: IHttpContext) => {
      if (context.getResponseHeadersSent() || settled.has(context)) return;
      if (!answersClient(context)) return;
      return compressDynamic(context, rules, false);
    },
  };
  return defineModule({
    name,
    ...ORDER,
    before: ["HttpLoggingModule"],
    ...(told.dynamicCompressionBeforeCache === true ? before : {}),
    onSendResponse(context, provider) {
      if (settled.has(context) || !answersClient(context)) return;
      if (!provider.getHeadersBeingSent()) return;
      const more = (provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0;
      return compressDynamic(context, rules, more);
    },
  });
}

function staticRules(told: Compression): StaticRules {
  const megabytes = told.doDiskSpaceLimiting === false ? Infinity : told.maxDiskSpaceUsage ?? 100;
  return {
    ...commonRules(told, told.staticTypes, (scheme) => {
      const level = scheme.staticCompressionLevel ?? 7;
      return scheme.doStaticCompression === false || level === 0 ? null : level;
    }),
    minFileSizeForComp: told.minFileSizeForComp ?? 2700,
    staticCompressionIgnoreHitFrequency: told.staticCompressionIgnoreHitFrequency ?? false,
    limit: megabytes * 1_048_576,
  };
}

function dynamicRules(told: Compression): CompressionRules {
  return commonRules(
    told,
    told.dynamicTypes,
    (scheme) => scheme.doDynamicCompression === false ? null : scheme.dynamicCompressionLevel ?? 0,
  );
}

/** @param levelOf The level of a scheme; null if it is not used. */
function commonRules(
  told: Compression,
  types: Compression["dynamicTypes"],
  levelOf: (scheme: CompressionScheme) => number | null,
): CompressionRules {
  const schemes = collected<CompressionScheme, "name">(SCHEMES, told.scheme, "name", "replaces")
    .filter((scheme) => CODINGS.includes(scheme.name) && levelOf(scheme) !== null);
  const chunkSize = told.dynamicCompressionBufferLimit ?? 65_536;
  return {
    types: new MediaTypes(collected(BUILT_IN, types, "mimeType", "adds")),
    codings: schemes.map(({ name }) => name),
    compressors: Object.fromEntries(
      schemes.map((one) => [one.name, compressorOf(one.name, levelOf(one)!, chunkSize)]),
    ),
    refusals: refusalsOf(told),
    headers: told.sendCacheHeaders !== true ? [] : [
      ["Cache-Control", told.cacheControlHeader ?? "max-age=86400"],
      ["Expires", told.expiresHeader ?? "Wed, 01 Jan 1997 12:00:00 GMT"],
    ],
  };
}

function refusalsOf(told: Compression): Refusals {
  return {
    noCompressionForHttp10: told.noCompressionForHttp10 ?? true,
    noCompressionForProxies: told.noCompressionForProxies ?? true,
    noCompressionForRange: told.noCompressionForRange ?? true,
  };
}

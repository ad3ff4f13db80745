// Does it last? The ready modules that a soak goes through, and requests for them; the access log is counted line by line.
import {
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext4,
  memoryFiles,
  type ModuleInput,
} from "../../mod.ts";
import { compression } from "../../middleware/compression/index.ts";
import { httpCache } from "../../middleware/http-cache/index.ts";
import { httpLogging } from "../../middleware/http-logging/index.ts";
import { requestFiltering } from "../../middleware/request-filtering/index.ts";
import { rewrite } from "../../middleware/rewrite/index.ts";
import { getSession, session } from "../../middleware/session/index.ts";
import { staticFile } from "../../middleware/static-file/index.ts";

/** What they are asked for, besides what the soak's own module does: a file, a page, a visit, an old URL, what is refused. */
export const READY = ["file.txt", "page", "visit", "old/plain", "web.config"] as const;

/** Sessions that the requests share, so that some wait for others. */
const SESSIONS = 40;

export const files = memoryFiles({ "/file.txt": "a line of text\n".repeat(2_000) });

/** A page that compression and outbound rules have to do with. */
export function page(): Response {
  const text = '<a href="/old/plain">a link</a>\n'.repeat(200);
  return new Response(text, { headers: { "Content-Type": "text/html" } });
}

/** Counts the visits of a session. */
const visiting = defineModule({
  name: "Visiting",
  onExecuteRequestHandler(context: IHttpContext4) {
    if (context.getScriptName() !== "/visit") return;
    const visits = getSession(context).get<number>("visits") ?? 0;
    getSession(context).set("visits", visits + 1);
    const buffer = `visit ${visits + 1}`;
    const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer } as const;
    context.getResponse().writeEntityChunks([chunk], true, false);
  },
});

/** @param logged Told the query of each line of the access log. */
export function readyModules(logged: (query: string) => void): ModuleInput[] {
  return [
    requestFiltering(),
    rewrite({
      rules: [{ match: { url: "^old/(.*)" }, action: { type: "Rewrite", url: "{R:1}" } }],
      outboundRules: {
        rules: [{
          match: { filterByTags: "A", pattern: "^/old/(.*)" },
          action: { type: "Rewrite", value: "/{R:1}" },
        }],
      },
    }),
    httpCache({
      profiles: [{ extension: ".txt", policy: "CacheForTimePeriod", duration: "00:00:01" }],
    }),
    session({ timeout: "00:01:00" }),
    compression({ staticCompressionIgnoreHitFrequency: true }),
    staticFile(),
    visiting,
    httpLogging({
      logFile: { logExtFileFlags: "UriQuery" },
      sink: (lines) => lines.filter((line) => !line.startsWith("#")).forEach(logged),
    }),
  ];
}

/** The cookies of the sessions, as they were last told. */
const cookies: string[] = [];

/** The headers of a request for one of them. */
export function headersOf(work: string, id: number): Record<string, string> {
  const cookie = work === "visit" ? cookies[id % SESSIONS] : undefined;
  const packed: Record<string, string> = id % 2 === 0 ? { "Accept-Encoding": "gzip, br" } : {};
  return cookie === undefined ? packed : { ...packed, Cookie: cookie };
}

/** Remembers the cookie of an answer. */
export function remember(work: string, id: number, cookie: string | null): void {
  if (work === "visit" && cookie !== null) cookies[id % SESSIONS] = cookie.split(";")[0];
}

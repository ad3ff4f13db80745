// How fast is it? Ten modules that do something, Hono's own ten that do the same, and a bare function with the same headers.
import { createWebServer, pipeline } from "@sluice/sluice";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { csrf } from "hono/csrf";
import { languageDetector } from "hono/language";
import { logger } from "hono/logger";
import { poweredBy } from "hono/powered-by";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timing } from "hono/timing";
import type { MiddlewareHandler } from "hono";
import { type Contestant, type Fetch, hono, row } from "./_contestant.ts";
import { BODY, handler } from "./_modules.ts";
import { LIMIT, log, ORIGIN, realModules, SECURE, TOKEN } from "./_real-modules.ts";

/** What a client says to them. */
export const REAL_HEADERS: Readonly<Record<string, string>> = {
  Authorization: `Bearer ${TOKEN}`,
  "Accept-Language": "en",
  Origin: ORIGIN,
};

/** Hono's own; what they leave out by default, or write otherwise, is set so that the answers are alike. */
export function honoStack(): MiddlewareHandler[] {
  return [
    poweredBy({ serverName: "Bench" }),
    timing(),
    logger((line) => log(line)),
    requestId(),
    secureHeaders({ xDownloadOptions: false, xPermittedCrossDomainPolicies: false }),
    cors({ origin: "*" }),
    bodyLimit({ maxSize: LIMIT }),
    bearerAuth({ verifyToken: (token) => token === TOKEN }),
    csrf(),
    languageDetector({
      order: ["cookie", "header"],
      supportedLanguages: ["en", "fr"],
      fallbackLanguage: "en",
    }),
  ];
}

/** The same fifteen headers as constants. */
const FIFTEEN: Readonly<Record<string, string>> = {
  "Content-Type": "text/plain; charset=UTF-8",
  ...SECURE,
  "Access-Control-Allow-Origin": "*",
  "X-Request-Id": "f2f7a2e6-4b1f-4a43-9c1e-5b8c7f2f2b11",
  "Server-Timing": 'total;dur=0.1;desc="Total Response Time"',
  "X-Powered-By": "Bench",
  "Set-Cookie": "language=en; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Strict",
};

const fields = Object.entries(FIFTEEN);

/** The quickest way there is on Deno: set one by one. */
function raw(): Response {
  const response = new Response(BODY);
  for (const [name, value] of fields) response.headers.set(name, value);
  return response;
}

/** The shortest way to write it. */
const rawInit: Fetch = () => new Response(BODY, { headers: FIFTEEN });

/** The contestants. Each answers with the same names of headers; `tests/benchmarks` compares them. */
export const REAL: readonly Contestant[] = [
  row("real-raw", "bare function that sets the 15 headers", () => raw),
  row("real-raw-init", "bare function, headers given to the Response", () => rawInit),
  row("real-hono", "Hono, ten of its own middlewares", () => hono(...honoStack())),
  row(
    "real-own",
    "Sluice, own entry, ten modules that do the same",
    () => createWebServer({ modules: [...realModules(), handler] }).fetch,
  ),
  row("real-inside", "Sluice in Hono, the same ten", () => hono(pipeline(realModules()))),
];

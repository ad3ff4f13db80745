// How fast is it? Ten of Hono's own middlewares.
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
import { LIMIT, log, TOKEN } from "./_real-facts.ts";

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

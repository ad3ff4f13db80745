// How fast is it? Ten modules that do something, Hono's own ten that do the same, and a bare function with the same headers.
import { createWebServer, pipeline } from "@sluice/sluice";
import { type Contestant, type Fetch, hono, row } from "./_contestant.ts";
import { BODY } from "./_middlewares.ts";
import { handler } from "./_modules.ts";
import { honoStack } from "./_hono-stack.ts";
import { ORIGIN, SECURE, TOKEN } from "./_real-facts.ts";
import { realModules } from "./_real-modules.ts";

/** What a client says to them. */
export const REAL_HEADERS: Readonly<Record<string, string>> = {
  Authorization: `Bearer ${TOKEN}`,
  "Accept-Language": "en",
  Origin: ORIGIN,
};

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

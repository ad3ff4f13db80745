// Where does a URL lead? What the tests of rules for responses share: a page, and what becomes of it.
import { house } from "../../tests/_house.ts";
import { rewrite } from "./index.ts";
import type { OutboundRule, OutboundRules } from "./outbound-options.ts";

/** A rule for the addresses in tags. */
export const tags = (
  filterByTags: string,
  pattern: string,
  value: string,
  more: object = {},
): OutboundRule => ({
  match: { filterByTags, pattern, ...more },
  action: { type: "Rewrite", value },
});

/** What becomes of a page. */
export async function page(
  rules: readonly OutboundRule[] | OutboundRules,
  body: BodyInit,
  headers: Record<string, string> = { "Content-Type": "text/html" },
): Promise<Response> {
  const outboundRules: OutboundRules = "rules" in rules ? rules : { rules };
  const app = { fetch: () => new Response(body, { headers }) };
  return await house([rewrite({ outboundRules })], { app }).get();
}
/** The same, as a text. */
export const text = async (...asked: Parameters<typeof page>) =>
  await (await page(...asked)).text();

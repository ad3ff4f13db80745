// Where does a URL lead? Wrong options, each refused with the place where it stands.
import { assertThrows } from "../../tests/_assert.ts";
import { rewrite, type RewriteOptions } from "./index.ts";

const rule = (url: string, to: string) => ({
  match: { url },
  action: { type: "Rewrite" as const, url: to },
});

Deno.test("rewrite: wrong options are refused with the place where they stand", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(
      () => rewrite(options as RewriteOptions),
      TypeError,
      `rewrite (RewriteModule): option "${said}`,
    );
  wrong({ rules: [{}] }, 'rules[0].match" is missing');
  wrong({ rules: [{ match: { url: "(" } }] }, 'rules[0].match.url" is "(", wished for a regular');
  wrong(
    { rules: [{ match: { url: "a" }, action: { type: "Rewrite" } }] },
    'rules[0].action.url" is missing',
  );
  wrong(
    { rules: [rule("a", "{R:1")] },
    'rules[0].action.url" is "{R:1", wished for a closing brace',
  );
  wrong(
    { rules: [rule("a", "{None:{R:1}}")] },
    'rules[0].action.url" is "{None:{R:1}}", wished for a map',
  );
  wrong({ rules: [rule("a", "{}")] }, 'rules[0].action.url" is "{}", wished for a name');
  wrong(
    { rules: [{ match: { url: "a" }, serverVariables: [{ name: "X", value: "" }] }] },
    'rules[0].serverVariables[0].name" is "X", wished for one of allowedServerVariables',
  );
  wrong(
    { rules: [{ match: { url: "a" }, conditions: [{ input: "a" }] }] },
    'rules[0].conditions[0].pattern"',
  );
  wrong({ locations: [{ path: "/a/", rules: [] }] }, 'locations[0].path" is "/a/"');
  wrong(
    { outboundRules: { rules: [{ match: { pattern: "a" }, preCondition: "p" }] } },
    "outboundRules.rules[0].preC",
  );
  wrong(
    { outboundRules: { rules: [{ match: { pattern: "a", filterByTags: "B" } }] } },
    'outboundRules.rules[0].match.filterByTags" is "B"',
  );
  wrong(
    { outboundRules: { rules: [{ match: { pattern: "a" }, patternSyntax: "Wildcard" }] } },
    "outboundRules.rules[0].patternSyntax",
  );
  wrong(
    { outboundRules: { rules: [{ match: { pattern: "a", serverVariable: "X" } }] } },
    "outboundRules.rules[0].match.serverVariable",
  );
});

Deno.test("rewrite: two rules of one name are refused, in each collection; rules without a name are not", () => {
  const named = (name: string) => ({ name, match: { url: "a" } });
  const wrong = (options: RewriteOptions, said: string) =>
    assertThrows(() => rewrite(options), TypeError, `option "${said}`);
  const twice = [named("To new"), named("to NEW")];
  wrong({ rules: twice }, 'rules[1]" names "to NEW" again');
  wrong({ globalRules: twice }, 'globalRules[1]" names "to NEW" again');
  wrong({ locations: [{ path: "/a", rules: twice }] }, 'locations[0].rules[1]" names "to NEW"');
  const outbound = twice.map(({ name }) => ({ name, match: { pattern: "a" } }));
  wrong({ outboundRules: { rules: outbound } }, 'outboundRules.rules[1]" names "to NEW" again');
  rewrite({ rules: [named(""), named(""), { match: { url: "a" } }, { match: { url: "b" } }] });
});

// Where does a URL lead? Rules for responses at work, when a head is about to leave.
import type { IHttpContext } from "../../mod.ts";
import { textFilter, type TextRewriter } from "./body-text.ts";
import { Budget, type ResponseRule, rewriteInput } from "./outbound.ts";
import { RuleState } from "./rule-state.ts";
import { SearchRewriter } from "./search-rewriter.ts";
import { TagRewriter } from "./tag-rewriter.ts";

/** Statuses without a body, or with a part of one, in which what is sought may be cut. */
const UNTOUCHED: ReadonlySet<number> = new Set([101, 204, 206, 304]);
const SEPARATE = "set-cookie";

/** Applies the rules to a response whose head has not left. */
export function rewriteResponse(rules: readonly ResponseRule[], context: IHttpContext): void {
  const state = new RuleState(context);
  const budget = new Budget();
  const asked = rules.filter((rule) => rule.preCondition(state) === true);
  rewriteHeaders(asked.filter(({ header }) => header !== null), state, budget);
  const ofBody = asked.filter(({ header }) => header === null);
  const response = context.getResponse();
  if (ofBody.length === 0 || UNTOUCHED.has(response.getStatus().statusCode)) return;
  if (isEncoded(response.getHeader("Content-Encoding"))) return refuse(context);
  const filter = textFilter(response.getHeader("Content-Type"), rewritersOf(ofBody, state, budget));
  if (filter === null) return;
  // Both speak of the body as it was.
  response.deleteHeader("Content-Length");
  response.deleteHeader("Accept-Ranges");
  // A strong tag would promise the bytes of a file, of which a client might add a part to this page.
  const etag = response.getHeader("ETag");
  if (etag?.startsWith('"')) response.setHeader("ETag", `W/${etag}`, true);
  response.addBodyFilter(filter);
}

function rewriteHeaders(rules: readonly ResponseRule[], state: RuleState, budget: Budget): void {
  const response = state.context.getResponse();
  for (const name of new Set(rules.map(({ header }) => header!.toLowerCase()))) {
    const own = rules.filter(({ header }) => header!.toLowerCase() === name);
    const written = own[0].header!;
    const old = response.getHeader(name) ?? "";
    const values = name === SEPARATE && old !== "" ? cookies(state.context) : [old];
    const made = values.map((value) => rewriteInput(own, value, state, budget));
    if (made.every((value, index) => value === values[index])) continue;
    response.deleteHeader(name);
    for (const value of made) if (value !== "") response.setHeader(written, value, false);
  }
}

function cookies(context: IHttpContext): string[] {
  const { headers } = context.getResponse().getRawHttpResponse();
  return headers.unknownHeaders.filter(({ name }) => name.toLowerCase() === SEPARATE)
    .map(({ rawValue }) => rawValue);
}

function isEncoded(coding: string | null): boolean {
  return coding !== null && !/^(?:\s*|identity)$/i.test(coding);
}

/** What is compressed cannot be searched; sent as it is, it would show what the rules are there to hide. */
function refuse(context: IHttpContext): void {
  const response = context.getResponse();
  response.clear();
  response.setStatus(500, "URL Rewrite Module Error", 52);
  response.setErrorDescription("Outbound rules cannot be applied to content that is encoded");
}

/** Rules that follow each other and look at tags are one reader of the page; each of the others reads it by itself. */
function rewritersOf(
  rules: readonly ResponseRule[],
  state: RuleState,
  budget: Budget,
): TextRewriter[] {
  const rewriters: TextRewriter[] = [];
  let ofTags: ResponseRule[] = [];
  const close = (): void => {
    if (ofTags.length > 0) rewriters.push(tagRewriter(ofTags, state, budget));
    ofTags = [];
  };
  for (const rule of rules) {
    if (rule.attributes !== null) ofTags.push(rule);
    else {
      close();
      rewriters.push(searchRewriter(rule, state, budget));
    }
  }
  close();
  return rewriters;
}

function tagRewriter(
  rules: readonly ResponseRule[],
  state: RuleState,
  budget: Budget,
): TextRewriter {
  const tags = new Set(
    rules.flatMap(({ attributes }) => [...attributes!].map((one) => one.split(" ")[0])),
  );
  return new TagRewriter((tag) => tags.has(tag), (tag, attribute, value) => {
    const place = `${tag} ${attribute}`;
    return rewriteInput(rules.filter((rule) => rule.attributes!.has(place)), value, state, budget);
  });
}

function searchRewriter(rule: ResponseRule, state: RuleState, budget: Budget): TextRewriter {
  return new SearchRewriter(rule.matcher, ({ groups }) => {
    state.begin(groups);
    if (rule.conditions(state) !== true || rule.value === null) return null;
    budget.spend(rule);
    return rule.value.expand(state);
  }, () => budget.isSpent(rule));
}

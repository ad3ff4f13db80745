// Which faults would the ready modules and ISAPI have? Each is one replacement, and each has to be caught by a test.
import type { Fault } from "./_faults.ts";

const LOCKS = "(this.isIdle || (this.waiting[0].reads && !this.writes))";
const LINE = "if (this.#batches !== null) return this.#batches.add(line, this.#part(now));";

const ready = (file: string, what: string, find: string, put: string): Fault => ({
  what,
  file: `middleware/${file}`,
  find,
  put,
});

const isapi = (file: string, what: string, find: string, put: string): Fault => ({
  what,
  file: `src/isapi/${file}`,
  find,
  put,
});

export const MODULE_FAULTS: readonly Fault[] = [
  ready(
    "http-logging/access-log.ts",
    "a line of the access log is written twice",
    LINE,
    `this.#batches?.add(line, this.#part(now));\n    ${LINE}`,
  ),
  ready(
    "http-logging/batches.ts",
    "the lines that wait when the server stops are lost",
    "async close(): Promise<void> {\n    this.#write();",
    "async close(): Promise<void> {",
  ),
  ready(
    "compression/candidate.ts",
    "Vary is lost",
    'response.setHeader("Vary", "Accept-Encoding", false);',
    "",
  ),
  ready(
    "compression/candidate.ts",
    "the tag of what is compressed is still a strong one",
    'response.setHeader("ETag", `W/${etag}`, true);',
    "{}",
  ),
  ready(
    "_shared/ranges.ts",
    "a range has one byte too many",
    "Math.min(Number(to), size - 1) };",
    "Math.min(Number(to) + 1, size - 1) };",
  ),
  ready(
    "_shared/ranges.ts",
    "the last bytes begin one byte too early",
    "first: size - length,",
    "first: Math.max(0, size - length - 1),",
  ),
  ready(
    "static-file/preconditions.ts",
    "If-Match is content with a weak tag",
    "return a === b && !WEAK.test(a);",
    "return weakly(a, b);",
  ),
  ready(
    "session/index.ts",
    "a name that a client has made up becomes the name of its session",
    "if (record === null) hold(context, settings, null, null, () => {});",
    "if (record === null) hold(context, settings, id, null, () => {});",
  ),
  ready("session/cookie.ts", "scripts may read the cookie of a session", "; HttpOnly", ""),
  ready(
    "session/session-locks.ts",
    "two requests of a session write at the same time",
    LOCKS,
    "true",
  ),
  ready(
    "request-filtering/filter.ts",
    "verbs are asked before the limits of a request",
    "...limits(options),\n    verbs(options),",
    "verbs(options),\n    ...limits(options),",
  ),
  ready(
    "request-filtering/filter.ts",
    "what is escaped twice comes through",
    "decoded(path) !== path",
    "false",
  ),
  ready(
    "url-authorization/rules.ts",
    "Allow rules count before Deny rules",
    "return !denying.some(hits) && allowing.some(hits);",
    "return allowing.some(hits);",
  ),
  ready(
    "ip-restriction/index.ts",
    "the last item counts that an address belongs to",
    "list.find(",
    "list.findLast(",
  ),
  ready(
    "basic-authentication/index.ts",
    "any answer of logon lets a user in",
    'if (answer !== true && (typeof answer !== "object" || answer === null)) return refuse(context);',
    "",
  ),
  ready(
    "cors/permission.ts",
    "every origin may send credentials",
    "if (permission.credentials) tell(",
    "if (permission.allowed) tell(",
  ),
  ready(
    "rewrite/search-rewriter.ts",
    "what is sought is not found where two pieces meet",
    "this.#search(this.#held.length - this.#reach)",
    "this.#search(this.#held.length)",
  ),
  ready(
    "rewrite/response-rewriter.ts",
    "what outbound rules cannot read leaves as it is",
    'if (isEncoded(response.getHeader("Content-Encoding"))) return refuse(context);',
    'if (isEncoded(response.getHeader("Content-Encoding"))) return;',
  ),
  ready(
    "http-cache/intent.ts",
    "an answer that sets a cookie is kept for everybody",
    '!response.getHeadersSuppressed() && response.getHeader("Set-Cookie") === null;',
    "!response.getHeadersSuppressed();",
  ),
  ready(
    "http-cache/freshness.ts",
    "an answer to somebody who has logged on is kept for everybody",
    "if (authorized && !isShared(directives)) return null;",
    "",
  ),
  ready(
    "http-cache/keys.ts",
    "Vary is taken for nothing",
    "parts.push(`${name}=${plain(name, request.getHeader(name))}`);",
    "parts.push(name);",
  ),
  isapi(
    "filter-module.ts",
    "filters of high order come behind those of medium order",
    "return RQ.PRIORITY_ALIAS_FIRST;",
    "return RQ.PRIORITY_ALIAS_LOW;",
  ),
  isapi(
    "written-head.ts",
    "a header value may end its line",
    "if (!NAME.test(name) || FORBIDDEN.test(value)) return null;",
    "if (!NAME.test(name)) return null;",
  ),
  isapi(
    "read-client.ts",
    "the end of the body is an error",
    "error: error === ERROR_HANDLE_EOF ? NO_ERROR : error",
    "error",
  ),
  isapi(
    "session.ts",
    "HSE_REQ_DONE_WITH_SESSION in front of HSE_STATUS_PENDING is forgotten",
    "if (this.doneBefore !== null) return this.end(this.doneBefore);",
    "",
  ),
  isapi(
    "filter-raw.ts",
    "SF_REQ_SET_NEXT_READ_SIZE is not waited for",
    "this.size - this.seen >= Math.max(this.nextReadSize, 1)",
    "this.size - this.seen >= 1",
  ),
  isapi(
    "filter-sends.ts",
    "SF_NOTIFY_ACCESS_DENIED is told with every send",
    "session.denialSeen = true;",
    "",
  ),
];

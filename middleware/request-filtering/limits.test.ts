// Which requests are turned away before anything looks at them? What is too long, and verbs, request by request.
import { type Case, header, tryAll } from "./_ask.ts";

const length = (value: string): RequestInit => ({
  method: "POST",
  ...header("Content-Length", value),
});

const CASES: Record<string, Case> = {
  "RL8: maxUrl exceeded is 404.14": [{ requestLimits: { maxUrl: 8 } }, "/12345678", "404.14"],
  "a path of maxUrl bytes passes": [{ requestLimits: { maxUrl: 9 } }, "/12345678?abc", "200"],
  "RL11: maxQueryString exceeded is 404.15": [
    { requestLimits: { maxQueryString: 3 } },
    "/?1234",
    "404.15",
  ],
  "a query of maxQueryString bytes passes": [
    { requestLimits: { maxQueryString: 4 } },
    "/?1234",
    "200",
  ],
  "maxAllowedContentLength exceeded is 413.1": [
    { requestLimits: { maxAllowedContentLength: 10 } },
    "/",
    "413.1",
    length("11"),
  ],
  "RL3: 413.1 at once, whatever the client expects": [
    { requestLimits: { maxAllowedContentLength: 10 } },
    "/",
    "413.1",
    { method: "POST", headers: { "Content-Length": "11", Expect: "100-continue" } },
  ],
  "RL4: a body without a Content-Length is not measured": [
    { requestLimits: { maxAllowedContentLength: 1 } },
    "/",
    "200",
    { method: "POST", body: "12" },
  ],
  "nothing said: 30,000,001 bytes are 413.1": [undefined, "/", "413.1", length("30000001")],
  "a Content-Length that is no number is 400.7": [undefined, "/", "400.7", length("-1")],
  "headerLimits exceeded is 431": [
    { requestLimits: { headerLimits: [{ header: "X-Long", sizeLimit: 3 }] } },
    "/",
    "431",
    header("x-long", "1234"),
  ],
  "headerLimits of 0 deny the header": [
    { requestLimits: { headerLimits: [{ header: "X-Long", sizeLimit: 0 }] } },
    "/",
    "431",
    header("X-Long", ""),
  ],
  "RL16: verbs allow list, else 404.6": [
    { verbs: { allowUnlisted: false, add: [{ verb: "GET" }] } },
    "/",
    "404.6",
    { method: "HEAD" },
  ],
  "RL16: verbs do not ignore case": [
    { verbs: { allowUnlisted: false, add: [{ verb: "get" }] } },
    "/",
    "404.6",
  ],
  "RL17: a denied verb is 404.6": [
    { verbs: [{ verb: "DELETE", allowed: false }] },
    "/",
    "404.6",
    { method: "DELETE" },
  ],
  "RL17: an unlisted verb keeps its fate": [
    { verbs: [{ verb: "DELETE", allowed: false }] },
    "/",
    "200",
    { method: "PUT" },
  ],
};

tryAll(CASES);

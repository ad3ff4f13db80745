// How does a file come to the client? The rows of reference/static-cases.json, one test for each.
import { assert, assertEquals, assertMatch, assertNotEquals } from "../../tests/_assert.ts";
import { BODY, FILES, served } from "./_site.ts";
import rows from "./static-cases.json" with { type: "json" };

/** What a row expects; every member is checked below. */
interface Expected {
  readonly status?: number | readonly number[];
  readonly body?: string;
  readonly parts?: number;
  readonly etag?: string;
  readonly location?: string;
  readonly "last-modified"?: string;
  readonly "same-headers-as"?: string;
  readonly "no-content-encoding"?: boolean;
  readonly [header: string]: unknown;
}
interface Row {
  readonly id: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly expect: Expected;
  readonly alternatives?: readonly Expected[];
}

const PLAIN = ["content-length", "content-range", "content-encoding", "vary", "accept-ranges"];

for (const row of rows as unknown as readonly Row[]) {
  Deno.test(`staticFile: ${row.id}`, async () => {
    const { get } = served();
    const plain = await get(row.request.path);
    await plain.body?.cancel();
    const { method, headers = {}, path } = row.request;
    const file = await get("/f.txt");
    await file.body?.cancel();
    const filled = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('"{ETAG}"', file.headers.get("ETag")!)
        .replace("{LASTMOD}", file.headers.get("Last-Modified")!),
    ]);
    const answer = await get(path, { method, headers: Object.fromEntries(filled) });
    const body = new Uint8Array(await answer.arrayBuffer());
    // An alternative is as good; the last one tells what is wrong with it.
    const [first, ...others] = [row.expect, ...row.alternatives ?? []];
    const good = others.find((one) => one.status === answer.status && isLike(one, answer));
    check(isLike(first, answer) ? first : good ?? first, answer, body, plain, path);
  });
}

/** Whether an answer has the form of an expectation: in parts, or in one piece. */
function isLike(expected: Expected, { headers }: Response): boolean {
  const isMultipart = headers.get("content-type")?.startsWith("multipart/") === true;
  return isMultipart === (expected.parts !== undefined);
}

/** Holds an answer against what a row expects. */
function check(
  expected: Expected,
  answer: Response,
  body: Uint8Array,
  plain: Response,
  path: string,
): void {
  const { headers } = answer;
  assert([expected.status].flat().includes(answer.status), `status ${answer.status}`);
  for (const name of PLAIN.filter((name) => expected[name] !== undefined)) {
    assertEquals(headers.get(name), String(expected[name]), name);
  }
  const type = expected["content-type"];
  if (type !== undefined) assert(headers.get("content-type")!.startsWith(String(type)));
  if (expected.body === "empty") assertEquals(body.length, 0);
  if (expected.body === "all") assertEquals(new TextDecoder().decode(body), BODY);
  if (expected["no-content-encoding"]) assertEquals(headers.get("content-encoding"), null);
  if (expected["content-encoding"] === "gzip") assertEquals(body, FILES[`${path}.gz`]);
  if (expected["last-modified"] === "present") assert(headers.has("last-modified"));
  if (expected["same-headers-as"] !== undefined) {
    assertEquals(Object.fromEntries(headers), Object.fromEntries(plain.headers));
  }
  if (expected.location !== undefined) {
    assertEquals(new URL(headers.get("location")!).href, `http://localhost${expected.location}`);
  }
  if (expected.etag === "present") assertMatch(headers.get("etag")!, /^"[^"]+"$/);
  if (expected.etag === "same") assertEquals(headers.get("etag"), plain.headers.get("etag"));
  if (expected.etag?.startsWith("differs")) {
    assertNotEquals(headers.get("etag"), plain.headers.get("etag"));
  }
  if (expected.parts !== undefined) assertEquals(countParts(headers, body), expected.parts);
}

/** Parts of a multipart body. The runtime's own reader cannot be asked: it knows other kinds only. */
function countParts(headers: Headers, body: Uint8Array): number {
  const boundary = /boundary=(\S+)$/.exec(headers.get("content-type")!)![1];
  const text = new TextDecoder().decode(body);
  assert(text.endsWith(`\r\n--${boundary}--\r\n`));
  const parts = text.split(`--${boundary}\r\n`).slice(1);
  for (const part of parts) {
    const [, first, last] = /Content-Range: bytes (\d+)-(\d+)\/1000\r\n/.exec(part)!.map(Number);
    const content = part.split("\r\n\r\n")[1].slice(0, last - first + 1);
    assertEquals(content, BODY.slice(first, last + 1));
  }
  return parts.length;
}

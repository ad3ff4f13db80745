// How does a file come to the client? As `send` (pillarjs) does it: its answers, measured by tests/_tools/measure-send.ts.
import { memoryFiles } from "../../mod.ts";
import { assert, assertEquals } from "../../tests/_assert.ts";
import { CHANGED, served } from "./_site.ts";
import { allowsRange, judge } from "./preconditions.ts";
import rows from "./send-cases.json" with { type: "json" };

interface Row {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  readonly range: string | null;
  readonly body: string;
}

const WHOLE = { status: 200, range: null, body: "123456789" };
const PARTS = { status: 206, range: null, body: "parts" };
const rangeOf = ({ headers, method }: Row): string =>
  method === "GET" && headers["if-range"] === undefined ? headers["range"] ?? "" : "";

/** Where the answers are others, on purpose: why, when, and how we answer. */
const DIFFERENT: readonly {
  readonly why: string;
  readonly applies: (row: Row) => boolean;
  readonly answer: Partial<Row>;
}[] = [
  {
    why: "Range is defined for GET alone (RFC 9110, 14.2)",
    applies: ({ method, headers, status }) =>
      method === "HEAD" && "range" in headers && (status === 206 || status === 416),
    answer: { ...WHOLE, body: "" },
  },
  {
    why: "several ranges are several parts",
    applies: (row) => /^bytes=\d+-\d+,(-1|\d-\d)$/.test(rangeOf(row)) && !/8,0/.test(rangeOf(row)),
    answer: PARTS,
  },
  {
    why: "ranges that together are more than the file are the file",
    applies: (row) => rangeOf(row) === "bytes=0-8,0-8",
    answer: WHOLE,
  },
  {
    why: "what is no list of ranges is refused, as IIS does",
    applies: (row) => /^bytes=(abc|-|1|-x|x-1|1-2,x)?$/.test(rangeOf(row)),
    answer: { status: 416, range: "bytes */9", body: "" },
  },
  {
    why: "a suffix longer than the file is the file (RFC 9110, 14.1.2)",
    applies: (row) => rangeOf(row) === "bytes=-20",
    answer: { status: 206, range: "bytes 0-8/9", body: "123456789" },
  },
  {
    why: "units ignore case (RFC 9110, 14.1)",
    applies: (row) => rangeOf(row) === "BYTES=0-2",
    answer: { status: 206, range: "bytes 0-2/9", body: "123" },
  },
  {
    why: "If-Range is one strong tag, or the very date (RFC 9110, 13.1.5)",
    applies: ({ method, headers }) =>
      method === "GET" && /W\/|, \{|:08 G/.test(headers["if-range"] ?? ""),
    answer: WHOLE,
  },
  {
    why: "If-Match compares strongly (RFC 9110, 13.1.1)",
    applies: ({ headers }) => headers["if-match"] === "W/{ETAG}",
    answer: { status: 412, body: "" },
  },
  {
    why: "a client that has the file is not sent it, whatever caches are to do",
    applies: ({ headers }) => "cache-control" in headers,
    answer: { status: 304, body: "" },
  },
];

const { get } = served(undefined, {
  files: memoryFiles({ "/nums.txt": "123456789" }, { modified: CHANGED }),
});
const etag = (await get("/nums.txt")).headers.get("ETag")!;

for (const row of rows as unknown as readonly Row[]) {
  const asked = Object.entries(row.headers).map(([name, value]) => `${name}: ${value}`).join(", ");
  const difference = DIFFERENT.find((one) => one.applies(row));
  const title = difference === undefined ? "as send" : difference.why;
  Deno.test(`staticFile: ${row.method} with ${asked}: ${title}`, async () => {
    const headers = Object.entries(row.headers).map(([name, value]) =>
      [name, value.replaceAll("{ETAG}", etag)] as [string, string]
    );
    const answer = await get("/nums.txt", { method: row.method, headers });
    const body = await answer.text();
    const several = answer.headers.get("Content-Type")?.startsWith("multipart/");
    const found = {
      status: answer.status,
      range: answer.headers.get("Content-Range"),
      body: several ? "parts" : answer.ok ? body : "",
    };
    const { status, range, body: sent } = { ...row, ...difference?.answer };
    assertEquals(found, { status, range, body: sent });
  });
}

Deno.test("staticFile: every difference from send is one", () => {
  const list = rows as unknown as readonly Row[];
  assert(list.length > 150, `Only ${list.length} rows were read`);
  for (const { why, applies, answer } of DIFFERENT) {
    const rows = list.filter(applies);
    const same = rows.filter(({ status, range }) =>
      status === answer.status && range === (answer.range ?? null)
    );
    assert(rows.length > 0 && same.length === 0, why);
  }
});

Deno.test("staticFile: a weak tag of the file itself is no strong one, though the client sends the very same", () => {
  const weak = { etag: 'W/"1"', modified: 0 };
  const says = (name: string) => (asked: string) => asked === name ? 'W/"1"' : null;
  assertEquals(judge(says("If-Match"), weak, 1), "failed");
  assertEquals(judge(says("If-None-Match"), weak, 1), "not modified");
  assertEquals(allowsRange(says("If-Range"), weak), false);
});

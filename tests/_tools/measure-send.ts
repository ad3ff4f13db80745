// How does the file sender of the npm world answer? Asks `send` (pillarjs) and writes its answers down as a table:
// deno run -A tests/_tools/measure-send.ts
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const VERSION = "1.2.1";
const TABLE = new URL("../../middleware/static-file/send-cases.json", import.meta.url);
const ETAG = '"nums"';
const CHANGED = new Date("2026-03-04T05:06:07.890Z");
const [BEFORE, SAME, AFTER] = [
  "Wed, 04 Mar 2026 05:06:06 GMT",
  "Wed, 04 Mar 2026 05:06:07 GMT",
  "Wed, 04 Mar 2026 05:06:08 GMT",
];

const RANGES = [
  "bytes=0-4 bytes=0-0 bytes=8- bytes=-3 bytes=-9 bytes=-20 bytes=2-2 bytes=0-8 bytes=0-9 bytes=5-100 bytes=9-",
  "bytes=9-50 bytes=100-200 bytes=-0 bytes=5-2 bytes=abc bytes=- bytes= bytes=1 bytes=-x bytes=x-1 bytes asdf",
  "items=0-5 BYTES=0-2 bytes=0-2,4-6 bytes=0-2,3-5 bytes=0-2,1-5 bytes=0-0,-1 bytes=0-2,100-200 bytes=50-,100-",
  "bytes=0-8,0-8 bytes=1-2,x bytes=4-6,0-2",
].join(" ").split(" ");
const TAGS = ['"x"', "{ETAG}", "W/{ETAG}", "*", '"x", {ETAG}', '"x", "y"', "x", "{ETAG},W/{ETAG}"];
const DATES = [BEFORE, SAME, AFTER, "yesterday", ""];

type Headers = Record<string, string>;

/** Every request of the table: one header in all its forms, then pairs that have an order between them. */
function* requests(): Generator<Headers> {
  for (const range of RANGES) yield { range };
  for (const name of ["if-match", "if-none-match"]) {
    for (const tag of TAGS) yield { [name]: tag };
  }
  for (const name of ["if-modified-since", "if-unmodified-since"]) {
    for (const date of DATES) yield { [name]: date };
  }
  for (const condition of [...TAGS, ...DATES]) yield { range: "bytes=0-4", "if-range": condition };
  for (const match of ['"x"', "{ETAG}"]) {
    for (const date of [BEFORE, AFTER]) {
      yield { "if-match": match, "if-unmodified-since": date };
      yield { "if-none-match": match, "if-modified-since": date };
    }
    for (const none of ['"x"', "{ETAG}"]) yield { "if-match": match, "if-none-match": none };
    yield { "if-none-match": match, range: "bytes=0-4" };
    yield { "if-match": match, range: "bytes=0-4" };
    yield { "if-range": match, range: "bytes=100-200" };
  }
  yield { "if-none-match": "{ETAG}", "cache-control": "no-cache" };
}

if (import.meta.main) {
  const { default: send } = await import(`npm:send@${VERSION}`) as { default: Send };
  const folder = await Deno.makeTempDir({ prefix: "sluice-send-" });
  await Deno.writeTextFile(`${folder}/nums.txt`, "123456789");
  await Deno.utime(`${folder}/nums.txt`, CHANGED, CHANGED);
  const server = createServer((request, response) => {
    // Its own tags are weak ones; it takes one that is there.
    response.setHeader("ETag", ETAG);
    send(request, "/nums.txt", { root: folder }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/nums.txt`;
  const rows: string[] = [];
  for (const method of ["GET", "HEAD"]) {
    for (const headers of requests()) rows.push(await ask(url, method, headers));
  }
  server.close();
  await Deno.remove(folder, { recursive: true });
  await Deno.writeTextFile(TABLE, `[\n${rows.join(",\n")}\n]\n`);
  console.log(`${rows.length} answers of send ${VERSION}`);
}

type Send = (
  request: IncomingMessage,
  path: string,
  options: { root: string },
) => { pipe(response: ServerResponse): void };

/** One row: what was asked, and status, Content-Range and body of the answer. */
async function ask(url: string, method: string, headers: Headers): Promise<string> {
  const filled = Object.entries(headers).map(([name, value]) =>
    [name, value.replaceAll("{ETAG}", ETAG)] as const
  );
  const answer = await fetch(url, { method, headers: Object.fromEntries(filled) });
  const body = await answer.text();
  return JSON.stringify({
    method,
    headers,
    status: answer.status,
    range: answer.headers.get("Content-Range"),
    body: answer.ok ? body : "",
  });
}

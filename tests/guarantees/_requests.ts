// What do the tests of bad input share? Requests as bytes, and a client for them.
import { type Answer, RawSocket } from "../../testing.ts";

const MANY = "a".repeat(60_000);
export const line = (target: string, more = ""): string =>
  `GET ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const post = (head: string, body = ""): string =>
  `POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n${body}`;

/** Requests as bytes; what may come of one is a whole answer, or the end of the connection without one. */
export const REQUESTS: Record<string, string> = {
  "a percent sign alone": line("/%"),
  "a percent sign with no number": line("/%zz%"),
  "an encoded NUL": line("/a%00b"),
  "an encoded separator": line("/a%2f..%2f..%2fetc%5cpasswd"),
  "dots that climb": line("/../../../../etc/passwd"),
  "encoded dots that climb": line("/%2e%2e/%2e%2e/%252e%252e/etc"),
  "backslashes": line("/..\\..\\windows\\win.ini"),
  "overlong UTF-8": line("/%c0%ae%c0%ae/%e0%80%af"),
  "bytes that are no UTF-8": line("/%ff%fe"),
  "two slashes and a host": line("//evil.example/path"),
  "an absolute URL": line("http://evil.example/path"),
  "an absolute URL with a user": line("http://user:pass@evil.example/"),
  "an asterisk": "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
  "an empty target": "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
  "a space in the target": line("/a b"),
  "a long path": line(`/${MANY}`),
  "a long query": line(`/?${MANY}`),
  "many parameters": line(`/?${"a[]=1&__proto__[x]=1&".repeat(2_000)}`),
  "a host with a port that is none": "GET / HTTP/1.1\r\nHost: x:99999\r\n\r\n",
  "a host with a path": "GET / HTTP/1.1\r\nHost: x/../y\r\n\r\n",
  "a host that is no host": 'GET / HTTP/1.1\r\nHost: <>"|\r\n\r\n',
  "an empty host": "GET / HTTP/1.1\r\nHost:\r\n\r\n",
  "no host": "GET / HTTP/1.1\r\n\r\n",
  "two hosts": "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "a method that nobody knows": "BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
  "a method in small letters": "get / HTTP/1.1\r\nHost: x\r\n\r\n",
  "a method that fetch forbids": "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
  "a version that is none": "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
  "the preface of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "no HTTP at all": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
  "a header without a colon": line("/", "nonsense\r\n"),
  "a header without a name": line("/", ": nothing\r\n"),
  "a folded header": line("/", "X-A: one\r\n two\r\n"),
  "a space before the colon": line("/", "X-A : one\r\n"),
  "a NUL in a header": line("/", "X-A: a\0b\r\n"),
  "a bare line feed": "GET / HTTP/1.1\nHost: x\n\n",
  "names of a prototype": line(
    "/",
    "__proto__: a\r\nconstructor: b\r\ntoString: c\r\nvalueOf: d\r\n",
  ),
  "a cookie of nonsense": line("/", `Cookie: ;;=;__proto__=1;a=${"%".repeat(2_000)};\r\n`),
  "a range of nonsense": line("/", "Range: bytes=-,0-,99999999999999999999-1,a-b\r\n"),
  "many ranges": line("/", `Range: bytes=${"0-0,".repeat(2_000)}1-1\r\n`),
  "an encoding of nonsense": line("/", `Accept-Encoding: ${"gzip;q=,".repeat(1_000)}*;q=9\r\n`),
  "a long header": line("/", `X-A: ${MANY}\r\n`),
  "many headers": line("/", Array.from({ length: 1_000 }, (_, n) => `X-${n}: 1\r\n`).join("")),
  "a negative length": post("Content-Length: -1\r\n"),
  "a length that is no number": post("Content-Length: 0x10\r\n"),
  "a length beyond all numbers": post("Content-Length: 99999999999999999999999\r\n"),
  "two lengths that differ": post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"),
  "two lengths in one": post("Content-Length: 1, 2\r\n", "ab"),
  "a length with a sign": post("Content-Length: +1\r\n", "a"),
  "a chunk size that is no number": post(
    "Transfer-Encoding: chunked\r\n",
    "zz\r\nabc\r\n0\r\n\r\n",
  ),
  "a chunk size beyond all numbers": post(
    "Transfer-Encoding: chunked\r\n",
    `${"f".repeat(40)}\r\n`,
  ),
  "a chunk longer than it says": post("Transfer-Encoding: chunked\r\n", "1\r\nabc\r\n0\r\n\r\n"),
  "a coding that nobody knows": post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
  "chunked that is not the last coding": post(
    "Transfer-Encoding: chunked, identity\r\n",
    "0\r\n\r\n",
  ),
};

const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

/** Bodies behind which another request is hidden: two readers that differ about the length see different requests. */
export const SMUGGLING: Record<string, string> = {
  "a length that ends before a hidden request, and chunks": post(
    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "a hidden request in a chunk": post(
    "Transfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "a hidden request in a body with a length": post(
    `Content-Length: ${SMUGGLED.length}\r\n`,
    SMUGGLED,
  ),
  "chunked in a second field": post(
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "two lengths, of which one hides it": post(
    `Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n`,
    SMUGGLED,
  ),
  "a hidden request behind a tab in the coding": post(
    "Transfer-Encoding:\tchunked\r\nContent-Length: 0\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
};

/** Whether the next request is fine. */
export const isFine = async (port: number): Promise<boolean> =>
  (await ask(port, line("/"), 10_000))?.text === "fine";

/** Sends bytes on a new connection; null if nothing whole comes back, or for too many milliseconds nothing at all. */
export async function ask(port: number, bytes: string, patience = 1_000): Promise<Answer | null> {
  using socket = await RawSocket.open(port, patience);
  const raw = Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
  try {
    await socket.send(raw);
    return await (await socket.response()).rest();
  } catch {
    return null;
  }
}

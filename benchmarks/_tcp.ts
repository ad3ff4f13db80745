// How fast is it? A client on a bare socket: when the first byte of a body comes, when the last one, how slowly it reads.

/** What one answer took, in milliseconds from the moment at which the request was sent. */
export interface Timing {
  /** Up to the first byte behind the head. */
  readonly first: number;
  readonly last: number;
  /** Bytes of the connection, head and framing among them. */
  readonly bytes: number;
}

const SIZE = 262_144;

type Fields = Readonly<Record<string, string>>;

async function send(port: number, path: string, fields: Fields = {}): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay(true);
  const said = Object.entries({ Host: "localhost", Connection: "close", ...fields });
  const lines = said.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `GET ${path} HTTP/1.1\r\n${lines}\r\n`;
  await connection.write(new TextEncoder().encode(head));
  return connection;
}

/** Where the body begins in what has come so far; -1 as long as nothing of it has. */
function bodyAt(head: string): number {
  const end = head.indexOf("\r\n\r\n");
  return end >= 0 && head.length > end + 4 ? end + 4 : -1;
}

/** Reads an answer as fast as it comes, up to the end of the connection. */
export async function drain(port: number, path: string, fields?: Fields): Promise<Timing> {
  using connection = await send(port, path, fields);
  const began = performance.now();
  const buffer = new Uint8Array(SIZE);
  let [head, bytes, first] = ["", 0, NaN];
  for (
    let size = await connection.read(buffer);
    size !== null;
    size = await connection.read(buffer)
  ) {
    bytes += size;
    if (!Number.isNaN(first)) continue;
    head += new TextDecoder("latin1").decode(buffer.subarray(0, size));
    if (bytes === size && !head.startsWith("HTTP/1.1 200")) throw new Error(`${path}: ${head}`);
    if (bodyAt(head) >= 0) first = performance.now() - began;
  }
  return { first, last: performance.now() - began, bytes };
}

/** Reads 64 KiB every ten milliseconds for a while, then leaves. Answers with the bytes that it has read. */
export async function sip(port: number, path: string, milliseconds: number): Promise<number> {
  using connection = await send(port, path);
  const buffer = new Uint8Array(65_536);
  const end = performance.now() + milliseconds;
  let bytes = 0;
  while (performance.now() < end) {
    const size = await connection.read(buffer);
    if (size === null) break;
    bytes += size;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return bytes;
}

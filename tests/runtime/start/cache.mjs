// What keeps answers for the Cache API of workerd? A map: whole answers come by PUT as bytes, and leave by GET.
const kept = new Map();

/** Where the head of an answer ends. */
function endOfHead(bytes) {
  return new TextDecoder("latin1").decode(bytes).indexOf("\r\n\r\n");
}

function answerOf(bytes) {
  const end = endOfHead(bytes);
  const [, ...lines] = new TextDecoder("latin1").decode(bytes.subarray(0, end)).split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(/:\s*(.*)/, 2)));
  headers.set("CF-Cache-Status", "HIT");
  return new Response(bytes.subarray(end + 4), { headers });
}

export default {
  async fetch(request) {
    const { method, url } = request;
    if (method === "PUT") {
      kept.set(url, new Uint8Array(await request.arrayBuffer()));
      return new Response(null, { status: 204 });
    }
    if (method === "PURGE") return new Response(null, { status: kept.delete(url) ? 200 : 404 });
    const bytes = kept.get(url);
    if (bytes !== undefined) return answerOf(bytes);
    return new Response(null, { status: 504, headers: { "CF-Cache-Status": "MISS" } });
  },
};

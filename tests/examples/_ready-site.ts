// What is asked of the site of ready modules? One table of requests, and what of each answer does not depend on the server.
import { gunzipSync } from "node:zlib";
import type { Ask } from "../runtime/_client.ts";
import { RawSocket } from "../_raw.ts";

const GZIP = { "Accept-Encoding": "gzip" };
const KEEPER = { Authorization: `Basic ${btoa("keeper:windlass")}` };
const OTHER = { Origin: "https://other.example" };

const of = (headers: Record<string, string>, method = "GET"): Ask => ({ headers, method });

/** Requests by what they show: the status that they get, the path, and what else is asked. */
export const REQUESTS: Record<string, [status: number, path: string, ask?: Ask]> = {
  "a document in its folder's place": [200, "/"],
  "a page": [200, "/how.html"],
  "a page, compressed": [200, "/how.html", of(GZIP)],
  "the head of a page": [200, "/how.html", of({}, "HEAD")],
  "an old name": [301, "/opening-times.asp?x=1"],
  "a short name": [200, "/hours"],
  "what browsers ask for by themselves": [200, "/favicon.ico"],
  "a picture": [200, "/pictures/lock.svg"],
  "a picture, compressed": [200, "/pictures/lock.svg", of(GZIP)],
  "a part of a download": [206, "/downloads/passages-2026.csv", of({ Range: "bytes=5-20" })],
  "two parts of it": [206, "/downloads/towpath-walk.txt", of({ Range: "bytes=0-3,-5" })],
  "a part that is not there": [416, "/downloads/towpath-walk.txt", of({ Range: "bytes=9999-" })],
  "a download for another site": [200, "/downloads/water-levels-2026.csv", of(OTHER)],
  "a preflight": [
    204,
    "/downloads/lock-days.ics",
    of({ ...OTHER, "Access-Control-Request-Method": "GET" }, "OPTIONS"),
  ],
  "a folder without the slash": [301, "/downloads"],
  "a listing": [200, "/downloads/"],
  "a listing by size": [200, "/downloads/?sort=size&order=desc"],
  "a listing for programs": [200, "/downloads/", of({ Accept: "application/json" })],
  "a folder that is not listed": [403, "/pictures/"],
  "a page that is not there": [404, "/drawbridge.html"],
  "the head of a page that is not there": [404, "/drawbridge.html", of({}, "HEAD")],
  "a hidden folder": [404, "/errors/404.html"],
  "a way out of the folder": [404, "/..%2f..%2fmain.ts"],
  "a name that is none": [400, "/a%00b"],
  "the program": [404, "/main.ts"],
  "a method that changes things": [405, "/how.html", of({}, "DELETE")],
  "a room without its key": [401, "/keeper/"],
  "a room with a wrong key": [401, "/keeper/", of({ Authorization: `Basic ${btoa("keeper:x")}` })],
  "a room": [200, "/keeper/", of(KEEPER)],
  "a file in the room, compressed": [200, "/keeper/rota.csv", of({ ...KEEPER, ...GZIP })],
  "a file in the room without the key": [401, "/KEEPER/rota.csv"],
};

/** Headers that servers add by themselves, or write in their own way. */
const SERVERS_OWN = ["connection", "date", "keep-alive", "transfer-encoding"];

/** A header whose value depends on the moment. */
const OF_THE_MOMENT = /^(age): .*/;

/** An answer without what depends on the server, or on chance. */
export interface Seen {
  readonly status: number;
  readonly fields: readonly string[];
  readonly text: string;
}

/** Asks over a socket: no client in between adds headers, or decodes anything. */
export async function ask(port: number, path: string, { method = "GET", headers }: Ask = {}) {
  using socket = await RawSocket.open(port, 20_000);
  await socket.request(method, path, headers);
  return await (await socket.response(method)).rest();
}

/** What is compared of an answer: of a compressed one what it says, because encoders differ. */
export function seen(answer: Awaited<ReturnType<typeof ask>>): Seen {
  const coded = answer.header("content-encoding") === "gzip" && answer.bytes.length > 0;
  const text = coded ? new TextDecoder().decode(gunzipSync(answer.bytes)) : answer.text;
  const boundary = /boundary=(\S+)/.exec(answer.header("content-type") ?? "")?.[1] ?? "\0";
  const plain = (value: string): string =>
    value.replaceAll(boundary, "boundary").replace(/^http:\/\/[^/]+/, "");
  const fields = answer.fields.map(([name, value]) => [name.toLowerCase(), plain(value)])
    .filter(([name]) => !SERVERS_OWN.includes(name) && !(coded && name === "content-length"))
    .map((field) => field.join(": ").replace(OF_THE_MOMENT, "$1")).sort();
  return { status: answer.status, fields, text: text.replaceAll(boundary, "boundary") };
}

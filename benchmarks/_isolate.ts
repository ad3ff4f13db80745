// How fast is it? One contestant in a process of its own, as a deployed app is: nothing else teaches its compiler.
// Started with the contestant's id; a line on stdin is what to measure and a number of requests, one on stdout its answer.
import { getHeapStatistics } from "node:v8";
import { contestant } from "./_all.ts";
import type { Fetch } from "./_contestant.ts";
import { passed, worked } from "./_clocks.ts";
import { lines } from "./_lines.ts";
import { REAL_HEADERS } from "./_real.ts";

const id = Deno.args[0];
const fetch: Fetch = await contestant(id).make();
const init = id.startsWith("real-") ? { headers: REAL_HEADERS } : undefined;

/** Every answer is awaited, as the servers of all runtimes do. */
async function answer(requests: number): Promise<void> {
  for (let i = 0; i < requests; i++) {
    const response = await fetch(new Request("http://localhost/", init));
    if (response.status !== 200) throw new Error(`The answer was ${response.status}`);
  }
}

/** One answer of so many chunks; here a chunk is what a request is elsewhere. */
async function read(chunks: number): Promise<void> {
  const response = await fetch(new Request(`http://localhost/?chunks=${chunks}`));
  const reader = response.body!.getReader();
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
  }
  if (bytes !== chunks * 16_384) throw new Error(`${bytes} bytes came, of ${chunks} chunks`);
}

const ask = id.startsWith("stream-") ? read : answer;

/**
 * Nanoseconds for one request.
 *
 * While the others had their turn, caches and young memory were lost; a quarter more requests win them back untimed.
 */
async function time(requests: number, clock = passed): Promise<number> {
  await ask(requests / 4);
  const began = clock();
  await ask(requests);
  return (clock() - began) / requests;
}

/** V8 counts what it has ever allocated; the types of Deno's copy of Node do not know the field yet. */
const allocated = (): number =>
  (getHeapStatistics() as unknown as { total_allocated_bytes: number }).total_allocated_bytes;

/** Bytes that one request allocates on the heap, the Request among them. */
async function bytes(requests: number): Promise<number> {
  const before = allocated();
  await ask(requests);
  return (allocated() - before) / requests;
}

const measures = { time, bytes, cpu: (requests: number) => time(requests, worked) };

for await (const line of lines(Deno.stdin.readable)) {
  const [what, requests] = line.split(" ");
  console.log(await measures[what as keyof typeof measures](Number(requests)));
}

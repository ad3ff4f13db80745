// How fast is it? One contestant in a process of its own, as a deployed app is: nothing else teaches its compiler.
// Started with the contestant's id; every line on stdin is a number of requests, every line on stdout its time.
import { lines } from "./_lines.ts";
import { CONTESTANTS } from "./_contestants.ts";

const contestant = CONTESTANTS.find(({ id }) => id === Deno.args[0]);
if (contestant === undefined) throw new RangeError(`No contestant is called "${Deno.args[0]}"`);
const fetch = contestant.make();

/**
 * Nanoseconds for one request. Every answer is awaited, as the servers of all runtimes do.
 *
 * While the others had their turn, caches and young memory were lost; a quarter more requests win them back untimed.
 */
async function ask(requests: number): Promise<number> {
  await answer(requests / 4);
  const began = performance.now();
  await answer(requests);
  return (performance.now() - began) * 1e6 / requests;
}

async function answer(requests: number): Promise<void> {
  for (let i = 0; i < requests; i++) {
    const response = await fetch(new Request("http://localhost/"));
    if (response.status !== 200) throw new Error(`The answer was ${response.status}`);
  }
}

for await (const line of lines(Deno.stdin.readable)) console.log(await ask(Number(line)));

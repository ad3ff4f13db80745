// Which requests are turned away before anything looks at them? What the tests share: one request, and tables of them.
import { defineModule } from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { requestFiltering, type RequestFilteringOptions } from "./index.ts";

/** The status with its sub-status, as the log sees it. */
export async function ask(
  options: RequestFilteringOptions | undefined,
  path: string,
  init?: RequestInit,
): Promise<string> {
  const { get, seen } = house((seen) => [
    requestFiltering(options),
    defineModule({
      name: "Note",
      onLogRequest(context) {
        const { statusCode, subStatus } = context.getResponse().getStatus();
        seen.push(subStatus === 0 ? `${statusCode}` : `${statusCode}.${subStatus}`);
      },
    }),
  ], { app: { fetch: () => new Response("hello") } });
  await (await get(path, init)).body?.cancel();
  return seen[0];
}

/** Options, a request, and the status that is wished for. */
export type Case = [
  RequestFilteringOptions | undefined,
  path: string,
  wished: string,
  init?: RequestInit,
];

/** One header of a request. */
export const header = (name: string, value: string): RequestInit => ({
  headers: { [name]: value },
});

/** One test for each row. */
export function tryAll(cases: Record<string, Case>): void {
  for (const [name, [options, path, wished, init]] of Object.entries(cases)) {
    Deno.test(`requestFiltering: ${name}`, async () => {
      assertEquals(await ask(options, path, init), wished);
    });
  }
}

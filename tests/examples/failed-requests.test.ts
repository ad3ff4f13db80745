// Does the example do what it says? Requests that fail by a rule are written down whole, others are not.
import { failedRequests } from "../../examples/failed-requests.ts";
import server from "../../examples/failed-requests.ts";
import { createWebServer, defineModule, RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import { assert, assertEquals, assertMatch } from "../_assert.ts";
import { sleep } from "../_waits.ts";

const text = async (path: string): Promise<string> =>
  await (await server.fetch(new Request(new URL(path, "http://localhost")))).text();

Deno.test("failed-requests writes a request down that no route answers", async () => {
  await text("/missing");
  const lines = (await text("/report")).trimEnd().split("\n");
  assertEquals(lines[0], "status 404");
  assertMatch(
    lines[1],
    /^ +\d+ ms {2}GENERAL_REQUEST_START {2}.*RequestURL: .*\/missing, RequestVerb: GET$/,
  );
  assertMatch(lines.at(-1)!, /GENERAL_REQUEST_END .*HttpStatus: 404/);
  const names = lines.slice(1).map((line) => /ms {2}(\w+)/.exec(line)?.[1]);
  assert(names.includes("NOTIFY_MODULE_START") && names.includes("GENERAL_RESPONSE_HEADERS"));
});

Deno.test("failed-requests writes a request down that took too long", async () => {
  assertEquals(await text("/slow"), "Slow, but there.\n");
  const report = await text("/report");
  assertMatch(report, /^\d+ ms\n/);
  assert(report.includes("/slow") && report.includes("HttpStatus: 200"), report);
});

Deno.test("failed-requests writes nothing of a request that went well, and keeps requests apart", async () => {
  const reports: string[] = [];
  const rules = { statusCodes: "404,500-502", timeTaken: 60_000 };
  const answers = defineModule({
    name: "Answers",
    async onBeginRequest(context) {
      await sleep(1);
      const { fullUrl } = context.getRequest().getRawHttpRequest().cookedUrl;
      context.getResponse().setStatus(Number(new URL(fullUrl).pathname.slice(1)), "Status");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const many = createWebServer({
    modules: [answers, failedRequests(rules, (report) => reports.push(report))],
  });
  const codes = [200, 404, 403, 501, 503];
  await Promise.all(codes.map((status) => many.fetch(new Request(`http://localhost/${status}`))));
  assertEquals(reports.map((report) => report.split("\n")[0]).sort(), ["status 404", "status 501"]);
  for (const report of reports) {
    assertEquals(report.match(/GENERAL_REQUEST_(START|END)/g)?.length, 2);
  }
});

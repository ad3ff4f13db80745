// What does a client see of an error? Rows, modes and files; the ids are those of what was measured on IIS 10.
import {
  defineModule,
  memoryFiles,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
} from "../../mod.ts";
import { assertEquals, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { handler, write } from "../../tests/conformance/_response.ts";
import { traceOf } from "../../tests/conformance/_trace.ts";
import { ask, fails } from "./_site.ts";
import { customErrors, type HttpErrors } from "./index.ts";

const FILE: HttpErrors = {
  error: [
    { statusCode: 404, path: "/errors/404.html" },
    { statusCode: 404, subStatusCode: 5, path: "errors/5.txt" },
    { statusCode: 500, path: "errors/problem.json" },
  ],
};

Deno.test("HE20 HE25 customErrors: the row of the sub-status, the one of all, and the type of the file", async () => {
  const { status, text, headers } = await ask(FILE, fails());
  assertEquals([status, text], [404, "file for 404"]);
  assertEquals(headers.get("Content-Type"), "text/html; charset=utf-8");
  assertEquals(headers.get("Content-Length"), "12");
  const five = await ask(FILE, fails(404, 5));
  assertEquals([five.text, five.headers.get("Content-Type")], [
    "file for 404.5",
    "text/plain; charset=utf-8",
  ]);
  assertEquals((await ask(FILE, fails(404, 8))).text, "file for 404");
  assertEquals((await ask(FILE, fails(500))).headers.get("Content-Type"), "application/json");
});

Deno.test("HE26 customErrors: without a row, or without its file, there is one line", async () => {
  for (const errors of [{}, { error: [{ statusCode: 404, path: "missing.html" }] }]) {
    const { text, headers } = await ask(errors, fails());
    assertEquals(text.length, 103);
    assertMatch(text, /^The resource you are looking for has been removed/);
    assertEquals(headers.get("Content-Type"), "text/html; charset=utf-8");
  }
  assertMatch((await ask({}, fails(418))).text, /could not understand/);
  assertMatch((await ask({}, fails(599))).text, /went wrong/);
});

Deno.test("HE17 customErrors: a path that leads out of the site is as if nothing were there", async () => {
  const error = [{ statusCode: 404, path: "../../etc/passwd" }];
  assertMatch((await ask({ error }, fails())).text, /^The resource/);
});

Deno.test("customErrors: defaultPath is for every status without a row", async () => {
  const errors: HttpErrors = { ...FILE, defaultPath: "/page.html" };
  assertEquals((await ask(errors, fails(403))).text, "static page");
  assertEquals((await ask(errors, fails(404))).text, "file for 404");
});

Deno.test("HE18 customErrors: Redirect", async () => {
  const error = [{ statusCode: 404, path: "https://example.org/e", responseMode: "Redirect" }];
  const { status, headers } = await ask({ error } as HttpErrors, fails(404, 0, false, "body"));
  assertEquals([status, headers.get("Location")], [302, "https://example.org/e"]);
});

Deno.test("HE6 HE10 HE9 customErrors: what becomes of a body that is there", async () => {
  const of = async (
    existingResponse: HttpErrors["existingResponse"],
    skip: boolean,
    body: string,
  ) => (await ask({ ...FILE, existingResponse }, fails(404, 0, skip, body))).text;
  assertEquals(await of("Auto", false, "own"), "file for 404");
  assertEquals(await of("Auto", true, "own"), "own");
  assertEquals(await of("Replace", true, "own"), "file for 404");
  assertEquals(await of("PassThrough", false, "own"), "own");
  assertEquals(await of("PassThrough", false, ""), "");
});

Deno.test("customErrors: an app's 404 gets the page, and keeps what its head says of other things", async () => {
  const headers = { "X-Own": "1", "WWW-Authenticate": "Basic", ETag: '"a"' };
  const app = { fetch: () => new Response("own words", { status: 404, headers }) };
  const answer = await ask(FILE, [], { options: { app } });
  assertEquals([answer.status, answer.text], [404, "file for 404"]);
  assertEquals(
    ["X-Own", "WWW-Authenticate", "ETag"].map((name) => answer.headers.get(name)),
    ["1", "Basic", null],
  );
});

Deno.test("customErrors: what succeeds, and what has begun to leave, stays as it is", async () => {
  assertEquals((await ask(FILE, fails(399, 0, false, "fine"))).text, "fine");
  const early = handler(async (context) => {
    context.getResponse().setStatus(404, "Not Found");
    write(context, "one ");
    await context.getResponse().flush(false, true);
    write(context, "two");
  });
  assertEquals((await ask(FILE, early)).text, "one two");
});

Deno.test("customErrors: HEAD is told the length of the page", async () => {
  const { text, headers } = await ask(FILE, fails(), { init: { method: "HEAD" } });
  assertEquals([text, headers.get("Content-Length")], ["", "12"]);
});

Deno.test("customErrors: the language of the visitor, of America, or none", async () => {
  const error = [{ statusCode: 404, path: "404.htm", prefixLanguageFilePath: "/custerr" }];
  const of = async (language: string) =>
    (await ask({ error }, fails(), { init: { headers: { "Accept-Language": language } } })).text;
  assertEquals(await of("de-CH, en;q=0.5"), "deutsch");
  assertEquals(await of("en;q=0.5, de;q=0.9"), "deutsch");
  assertEquals(await of("fr"), "american");
  assertEquals(await of("../../x, "), "american");
});

/** What the trace of one request tells of error pages. */
async function told(failing: ModuleDefinition): Promise<string[]> {
  const files = memoryFiles({ "/errors/404.html": "page" });
  const { lines } = await traceOf([customErrors(FILE), failing], "/", {}, { files });
  return lines.filter((one) => one.includes("CUSTOM_ERROR"));
}

Deno.test("70 71 customErrors: traces tell the page, or why there is none (ihttpresponse-setstatus-method)", async () => {
  assertEquals(await told(fails()), [
    'GENERAL_SEND_CUSTOM_ERROR HttpStatus=404 HttpSubStatus=0 FileNameOrURL="/errors/404.html"',
  ]);
  assertEquals(await told(fails(200)), [
    'GENERAL_NOT_SEND_CUSTOM_ERROR Reason="SETSTATUS_SUCCESS"',
  ]);
  assertEquals(await told(fails(404, 0, true)), [
    'GENERAL_NOT_SEND_CUSTOM_ERROR Reason="SETSTATUS_TRYSKIP"',
  ]);
});

Deno.test("69 customErrors: MEDIUM in a send sees no body, FIRST sees the page", async () => {
  const seen: string[] = [];
  const looks = (name: string, priority?: typeof PRIORITY_ALIAS_FIRST) =>
    defineModule({
      name,
      ...(priority ? { priority } : {}),
      onSendResponse(context) {
        seen.push(`${name} ${context.getResponse().getRawHttpResponse().entityChunkCount}`);
      },
    });
  await ask(FILE, [looks("S1"), looks("S2", PRIORITY_ALIAS_FIRST), fails()]);
  assertEquals(seen, ["S1 0", "S2 1"]);
});

Deno.test("15 customErrors: what END writes behind an error is replaced with the rest", async () => {
  const end = defineModule({ name: "End", onEndRequest: (context) => write(context, "from END") });
  assertEquals((await ask(FILE, [fails(500), end])).text, "{}");
});

const WRONG: Record<string, [unknown, string]> = {
  "HE21 a second row of one status": [
    { error: [{ statusCode: 404, path: "a" }, { statusCode: 404, subStatusCode: -1, path: "b" }] },
    'option "error[1]" is for 404.-1 again',
  ],
  "no status": [{ error: [{ path: "a" }] }, 'option "error[0].statusCode" is missing'],
  "a file of a disk": [
    { error: [{ statusCode: 404, path: "C:\\inetpub\\404.htm" }] },
    "wished for the path of a file of the server's files",
  ],
  "a variable of the environment": [
    { error: [{ statusCode: 404, path: "404.htm", prefixLanguageFilePath: "%SystemDrive%\\a" }] },
    'option "error[0].prefixLanguageFilePath" is',
  ],
  "a status that is none": [{ error: [{ statusCode: 200, path: "a" }] }, "is 200, wished for"],
  "a URL of another site": [
    { error: [{ statusCode: 404, path: "//evil/", responseMode: "ExecuteURL" }] },
    'option "error[0].path" is "//evil/", wished for a URL of this site',
  ],
  "an address that is none": [
    { error: [{ statusCode: 404, path: "page", responseMode: "Redirect" }] },
    "wished for an address",
  ],
  "a default that is none": [
    { defaultPath: "page", defaultResponseMode: "ExecuteURL" },
    'option "defaultPath" is "page"',
  ],
  "a mode": [{ errorMode: "On" }, 'option "errorMode" is "On"'],
};

for (const [name, [options, said]] of Object.entries(WRONG)) {
  Deno.test(`customErrors: refused at once: ${name}`, () => {
    const call = () => customErrors(options as HttpErrors);
    assertThrows(call, TypeError, said);
    assertThrows(call, TypeError, "customErrors (CustomErrorModule): ");
  });
}

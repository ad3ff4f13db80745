// Is every request and status of httpext.h and httpfilt.h shown by a test? Each name that means something here is used by one.
import { assertEquals, assertGreater } from "../_assert.ts";
import * as isapi from "../../isapi.ts";
import { sources } from "./_sources.ts";

/** Requests that belong to Windows: one test shows that all of them are refused. */
const WINDOWS =
  /_(SSPI_INFO|ISAPI_ACL|IMPERSONATION_TOKEN|ANONYMOUS_TOKEN|CONFIG_OBJECT|WORKER_PROCESS_SETTINGS|PROTOCOL_MANAGER_\w+|CHANNEL_BINDING_TOKEN)$/;
/** Names of ranges, not of requests. */
const RANGES = ["HSE_REQ_BASE", "HSE_REQ_END_RESERVED"];

/** The tests of extensions and filters, without what they import. */
async function bodies(): Promise<string> {
  const files = await sources("tests/conformance");
  return files.filter(({ path }) => /\/isapi-[a-z-]+\.test\.ts$/.test(path))
    .map(({ text }) => text.replace(/^import [^;]*;$/gm, ""))
    .join("\n");
}

Deno.test("ISAPI: every HSE_REQ_* and HSE_STATUS_* that has a meaning is used by a test", async () => {
  const words = new Set((await bodies()).match(/\bHSE_\w+/g));
  const names = Object.keys(isapi).filter((name) => /^HSE_(REQ|STATUS|APPEND)_/.test(name))
    .filter((name) => !WINDOWS.test(name) && !RANGES.includes(name));
  assertGreater(names.length, 35);
  assertEquals(names.filter((name) => !words.has(name)), []);
});

Deno.test("ISAPI: every SF_NOTIFY_*, SF_STATUS_*, SF_REQ_* and SF_DENIED_* is used by a test", async () => {
  const words = new Set((await bodies()).match(/\bSF_\w+/g));
  const names = Object.keys(isapi).filter((name) => /^SF_(NOTIFY|STATUS|REQ|DENIED)_/.test(name));
  assertGreater(names.length, 30);
  // A mask of bits that the tests use one by one.
  assertEquals(names.filter((name) => !words.has(name)), ["SF_NOTIFY_ORDER_MASK"]);
});

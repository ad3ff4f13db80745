// From which addresses do requests come in? Tested with addresses as a runtime tells them.
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { createWebServer, pipeline } from "../../mod.ts";
import { Hono } from "hono";
import { requestFiltering } from "../request-filtering/index.ts";
import { ipRestriction, type IpRestrictionOptions } from "./index.ts";

/** The status and sub-status for a client of this address; null for a broken transfer. */
async function ask(
  options: IpRestrictionOptions | undefined,
  hostname: string | undefined,
  forwarded?: string,
): Promise<string | null> {
  let told = "";
  const note = {
    name: "Note",
    onLogRequest: (
      context: Parameters<NonNullable<ReturnType<typeof ipRestriction>["onLogRequest"]>>[0],
    ) => {
      const { statusCode, subStatus } = context.getResponse().getStatus();
      told = subStatus === 0 ? `${statusCode}` : `${statusCode}.${subStatus}`;
    },
  };
  const server = createWebServer({
    modules: [ipRestriction(options), note],
    app: { fetch: () => new Response("hello") },
  });
  const info = hostname === undefined ? undefined : { remoteAddr: { hostname, port: 1 } };
  const headers: HeadersInit = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
  const response = await server.fetch(new Request("http://localhost/", { headers }), info);
  return await response.text().then(() => told, () => null);
}

const DENIED: IpRestrictionOptions = {
  add: [
    { ipAddress: "10.1.2.3", allowed: true },
    { ipAddress: "10.1.0.0", subnetMask: "255.255.0.0" },
    { ipAddress: "2001:db8::", subnetMask: "32" },
  ],
};
const ONLY: IpRestrictionOptions = {
  allowUnlisted: false,
  add: [{ ipAddress: "127.0.0.1", allowed: true }, {
    ipAddress: "192.168.0.0",
    subnetMask: "16",
    allowed: true,
  }],
};

const CASES: Record<string, [IpRestrictionOptions | undefined, string | undefined, string | null]> =
  {
    "nothing said lets everybody in": [undefined, "203.0.113.7", "200"],
    "an address of a denied network is 403.6": [DENIED, "10.1.9.9", "403.6"],
    "the first item that an address belongs to counts": [DENIED, "10.1.2.3", "200"],
    "an address outside of the network passes": [DENIED, "10.2.0.1", "200"],
    "networks of the newer family": [DENIED, "2001:db8:1::5", "403.6"],
    "another network of the newer family": [DENIED, "2001:db9::5", "200"],
    "an address of the older family written as one of the newer": [
      DENIED,
      "::ffff:10.1.9.9",
      "403.6",
    ],
    "allowUnlisted false denies who is not listed": [ONLY, "10.0.0.1", "403.6"],
    "allowUnlisted false lets in who is": [ONLY, "192.168.44.1", "200"],
    "allowUnlisted false denies where no address is told": [ONLY, undefined, "403.6"],
    "a list of denied ones passes where no address is told": [DENIED, undefined, "200"],
    "Unauthorized": [{ ...ONLY, denyAction: "Unauthorized" }, "10.0.0.1", "401"],
    "NotFound": [{ ...ONLY, denyAction: "NotFound" }, "10.0.0.1", "404"],
    "AbortRequest breaks the transfer": [{ ...ONLY, denyAction: "AbortRequest" }, "10.0.0.1", null],
  };
for (const [name, [options, address, wished]] of Object.entries(CASES)) {
  Deno.test(`ipRestriction: ${name}`, async () => {
    assertEquals(await ask(options, address), wished);
  });
}

Deno.test("ipRestriction: X-Forwarded-For counts in proxy mode only, each of its addresses", async () => {
  const proxied = { ...DENIED, enableProxyMode: true };
  assertEquals(await ask(DENIED, "203.0.113.7", "10.1.9.9"), "200");
  assertEquals(await ask(proxied, "203.0.113.7", "10.1.9.9"), "403.6");
  assertEquals(await ask(proxied, "203.0.113.7", "198.51.100.1, 10.1.9.9:4711"), "403.6");
  assertEquals(await ask(proxied, "203.0.113.7", "[2001:db8::7]:80"), "403.6");
  assertEquals(await ask(proxied, "203.0.113.7", "unknown, 198.51.100.1"), "200");
  const only = { ...ONLY, enableProxyMode: true };
  assertEquals(
    await ask(only, "127.0.0.1", "unknown"),
    "403.6",
    "what is no address is not listed",
  );
  assertEquals(await ask(only, "10.0.0.1", "127.0.0.1"), "403.6", "a client cannot name itself");
});

Deno.test("ipRestriction: wrong options are refused with the place where they stand", () => {
  const wrong = (options: unknown, said: string) =>
    assertThrows(() => ipRestriction(options as IpRestrictionOptions), TypeError, said);
  wrong(
    { add: [{ ipAddress: "10.1" }] },
    'option "add[0].ipAddress" is "10.1", wished for an address',
  );
  wrong({ add: [{ ipAddress: "010.0.0.1" }] }, '"010.0.0.1"');
  wrong(
    { add: [{ ipAddress: "10.0.0.0", subnetMask: "255.0.255.0" }] },
    'option "add[0].subnetMask"',
  );
  wrong({ add: [{ ipAddress: "10.0.0.0", subnetMask: "33" }] }, 'subnetMask" is "33"');
  wrong({ add: [{ domainName: "example.com" }] }, 'option "add[0].domainName" is unknown');
  wrong({ enableReverseDns: true }, 'option "enableReverseDns" is true, wished for false');
  wrong({ denyAction: "forbidden" }, "IpRestrictionModule");
});

Deno.test("ipRestriction: alone in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(ipRestriction({ add: [{ ipAddress: "10.0.0.1" }] })));
  app.get("/", (c) => c.text("hello"));
  const from = (hostname: string) =>
    app.fetch(new Request("http://localhost/"), { remoteAddr: { hostname, port: 1 } });
  assertEquals((await from("10.0.0.1")).status, 403);
  assertEquals(await (await from("10.0.0.2")).text(), "hello");
});

Deno.test("ipRestriction: who may not come in is told nothing else, in whatever order modules are listed", async () => {
  const modules = [
    requestFiltering({ hiddenSegments: ["private"] }),
    ipRestriction({ add: [{ ipAddress: "10.0.0.1" }] }),
  ];
  for (const listed of [modules, modules.toReversed()]) {
    const server = createWebServer({ modules: listed });
    const info = { remoteAddr: { hostname: "10.0.0.1", port: 1 } };
    const answer = await server.fetch(new Request("http://localhost/private/a"), info);
    assertEquals(answer.status, 403);
  }
});

// How does an ISAPI filter live? Loading, order, unloading, and what is told of a bad one.
import { Hono } from "hono";
import { createWebServer, location, pipeline } from "../../mod.ts";
import {
  HTTP_FILTER_REVISION,
  type HTTP_FILTER_VERSION,
  isapiFilter,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_ORDER_DEFAULT,
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_ORDER_LOW,
  SF_NOTIFY_ORDER_MEDIUM,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
  SF_STATUS_REQ_NEXT_NOTIFICATION,
} from "../../isapi.ts";
import { assertEquals, assertMatch, assertThrows } from "../_assert.ts";
import { filter, filterHouse, type Heads } from "./_isapi-filter.ts";
import { app, noting } from "./_notes.ts";

const PREPROC = SF_NOTIFY_PREPROC_HEADERS;
const message = (call: () => unknown): string => (assertThrows(call) as Error).message;

Deno.test("GetFilterVersion: called once, with the server's version; TerminateFilter with the last server", async () => {
  const seen: unknown[] = [];
  const counted = isapiFilter({
    getFilterVersion(version: HTTP_FILTER_VERSION) {
      seen.push({ ...version });
      version.flags = PREPROC;
      return true;
    },
    httpFilterProc: (pfc) => {
      seen.push(pfc.revision);
      return SF_STATUS_REQ_NEXT_NOTIFICATION;
    },
    terminateFilter: (flags) => void seen.push(`terminated ${flags}`),
  });
  assertEquals([counted.loaded, counted.name], [false, "IsapiFilterModule"]);
  const [first, second] = [1, 2].map(() => createWebServer({ modules: counted, app }));
  assertEquals(counted.loaded, true);
  await first.fetch(new Request("http://localhost/"));
  await first.close();
  await second.fetch(new Request("http://localhost/"));
  await second.close();
  const version = {
    serverFilterVersion: HTTP_FILTER_REVISION,
    filterVersion: 0,
    filterDesc: "",
    flags: 0,
  };
  assertEquals(seen, [version, HTTP_FILTER_REVISION, HTTP_FILTER_REVISION, "terminated 0"]);
  assertEquals(counted.loaded, false);
  await createWebServer({ modules: counted, app }).close();
  assertEquals(seen.slice(4), [version, "terminated 0"]);
});

Deno.test("GetFilterVersion: a filter that refuses, throws or wants what there is not stops the start", () => {
  const start = (getFilterVersion: (version: HTTP_FILTER_VERSION) => boolean) =>
    message(() => createWebServer({ modules: filter(0, () => {}, { getFilterVersion }, "Bad") }));
  assertMatch(start(() => false), /"Bad".*getFilterVersion has refused to be loaded/);
  assertMatch(
    start(() => {
      throw new Error("no licence");
    }),
    /"Bad".*no licence/,
  );
  assertMatch(
    start((version) => (version.flags = 0x10) > 0),
    /"Bad": flags is 0x10, wished for bits of SF_NOTIFY_\*/,
  );
  assertMatch(start((version) => (version.flags = "x" as never) === "x"), /flags is x/);
});

Deno.test("isapiFilter: what is no function is named", () => {
  const bad = (entry: object) => message(() => isapiFilter(entry as never));
  const getFilterVersion = () => true;
  const httpFilterProc = () => SF_STATUS_REQ_NEXT_NOTIFICATION;
  assertEquals(
    bad({ httpFilterProc }),
    "isapiFilter: getFilterVersion is undefined, wished for a function",
  );
  assertEquals(
    bad({ getFilterVersion, httpFilterProc: 1 }),
    "isapiFilter: httpFilterProc is 1, wished for a function",
  );
  assertEquals(
    bad({ getFilterVersion, httpFilterProc, terminateFilter: "x" }),
    "isapiFilter: terminateFilter is x, wished for a function",
  );
});

Deno.test("SF_NOTIFY_ORDER_*: high, medium, low; equal ones as listed; without one it is low", async () => {
  const seen: string[] = [];
  const noted = (name: string, order: number) =>
    filter(PREPROC | SF_NOTIFY_END_OF_REQUEST | order, (_pfc, _data, type) => {
      seen.push(type === PREPROC ? name : name.toUpperCase());
    });
  const { text } = filterHouse([
    noting("module", seen, ["onBeginRequest"]),
    noted("low", SF_NOTIFY_ORDER_LOW),
    noted("none", 0),
    noted("medium", SF_NOTIFY_ORDER_MEDIUM),
    noted("default", SF_NOTIFY_ORDER_DEFAULT),
    noted("high", SF_NOTIFY_ORDER_HIGH),
  ]);
  await text("/");
  const order = ["high", "medium", "low", "none", "default"];
  assertEquals(seen, [
    "high",
    "medium",
    "module BeginRequest",
    ...order.slice(2),
    ...order.map((name) => name.toUpperCase()),
  ]);
});

Deno.test("SF_NOTIFY_ORDER_*: a response passes the filters in reverse", async () => {
  const seen: string[] = [];
  const noted = (name: string, order: number) =>
    filter(SF_NOTIFY_SEND_RESPONSE | order, () => void seen.push(name));
  await filterHouse([noted("high", SF_NOTIFY_ORDER_HIGH), noted("low a", 0), noted("low b", 0)])
    .get("/");
  assertEquals(seen, ["low b", "low a", "high"]);
});

Deno.test("isapiFilter: inside a Hono app, and for a location", async () => {
  const adding = filter<Heads>(
    SF_NOTIFY_SEND_RESPONSE,
    (pfc, heads) => void heads.setHeader(pfc, "X-Filter:", "yes"),
  );
  const hono = new Hono();
  hono.use(pipeline(adding));
  hono.get("/", (c) => c.text("hono"));
  assertEquals((await hono.request("/")).headers.get("x-filter"), "yes");
  const { get } = filterHouse(location("/api/*", adding));
  assertEquals((await get("/api/x")).headers.get("x-filter"), "yes");
  assertEquals((await get("/x")).headers.get("x-filter"), null);
});

Deno.test("isapiFilter: requests at the same time do not see each other's context", async () => {
  const keeping = filter<Heads>(PREPROC | SF_NOTIFY_END_OF_REQUEST, async (pfc, heads, type) => {
    if (type === PREPROC) pfc.filterContext = heads.getHeader(pfc, "url").value;
    else pfc.addResponseHeaders(pfc, `X-Url: ${pfc.filterContext}\r\n`);
    await Promise.resolve();
  });
  const { get } = filterHouse(keeping);
  const paths = Array.from({ length: 50 }, (_, i) => `/${i}`);
  const answers = await Promise.all(paths.map((path) => get(path)));
  assertEquals(answers.map(({ headers }) => headers.get("x-url")), paths);
});

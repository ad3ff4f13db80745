// What does an ISAPI filter hear of a request on its way out? One test for each SF_NOTIFY_* behind the handler.
import { defineModule, RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import {
  type HTTP_FILTER_ACCESS_DENIED,
  SF_DENIED_APPLICATION,
  SF_DENIED_BY_CONFIG,
  SF_DENIED_FILTER,
  SF_DENIED_LOGON,
  SF_DENIED_RESOURCE,
  SF_NOTIFY_ACCESS_DENIED,
  SF_NOTIFY_AUTH_COMPLETE,
  SF_NOTIFY_END_OF_NET_SESSION,
  SF_NOTIFY_END_OF_REQUEST,
  SF_NOTIFY_NONSECURE_PORT,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SECURE_PORT,
  SF_NOTIFY_SEND_RAW_DATA,
  SF_NOTIFY_SEND_RESPONSE,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { filter, filterHouse, type Heads, type Raw, textOf } from "./_isapi-filter.ts";
import { app, noting, turn } from "./_notes.ts";

Deno.test("SF_NOTIFY_ACCESS_DENIED: before a 401 leaves, once, with URL and reason", async () => {
  const seen: unknown[] = [];
  const watching = filter<HTTP_FILTER_ACCESS_DENIED>(
    SF_NOTIFY_ACCESS_DENIED | SF_NOTIFY_SEND_RESPONSE,
    (_pfc, denied, type) => {
      seen.push(type === SF_NOTIFY_ACCESS_DENIED ? [denied.url, denied.reason] : "leaves");
    },
  );
  const denying = defineModule({
    name: "Denying",
    onAuthorizeRequest(context) {
      const sub = Number(
        new URL(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl).search.slice(1),
      );
      context.getResponse().setStatus(401, "Unauthorized", sub);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const { get } = filterHouse([watching, denying]);
  for (const sub of [1, 2, 3, 4, 5]) await get(`/x?${sub}`);
  assertEquals(seen, [
    ["/x?1", SF_DENIED_LOGON],
    "leaves",
    ["/x?2", SF_DENIED_LOGON | SF_DENIED_BY_CONFIG],
    "leaves",
    ["/x?3", SF_DENIED_RESOURCE],
    "leaves",
    ["/x?4", SF_DENIED_FILTER],
    "leaves",
    ["/x?5", SF_DENIED_APPLICATION],
    "leaves",
  ]);
});

Deno.test("SF_NOTIFY_ACCESS_DENIED: also where the app's 401 or an early flush is the denial", async () => {
  const seen: string[] = [];
  const watching = filter<HTTP_FILTER_ACCESS_DENIED>(
    SF_NOTIFY_ACCESS_DENIED,
    (_pfc, denied) => void seen.push(denied.url),
  );
  const early = defineModule({
    name: "Early",
    async onBeginRequest(context) {
      if (context.getScriptName() !== "/early") return;
      context.getResponse().setStatus(401, "Unauthorized");
      await context.getResponse().flush(false, true);
    },
  });
  const { get } = filterHouse([watching, early], {
    app: { fetch: () => new Response("no", { status: 401 }) },
  });
  assertEquals((await get("/late")).status, 401);
  await (await get("/early")).text();
  assertEquals(seen, ["/late", "/early"]);
});

Deno.test("SF_NOTIFY_SEND_RESPONSE: the head of the response, to be read and changed, once", async () => {
  const seen: unknown[] = [];
  const heading = filter<Heads>(SF_NOTIFY_SEND_RESPONSE, (pfc, heads) => {
    seen.push(heads.httpStatus, heads.getHeader(pfc, "status").value);
    seen.push(heads.getHeader(pfc, "Content-Type:").value);
    heads.setHeader(pfc, "X-Powered-By:", "");
    heads.addHeader(pfc, "Set-Cookie:", "a=1");
    heads.addHeader(pfc, "Set-Cookie:", "b=2");
    assert(heads.setHeader(pfc, "status", "203 Changed"));
    assert(!heads.setHeader(pfc, "status", "nonsense"));
  });
  const { get } = filterHouse(heading, {
    app: {
      fetch: () =>
        new Response("text", {
          status: 201,
          headers: { "X-Powered-By": "x", "Content-Type": "t/x" },
        }),
    },
  });
  const response = await get("/");
  assertEquals([response.status, await response.text()], [203, "text"]);
  assertEquals(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assertEquals(response.headers.get("x-powered-by"), null);
  assertEquals(seen, [201, "201", "t/x"]);
});

Deno.test("SF_NOTIFY_SEND_RESPONSE: a status by its number", async () => {
  const heading = filter<Heads>(
    SF_NOTIFY_SEND_RESPONSE,
    (_pfc, heads) => void (heads.httpStatus = 418),
  );
  assertEquals((await filterHouse(heading).get("/")).status, 418);
});

Deno.test("SF_NOTIFY_SEND_RAW_DATA: the head, then the body in pieces", async () => {
  const seen: string[] = [];
  const raw = filter<Raw>(
    SF_NOTIFY_SEND_RAW_DATA,
    (_pfc, data) => void seen.push(textOf(data.inData)),
  );
  const { text } = filterHouse(raw, {
    app: { fetch: () => new Response("app", { headers: { "X-A": "1" } }) },
  });
  assertEquals(await text("/"), "app");
  assertEquals(seen.length, 2);
  assert(/^HTTP\/1\.1 200 \r\n(.+: .+\r\n)*\r\n$/.test(seen[0]), seen[0]);
  assert(/x-a: 1\r\n/i.test(seen[0]), seen[0]);
  assertEquals(seen[1], "app");
});

Deno.test("SF_NOTIFY_END_OF_REQUEST: in END_REQUEST, where something can still be written", async () => {
  const ending = filter(SF_NOTIFY_END_OF_REQUEST, (pfc) => {
    pfc.writeClient(pfc, ", and the filter");
  });
  const seen: string[] = [];
  const { text } = filterHouse([noting("M", seen, ["onEndRequest"]), ending]);
  assertEquals(await text("/"), "app, and the filter");
  assertEquals(seen, ["M EndRequest"]);
});

Deno.test("SF_NOTIFY_END_OF_NET_SESSION: the last of all, with what the filter has kept; then its context is dead", async () => {
  const seen: unknown[] = [];
  let kept: Parameters<Parameters<typeof filter>[1]>[0] | null = null;
  const keeping = filter(
    SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_END_OF_NET_SESSION,
    (pfc, _data, type) => {
      if (type === SF_NOTIFY_PREPROC_HEADERS) pfc.filterContext = { of: "this request" };
      else seen.push(pfc.filterContext, pfc === kept, pfc.getServerVariable(pfc, "URL").value);
      kept = pfc;
    },
  );
  for (const method of ["GET", "HEAD"]) {
    const { get } = filterHouse(keeping);
    await (await get("/x", { method })).text();
    await turn();
  }
  assertEquals(seen, Array(2).fill([{ of: "this request" }, true, "/x"]).flat());
  assertEquals(kept!.getServerVariable(kept!, "URL"), { ret: false, error: 6, value: "" });
  assertEquals(kept!.writeClient(kept!, "late"), { ret: false, error: 6, bytes: 0 });
});

Deno.test("SF_NOTIFY_SECURE_PORT, NONSECURE_PORT: which requests a filter hears of", async () => {
  const seen: string[] = [];
  const listening = (name: string, ports: number) =>
    filter(
      SF_NOTIFY_PREPROC_HEADERS | ports,
      (pfc) => void seen.push(`${name} ${pfc.isSecurePort}`),
    );
  const { server } = filterHouse([
    listening("secure", SF_NOTIFY_SECURE_PORT),
    listening("plain", SF_NOTIFY_NONSECURE_PORT),
    listening("both", SF_NOTIFY_SECURE_PORT | SF_NOTIFY_NONSECURE_PORT),
    listening("neither", 0),
  ]);
  await server.fetch(new Request("http://localhost/"));
  await server.fetch(new Request("https://localhost/"));
  assertEquals(seen, [
    "plain false",
    "both false",
    "neither false",
    "secure true",
    "both true",
    "neither true",
  ]);
});

Deno.test("Filters: one that wants nothing of the response leaves the app's Response as it is", async () => {
  const own = new Response("own");
  const quiet = filter(SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_AUTH_COMPLETE, () => {});
  assert(await filterHouse(quiet, { app: { fetch: () => own } }).get("/") === own);
  assertEquals(await filterHouse([], { app }).text("/"), "app");
});

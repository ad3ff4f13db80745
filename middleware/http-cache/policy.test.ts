// Which answers are kept for the next request? Those of which a module says so, by the policy object of the response.
import {
  defineModule,
  HttpCachePolicyTimeToLive,
  HttpCachePolicyUserInvalidates,
  type IHttpContext,
} from "../../mod.ts";
import { assertEquals } from "../../tests/_assert.ts";
import { counting, site } from "./_site.ts";

Deno.test("99 httpCache: the policy object: a time, kept at the second hit (ihttpcachepolicy-getusercachepolicy-method)", async () => {
  const timed = defineModule({
    name: "Says",
    onPreExecuteRequestHandler(context) {
      const policy = context.getResponse().getCachePolicy().getUserCachePolicy();
      policy.policy = HttpCachePolicyTimeToLive;
      policy.secondsToLive = 5;
    },
  });
  assertEquals(await site(counting(), {}, timed).times(4), "1,2,2,2");
});

Deno.test("httpCache: the policy object: versions by header, query and value, and not at all", async () => {
  const kept = (
    more: (policy: ReturnType<ReturnType<IHttpContext["getResponse"]>["getCachePolicy"]>) => void,
  ) =>
    defineModule({
      name: "Kept",
      onBeginRequest(context) {
        const policy = context.getResponse().getCachePolicy();
        policy.getUserCachePolicy().policy = HttpCachePolicyUserInvalidates;
        more(policy);
      },
    });
  const query = site(counting(), {}, kept((policy) => void policy.appendVaryByQueryString("id")));
  assertEquals(await query.times(3, "/?id=1"), "1,2,2");
  assertEquals(await query.times(2, "/?id=2"), "3,3");
  const header = site(counting(), {}, kept((policy) => void policy.appendVaryByHeader("X-Kind")));
  assertEquals(await header.times(3, "/", { headers: { "X-Kind": "a" } }), "1,2,2");
  assertEquals(await header.times(2, "/", { headers: { "X-Kind": "b" } }), "3,3");
  let value = "a";
  const valued = site(counting(), {}, kept((policy) => void policy.setVaryByValue(value)));
  assertEquals(await valued.times(3), "1,2,2");
  value = "b";
  assertEquals(await valued.times(2), "3,3");
  assertEquals(
    await site(counting(), {}, kept((policy) => policy.disableUserCache())).times(3),
    "1,2,3",
  );
});

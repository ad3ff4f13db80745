// Do the samples of IHttpCachePolicy show what is kept about caching? They answer while the response is sent.
import { type IHttpCachePolicy } from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { telling, told } from "./_kit.ts";

/** The value that each sample answers with on a response that nobody has touched. */
const SAMPLES: Record<string, [value: (policy: IHttpCachePolicy) => unknown, wanted: string]> = {
  // @see ihttpcachepolicy-getkernelcachepolicy-method
  "IHttpCachePolicy/GetKernelCachePolicy": [(policy) => policy.getKernelCachePolicy().policy, "0"],
  // @see ihttpcachepolicy-getusercachepolicy-method
  "IHttpCachePolicy/GetUserCachePolicy": [(policy) => policy.getUserCachePolicy().policy, "0"],
  // @see ihttpcachepolicy-getvarybyquerystrings-method
  "IHttpCachePolicy/GetVaryByQueryStrings": [(policy) => policy.getVaryByQueryStrings(), "null"],
  // @see ihttpcachepolicy-getvarybyvalue-method
  "IHttpCachePolicy/GetVaryByValue": [(policy) => policy.getVaryByValue(), "null"],
  // @see ihttpcachepolicy-iscached-method
  "IHttpCachePolicy/IsCached": [(policy) => policy.isCached(), "false"],
  // @see ihttpcachepolicy-isusercacheenabled-method
  "IHttpCachePolicy/IsUserCacheEnabled": [(policy) => policy.isUserCacheEnabled(), "true"],
};

for (const [sample, [value, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: answers "${wanted}" in SEND_RESPONSE`, async () => {
    const ask = telling("Policy", (context) => {
      return String(value(context.getResponse().getCachePolicy()));
    }, "onSendResponse");
    assertEquals(await told(ask), `Policy: ${wanted}`);
  });
}

// @see ihttpresponse-getcachepolicy-method
// @see ihttpcachepolicy-appendvarybyheader-method, ihttpcachepolicy-getvarybyheaders-method
// @see ihttpcachepolicy-appendvarybyquerystring-method, ihttpcachepolicy-setvarybyvalue-method
Deno.test("12.98 IHttpCachePolicy: what is appended is told as a comma list", async () => {
  const module = telling("Policy", (context) => {
    const policy = context.getResponse().getCachePolicy();
    policy.appendVaryByHeader("Accept");
    policy.appendVaryByHeader("Cookie");
    policy.appendVaryByQueryString("id");
    policy.appendVaryByQueryString("page");
    policy.setVaryByValue("blue");
    const lists = [policy.getVaryByHeaders(), policy.getVaryByQueryStrings()];
    return [...lists, policy.getVaryByValue()].join(" ");
  }, "onSendResponse");
  assertEquals(await told(module), "Policy: Accept,Cookie id,page blue");
});

// @see ihttpcachepolicy-setiscached-method, ihttpcachepolicy-disableusercache-method
// @see ihttpcachepolicy-setkernelcacheinvalidatorset-method
// @see ihttpcachepolicy-getkernelcacheinvalidatorset
// @see ihttpcachepolicy2-setforceupdate-method, ihttpcachepolicy2-isforceupdateset-method
Deno.test("IHttpCachePolicy: each flag is off until it is set", async () => {
  const module = telling("Flags", (context) => {
    const policy = context.getResponse().getCachePolicy();
    const flags = (): string =>
      [policy.isCached(), policy.isUserCacheEnabled(), policy.getKernelCacheInvalidatorSet()]
        .join(" ");
    const before = flags();
    policy.setIsCached();
    policy.disableUserCache();
    policy.setKernelCacheInvalidatorSet();
    return `${before}, then ${flags()}`;
  }, "onSendResponse");
  assertEquals(await told(module), "Flags: false true false, then true false true");
});

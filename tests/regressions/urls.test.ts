// Can a URL lead elsewhere? What modules make of the parts of a client's URL stays within the site.
import { defineModule } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "./_kit.ts";

// @see ihttprequest-seturl-method
for (const url of ["//elsewhere/x", "/\\elsewhere/x", "///elsewhere/x"]) {
  Deno.test(`IHttpRequest.setUrl("${url}") stays within the site`, async () => {
    let told: unknown[] = [];
    const setting = defineModule({
      name: "Setting",
      onBeginRequest(context) {
        const hr = context.getRequest().setUrl(url, true);
        told = [hr, context.getRequest().getForwardedUrl()];
      },
    });
    const hosts: string[] = [];
    const asked = { fetch: ({ url }: Request) => (hosts.push(new URL(url).host), new Response()) };
    await house(setting, { app: asked }).get("/");
    assertEquals([told, hosts], [[0, null], ["localhost"]]);
  });
}

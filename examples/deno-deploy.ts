// Shows the entry of a Deno Deploy app; the same file runs with `deno serve examples/deno-deploy.ts`.
// Page: IHttpContext4::GetRequestElapsedTime; the platform calls `fetch` of the default export.
import { Hono } from "hono";
import { createWebServer, defineModule, type WebServerOptions } from "@sluice/sluice";

/** Says where the request was answered. The region is set by the platform, and only there. */
const region = defineModule({
  name: "Region",
  onBeginRequest(context) {
    context.getResponse().setHeader("X-Region", regionName(), true);
  },
});

/** Says how long it took, in the last stage in which a header can still be set. */
const timing = defineModule({
  name: "Timing",
  onEndRequest(context) {
    const ms = context.getRequestElapsedTime().toFixed(1);
    context.getResponse().setHeader("Server-Timing", `pipeline;dur=${ms}`, true);
  },
});

function regionName(): string {
  const state = Deno.permissions.querySync({ name: "env", variable: "DENO_REGION" }).state;
  return (state === "granted" && Deno.env.get("DENO_REGION")) || "local";
}

const app = new Hono();
app.get("/", (c) => c.text("Answered by Deno.\n"));
app.get("/hello/:name", (c) => c.text(`Hello ${c.req.param("name")}, from Deno.\n`));

export const options: WebServerOptions = { modules: [region, timing], app };

export default createWebServer(options);

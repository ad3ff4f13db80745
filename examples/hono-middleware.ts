// Shows modules inside a Hono app: mounted in three places, they run as one pipeline, stage by stage.
// Pages: CHttpModule class (chttpmodule-class), "Designing Native-Code HTTP Modules".
import { Hono } from "hono";
import {
  defineModule,
  getHttpContext,
  honoModule,
  location,
  pipeline,
  type PipelineOptions,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_PRE_EXECUTE_REQUEST_HANDLER,
} from "@sluice/sluice";

const timing = defineModule({
  name: "Timing",
  onEndRequest(context) {
    const ms = context.getRequestElapsedTime().toFixed(1);
    context.getResponse().setHeader("Server-Timing", `pipeline;dur=${ms}`, true);
  },
});

/** Written like any Hono middleware; `at` says in which stage it runs. */
const poweredBy = honoModule(async (c, next) => {
  await next();
  c.header("X-Powered-By", "water");
}, { at: RQ_PRE_EXECUTE_REQUEST_HANDLER, name: "PoweredBy" });

/** Mounted last, and yet before the handler: AUTHORIZE_REQUEST is an early stage. */
const gate = defineModule({
  name: "Gate",
  onAuthorizeRequest(context) {
    if (context.getRequest().getHeader("X-Key") === "open") return;
    context.getResponse().setStatus(403, "Forbidden");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
});

/** Notes the path of each request in the weir, and nowhere else. */
const gauge = defineModule({
  name: "Gauge",
  onBeginRequest(context) {
    context.getResponse().setHeader("X-Gauge", "2.31 m", true);
  },
});

/** Builds the app; the options (a trace, say) go to each pipeline in it. */
export function build(options: PipelineOptions = {}): Hono {
  const app = new Hono();
  app.use(pipeline([timing, location("/weir/*", gauge)], options));
  app.use(pipeline(poweredBy, options));
  app.use("/weir/*", pipeline(gate, options));
  app.get("/", (c) => c.text("The towpath is open to everybody.\n"));
  app.get("/weir/", (c) => {
    const user = getHttpContext(c).getUser()?.getUserName() || "whoever has the key";
    return c.text(`The weir is open to ${user}.\n`);
  });
  return app;
}

export default build();

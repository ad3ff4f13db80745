// How fast is it? A worker of the core with ten modules that do what Hono's own do.
import { createWebServer } from "@sluice/sluice";
import { handler } from "../_modules.ts";
import { realModules } from "../_real-modules.ts";

export default createWebServer({ modules: [...realModules(), handler] });

// How fast is it? A worker of the core with ten modules and one that answers.
import { createWebServer } from "@sluice/sluice";
import { handler, passThrough } from "../_modules.ts";

export default createWebServer({ modules: [...passThrough(10), handler] });

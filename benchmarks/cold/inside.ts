// How fast is it? A worker of Hono with a pipeline of ten modules.
import { pipeline } from "@sluice/sluice";
import { honoApp } from "../_contestant.ts";
import { passThrough } from "../_modules.ts";

export default honoApp(pipeline(passThrough(10)));

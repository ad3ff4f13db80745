// How fast is it? A worker of Hono with ten middlewares.
import { honoApp } from "../_contestant.ts";
import { middlewares } from "../_middlewares.ts";

export default honoApp(...middlewares(10));

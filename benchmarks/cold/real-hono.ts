// How fast is it? A worker of Hono with ten of its own middlewares.
import { honoApp } from "../_contestant.ts";
import { honoStack } from "../_hono-stack.ts";

export default honoApp(...honoStack());

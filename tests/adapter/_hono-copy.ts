// What would another copy of Hono be, as a bundle or a second version of it brings one along? The entry of such a bundle.
export { Hono } from "hono";

// What does somebody read who lists a factory, not what it makes? That it has to be called.
import { createWebServer, type ModuleInput } from "../../mod.ts";
import { session } from "../../middleware/session/index.ts";
import { assertThrows } from "../_assert.ts";

Deno.test("createWebServer: a factory that was not called is told to be one", () => {
  const modules = [session] as unknown as ModuleInput;
  const call = () => createWebServer({ modules });
  assertThrows(call, TypeError, 'Cannot register module "session"');
  assertThrows(call, TypeError, "a factory has to be called");
});

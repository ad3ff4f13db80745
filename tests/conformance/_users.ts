// What do the tests of users share? A module that authenticates.
import { defineModule, type IHttpUser, type ModuleDefinition } from "../../mod.ts";

/** Sets users in AUTHENTICATE_REQUEST, one after the other. */
export function authenticating(...users: IHttpUser[]): ModuleDefinition {
  return defineModule({
    name: "Authenticating",
    onAuthenticateRequest(_context, provider) {
      for (const user of users) provider.setUser(user);
    },
  });
}

// Do the samples of IHttpUser describe the user? As XML, the password hidden, in SEND_RESPONSE.
import { defineModule, type IHttpUser, S_OK } from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { user } from "../_notes.ts";
import { telling, told } from "./_kit.ts";

const roles = new Set(["admin", "editor"]);
let held = 0;
const ada: IHttpUser = user("ada", {
  getRemoteUserName: () => "REALM\\ada",
  getAuthenticationType: () => "Basic",
  getPassword: () => "secret",
  referenceUser: () => void (held += 1),
  dereferenceUser: () => void (held -= 1),
  supportsIsInRole: () => true,
  isInRole: (role) => ({ hr: S_OK, inRole: roles.has(role) }),
  getUserVariable: (name) => name === "SID" ? "S-1-5-7" : null,
});

const authentication = defineModule({
  name: "Authentication",
  onAuthenticateRequest: (_context, provider) => provider.setUser(ada),
});

/** The element that each sample writes. */
const SAMPLES: Record<string, [value: (user: IHttpUser) => string, wanted: string]> = {
  // @see ihttpuser-getauthenticationtype-method
  "IHttpUser/GetAuthenticationType": [(u) => u.getAuthenticationType(), "Basic"],
  // @see ihttpuser-getremoteusername-method
  "IHttpUser/GetRemoteUserName": [(u) => u.getRemoteUserName(), "REALM\\ada"],
  // @see ihttpuser-getuservariable-method
  "IHttpUser/GetUserVariable": [(u) => String(u.getUserVariable("SID")), "S-1-5-7"],
  // @see ihttpuser-supportsisinrole-method, ihttpuser-isinrole-method
  "IHttpUser/SupportsIsInRole": [
    (u) => `${u.supportsIsInRole()} ${u.isInRole("admin").inRole} ${u.isInRole("guest").inRole}`,
    "true true false",
  ],
  // @see ihttpuser-getusername-method, ihttpuser-getpassword-method
  // @see ihttpuser-referenceuser-method, ihttpuser-dereferenceuser-method
  IHttpUser: [
    (u) => `${u.getUserName()} ${u.getPassword().replace(/./g, "*")}`,
    "ada ******",
  ],
};

for (const [sample, [value, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: the answer describes the user as ${wanted}`, async () => {
    const before = held;
    const describing = telling("<user>", (context) => {
      const found = context.getUser()!;
      found.referenceUser();
      const text = value(found);
      found.dereferenceUser();
      return `${text}</user>`;
    }, "onSendResponse");
    assertEquals(await told([authentication, describing]), `<user>: ${wanted}</user>`);
    assertEquals(held, before);
  });
}

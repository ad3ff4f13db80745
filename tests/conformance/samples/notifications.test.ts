// Do the samples that raise notifications reach who listens? Custom ones, configuration changes, server variables.
import {
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type ICustomNotificationProvider,
  type IHttpServer3,
  type ModuleInput,
  S_OK,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app } from "../_notes.ts";
import { onServer, told } from "./_kit.ts";

const custom = (type: string): ICustomNotificationProvider => ({
  queryNotificationType: () => type,
  setErrorStatus() {},
});

// @see ihttpcontext-notifycustomnotification-method, icustomnotificationprovider-querynotificationtype-method
// @see chttpmodule-oncustomrequestnotification-method
Deno.test("Sample IHttpContextNotifyCustomNotification: begin, then custom, before BEGIN has returned", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onBeginRequest(context) {
        seen.push("OnBeginRequest");
        context.notifyCustomNotification(custom("MyCustomProvider"));
        seen.push("BEGIN returns");
      },
      onCustomRequestNotification(_context, provider) {
        seen.push(`OnCustomRequestNotification ${provider.queryNotificationType()}`);
      },
    }), { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, [
    "OnBeginRequest",
    "OnCustomRequestNotification MyCustomProvider",
    "BEGIN returns",
  ]);
});

/** Does something with the server object in GL_PRE_BEGIN_REQUEST, and listens to everything global. */
function listening(seen: string[], deed: (server: IHttpServer3) => void): ModuleInput {
  const listener = defineModule({
    name: "Listener",
    onGlobalCustomNotification(provider) {
      seen.push(`OnGlobalCustomNotification ${provider.queryNotificationType()}`);
      return GL_NOTIFICATION_CONTINUE;
    },
    onGlobalConfigurationChange(provider) {
      seen.push(`OnGlobalConfigurationChange ${provider.getChangePath()}`);
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  let server: IHttpServer3;
  const raiser: ModuleInput = {
    name: "Raiser",
    registerModule(_version, _info, given) {
      server = given;
      return S_OK;
    },
  };
  const begin = defineModule({
    name: "Begin",
    onGlobalPreBeginRequest() {
      seen.push("OnGlobalPreBeginRequest");
      deed(server);
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  return [listener, raiser, begin];
}

// @see ihttpserver-notifycustomnotification-method, cglobalmodule-onglobalcustomnotification-method
Deno.test("Sample IHttpServerNotifyCustomNotification: told once, behind the line of pre-begin-request", async () => {
  const { text, seen } = house(
    (seen: string[]) =>
      listening(seen, (server) => server.notifyCustomNotification(custom("Mine"))),
    { app },
  );
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["OnGlobalPreBeginRequest", "OnGlobalCustomNotification Mine"]);
});

// @see ihttpserver-notifyconfigurationchange-method, cglobalmodule-onglobalconfigurationchange-method
// @see iglobalconfigurationchangeprovider-getchangepath-method
Deno.test("Sample IHttpServerNotifyConfigurationChange: subscribers are told the path", async () => {
  const path = "MACHINE/WEBROOT/APPHOST/Default Web Site";
  const { text, seen } = house(
    (seen: string[]) => listening(seen, (server) => server.notifyConfigurationChange(path)),
    { app },
  );
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["OnGlobalPreBeginRequest", `OnGlobalConfigurationChange ${path}`]);
});

// @see ihttpcontext-setservervariable-method, ihttpcontext-getservervariable-method
Deno.test("Sample IHttpContextSetServerVariable: every later notification reads the new SERVER_NAME", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onBeginRequest(context) {
        assertEquals(context.getServerVariable("SERVER_NAME").value, "localhost");
        context.setServerVariable("SERVER_NAME", "www.example.test");
      },
      onMapRequestHandler: (context) =>
        void seen.push(context.getServerVariable("SERVER_NAME").value!),
      onSendResponse: (context) => void seen.push(context.getServerVariable("SERVER_NAME").value!),
    }), { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["www.example.test", "www.example.test"]);
});

// @see ihttpcontext-getservervarchanges-method
Deno.test("Sample IHttpContextGetServerVarChanges: asked while sending, it tells and changes nothing", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onBeginRequest: (context) => void context.setServerVariable("MY_VARIABLE", "set"),
      onSendResponse(context) {
        const { hr, snapshot } = context.getServerVarChanges(0, { names: [], values: [] });
        seen.push(`${hr} ${snapshot.names}=${snapshot.values}`);
      },
    }), { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["0 MY_VARIABLE=set"]);
});

// @see ihttpresponse-getheaderchanges-method
Deno.test("Sample IHttpResponseGetHeaderChanges: asked while sending, it tells and changes nothing", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      name: "Sample",
      onSendResponse(context) {
        const nothing = { knownHeaders: [], unknownHeaderNames: [], unknownHeaderValues: [] };
        const { hr, snapshot } = context.getResponse().getHeaderChanges(0, nothing);
        const own = snapshot.unknownHeaderNames.indexOf("x-own");
        seen.push(`${hr} ${snapshot.unknownHeaderValues[own]}`);
      },
    }), { app: { fetch: () => new Response("app", { headers: { "x-own": "1" } }) } });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["0 1"]);
});

// @see ihttpperfcounterinfo-decrementcounter-method, ihttpperfcounterinfo-incrementcounter-method
// @see ihttpserver-getperfcounterinfo-method, ihttpsite-getperfcounterinfo-method
for (const sample of ["IHttpServerGetPerfCounterInfo", "IHttpPerfCounterInfoDecrementCounter"]) {
  Deno.test(`Sample ${sample}: a counter goes up and down, and the response is the page's own`, async () => {
    const module = onServer((context, server) => {
      for (
        const counters of [server.getPerfCounterInfo(), context.getSite().getPerfCounterInfo()]
      ) {
        counters.incrementCounter(1);
        counters.incrementCounter(1, 4);
        counters.decrementCounter(1);
      }
      return "counted";
    });
    assertEquals(await told(module), "counted");
  });
}

// Do the samples that keep objects keep them as long as they should? On application, site, connection, and on their own.
import {
  CHttpModule,
  type HTTP_MODULE_ID,
  type IHttpContext4,
  type IHttpModuleContextContainer,
  type IHttpServer3,
  type ModuleInput,
  RQ_BEGIN_REQUEST,
  type RQResult,
  S_OK,
} from "../../../mod.ts";
import { assertEquals } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, code } from "../_notes.ts";

type Deed = (context: IHttpContext4, id: HTTP_MODULE_ID, server: IHttpServer3) => void;

/** A module that does something in BEGIN with its own id and the server. */
function withId(deed: Deed): ModuleInput {
  return {
    name: "Sample",
    registerModule(_version, info, server) {
      class Sample extends CHttpModule {
        override onBeginRequest(context: IHttpContext4): RQResult {
          deed(context, info.getId(), server);
        }
      }
      const factory = { getHttpModule: () => ({ hr: S_OK, module: new Sample() }), terminate() {} };
      return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
    },
  };
}

/** Keeps an object if there is none, and tells which of the two it was. */
function keep(container: IHttpModuleContextContainer, id: HTTP_MODULE_ID, seen: string[]): void {
  if (container.getModuleContext(id) !== null) return void seen.push("found");
  const stored = { cleanupStoredContext: () => void seen.push("cleaned up") };
  seen.push(`kept ${code(container.setModuleContext(stored, id))}`);
}

/** Where each sample keeps its object, and what two requests and the end of the server leave behind. */
const SAMPLES: Record<
  string,
  [container: (context: IHttpContext4) => IHttpModuleContextContainer, wanted: string[]]
> = {
  // @see ihttpapplication-getmodulecontextcontainer-method
  IHttpApplicationGetModuleContextContainer: [
    (context) => context.getApplication().getModuleContextContainer(),
    ["kept 0x00000000", "found", "cleaned up"],
  ],
  // @see ihttpsite-getmodulecontextcontainer-method
  IHttpSiteGetModuleContextContainer: [
    (context) => context.getSite().getModuleContextContainer(),
    ["kept 0x00000000", "found", "cleaned up"],
  ],
  // @see ihttpconnection-getmodulecontextcontainer-method, ihttpcontext-getconnection-method
  IHttpConnectionGetModuleContextContainer: [
    (context) => context.getConnection().getModuleContextContainer(),
    ["kept 0x00000000", "cleaned up", "kept 0x00000000", "cleaned up"],
  ],
};

for (const [sample, [container, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: what is kept there is cleaned up exactly once`, async () => {
    const { text, seen, server } = house(
      (seen: string[]) => withId((context, id) => keep(container(context), id, seen)),
      { app },
    );
    await text("/");
    await text("/");
    await server.close();
    assertEquals(seen, wanted);
  });
}

// @see ihttpserver-dispensecontainer-method, idispensedhttpmodulecontextcontainer-releasecontainer-method
Deno.test("Sample IHttpServer/DispenseContainer: a container of one's own keeps until it is released", async () => {
  const { text, seen } = house((seen: string[]) =>
    withId((_context, id, server) => {
      const container = server.dispenseContainer();
      keep(container, id, seen);
      keep(container, id, seen);
      seen.push("release");
      container.releaseContainer();
    }), { app });
  assertEquals(await text("/"), "app");
  assertEquals(seen, ["kept 0x00000000", "found", "release", "cleaned up"]);
});
